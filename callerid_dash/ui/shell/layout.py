"""The frame around every page: navigation, the feed's health, language, theme, the signed-in user."""

from __future__ import annotations

from dataclasses import dataclass

from dash import dcc, html
from dash.development.base_component import Component

from callerid_dash.domain.users import Action, Role, User, can
from callerid_dash.locales import LANGUAGES, Translator
from callerid_dash.services.services import Services
from callerid_dash.ui.calls import menu_host
from callerid_dash.ui.jobs import export_host
from callerid_dash.ui.kit import dialogs, ids
from callerid_dash.ui.kit.basics import attrs, button, hidden, icon, icon_button, name_text, page_link, popover, present
from callerid_dash.ui.kit.context import UiContext
from callerid_dash.ui.shell import liveness, polling, search_box


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the navigation; `key` is that of its page."""

    key: str
    href: str
    shape: str
    words: str
    action: Action


def entries(t: Translator) -> tuple[Entry, ...]:
    """The pages in the navigation, in order."""
    return (
        Entry("live", "/", "telephone-inbound", t("Live"), Action.SEE_CALLS),
        Entry("calls", "/calls", "list-ul", t("Calls"), Action.SEE_CALLS),
        Entry("missed", "/missed", "telephone-x", t("Missed"), Action.SEE_CALLS),
        Entry("profiles", "/profiles", "person-rolodex", t("Profiles"), Action.SEE_PROFILES),
        Entry("analytics", "/analytics", "bar-chart", t("Analytics"), Action.SEE_REPORTS),
        Entry("settings", "/settings", "gear", t("Settings"), Action.CHANGE_OWN_SETTINGS),
    )


def layout(services: Services, context: UiContext) -> html.Div:
    """The body of the document for the request's viewer; the router fills in the page."""
    t, viewer = context.words(), context.viewer()
    return html.Div(
        [
            dcc.Location(id=ids.LOCATION, refresh=False),
            dcc.Store(id=ids.ARRIVAL),
            dcc.Store(id=ids.TITLE),
            *polling.components(),
            html.A(
                t("Skip to the page"),
                href=f"#{ids.PAGE}",
                className="skip btn btn-primary visually-hidden-focusable",
            ),
            _sidebar(viewer, t),
            _top_bar(viewer, context, t),
            html.Main(id=ids.PAGE, className="page", tabIndex=-1),
            liveness.banner(t),
            liveness.sign_in(t),
            *menu_host.host(services, context),
            *dialogs.host(),
            *export_host.host(),
            html.Div([dialogs.toasts(), html.Div(id=ids.EXPORT_VIEW)], className="corner"),
        ],
        className="shell",
        **attrs({"data-role": viewer.role.value, **liveness.shell_words(viewer, context.zone.key, t)}),
    )


def _sidebar(viewer: User, t: Translator) -> html.Nav:
    links = [
        html.Li(
            page_link(
                present(
                    icon(entry.shape),
                    html.Span(entry.words),
                    html.Span(id=ids.MISSED_COUNT) if entry.key == "missed" else None,
                ),
                entry.href,
                "item",
                {"data-page": entry.key},
            )
        )
        for entry in entries(t)
        if can(viewer.role, entry.action)
    ]
    return html.Nav(
        [
            page_link(icon("telephone-fill"), "/", "mark disc d-none d-md-inline-flex", title="callerid-dash"),
            html.Ul(links, className="d-flex flex-md-column justify-content-around gap-1 w-100 px-2"),
        ],
        className="sidebar flex-md-column align-items-center",
        **attrs({"aria-label": t("Pages")}),
    )


def _top_bar(viewer: User, context: UiContext, t: Translator) -> html.Header:
    return html.Header(
        [
            html.Div(id=ids.HEALTH, className="health"),
            liveness.not_live(t),
            *search_box.box(t),
            html.Div(
                [
                    _menu("menu-language", "translate", t("Language"), _languages(t)),
                    _menu("menu-theme", "circle-half", t("Theme"), _themes(context.theme(), t)),
                    _user_menu(viewer, t),
                ],
                className="tools d-flex align-items-center ms-auto",
            ),
        ],
        className="top-bar align-items-center justify-content-between gap-3",
    )


def _menu(anchor: str, shape: str, words: str, items: list[Component]) -> html.Div:
    return html.Div(
        [
            icon_button(shape, words, {"data-popover-target": anchor}),
            popover(anchor, [html.Ul(items, className="menu")], words),
        ]
    )


def _languages(t: Translator) -> list[Component]:
    return [
        _choice(f"/language/{code}", html.Span(name, lang=code, dir="auto"), chosen=code == t.language)
        for code, name in LANGUAGES.items()
    ]


def _themes(chosen: str, t: Translator) -> list[Component]:
    themes = {
        "auto": ("circle-half", t("Like the system")),
        "light": ("sun", t("Light")),
        "dark": ("moon-stars", t("Dark")),
    }
    return [
        _choice(f"/theme/{theme}", html.Span([icon(shape), " ", words]), chosen=theme == chosen)
        for theme, (shape, words) in themes.items()
    ]


def _choice(href: str, label: Component, *, chosen: bool) -> html.Li:
    current = {"aria-current": "true"} if chosen else {}
    # The script adds the address to return to; without it the server decides.
    return html.Li(
        html.A(present(label, icon("check2") if chosen else None), href=href, **attrs({"data-next": "", **current}))
    )


def _user_menu(viewer: User, t: Translator) -> html.Div:
    name = viewer.display_name or viewer.username
    role = {Role.AGENT: t("Agent"), Role.SUPERVISOR: t("Supervisor"), Role.ADMIN: t("Administrator")}[viewer.role]
    sign_out = html.Form(
        html.Button([icon("box-arrow-right"), " ", t("Sign out")], type="submit"), method="post", action="/logout"
    )
    mine = page_link(html.Span([icon("person-gear"), " ", t("My settings")]), "/settings/me")
    steps = html.Button(
        [icon("arrow-counterclockwise"), " ", t("Take something back…")], type="button", **attrs(dialogs.opens("steps"))
    )
    about = html.Div(
        present(
            html.Strong(name_text(name)),
            html.Span([name_text(viewer.username), " · ", role], className="muted small"),
            html.Span(
                [icon("headset"), " ", t("Extension"), " ", html.Bdi(", ".join(viewer.extensions))],
                className="muted small",
            )
            if viewer.extensions
            else None,
        ),
        className="about-user d-grid border-bottom mb-2 px-2 pt-1 pb-2",
    )
    return html.Div(
        [
            button(
                [
                    html.Span(name[:1].upper(), className="disc initial", **attrs({"aria-hidden": "true"})),
                    html.Span(
                        [html.Span(name_text(name)), html.Span(role, className="muted small fw-normal")],
                        className="user-name d-none d-md-grid small fw-semibold lh-sm",
                    ),
                    hidden(t("Your account")),
                ],
                "tool user",
                {"data-popover-target": "menu-user"},
            ),
            popover("menu-user", [about, html.Div([mine, steps, sign_out], className="menu")], t("Your account")),
        ]
    )
