"""The filters of the list of profiles: kind, category tree, color, owner; each with its counts."""

from __future__ import annotations

from collections.abc import Mapping

from dash import html
from dash.development.base_component import Component

from callerid_dash.domain.profiles.profiles import Category, ProfileKind
from callerid_dash.services.profiles.filter import NOBODY, ProfileCounts
from callerid_dash.services.shared.directory import Snapshot
from callerid_dash.ui.kit.basics import attrs, button, hidden, icon, name_text, page_link, present
from callerid_dash.ui.kit.context import UiContext
from callerid_dash.ui.profiles.query import ProfileQuery


def facets(query: ProfileQuery, counts: ProfileCounts, directory: Snapshot, context: UiContext) -> list[Component]:
    """All filters, without those that have nothing to choose."""
    t = context.words()
    return present(
        _facet(t("Kind"), _kinds(query, counts, context)),
        _facet(t("Category"), _tree(query, counts, directory, context)) if directory.categories else None,
        _facet(t("Color"), _colors(query, counts, directory, context)) if directory.colors else None,
        _facet(t("Owner"), _owners(directory, context)),
    )


def chips(query: ProfileQuery, directory: Snapshot, context: UiContext) -> list[Component]:
    """The active filters, each with a way to remove it."""
    t, wanted = context.words(), query.wanted
    user = directory.users.get(wanted.owner) if wanted.owner is not None else None
    category = directory.categories.get(wanted.category) if wanted.category is not None else None
    color = directory.colors.get(wanted.color) if wanted.color is not None else None
    gone = t("not there any more")
    kinds = {ProfileKind.PERSON: t("Persons"), ProfileKind.ORGANIZATION: t("Organizations")}
    return present(
        _chip(t("Kind"), kinds[wanted.kind], query.changed(kind=None), context) if wanted.kind else None,
        _chip(t("Category"), category.title if category else gone, query.changed(category=None), context)
        if wanted.category is not None
        else None,
        _chip(t("Color"), color.title if color else gone, query.changed(color=None), context)
        if wanted.color is not None
        else None,
        _chip(t("Owner"), user.label if user else gone, query.changed(owner=None), context)
        if wanted.owner is not None
        else None,
        _chip(t("Owner"), t("Nobody"), query.changed(no_owner=False), context) if wanted.no_owner else None,
        _chip(t("Made by itself"), t("Yes") if wanted.anonymous else t("No"), query.changed(anonymous=None), context)
        if wanted.anonymous is not None
        else None,
        page_link(t("Clear all"), ProfileQuery(query.words).href(), "chip-all small px-2"),
    )


def _facet(title: str, body: Component) -> html.Section:
    return html.Section([html.H2(title), body], className="facet")


def _kinds(query: ProfileQuery, counts: ProfileCounts, context: UiContext) -> html.Ul:
    t = context.words()
    kinds = ((ProfileKind.PERSON, "person", t("Persons")), (ProfileKind.ORGANIZATION, "building", t("Organizations")))
    return html.Ul(
        [
            html.Li(
                _link(
                    query.changed(kind=None if query.wanted.kind is kind else kind),
                    [icon(shape), html.Span(words)],
                    counts.kinds.get(kind, 0),
                    context,
                    chosen=query.wanted.kind is kind,
                )
            )
            for kind, shape, words in kinds
        ],
        className="facet-list",
    )


def _colors(query: ProfileQuery, counts: ProfileCounts, directory: Snapshot, context: UiContext) -> html.Ul:
    ordered = sorted(directory.colors.values(), key=lambda color: (color.position, color.id))
    return html.Ul(
        [
            html.Li(
                _link(
                    query.changed(color=None if query.wanted.color == color.id else color.id),
                    [html.Span(className="swatch", style={"--edge": color.hex}), html.Span(name_text(color.title))],
                    counts.colors.get(color.id, 0),
                    context,
                    chosen=query.wanted.color == color.id,
                )
            )
            for color in ordered
        ],
        className="facet-list",
    )


def _owners(directory: Snapshot, context: UiContext) -> html.Label:
    t = context.words()
    users = sorted(directory.users.values(), key=lambda user: (user.disabled, user.label))
    options = [("", t("Anybody")), (NOBODY, t("Nobody")), *((str(user.id), user.label) for user in users)]
    return html.Label(
        [
            hidden(t("Owner")),
            html.Select(
                [html.Option(words, value=value) for value, words in options],
                className="form-select",
                **attrs({"data-query": "owner"}),
            ),
        ]
    )


def _tree(query: ProfileQuery, counts: ProfileCounts, directory: Snapshot, context: UiContext) -> html.Ul:
    children: dict[int | None, list[Category]] = {}
    for node in sorted(directory.categories.values(), key=lambda node: (node.position, node.id)):
        parent = node.parent_id if node.parent_id in directory.categories else None
        children.setdefault(parent, []).append(node)
    chosen = query.wanted.category
    open_ones = {node.id for node in directory.category_path(chosen)} if chosen is not None else set()
    return _branch(None, children, open_ones, query, counts, context)


def _branch(
    parent: int | None,
    children: Mapping[int | None, list[Category]],
    open_ones: set[int],
    query: ProfileQuery,
    counts: ProfileCounts,
    context: UiContext,
) -> html.Ul:
    items = []
    for node in children.get(parent, []):
        below = node.id in children
        chosen = query.wanted.category == node.id
        head = html.Div(
            [
                _fold(node, context, is_open=node.id in open_ones) if below else html.Span(),
                _link(
                    query.changed(category=None if chosen else node.id),
                    [html.Span(name_text(node.title))],
                    counts.categories.get(node.id, 0),
                    context,
                    chosen=chosen,
                ),
            ],
            className="tree-node",
        )
        inner = [_branch(node.id, children, open_ones, query, counts, context)] if below else []
        items.append(html.Li([head, *inner], id=f"category-{node.id}"))
    return html.Ul(items, className="facet-list")


def _fold(node: Category, context: UiContext, *, is_open: bool) -> html.Button:
    t = context.words()
    words = t("Categories below %(title)s", title=node.title)
    return button(
        [icon("chevron-right", flips=True), hidden(words)],
        "tree-fold item small",
        {"aria-expanded": str(is_open).lower(), "data-folds": "true"},
    )


def _link(query: ProfileQuery, label: list[Component], count: int, context: UiContext, *, chosen: bool) -> html.A:
    current = {"aria-current": "true"} if chosen else {}
    number = html.Span(
        context.formats().number(count), className="facet-count muted small number ms-auto flex-shrink-0"
    )
    return page_link(
        [*label, number], query.href(), f"item facet-link py-1 {'' if count or chosen else 'muted'}".strip(), current
    )


def _chip(name: str, value: str, without: ProfileQuery, context: UiContext) -> html.A:
    t = context.words()
    words = t("Take this filter off")
    return page_link(
        [html.Span([name, ": ", name_text(value)]), icon("x"), hidden(words)],
        without.href(),
        "chip-filter",
    )
