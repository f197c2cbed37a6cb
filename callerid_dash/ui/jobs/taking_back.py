"""The undo button of a toast: undoes the step, and reports success or why it is too late."""

from __future__ import annotations

from dash import Dash, Input

from callerid_dash.locales import Translator
from callerid_dash.services.services import Services
from callerid_dash.services.shared.undo import TakenBack
from callerid_dash.ui.kit import ids
from callerid_dash.ui.kit.answers import SayErrors, say
from callerid_dash.ui.kit.context import UiContext


def register(app: Dash, services: Services, context: UiContext) -> None:
    """Undo the step that `assets/kit/dialogs.js` names."""

    @app.callback(Input(ids.UNDO_ASKED, "data"), prevent_initial_call=True)
    def take_back(asked: object) -> None:
        t = context.words()
        given = asked.get("id") if isinstance(asked, dict) else None
        with SayErrors(t):
            outcome = services.undo.undo(given if isinstance(given, int) else -1, context.viewer())
            say(taken_back_words(outcome, t), t)


def taken_back_words(outcome: TakenBack | None, t: Translator) -> str:
    """What was undone, and what could not be."""
    if outcome is None:
        return t("Taken back")
    done, kept = outcome.done, outcome.kept
    words = t.n("%(n)s profile taken back", "%(n)s profiles taken back", done)
    if not kept:
        return words
    stays = t.n("%(n)s stays because it was changed since", "%(n)s stay because they were changed since", kept)
    return t(", ").join((words, stays))
