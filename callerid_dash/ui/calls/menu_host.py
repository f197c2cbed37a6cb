"""The caller's menu on every page: its frame in the shell, and its entries, redrawn when the office's lists change.

`ui/calls/menu.py` makes the entries; `assets/calls/caller_menu.js` opens and moves the menu.
"""

from __future__ import annotations

from dash import Dash, Input, Output, dcc, html
from dash.development.base_component import Component

from callerid_dash.services.services import Services
from callerid_dash.ui.calls.menu import entries
from callerid_dash.ui.kit import ids
from callerid_dash.ui.kit.basics import attrs
from callerid_dash.ui.kit.context import UiContext
from callerid_dash.ui.kit.scripted import scripted


def host(services: Services, context: UiContext) -> list[Component]:
    """The frame with its entries; its head is filled with the caller's name when the menu opens."""
    t = context.words()
    return [
        dcc.Store(id=ids.CALLER_MENU_AGAIN),
        dcc.Store(id=ids.CALLER_MENU_FILLED),
        html.Section(
            [
                html.P(html.Bdi(id=ids.CALLER_MENU_HEAD), className="pop-head caller-menu-head"),
                html.Div(
                    _entries(services, context),
                    id=ids.CALLER_MENU_ENTRIES,
                    role="menu",
                    className="menu",
                    **attrs({"aria-labelledby": ids.CALLER_MENU_HEAD}),
                ),
            ],
            id=ids.CALLER_MENU,
            className="pop caller-menu",
            **attrs({"aria-label": t("What to do for this caller")}),
        ),
        *(
            html.Span(hidden="hidden", **attrs({"data-topic": topic, "data-refresh": ids.CALLER_MENU_AGAIN}))
            for topic in ("records", "settings")
        ),
    ]


def register(app: Dash, services: Services, context: UiContext) -> None:
    """Add the callback that draws the entries again when the office's lists change."""

    scripted(app, "menuFilled", Output(ids.CALLER_MENU_FILLED, "data"), Input(ids.CALLER_MENU_ENTRIES, "children"))

    @app.callback(
        Output(ids.CALLER_MENU_ENTRIES, "children"), Input(ids.CALLER_MENU_AGAIN, "data"), prevent_initial_call=True
    )
    def fill(_changed: object) -> list[Component]:
        return _entries(services, context)


def _entries(services: Services, context: UiContext) -> list[Component]:
    kinds = services.directory.snapshot.record_kinds.values()
    offered = sorted((kind for kind in kinds if not kind.retired), key=lambda kind: kind.position)
    return entries(offered, context.viewer().role, context.words())
