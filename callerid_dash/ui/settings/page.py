"""The frame of the settings: the list of sections beside the open one, which is refreshed after changes."""

from __future__ import annotations

from dash import Dash, Input, Output, State, dcc, html
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from callerid_dash.domain.users import can
from callerid_dash.locales import Translator
from callerid_dash.services.services import Services
from callerid_dash.services.shared.authority import authorize
from callerid_dash.ui.kit import ids, missing
from callerid_dash.ui.kit.basics import attrs, icon, page_link
from callerid_dash.ui.kit.context import UiContext
from callerid_dash.ui.settings import order
from callerid_dash.ui.settings.section import Section
from callerid_dash.ui.settings.sections import SECTIONS, section_at, sections_for


def layout(services: Services, context: UiContext, section: str = "") -> Component:
    """The page with this section; without one, with the first section that the viewer may see."""
    t, viewer = context.words(), context.viewer()
    allowed = sections_for(viewer)
    chosen = section_at(section) if section else (allowed[0] if allowed else None)
    if chosen is None:
        return missing.no_page(t)
    if not can(viewer.role, chosen.action):
        return missing.forbidden(t)
    follows = {"data-topic": chosen.follows, "data-refresh": ids.SETTINGS_REFRESH} if chosen.follows else {}
    return html.Div(
        [
            _navigation(allowed, chosen, t),
            html.Div(
                [
                    dcc.Store(id=ids.SETTINGS_REFRESH),
                    dcc.Store(id=ids.SETTINGS_ORDER),
                    dcc.Store(id=ids.SETTINGS_SECTION, data=chosen.key),
                    html.Div(chosen.layout(services, context), id=ids.SETTINGS_BODY, **attrs(follows)),
                ],
                className="settings-main",
            ),
        ],
        className="settings beside",
    )


def register(app: Dash, services: Services, context: UiContext) -> None:
    """Add the callbacks of the frame and of every section."""

    @app.callback(
        Output(ids.SETTINGS_BODY, "children"),
        Input(ids.SETTINGS_REFRESH, "data"),
        State(ids.SETTINGS_SECTION, "data"),
        prevent_initial_call=True,
    )
    def refresh(_asked: object, key: object) -> Component:
        section = section_at(str(key))
        if section is None:
            raise PreventUpdate
        authorize(context.viewer(), section.action)
        return section.layout(services, context)

    order.register(app, services, context, SECTIONS)
    for section in SECTIONS:
        if section.register:
            section.register(app, services, context)


def _navigation(allowed: list[Section], chosen: Section, t: Translator) -> html.Nav:
    items = [
        html.Li(
            page_link(
                [icon(section.icon), html.Span(section.words(t))],
                f"/settings/{section.key}",
                "item px-3",
                {"aria-current": "page"} if section is chosen else {},
            )
        )
        for section in allowed
    ]
    return html.Nav(
        [html.H1(t("Settings")), html.Ul(items)], className="settings-nav", **attrs({"aria-label": t("Settings")})
    )
