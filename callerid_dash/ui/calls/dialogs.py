"""The dialog that shows everything about one call, and follows changes while it is open."""

from __future__ import annotations

from uuid import UUID

from dash import Dash, Input, Output, State, dcc, html
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from callerid_dash.domain.errors import InvalidInput, NotFound
from callerid_dash.domain.users import Action
from callerid_dash.services.live.change_notifications import CALLS
from callerid_dash.services.services import Services
from callerid_dash.services.shared.authority import authorize
from callerid_dash.ui.calls.rows import viewed
from callerid_dash.ui.calls.sheet import call_sheet
from callerid_dash.ui.kit import ids
from callerid_dash.ui.kit.basics import attrs, button
from callerid_dash.ui.kit.context import UiContext
from callerid_dash.ui.kit.dialogs import Arguments, Dialog


def opener(services: Services, context: UiContext, arguments: Arguments) -> Dialog:
    """Show a call. Raises NotFound, also if the viewer may not see it."""
    t, call_id = context.words(), arguments.get("call", "")
    body: list[Component | str] = [
        dcc.Store(id=ids.CALL_SHOWN, data=call_id),
        dcc.Store(id=ids.CALL_NEWS),
        html.Div(
            sheet(services, context, call_id),
            id=ids.CALL_SHEET,
            className="call-sheet stack",
            **attrs({"data-topic": CALLS, "data-refresh": ids.CALL_NEWS}),
        ),
    ]
    close = button(t("Close"), "btn btn-quiet", {"data-dialog-close": ""})
    return Dialog(t("Call"), body, [close], size="lg")


def register(app: Dash, services: Services, context: UiContext) -> None:
    """Add the callback that redraws the call after changes."""

    @app.callback(
        Output(ids.CALL_SHEET, "children"),
        Input(ids.CALL_NEWS, "data"),
        State(ids.CALL_SHOWN, "data"),
        prevent_initial_call=True,
    )
    def follow(_news: object, call_id: object) -> list[Component]:
        try:
            return sheet(services, context, call_id if isinstance(call_id, str) else "")
        except (InvalidInput, NotFound) as error:
            raise PreventUpdate from error  # keep what is shown


def sheet(services: Services, context: UiContext, call_id: str) -> list[Component]:
    """The content of the dialog."""
    viewer, directory = context.viewer(), services.directory.snapshot
    authorize(viewer, Action.SEE_CALLS)
    try:
        row = services.calls.log.get(viewer, UUID(call_id))
    except ValueError as error:
        raise InvalidInput("There is no such thing.") from error
    people = {
        extension: user.display_name or user.username
        for user in directory.users.values()
        for extension in user.extensions
    }
    view = viewed(row, services, context)
    return call_sheet(view, services.calls.log.events(row), people, context.words(), context.formats())
