"""The list of profiles: its header, its rows, and what is shown when it is empty."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from callerid_dash.domain.profiles.profiles import Profile
from callerid_dash.services.profiles.filter import ProfileCounts
from callerid_dash.services.profiles.search import Hits
from callerid_dash.services.shared.directory import Snapshot
from callerid_dash.ui.kit.basics import attrs, button, name_text, page_link, present
from callerid_dash.ui.kit.context import UiContext
from callerid_dash.ui.kit.dialogs import opens
from callerid_dash.ui.kit.lists import select_row, selected_button
from callerid_dash.ui.kit.missing import nothing_here
from callerid_dash.ui.profiles.facets import chips
from callerid_dash.ui.profiles.hits import hit_parts, similar_head
from callerid_dash.ui.profiles.query import PATH, ProfileQuery


def list_head(query: ProfileQuery, counts: ProfileCounts, directory: Snapshot, context: UiContext) -> list[Component]:
    """The number of profiles, and the active filters."""
    t = context.words()
    words = t.n("%(n)s profile", "%(n)s profiles", counts.total)
    return [
        html.P(words, className="muted fw-semibold", role="status"),
        *([html.Div(chips(query, directory, context), className="chips buttons")] if query.filtered else []),
    ]


def rows(page: Hits, directory: Snapshot, context: UiContext) -> list[Component]:
    """One line per profile; approximate matches follow under a heading."""
    t = context.words()
    lines: list[Component] = [profile_row(profile, directory, context) for profile in page.items]
    if page.similar:
        lines.insert(len(lines) - page.similar, similar_head(t, id="similar-head"))
    return lines


def profile_row(profile: Profile, directory: Snapshot, context: UiContext) -> html.Li:
    """A profile, which can be selected and opened."""
    t = context.words()
    link = page_link(hit_parts(profile, directory, context), f"/profiles/{profile.id}", "hit")
    return html.Li(
        [select_row(str(profile.id), profile.name, t), link],
        id=f"profile-{profile.id}",
        className="profile-row",
        **attrs({"data-profile": str(profile.id)}),
    )


def nothing_found(query: ProfileQuery, context: UiContext) -> list[Component]:
    """Why the list is empty, and what the user can do."""
    t = context.words()
    if query.words or query.filtered:
        others = ProfileQuery(query.words).href() if query.filtered and query.words else PATH
        title = (
            t("Nothing is called “%(words)s” or has such a number", words=query.words)
            if query.words
            else t("No profile fits these filters")
        )
        way_on: Component = page_link(
            t("Search without filters") if query.filtered and query.words else t("Show all profiles"),
            others,
            "btn btn-quiet",
        )
        words = t("Check the spelling, try part of the name or some digits of the number.")
        return [nothing_here("search", html.H2(name_text(title)), words, way_on)]
    way_on = button(t("New profile"), "btn btn-primary", opens("profile-new"))
    words = t("Save a caller from the live list, or add somebody here.")
    return [nothing_here("person-rolodex", t("The address book is still empty"), words, way_on)]


def bar_buttons(context: UiContext, *, may_change: bool) -> Sequence[Component]:
    """The actions for the selected profiles."""
    t = context.words()
    return present(
        selected_button("change", "palette", t("Change…")) if may_change else None,
        selected_button("merge", "intersect", t("Merge…")),
        selected_button("none", "x-lg", t("Clear selection")),
    )
