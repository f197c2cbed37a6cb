"""The choice, in the triangle's list, of the holder of a shared number under whom a call is shown."""

from __future__ import annotations

from uuid import UUID

from dash import Dash, Input

from callerid_dash.domain.errors import InvalidInput
from callerid_dash.services.services import Services
from callerid_dash.ui.kit import ids
from callerid_dash.ui.kit.answers import SayErrors, say
from callerid_dash.ui.kit.context import UiContext


def register(app: Dash, services: Services, context: UiContext) -> None:
    """Add the callback that stores the choice from `assets/calls/holders.js`."""

    @app.callback(Input(ids.CHOICE_ASKED, "data"), prevent_initial_call=True)
    def choose(asked: object) -> None:
        t = context.words()
        with SayErrors(t):
            call_id, profile_id = _asked(asked)
            services.calls.attribution.choose(call_id, profile_id, context.viewer())
            say(t("This call is shown as you chose, to everybody.") if profile_id else t("Shown as usual again."), t)


def _asked(asked: object) -> tuple[UUID, int | None]:
    given = asked if isinstance(asked, dict) else {}
    profile = str(given.get("profile") or "")
    try:
        return UUID(str(given.get("call"))), int(profile) if profile else None
    except ValueError as error:
        raise InvalidInput("There is no such thing.") from error
