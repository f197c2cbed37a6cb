"""New orders of lists, as assets/settings/settings.js asks for them by dragging or with the arrows of a row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import cast

from dash import Dash, Input, set_props

from callerid_dash.domain.errors import CallerIdError, Forbidden
from callerid_dash.domain.users import Action, User
from callerid_dash.services.services import Services
from callerid_dash.services.shared.authority import authorize
from callerid_dash.ui.kit import ids
from callerid_dash.ui.kit.answers import error_words, say
from callerid_dash.ui.kit.context import UiContext
from callerid_dash.ui.settings import parts

Order = Callable[[Services, str, list[int], User, list[int]], None]
"""Puts the list of a parent ('' where there is none) in this order, for whoever asks, who has seen that other one."""


def _colors(services: Services, _parent: str, wanted: list[int], viewer: User, seen: list[int]) -> None:
    services.office.colors.reorder(wanted, viewer, seen)


def _kinds(services: Services, _parent: str, wanted: list[int], viewer: User, seen: list[int]) -> None:
    services.office.kinds.reorder(wanted, viewer, seen)


def _categories(services: Services, parent: str, wanted: list[int], viewer: User, seen: list[int]) -> None:
    services.office.categories.reorder(parts.optional_id(parent), wanted, viewer, seen)


ORDERS: Mapping[str, Order] = {"colors": _colors, "record-kinds": _kinds, "categories": _categories}


def register(app: Dash, services: Services, context: UiContext) -> None:
    """Add the callback of all lists."""

    @app.callback(Input(ids.SETTINGS_ORDER, "data"), prevent_initial_call=True)
    def arrange(asked: object) -> None:
        request = cast("dict[str, object]", asked) if isinstance(asked, dict) else {}
        order = ORDERS.get(str(request.get("list")))
        if order is None:
            return
        t, viewer = context.words(), context.viewer()
        authorize(viewer, Action.CHANGE_SETTINGS)
        parent, wanted, seen = str(request.get("parent") or ""), _ids(request.get("ids")), _ids(request.get("seen"))
        try:
            order(services, parent, wanted, viewer, seen)
        except Forbidden:
            raise
        except CallerIdError as error:
            say(error_words(error, t), t, wrong=True)
        else:
            set_props(ids.ANNOUNCER, {"children": t("The new order is saved.")})
        parts.refresh()


def _ids(given: object) -> list[int]:
    return [key for key in given if isinstance(key, int)] if isinstance(given, list) else []
