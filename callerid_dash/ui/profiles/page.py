"""The list of all profiles: found while one types, narrowed by filters, selected to be changed together.

What is shown is in the address, so that it can be gone back to and shared; what it means is `ui/profiles/query.py`.
Rows and filters are drawn by `assets/profiles/profiles.js`, which also knows what is selected.
"""

from __future__ import annotations

import dash_bootstrap_components as dbc
from dash import Dash, Input, Output, State, dcc, html
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from callerid_dash.domain.errors import InvalidInput
from callerid_dash.domain.users import Action, can
from callerid_dash.locales import Translator
from callerid_dash.services.live.change_notifications import PROFILES
from callerid_dash.services.profiles.search import MOST_TO_CHANGE
from callerid_dash.services.services import Services
from callerid_dash.services.shared.authority import authorize
from callerid_dash.ui.calls.rows import plain
from callerid_dash.ui.jobs.export_menu import export_menu
from callerid_dash.ui.kit import ids
from callerid_dash.ui.kit.basics import attrs, hidden, icon
from callerid_dash.ui.kit.context import UiContext
from callerid_dash.ui.kit.dialogs import opens
from callerid_dash.ui.kit.scripted import scripted
from callerid_dash.ui.profiles.facets import facets
from callerid_dash.ui.profiles.profile_list import bar_buttons, list_head, nothing_found, rows
from callerid_dash.ui.profiles.query import ProfileQuery, read_query

PER_PAGE = 50


def layout(_services: Services, context: UiContext, search: str = "") -> Component:
    """The page without its rows, which come by a callback."""
    t = context.words()
    query = read_query(search)
    new = html.Button(
        [icon("person-plus"), " ", t("New profile")],
        type="button",
        className="btn btn-primary",
        **attrs(opens("profile-new")),
    )
    return html.Div(
        [
            dcc.Store(id=ids.PROFILES_LISTED),
            dcc.Store(id=ids.PROFILES_MORE),
            dcc.Store(id=ids.PROFILES_NEWS),
            dcc.Store(id=ids.PROFILES_ASKED),
            dcc.Store(id=f"{ids.PROFILES_LISTED}-drawn"),
            dcc.Store(id=f"{ids.PROFILES_MORE}-drawn"),
            html.Div(
                [html.H1(t("Profiles")), html.Div([_exports(t), new], className="page-tools")], className="page-head"
            ),
            html.Div(
                [
                    html.Div(_side(query, context), className="profiles-side"),
                    html.Section(_main(context), className="panel", **attrs({"aria-label": t("Profiles")})),
                ],
                className="profiles-page",
            ),
        ],
        **attrs({"data-topic": PROFILES, "data-refresh": ids.PROFILES_NEWS}),
    )


def register(app: Dash, services: Services, context: UiContext) -> None:
    """Add the callbacks that list what the address asks for, and what follows."""

    @app.callback(
        Output(ids.PROFILES_LISTED, "data"),
        Input(ids.LOCATION, "search"),
        Input(ids.PROFILES_NEWS, "data"),
    )
    def show(search: object, _news: object) -> dict[str, object]:
        return listed(services, context, search if isinstance(search, str) else "")

    @app.callback(
        Output(ids.PROFILES_MORE, "data"),
        Input(ids.PROFILES_ASKED, "data"),
        State(ids.LOCATION, "search"),
        prevent_initial_call=True,
    )
    def show_more(asked: object, search: object) -> dict[str, object]:
        cursor = asked.get("cursor") if isinstance(asked, dict) else None
        if not isinstance(cursor, str):
            raise PreventUpdate
        return following(services, context, search if isinstance(search, str) else "", cursor)

    for store, function in ((ids.PROFILES_LISTED, "profilesListed"), (ids.PROFILES_MORE, "profilesMore")):
        scripted(app, function, Output(f"{store}-drawn", "data"), Input(store, "data"))


