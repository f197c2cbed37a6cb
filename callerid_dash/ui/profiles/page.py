"""The list of all profiles: searched during typing, narrowed by filters, selected for bulk changes.

The address holds the search and the filters, so that users can go back and share it; `ui/profiles/query.py` parses it.
`assets/kit/list.js` draws rows and filters; `assets/profiles/profiles.js` tracks the selection.
"""

from __future__ import annotations

from functools import partial

import dash_bootstrap_components as dbc
from dash import Dash, html
from dash.development.base_component import Component

from callerid_dash.domain.users import Action, can
from callerid_dash.locales import Translator
from callerid_dash.services.live.change_notifications import PROFILES
from callerid_dash.services.profiles.search import MOST_TO_CHANGE
from callerid_dash.services.services import Services
from callerid_dash.services.shared.authority import authorize
from callerid_dash.ui.jobs.export_menu import export_menu
from callerid_dash.ui.kit import ids
from callerid_dash.ui.kit.basics import attrs, button, hidden, icon
from callerid_dash.ui.kit.context import UiContext
from callerid_dash.ui.kit.dialogs import opens
from callerid_dash.ui.kit.lists import ListAnswer, PagedList, select_page, selected_count
from callerid_dash.ui.kit.scripted import plain
from callerid_dash.ui.profiles.facets import facets
from callerid_dash.ui.profiles.profile_list import bar_buttons, list_head, nothing_found, rows
from callerid_dash.ui.profiles.query import ProfileQuery, read_query

PER_PAGE = 50
LIST = PagedList(ids.PROFILES)


def layout(_services: Services, context: UiContext, search: str = "") -> Component:
    """The page without its rows, which a callback loads."""
    t = context.words()
    query = read_query(search)
    new = button([icon("person-plus"), " ", t("New profile")], "btn btn-primary", opens("profile-new"))
    return html.Div(
        [
            *LIST.stores(),
            html.Div(
                [html.H1(t("Profiles")), html.Div([_exports(t), new], className="page-tools")], className="page-head"
            ),
            html.Div(
                [
                    html.Div(_side(query, context), className="profiles-side stack"),
                    html.Section(
                        _main(context),
                        className="panel",
                        **attrs({"aria-label": t("Profiles"), "data-selection": ids.PROFILES}),
                    ),
                ],
                className="profiles-page beside",
            ),
        ],
        **attrs(LIST.follows(PROFILES)),
    )


def register(app: Dash, services: Services, context: UiContext) -> None:
    """Add the callbacks that load the first page for an address and the following pages."""
    LIST.register(app, partial(listed, services, context), partial(following, services, context))


def listed(services: Services, context: UiContext, search: str) -> ListAnswer:
    """The first page for an address, with its filters."""
    authorize(context.viewer(), Action.SEE_PROFILES)
    query, directory = read_query(search), services.directory.snapshot
    counts = services.profiles.finder.counts(query.words, query.wanted)
    page = services.profiles.finder.search(query.words, PER_PAGE, None, query.wanted)
    return {
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


def following(services: Services, context: UiContext, search: str, cursor: str) -> ListAnswer:
    """The page after a cursor."""
    authorize(context.viewer(), Action.SEE_PROFILES)
    query = read_query(search)
    page = services.profiles.finder.search(query.words, PER_PAGE, cursor, query.wanted)
    return {"next": page.next_cursor, "rows": plain(rows(page, services.directory.snapshot, context))}


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
    fold = button(
        [icon("funnel"), html.Span(t("Filters")), icon("chevron-down")],
        "btn btn-quiet facets-fold",
        {"aria-expanded": "false", "data-folds": "true"},
    )
    return [
        html.Label([icon("search"), hidden(t("Search for a profile")), field], className="icon-field"),
        fold,
        html.Nav(id=ids.PROFILES_FACETS, className="facets stack", **attrs({"aria-label": t("Filters")})),
    ]


def _main(context: UiContext) -> list[Component]:
    t = context.words()
    chosen = html.Div(
        [
            selected_count(t),
            html.Button(type="button", className="btn btn-link btn-sm", **attrs({"data-selected": "all"})),
            *bar_buttons(context, may_change=can(context.viewer().role, Action.CHANGE_MANY_PROFILES)),
        ],
        className="selected-bar buttons flex-fill",
        **attrs({"data-every": t("Select all {count}"), "data-most": str(MOST_TO_CHANGE)}),
    )
    return [
        html.Div(
            [select_page(t), html.Div(id=ids.PROFILES_HEAD, className="profiles-head buttons"), chosen],
            className="profiles-top d-flex align-items-center gap-2 border-bottom",
        ),
        html.Ul(id=ids.PROFILES, className="profile-rows lined", **attrs({"aria-busy": "true"})),
        html.Div(id=ids.PROFILES_EMPTY),
        LIST.more_button(t("Show more")),
    ]
