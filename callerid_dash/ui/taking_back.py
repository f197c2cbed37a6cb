"""The undo button of a toast: takes the step back, and says that it is done or why it is too late."""

from __future__ import annotations

from dash import Dash, Input

from callerid_dash.domain.errors import CallerIdError, Forbidden
from callerid_dash.services.suite import Services
from callerid_dash.ui import ids
from callerid_dash.ui.answers import error_words, say
from callerid_dash.ui.context import UiContext


def register(app: Dash, services: Services, context: UiContext) -> None:
    """Take back the step that `assets/dialogs.js` names."""

    @app.callback(Input(ids.UNDO_ASKED, "data"), prevent_initial_call=True)
    def take_back(asked: object) -> None:
        t = context.words()
        given = asked.get("id") if isinstance(asked, dict) else None
        try:
            services.undo.undo(given if isinstance(given, int) else -1, context.viewer())
        except Forbidden:
            raise
        except CallerIdError as error:
            say(error_words(error, t), t, wrong=True)
        else:
            say(t("Taken back"), t)
