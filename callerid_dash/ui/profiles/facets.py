"""The filters of the list of profiles: kind, category tree, color, owner; each with its counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dash import html
from dash.development.base_component import Component

from callerid_dash.domain.profiles.profiles import Category, ProfileKind
from callerid_dash.locales import Translator
from callerid_dash.services.profiles.filter import ALL, NOBODY, ProfileCounts
from callerid_dash.services.shared.directory import Snapshot
from callerid_dash.ui.kit.basics import attrs, button, hidden, icon, name_text, page_link, present
from callerid_dash.ui.kit.context import UiContext
from callerid_dash.ui.profiles.query import ProfileQuery
from callerid_dash.ui.words.profiles import KIND_SHAPES


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
    user = directory.users.get(wanted.owner or 0)
    category = directory.categories.get(wanted.category or 0)
    color = directory.colors.get(wanted.color or 0)
    gone = t("not there any more")
    shown = {
        "kind": (t("Kind"), _kind_words(t)[wanted.kind] if wanted.kind else ""),
        "category": (t("Category"), category.title if category else gone),
        "color": (t("Color"), color.title if color else gone),
        "owner": (t("Owner"), user.label if user else gone),
        "no_owner": (t("Owner"), t("Nobody")),
        "anonymous": (t("Made by itself"), t("Yes") if wanted.anonymous else t("No")),
    }
    active = [field for field in shown if getattr(wanted, field) != getattr(ALL, field)]
    return [
        *(_chip(*shown[field], query.changed(**{field: getattr(ALL, field)}), t) for field in active),
        page_link(t("Clear all"), ProfileQuery(query.words).href(), "chip-all small px-2"),
    ]


def _kind_words(t: Translator) -> dict[ProfileKind, str]:
    return {ProfileKind.PERSON: t("Persons"), ProfileKind.ORGANIZATION: t("Organizations")}


def _facet(title: str, body: Component) -> html.Section:
    return html.Section([html.H2(title), body], className="facet")


def _kinds(query: ProfileQuery, counts: ProfileCounts, context: UiContext) -> html.Ul:
    links = []
    for kind, words in _kind_words(context.words()).items():
        label = [icon(KIND_SHAPES[kind]), html.Span(words)]
        links.append(_link(query, "kind", kind, label, counts.kinds.get(kind, 0), context))
    return html.Ul([html.Li(link) for link in links], className="facet-list")


def _colors(query: ProfileQuery, counts: ProfileCounts, directory: Snapshot, context: UiContext) -> html.Ul:
    links = []
    for color in sorted(directory.colors.values(), key=lambda color: (color.position, color.id)):
        label = [html.Span(className="swatch", style={"--edge": color.hex}), html.Span(name_text(color.title))]
        links.append(_link(query, "color", color.id, label, counts.colors.get(color.id, 0), context))
    return html.Ul([html.Li(link) for link in links], className="facet-list")


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
        fold = _fold(node, context, is_open=node.id in open_ones) if below else html.Span()
        count = counts.categories.get(node.id, 0)
        link = _link(query, "category", node.id, [html.Span(name_text(node.title))], count, context)
        head = html.Div([fold, link], className="tree-node")
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


def _link(
    query: ProfileQuery, field: str, value: object, label: Sequence[Component], count: int, context: UiContext
) -> html.A:
    """The link that sets a filter to this value, or removes it if it has the value."""
    chosen = getattr(query.wanted, field) == value
    number = html.Span(
        context.formats().number(count), className="facet-count muted small number ms-auto flex-shrink-0"
    )
    return page_link(
        [*label, number],
        query.changed(**{field: None if chosen else value}).href(),
        f"item facet-link py-1 {'' if count or chosen else 'muted'}".strip(),
        {"aria-current": "true"} if chosen else {},
    )


def _chip(name: str, value: str, without: ProfileQuery, t: Translator) -> html.A:
    label = [html.Span([name, ": ", name_text(value)]), icon("x")]
    return page_link([*label, hidden(t("Take this filter off"))], without.href(), "chip-filter")
