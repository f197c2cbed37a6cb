"""The tree of categories. A new profile is filed in a leaf; a profile stays in its category even if it gets children.

Siblings are ordered among each other. Only an empty node can be deleted.
"""

from __future__ import annotations

from dataclasses import dataclass

from callerid_dash.domain.audit import SubjectKind
from callerid_dash.domain.errors import InvalidInput
from callerid_dash.domain.profiles.profiles import Category
from callerid_dash.domain.users import Actor
from callerid_dash.services.office.ordered_list import ListDescription, OrderedList
from callerid_dash.services.office.settings_change import unchanged
from callerid_dash.services.office.validation import title_of
from callerid_dash.services.profiles.auto_contacts import rule_of
from callerid_dash.services.shared.directory import Snapshot
from callerid_dash.store.engine.protocol import Session
from callerid_dash.store.office import directory as small_tables
from callerid_dash.store.office import lists as tables

DEEPEST = 8
DEFAULT = "default_category"
"""The stored setting: the id of the leaf for new profiles without a chosen category."""


@dataclass(frozen=True, slots=True)
class Categories(OrderedList[Category]):
    """The list of categories, and the default leaf for new profiles."""

    def set_default(self, category_id: int | None, actor: Actor, seen: str | None = None) -> None:
        """Set the leaf for new profiles without a chosen category; None: the first leaf of the tree.

        `seen` is the setting that the actor saw, '' for none. Raises Forbidden, Stale or InvalidInput.
        """

        def work(session: Session, now: Snapshot) -> None:
            before = now.settings.get(DEFAULT, "")
            unchanged(seen, before)
            if category_id is not None and category_id not in now.leaf_ids:
                raise InvalidInput("Choose a category that has none below it.", "category")
            after = "" if category_id is None else str(category_id)
            small_tables.set_setting(session, DEFAULT, after)
            facts = [{"category": now.path_words(int(key)) if key.isdecimal() else "-"} for key in (before, after)]
            self.settings.note(session, actor, SubjectKind.SETTING, DEFAULT, *facts)

        self.settings.change(actor, work)


def children(now: Snapshot, parent_id: int | None) -> list[Category]:
    """The children of a node, in their order; for None, the roots."""
    return [node for node in now.categories.values() if node.parent_id == parent_id]


def subtree(now: Snapshot, category_id: int) -> list[Category]:
    """A node and all nodes below it, parents first, siblings in their order."""
    found = [now.categories[category_id]] if category_id in now.categories else []
    for child in children(now, category_id):
        found += subtree(now, child.id)
    return found


def _height(now: Snapshot, category_id: int) -> int:
    return 1 + max((_height(now, child.id) for child in children(now, category_id)), default=0)


def _check_place(now: Snapshot, _before: Category | None, after: Category) -> None:
    if after.parent_id is not None and after.parent_id not in now.categories:
        raise InvalidInput("This category has been deleted meanwhile.", "parent")
    if after.parent_id in {below.id for below in subtree(now, after.id)}:
        raise InvalidInput("A category cannot be moved under itself or what is below it.", "parent")
    above = len(now.category_path(after.parent_id)) if after.parent_id is not None else 0
    if above + _height(now, after.id) > DEEPEST:
        raise InvalidInput("The tree has at most %(most)s levels.", "parent", values={"most": DEEPEST})


def _is_empty(now: Snapshot, node: Category, filed: int) -> None:
    below = len(children(now, node.id))
    if below:
        raise InvalidInput("Categories still below it: %(count)s. Move or delete them first.", values={"count": below})
    if filed:
        raise InvalidInput("Profiles still in it: %(count)s. File them elsewhere first.", values={"count": filed})
    if now.settings.get(DEFAULT) == str(node.id):
        raise InvalidInput("New profiles are filed in it; choose another category for them first.")
    if rule_of(now).category_id == node.id:
        raise InvalidInput("Anonymous contacts are filed in it; choose another category for them first.")


CATEGORIES = ListDescription(
    table=tables.CATEGORIES,
    blank=Category(0, None, 0, ""),
    subject=SubjectKind.CATEGORY,
    fields={"title": title_of, "parent_id": lambda parent_id: parent_id},
    facts=lambda now, node: {"title": node.title, "parent": now.path_words(node.parent_id)},
    most=1_000,
    group=lambda node: node.parent_id,
    check=_check_place,
    removable=_is_empty,
)
"""The categories: the nodes of the tree."""
