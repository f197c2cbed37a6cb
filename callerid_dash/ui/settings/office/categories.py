"""The section of the category tree, and its dialogs."""

from __future__ import annotations

from collections.abc import Mapping

from dash import html
from dash.development.base_component import Component

from callerid_dash.domain.profiles.profiles import Category
from callerid_dash.domain.users import Action
from callerid_dash.locales import Translator
from callerid_dash.services.office.categories import DEFAULT, children, subtree
from callerid_dash.services.office.ordered_list import stamp
from callerid_dash.services.services import Services
from callerid_dash.services.shared.directory import Snapshot
from callerid_dash.ui.kit.basics import attrs, button, icon, name_text, present
from callerid_dash.ui.kit.context import UiContext
from callerid_dash.ui.kit.dialogs import Arguments, Dialog, opens
from callerid_dash.ui.kit.fields import Choice, searched_field, text_field
from callerid_dash.ui.kit.form_dialogs import form_dialog
from callerid_dash.ui.kit.forms import Form, Values
from callerid_dash.ui.kit.sent import id_of, optional_id, text_of
from callerid_dash.ui.settings import parts
from callerid_dash.ui.settings.section import Section

FORM = Form("category")
REMOVE = Form("category-remove")
DEFAULT_FORM = Form("category-default")


def layout(services: Services, context: UiContext) -> Component:
    """The section."""
    uses = services.office.categories.uses(context.viewer())
    return view(services.directory.snapshot, uses, context.words())


def view(now: Snapshot, uses: Mapping[int, int], t: Translator) -> Component:
    """The category for new profiles, and the tree."""
    tree = _level(now, None, uses, t)
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


def _level(now: Snapshot, parent_id: int | None, uses: Mapping[int, int], t: Translator) -> html.Ul | None:
    siblings = children(now, parent_id)
    rows: list[Component] = []
    for place, node in enumerate(siblings):
        line = _row(now, node, (place, len(siblings)), uses, t)
        rows.append(html.Li(present(line, _level(now, node.id, uses, t)), **attrs({"data-key": str(node.id)})))
    return parts.ordered("categories", rows, parent_id) if rows else None


def _row(now: Snapshot, node: Category, where: tuple[int, int], uses: Mapping[int, int], t: Translator) -> html.Div:
    is_default = default_leaf(now)[0] == node.id
    badge = html.Span(t("new profiles"), className="badge") if is_default else None
    below = children(now, node.id)
    is_empty = not below and not uses.get(node.id)
    count = parts.profiles_words(uses.get(node.id, 0), t) if uses.get(node.id) or not below else None
    return html.Div(
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


def open_category(services: Services, context: UiContext, arguments: Arguments) -> Dialog:
    """The dialog that adds a category (below `parent`), or renames or moves one (`category`)."""
    viewer, kept = context.viewer(), services.office.categories
    t, now = context.words(), services.directory.snapshot
    node = kept.entry(id_of(arguments["category"]), viewer) if arguments.get("category") else None
    parent = kept.entry(id_of(arguments["parent"]), viewer) if arguments.get("parent") else None
    parent_id = node.parent_id if node else parent.id if parent else None
    places = searched_field(
        FORM,
        "parent",
        t("Below"),
        _places(now, node, t),
        str(parent_id or 0),
        clearable=False,
        t=t,
        help_text=t("Everything below it moves along.") if node and children(now, node.id) else "",
    )
    title = text_field(FORM, "title", t("Title"), node.title if node else "", required=True, autofocus=True)
    return form_dialog(
        FORM,
        t("Rename or move a category") if node else t("Add a category"),
        [title, places, _no_leaf_any_more(services, context, parent)],
        t,
        fixed={"id": node.id, "seen": stamp(node)} if node else {},
    )


def _no_leaf_any_more(services: Services, context: UiContext, parent: Category | None) -> html.P | None:
    """A notice of what happens to the profiles of a leaf that gets a subcategory."""
    t = context.words()
    if parent is None or children(services.directory.snapshot, parent.id):
        return None
    filed = services.office.categories.uses(context.viewer()).get(parent.id, 0)
    if not filed:
        return None
    words = t.n(
        "%(n)s profile is filed in “%(title)s” and stays there. New ones are filed in what is below it.",
        "%(n)s profiles are filed in “%(title)s” and stay there. New ones are filed in what is below it.",
        filed,
        title=parent.title,
    )
    return html.P([icon("info-circle"), " ", words], className="alert alert-light", dir="auto")


def _places(now: Snapshot, moved: Category | None, t: Translator) -> list[Choice]:
    """The possible parents of a category: the top level, or any category outside its own subtree."""
    own = {node.id for node in subtree(now, moved.id)} if moved else set()
    nodes = [node for root in children(now, None) for node in subtree(now, root.id) if node.id not in own]
    return [("0", t("At the top")), *((str(node.id), now.path_words(node.id)) for node in nodes)]


def open_remove(services: Services, context: UiContext, arguments: Arguments) -> Dialog:
    """The question before a category is deleted. Deleting fails unless it is empty; the error says what it contains."""
    t = context.words()
    node = services.office.categories.entry(id_of(arguments.get("category")), context.viewer())
    question = t("Delete the category “%(title)s”?", title=node.title)
    words = [t("Only an empty category can be deleted: without profiles and without others below it.")]
    return parts.asking(REMOVE, question, words, t("Delete"), t, id=str(node.id), seen=stamp(node))


def open_default(services: Services, context: UiContext, _arguments: Arguments) -> Dialog:
    """The dialog that chooses the default category of new profiles."""
    t, now = context.words(), services.directory.snapshot
    chosen = now.settings.get(DEFAULT, "")
    leaves = [("0", t("The first of the tree")), *((str(leaf.id), now.path_words(leaf.id)) for leaf in now.leaves)]
    value = chosen if chosen in dict(leaves) else "0"
    category = searched_field(
        DEFAULT_FORM,
        "category",
        t("Category"),
        leaves,
        value,
        clearable=False,
        t=t,
        help_text=t("For profiles that are added without a category, by people or by other programs."),
    )
    return form_dialog(DEFAULT_FORM, t("Where new profiles are filed"), [category], t, fixed={"seen": chosen})


def _save(services: Services, context: UiContext, _do: str, values: Values) -> None:
    given = {"title": text_of(values, "title"), "parent_id": optional_id(values.get("parent"))}
    if values.get("id"):
        seen = text_of(values, "seen")
        services.office.categories.change(id_of(values["id"]), given, context.viewer(), seen)
    else:
        services.office.categories.add(given, context.viewer())
    parts.saved(context.words())


def _remove(services: Services, context: UiContext, _do: str, values: Values) -> None:
    services.office.categories.remove(id_of(values.get("id")), context.viewer(), text_of(values, "seen"))
    t = context.words()
    parts.saved(t, t("Deleted."))


def _choose(services: Services, context: UiContext, _do: str, values: Values) -> None:
    category_id = optional_id(values.get("category"))
    services.office.categories.set_default(category_id, context.viewer(), text_of(values, "seen"))
    parts.saved(context.words())


SECTION = Section(
    "categories",
    lambda t: t("Categories"),
    "diagram-3",
    Action.CHANGE_SETTINGS,
    layout,
    dialogs=[(FORM, open_category, _save), (REMOVE, open_remove, _remove), (DEFAULT_FORM, open_default, _choose)],
    follows="settings",
    ordered=lambda services: services.office.categories,
)
