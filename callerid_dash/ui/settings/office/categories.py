"""The section of the category tree. `category_dialogs.py` has its dialogs."""

from __future__ import annotations

from collections.abc import Mapping

from dash import html
from dash.development.base_component import Component

from callerid_dash.domain.profiles.profiles import Category
from callerid_dash.domain.users import Action
from callerid_dash.locales import Translator
from callerid_dash.services.office.categories import DEFAULT, children
from callerid_dash.services.services import Services
from callerid_dash.services.shared.directory import Snapshot
from callerid_dash.ui.kit.basics import attrs, button, icon, name_text, present
from callerid_dash.ui.kit.context import UiContext
from callerid_dash.ui.kit.dialogs import opens
from callerid_dash.ui.settings import parts
from callerid_dash.ui.settings.office import category_dialogs
from callerid_dash.ui.settings.section import Section
from callerid_dash.ui.text.formats import Formats


def layout(services: Services, context: UiContext) -> Component:
    """The section."""
    uses = services.office.categories.uses(context.viewer())
    return view(services.directory.snapshot, uses, context.words(), context.formats())


def view(now: Snapshot, uses: Mapping[int, int], t: Translator, formats: Formats) -> Component:
    """The category for new profiles, and the tree."""
    tree = _level(now, None, uses, t, formats)
    nothing = parts.empty(
        "diagram-3", t("No categories yet"), t("Profiles can be filed and filtered by category once there are some.")
    )
    return parts.section(
        t("Categories"),
        t(
            "The tree that profiles are filed in. A new profile goes into a category that has none below it; "
            "an empty category can be deleted."
        ),
        _default(now, t) if tree else None,
        parts.card(tree or nothing),
        action=parts.add_button(t("Add a category"), "category"),
    )


def default_leaf(now: Snapshot) -> tuple[int | None, bool]:
    """The default category of new profiles, and whether it was chosen in the settings."""
    chosen, leaves = now.settings.get(DEFAULT, ""), [leaf.id for leaf in now.leaves]
    if chosen.isdecimal() and int(chosen) in leaves:
        return int(chosen), True
    return (leaves[0] if leaves else None), False


def _default(now: Snapshot, t: Translator) -> Component:
    change = button(t("Change"), "btn btn-quiet", {**opens("category-default"), "data-focus": "category-default"})
    leaf, is_chosen = default_leaf(now)
    path = name_text(now.path_words(leaf)) if leaf is not None else t("none")
    where = parts.main(t("New profiles are filed in"), path, None if is_chosen else t("the first of the tree"))
    return parts.card(html.Div([icon("inbox"), where, change], className="settings-row is-alone"))


def _level(
    now: Snapshot, parent_id: int | None, uses: Mapping[int, int], t: Translator, formats: Formats
) -> html.Ul | None:
    siblings = children(now, parent_id)
    rows: list[Component] = [
        html.Li(
            present(
                *_row(now, node, (place, len(siblings)), uses, t),
                _level(now, node.id, uses, t, formats),
            ),
            **attrs({"data-key": str(node.id)}),
        )
        for place, node in enumerate(siblings)
    ]
    return parts.ordered("categories", rows, parent_id) if rows else None


def _row(
    now: Snapshot, node: Category, where: tuple[int, int], uses: Mapping[int, int], t: Translator
) -> list[Component]:
    is_default = default_leaf(now)[0] == node.id
    badge = html.Span(t("new profiles"), className="badge") if is_default else None
    below = children(now, node.id)
    is_empty = not below and not uses.get(node.id)
    count = parts.profiles_words(uses.get(node.id, 0), t) if uses.get(node.id) or not below else None
    return [
        html.Div(
            [
                html.Span(icon("grip-vertical"), className="settings-grip", draggable="true"),
                icon("folder2-open" if below else "folder2"),
                parts.main(name_text(node.title), count, badge),
                parts.tools(
                    *parts.movers(node.title, node.id, where[0], where[1], t),
                    parts.tool("node-plus", t("Add below"), "category", parent=node.id),
                    parts.tool("pencil", t("Rename or move"), "category", category=node.id),
                    parts.tool("trash", t("Delete"), "category-remove", category=node.id) if is_empty else None,
                ),
            ],
            className="settings-row",
        )
    ]


SECTION = Section(
    "categories",
    lambda t: t("Categories"),
    "diagram-3",
    Action.CHANGE_SETTINGS,
    layout,
    dialogs=category_dialogs.DIALOGS,
    follows="settings",
    ordered=lambda services: services.office.categories,
)
