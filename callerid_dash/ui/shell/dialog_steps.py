"""The dialog `steps`: the steps that the viewer can still undo after the toast with the undo button has gone."""

from __future__ import annotations

from dash import html

from callerid_dash.locales import Translator
from callerid_dash.services.calls.attribution import ADOPTED
from callerid_dash.services.calls.missed_calls import MISSED
from callerid_dash.services.calls.saved_views import CALL_VIEW
from callerid_dash.services.imports.profiles.undo import PROFILES_IMPORTED
from callerid_dash.services.profiles.delete import DELETED
from callerid_dash.services.profiles.merge import MERGED
from callerid_dash.services.services import Services
from callerid_dash.store.shared.undos import UndoStep
from callerid_dash.ui.kit.basics import button, name_text, present, ticking
from callerid_dash.ui.kit.context import UiContext
from callerid_dash.ui.kit.dialogs import Arguments, Dialog, cancel_button


def opener(services: Services, context: UiContext, _arguments: Arguments) -> Dialog:
    """The list of steps, newest first."""
    t, viewer = context.words(), context.viewer()
    users = services.directory.snapshot.users
    steps = services.undo.recent(viewer)
    listed = [_step(step, users[step.made_by].username if step.made_by in users else "", t) for step in steps]
    nothing = html.P(t("Nothing from the last day can be taken back."), className="nothing")
    return Dialog(
        title=t("Take something back"),
        body=[html.Ul(listed, className="steps lined") if listed else nothing],
        footer=[cancel_button(t)],
    )


def _step(step: UndoStep, by: str, t: Translator) -> html.Li:
    words = {
        ADOPTED: t("Earlier calls attributed"),
        MERGED: t("Profiles merged"),
        DELETED: t("Deleted"),
        PROFILES_IMPORTED: t("Profiles imported"),
        MISSED: t("Missed calls closed"),
        CALL_VIEW: t("View of the call log deleted"),
    }.get(step.kind, t("Changed"))
    return html.Li(
        [
            html.Span(
                present(
                    html.Strong(words),
                    html.Span(name_text(step.title)),
                    html.Span(
                        present(ticking("ago", step.made_at), name_text(by) if by else None),
                        className="cluster muted small",
                    ),
                ),
                className="d-grid text-break",
            ),
            button(t("Undo"), "btn btn-quiet btn-sm", {"data-undo": str(step.id), "data-dialog-close": ""}),
        ],
        className="d-flex align-items-center justify-content-between gap-3 py-2",
    )
