"""Finds the page of an address.

Dash's own page registry is global to the process, so a second app would answer with the first one's services; it also
passes query parameters to layouts as arguments. This registry belongs to the app.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from dash import Dash, Input, Output, State
from dash.development.base_component import Component

from callerid_dash.domain.users import Action, can
from callerid_dash.locales import Translator
from callerid_dash.services.services import Services
from callerid_dash.ui.analytics import page as analytics
from callerid_dash.ui.call_log import page as calls
from callerid_dash.ui.kit import ids, missing
from callerid_dash.ui.kit.context import UiContext
from callerid_dash.ui.kit.scripted import scripted
from callerid_dash.ui.live import page as live
from callerid_dash.ui.missed import page as missed_calls
from callerid_dash.ui.profile import page as profile
from callerid_dash.ui.profiles import page as profiles
from callerid_dash.ui.settings import page as settings


@dataclass(frozen=True, slots=True)
class PageRoute:
    """An address pattern, the permission that it needs, and its layout. The layout receives the named groups, digits as
    whole numbers.
    """

    key: str
    pattern: re.Pattern[str]
    action: Action
    layout: Callable[..., Component]
    queried: bool = False
    """Whether the layout receives the query string as `search`; parameters are never arguments of their own."""


PAGES = (
    PageRoute("live", re.compile(r"/"), Action.SEE_CALLS, live.layout),
    PageRoute("window", re.compile(r"/window"), Action.SEE_CALLS, live.window_layout),
    PageRoute("calls", re.compile(r"/calls"), Action.SEE_CALLS, calls.layout, queried=True),
    PageRoute("missed", re.compile(r"/missed"), Action.SEE_CALLS, missed_calls.layout, queried=True),
    PageRoute("profiles", re.compile(r"/profiles"), Action.SEE_PROFILES, profiles.layout, queried=True),
    PageRoute("profile", re.compile(r"/profiles/(?P<profile_id>[0-9]{1,18})"), Action.SEE_PROFILES, profile.layout),
    PageRoute("analytics", re.compile(r"/analytics"), Action.SEE_REPORTS, analytics.layout),
    PageRoute(
        "settings", re.compile(r"/settings(?:/(?P<section>[a-z-]{1,40}))?"), Action.CHANGE_OWN_SETTINGS, settings.layout
    ),
)


def register(app: Dash, services: Services, context: UiContext) -> None:
    """Add the callbacks that show a page."""
    live.register(app, services, context)
    calls.register(app, services, context)
    missed_calls.register(app, services, context)
    profile.register(app, services, context)
    profiles.register(app, services, context)
    analytics.register(app, services, context)
    settings.register(app, services, context)

    @app.callback(
        Output(ids.PAGE, "children"),
        Output(ids.ARRIVAL, "data"),
        Input(ids.LOCATION, "pathname"),
        State(ids.LOCATION, "search"),
    )
    def arrive(path: object, search: object) -> tuple[Component, dict[str, str]]:
        return page_at(_address(path) or "/", services, context, _address(search))

    scripted(app, "arrived", Output(ids.TITLE, "data"), Input(ids.ARRIVAL, "data"))


def page_at(path: str, services: Services, context: UiContext, search: str = "") -> tuple[Component, dict[str, str]]:
    """The page for this viewer, and its title and key."""
    t = context.words()
    for page in PAGES:
        if match := page.pattern.fullmatch(path.rstrip("/") or "/"):
            if not can(context.viewer().role, page.action):
                return missing.forbidden(t), _arrival("forbidden", t)
            found = {name: _plain(value) for name, value in match.groupdict().items() if value is not None}
            queried = {"search": search} if page.queried else {}
            return page.layout(services, context, **found, **queried), _arrival(page.key, t)
    return missing.no_page(t), _arrival("missing", t)


def _address(part: object) -> str:
    """A part of the address, or '' if the browser sends something else."""
    return part if isinstance(part, str) else ""


def _plain(value: str) -> int | str:
    return int(value) if value.isdecimal() else value


def _arrival(key: str, t: Translator) -> dict[str, str]:
    titles = {
        "live": t("Live"),
        "window": t("Incoming calls"),
        "calls": t("Calls"),
        "missed": t("Missed calls"),
        "profiles": t("Profiles"),
        "profile": t("Profile"),
        "analytics": t("Analytics"),
        "settings": t("Settings"),
    }
    title = titles.get(key, t("Not found"))
    return {"key": key, "title": f"{title} · callerid-dash"}
