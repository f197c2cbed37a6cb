"""The dialog `missed-close`: why nobody has to call this number back."""

from __future__ import annotations

from datetime import datetime

from dash import Dash, html

from callerid_dash.domain.errors import InvalidInput
from callerid_dash.domain.users import Action
from callerid_dash.services.authority import authorize
from callerid_dash.services.missed import LONGEST_REASON, WaitingCaller
from callerid_dash.services.suite import Services
from callerid_dash.ui.answers import close_dialog, say
from callerid_dash.ui.components.basics import name_text
from callerid_dash.ui.components.call_row import caller_name
from callerid_dash.ui.components.fields import fixed_field, general_error, text_field
from callerid_dash.ui.context import UiContext
from callerid_dash.ui.dialogs import Arguments, Dialog, cancel_button
from callerid_dash.ui.forms import Form, Values
from callerid_dash.ui.rows import row_view

FORM = Form("missed-close")


def opener(services: Services, context: UiContext, arguments: Arguments) -> Dialog:
    """The question. Raises NotFound for who is not in the viewer's list (any more)."""
    viewer = context.viewer()
    authorize(viewer, Action.SEE_CALLS)
    caller = services.missed.get(viewer, arguments.get("number", ""))
    view = row_view(caller.row, viewer, services.directory.snapshot, context.dialing, context.words().language)
    name = caller_name(view, context.words(), context.formats())
    return close_dialog_for(caller, name, context)


def register(app: Dash, services: Services, context: UiContext) -> None:
    """Close when the button is pressed. Who may depends on whose caller it is, so the service decides."""

    def close(_do: str, values: Values) -> None:
        t = context.words()
        number = str(values.get("number") or "")
        reason, through = str(values.get("reason") or ""), _instant(values.get("through"))
        undo_id = services.missed.close(context.viewer(), number, through, reason)
        close_dialog()
        say(t("Closed: %(name)s", name=str(values.get("name") or "")), t, undo_id=undo_id)

    FORM.register(app, context, close)


def close_dialog_for(caller: WaitingCaller, name: str, context: UiContext) -> Dialog:
    """Who it is about, the reason, and what follows."""
    t, formats = context.words(), context.formats()
    attempts = t.n("%(n)s attempt", "%(n)s attempts", caller.attempts, n=formats.number(caller.attempts))
    return Dialog(
        title=t("Close missed calls"),
        body=[
            html.P([html.Strong(name_text(name)), " · ", attempts]),
            text_field(
                FORM,
                "reason",
                t("Reason"),
                required=True,
                autofocus=True,
                placeholder=t("Wrong number, answered by mail, …"),
                help_text=t("At most %(most)s characters.", most=formats.number(LONGEST_REASON)),
            ),
            html.P(t("Whoever calls again waits again. This can be taken back for a day."), className="delete-note"),
            fixed_field(FORM, "number", caller.number),
            fixed_field(FORM, "through", caller.last_at.isoformat()),
            fixed_field(FORM, "name", name),
            general_error(FORM),
        ],
        footer=[cancel_button(t), FORM.button("close", t("Close missed calls"), primary=True)],
        form=FORM.name,
    )


def _instant(given: object) -> datetime:
    try:
        return datetime.fromisoformat(str(given))
    except ValueError as error:
        raise InvalidInput("There is no such thing.") from error
