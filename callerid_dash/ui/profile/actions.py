"""The buttons on a profile's page that act at once, without a dialog: `do` names the action, its arguments follow."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from dash import Dash, Input, set_props

from callerid_dash.domain.errors import CallerIdError, Forbidden, InvalidInput
from callerid_dash.services.profiles.changes import ProfileChanges, draft_of
from callerid_dash.services.services import Services
from callerid_dash.ui.kit import ids
from callerid_dash.ui.kit.answers import error_words, say
from callerid_dash.ui.kit.context import UiContext
from callerid_dash.ui.profile.history import FIELDS, field

Asked = Mapping[str, object]
_Action = Callable[[Services, UiContext, Asked], None]


def register(app: Dash, services: Services, context: UiContext) -> None:
    """Add the callback that performs an action and shows its errors."""

    @app.callback(Input(ids.PROFILE_ASKED, "data"), prevent_initial_call=True)
    def act(asked: object) -> None:
        given = asked if isinstance(asked, dict) else {}
        action = _ACTIONS.get(str(given.get("do")))
        if action is None:
            return
        t = context.words()
        try:
            action(services, context, given)
        except Forbidden:
            raise
        except CallerIdError as error:
            say(error_words(error, t), t, wrong=True)
            set_props(ids.PROFILE_NEWS, {"data": given.get("key")})  # the error may come from outdated data on the page


def _make_default(services: Services, context: UiContext, asked: Asked) -> None:
    profile = services.profiles.get(_whole(asked, "profile"))
    wanted = (asked.get("number"), asked.get("extension"))
    phones = tuple(
        replace(phone, preferred=True) if (phone.number, phone.extension) == wanted else phone
        for phone in draft_of(profile).phones
    )
    services.profiles.update(profile.id, profile.version, ProfileChanges(phones=phones), context.viewer())


def _set_done(services: Services, context: UiContext, asked: Asked) -> None:
    services.records.set_done(_whole(asked, "record"), asked.get("done") is True, context.viewer())


def _clear(_services: Services, _context: UiContext, _asked: Asked) -> None:
    for name, nothing in FIELDS.items():
        set_props(field(name), {"value": nothing})


_ACTIONS: Mapping[str, _Action] = {"phone-default": _make_default, "record-done": _set_done, "clear": _clear}


def _whole(asked: Asked, name: str) -> int:
    value = asked.get(name)
    if not isinstance(value, int) or isinstance(value, bool):
        raise InvalidInput("There is no such thing.", name)
    return value