def listed(services: Services, context: UiContext, search: str) -> dict[str, object]:
    """The first page for an address, with what it can be narrowed by."""
    authorize(context.viewer(), Action.SEE_PROFILES)
    query, directory = read_query(search), services.directory.snapshot
    counts = services.profiles.finder.counts(query.words, query.wanted)
    page = services.profiles.finder.search(query.words, PER_PAGE, None, query.wanted)
    return {
        "search": search,
        "words": query.words,
        "owner": "none" if query.wanted.no_owner else str(query.wanted.owner or ""),
        "total": counts.total,
        "export": query.href().partition("?")[2],
        "next": page.next_cursor,
        "parts": {
            ids.PROFILES_FACETS: plain(facets(query, counts, directory, context)),
            ids.PROFILES_HEAD: plain(list_head(query, counts, directory, context)),
            ids.PROFILES_EMPTY: plain([] if page.items else nothing_found(query, context)),
        },
        "rows": plain(rows(page, directory, context)),
    }


def following(services: Services, context: UiContext, search: str, cursor: str) -> dict[str, object]:
    """The page behind a cursor."""
    authorize(context.viewer(), Action.SEE_PROFILES)
    query = read_query(search)
    try:
        page = services.profiles.finder.search(query.words, PER_PAGE, cursor, query.wanted)
    except InvalidInput as error:
        raise PreventUpdate from error  # no page of ours asks so
    shown = plain(rows(page, services.directory.snapshot, context))
    return {"search": search, "next": page.next_cursor, "rows": shown}


def _exports(t: Translator) -> Component:
    note = t("All profiles that the search and the filters leave; all records that you may see.")
    return export_menu({"profiles": t("Profiles"), "records": t("Records")}, note, t)


def _side(query: ProfileQuery, context: UiContext) -> list[Component]:
    t = context.words()
    field = dbc.Input(
        id=ids.PROFILES_QUERY,
        type="text",
        value=query.words,
        maxlength=200,
        autocomplete="off",
        placeholder=t("Name, organization or number"),
        class_name="dir-auto",
    )
    fold = html.Button(
        [icon("funnel"), html.Span(t("Filters")), icon("chevron-down")],
        type="button",
        className="btn btn-quiet facets-fold",
        **attrs({"aria-expanded": "false", "data-folds": "true"}),
    )
    return [
        html.Label([icon("search"), hidden(t("Search for a profile")), field], className="icon-field"),
        fold,
        html.Nav(id=ids.PROFILES_FACETS, className="facets stack", **attrs({"aria-label": t("Filters")})),
    ]


def _main(context: UiContext) -> list[Component]:
    t = context.words()
    everybody = html.Button(
        [icon("check-lg"), hidden(t("Select all that are shown"))],
        type="button",
        role="checkbox",
        className="select",
        title=t("Select all that are shown"),
        **attrs({"aria-checked": "false", "data-selected": "page"}),
    )
    chosen = html.Div(
        [
            html.Span(className="selected-count", role="status"),
            html.Button(type="button", className="btn btn-link btn-small", **attrs({"data-selected": "all"})),
            *bar_buttons(context, may_change=can(context.viewer().role, Action.CHANGE_MANY_PROFILES)),
        ],
        className="selected-bar buttons",
        **attrs(
            {
                "data-count": t("{count} selected"),
                "data-every": t("Select all {count}"),
                "data-most": str(MOST_TO_CHANGE),
            }
        ),
    )
    more = html.Button(t("Show more"), type="button", className="btn btn-quiet", **attrs({"data-more": ""}))
    return [
        html.Div(
            [everybody, html.Div(id=ids.PROFILES_HEAD, className="profiles-head buttons"), chosen],
            className="profiles-top",
        ),
        html.Ul(id=ids.PROFILES, className="profile-rows lined", **attrs({"aria-busy": "true"})),
        html.Div(id=ids.PROFILES_EMPTY),
        html.Div(more, className="more"),
    ]
