"""The search box of the top bar. It finds names, organizations, and numbers in any spelling while the user types."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

import dash_bootstrap_components as dbc
from dash import Dash, Input, Output, html
from dash.development.base_component import Component

from callerid_dash.domain.numbers.phones import NumberKind, parse_number
from callerid_dash.domain.profiles.numbering import describe
from callerid_dash.domain.profiles.profiles import Profile
from callerid_dash.domain.users import Action
from callerid_dash.locales import Translator
from callerid_dash.services.services import Services
from callerid_dash.services.shared.authority import authorize
from callerid_dash.services.shared.directory import Snapshot
from callerid_dash.ui.add_number.form import save_instead
from callerid_dash.ui.kit import ids
from callerid_dash.ui.kit.basics import attrs, button, hidden, icon, icon_button, number_text, page_link, present
from callerid_dash.ui.kit.context import UiContext
from callerid_dash.ui.kit.dialogs import opens
from callerid_dash.ui.profiles.hits import hit_list, hit_parts

_HITS = 8
_STILL = 200
"""Milliseconds without a keystroke before the search begins."""


def box(t: Translator) -> list[Component]:
    """The box, and the button that unfolds it on small screens."""
    field = dbc.Input(
        id=ids.SEARCH,
        type="text",
        value="",
        debounce=_STILL,
        maxlength=200,
        autocomplete="off",
        placeholder=t("Name or number"),
        class_name="dir-auto",
    )
    unfold = icon_button("search", t("Search for a profile"), look="tool search-unfold")
    label = html.Label(
        [icon("search"), hidden(t("Search for a profile")), field, html.Kbd("/")], className="icon-field"
    )
    return [
        unfold,
        html.Div(
            [label, html.Div(id=ids.SEARCH_HITS, className="search-hits")],
            className="search",
            role="search",
            **attrs({"data-search": ""}),
        ),
    ]


def register(app: Dash, services: Services, context: UiContext) -> None:
    """Show the hits while the user types."""

    @app.callback(Output(ids.SEARCH_HITS, "children"), Input(ids.SEARCH, "value"), prevent_initial_call=True)
    def find(typed: object) -> list[Component]:
        authorize(context.viewer(), Action.SEE_PROFILES)
        query = str(typed or "").strip()
        if not query:
            return []
        page = services.profiles.finder.search(query, _HITS)
        return [
            html.Div(
                hits(page.items, page.similar, query, services.directory.snapshot, context),
                **attrs({"data-for": query}),
            )
        ]


def hits(
    profiles: Sequence[Profile], similar: int, query: str, directory: Snapshot, context: UiContext
) -> list[Component]:
    """The hits as links (the last `similar` ones match only nearly), a link to all hits, and actions for a number that
    nobody has.
    """
    t = context.words()
    nobody_s = _nobody_s_number(profiles, query, context)
    lines = [
        html.Li(
            page_link(
                hit_parts(profile, directory, context), f"/profiles/{profile.id}", "hit", {"data-hit": str(profile.id)}
            )
        )
        for profile in profiles
    ]
    every = page_link(
        [t("All results"), " ", icon("arrow-right-short", flips=True)],
        f"/profiles?q={quote(query, safe='')}",
        "hit hits-all",
        {"data-hit": "all"},
    )
    return present(
        hit_list(lines, similar, t) if lines else None,
        every if lines else None,
        html.P(t("No profile is called so or has such a number."), className="nothing", role="status")
        if not lines and not nobody_s
        else None,
        nobody_s,
    )


def _nobody_s_number(profiles: Sequence[Profile], query: str, context: UiContext) -> html.Div | None:
    number = parse_number(query, context.dialing)
    held = any(phone.canonical == number.canonical for profile in profiles for phone in profile.phones)
    if number.kind not in (NumberKind.EXTERNAL, NumberKind.SHORT) or held:
        return None
    t = context.words()
    shown = describe(number, context.dialing, t.language).national
    add = button([icon("node-plus"), " ", t("Add to…")], "btn btn-quiet btn-sm", opens("add-number", number=query))
    return html.Div(
        [
            html.P([number_text(shown, context.formats()), " ", t("is on no profile yet.")], role="status"),
            html.Div([*save_instead(t, number=query), add], className="hits-instead buttons mt-2"),
        ],
        className="hits-nobody muted",
    )
