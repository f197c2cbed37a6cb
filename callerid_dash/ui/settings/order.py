"""Saves new orders of lists; assets/settings/settings.js sends them after dragging or a click on a row's arrows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from dash import Dash, Input, set_props

from callerid_dash.domain.users import Action
from callerid_dash.services.services import Services
from callerid_dash.services.shared.authority import authorize
from callerid_dash.ui.kit import ids
from callerid_dash.ui.kit.answers import SayErrors
from callerid_dash.ui.kit.context import UiContext
from callerid_dash.ui.kit.sent import optional_id
from callerid_dash.ui.settings import parts
from callerid_dash.ui.settings.section import Section


def register(app: Dash, services: Services, context: UiContext, sections: Sequence[Section]) -> None:
    """Add the callback for the ordered lists among these sections."""
    ordered = {section.key: section.ordered for section in sections if section.ordered}

    @app.callback(Input(ids.SETTINGS_ORDER, "data"), prevent_initial_call=True)
    def arrange(asked: object) -> None:
        request = cast("dict[str, object]", asked) if isinstance(asked, dict) else {}
        kept = ordered.get(str(request.get("list")))
        if kept is None:
            return
        t, viewer = context.words(), context.viewer()
        authorize(viewer, Action.CHANGE_SETTINGS)
        wanted, seen = _ids(request.get("ids")), _ids(request.get("seen"))
        with SayErrors(t):
            kept(services).reorder(wanted, viewer, seen, optional_id(request.get("parent")))
            set_props(ids.ANNOUNCER, {"children": t("The new order is saved.")})
        parts.refresh()


def _ids(given: object) -> list[int]:
    return [key for key in given if isinstance(key, int)] if isinstance(given, list) else []
