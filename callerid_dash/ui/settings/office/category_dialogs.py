"""The dialogs that change the category tree: add, rename or move, delete, and choose the category for new profiles."""

from __future__ import annotations

from dash import html

from callerid_dash.domain.profiles.profiles import Category
from callerid_dash.domain.users import Action
from callerid_dash.locales import Translator
from callerid_dash.services.office.categories import DEFAULT, children, subtree
from callerid_dash.services.office.ordered_list import stamp
from callerid_dash.services.services import Services
from callerid_dash.services.shared.directory import Snapshot
from callerid_dash.ui.kit.basics import icon
from callerid_dash.ui.kit.context import UiContext
from callerid_dash.ui.kit.dialogs import Arguments, Dialog
from callerid_dash.ui.kit.fields import Choice, searched_field, text_field
from callerid_dash.ui.kit.form_dialogs import FormDialog, form_dialog
from callerid_dash.ui.kit.forms import Form, Values
from callerid_dash.ui.kit.sent import id_of, optional_id, text_of
from callerid_dash.ui.settings import parts

FORM = Form("category")
REMOVE = Form("category-remove")
DEFAULT_FORM = Form("category-default")


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


DIALOGS = (
    FormDialog(FORM, open_category, _save, Action.CHANGE_SETTINGS),
    FormDialog(REMOVE, open_remove, _remove, Action.CHANGE_SETTINGS),
    FormDialog(DEFAULT_FORM, open_default, _choose, Action.CHANGE_SETTINGS),
)
