"""The dialogs that change the category tree: add, rename or move, delete, and choose the category for new profiles."""

from __future__ import annotations

from dash import Dash, html

from callerid_dash.domain.profiles.profiles import Category
from callerid_dash.domain.users import Action
from callerid_dash.locales import Translator
from callerid_dash.services.office.categories import DEFAULT, children, path_words, subtree
from callerid_dash.services.office.ordered_list import stamp
from callerid_dash.services.services import Services
from callerid_dash.services.shared.authority import authorize
from callerid_dash.services.shared.directory import Snapshot
from callerid_dash.ui.kit.basics import icon, present
from callerid_dash.ui.kit.context import UiContext
from callerid_dash.ui.kit.dialogs import Arguments, Dialog, Opener, cancel_button
from callerid_dash.ui.kit.fields import Choice, fixed_field, general_error, searched_field, text_field
from callerid_dash.ui.kit.forms import Form, Values
from callerid_dash.ui.settings import parts

FORM = Form("category")
REMOVE = Form("category-remove")
DEFAULT_FORM = Form("category-default")


def open_category(services: Services, context: UiContext, arguments: Arguments) -> Dialog:
    """The dialog that adds a category (below `parent`), or renames or moves one (`category`)."""
    viewer, kept = context.viewer(), services.office.categories
    authorize(viewer, Action.CHANGE_SETTINGS)
    t, now = context.words(), services.directory.snapshot
    node = kept.entry(parts.id_of(arguments["category"]), viewer) if arguments.get("category") else None
    parent = kept.entry(parts.id_of(arguments["parent"]), viewer) if arguments.get("parent") else None
    parent_id = node.parent_id if node else parent.id if parent else None
    fixed = [fixed_field(FORM, "id", str(node.id)), fixed_field(FORM, "seen", stamp(node))] if node else []
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
    return Dialog(
        t("Rename or move a category") if node else t("Add a category"),
        [
            *fixed,
            text_field(FORM, "title", t("Title"), node.title if node else "", required=True, autofocus=True),
            places,
            *present(_no_leaf_any_more(services, context, parent)),
            general_error(FORM),
        ],
        [cancel_button(t), FORM.button("save", t("Save"), primary=True)],
        form=FORM.name,
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
    return [("0", t("At the top")), *((str(node.id), path_words(now, node.id)) for node in nodes)]


def open_remove(services: Services, context: UiContext, arguments: Arguments) -> Dialog:
    """The question before a category is deleted. Deleting fails unless it is empty; the error says what it contains."""
    t = context.words()
    node = services.office.categories.entry(parts.id_of(arguments.get("category")), context.viewer())
    question = t("Delete the category “%(title)s”?", title=node.title)
    words = [t("Only an empty category can be deleted: without profiles and without others below it.")]
    return parts.asking(REMOVE, question, words, t("Delete"), t, id=str(node.id), seen=stamp(node))


def open_default(services: Services, context: UiContext, _arguments: Arguments) -> Dialog:
    """The dialog that chooses the default category of new profiles."""
    authorize(context.viewer(), Action.CHANGE_SETTINGS)
    t, now = context.words(), services.directory.snapshot
    chosen = now.settings.get(DEFAULT, "")
    leaves = [("0", t("The first of the tree")), *((str(leaf.id), path_words(now, leaf.id)) for leaf in now.leaves)]
    value = chosen if chosen in dict(leaves) else "0"
    return Dialog(
        t("Where new profiles are filed"),
        [
            fixed_field(DEFAULT_FORM, "seen", chosen),
            searched_field(
                DEFAULT_FORM,
                "category",
                t("Category"),
                leaves,
                value,
                clearable=False,
                t=t,
                help_text=t("For profiles that are added without a category, by people or by other programs."),
            ),
            general_error(DEFAULT_FORM),
        ],
        [cancel_button(t), DEFAULT_FORM.button("save", t("Save"), primary=True)],
        form=DEFAULT_FORM.name,
    )


def register(app: Dash, services: Services, context: UiContext) -> None:
    """Add the callbacks of the forms."""

    def save(_do: str, values: Values) -> None:
        t, viewer = context.words(), context.viewer()
        parent_id = parts.optional_id(values.get("parent"))
        given = {"title": parts.text_of(values, "title"), "parent_id": parent_id}
        if values.get("id"):
            seen = parts.text_of(values, "seen")
            services.office.categories.change(parts.id_of(values["id"]), given, viewer, seen)
        else:
            services.office.categories.add(given, viewer)
        parts.done(t("Saved."), t)

    def remove(_do: str, values: Values) -> None:
        t, category_id = context.words(), parts.id_of(values.get("id"))
        services.office.categories.remove(category_id, context.viewer(), parts.text_of(values, "seen"))
        parts.done(t("Deleted."), t)

    def choose(_do: str, values: Values) -> None:
        t, category_id = context.words(), parts.optional_id(values.get("category"))
        services.office.categories.set_default(category_id, context.viewer(), parts.text_of(values, "seen"))
        parts.done(t("Saved."), t)

    FORM.register(app, context, save, Action.CHANGE_SETTINGS)
    REMOVE.register(app, context, remove, Action.CHANGE_SETTINGS)
    DEFAULT_FORM.register(app, context, choose, Action.CHANGE_SETTINGS)


DIALOGS: dict[str, Opener] = {
    "category": open_category,
    "category-remove": open_remove,
    "category-default": open_default,
}
