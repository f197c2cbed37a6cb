"""The tree that profiles are filed in: a new one in a leaf; one that is filed already stays where it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from callerid_dash.domain.audit import SubjectKind
from callerid_dash.domain.errors import InvalidInput, NotFound
from callerid_dash.domain.profiles.profiles import Category
from callerid_dash.domain.users import Action, Actor, User
from callerid_dash.services.office.ordering import check_order
from callerid_dash.services.office.settings_change import Desk, unchanged
from callerid_dash.services.office.validation import fingerprint, taken, title_of
from callerid_dash.services.profiles.auto_contacts import rule_of
from callerid_dash.services.shared.authority import authorize
from callerid_dash.services.shared.directory import Snapshot
from callerid_dash.store.engine.protocol import Session
from callerid_dash.store.office import directory as tables
from callerid_dash.store.office import office as store

MOST = 1_000
DEEPEST = 8
DEFAULT = "default_category"
"""The stored setting: id of the leaf in which a new profile is filed when nobody says where."""


@dataclass(frozen=True, slots=True)
class Categories:
    """Adds, renames, moves, orders and deletes nodes of the tree."""

    desk: Desk

    def uses(self, actor: User) -> dict[int, int]:
        """How many profiles are filed in each category itself, where any are."""
        authorize(actor, Action.CHANGE_SETTINGS)
        with self.desk.core.store.read(consistent=False) as session:
            return store.profiles_by_category(session)

    def add(self, title: str, parent_id: int | None, actor: Actor) -> int:
        """Add a node at the end of its siblings and answer its id. Raises InvalidInput or NotFound."""

        def work(session: Session, now: Snapshot) -> int:
            if len(now.categories) >= MOST:
                raise InvalidInput("The tree has at most %(most)s categories.", values={"most": MOST})
            node = Category(0, _place(now, parent_id), _last(now, parent_id) + 1, title_of(title))
            _check_fits(now, node, height=1)
            key = tables.add_category(session, node.parent_id, node.position, node.title)
            self.desk.note(session, actor, SubjectKind.CATEGORY, key, {}, _told(now, node))
            return key

        return self.desk.change(actor, work)

    def change(
        self, category_id: int, title: str, parent_id: int | None, actor: Actor, seen: str | None = None
    ) -> None:
        """Rename it, and move it with all below it under another parent (None: to the top).

        `seen` is the `stamp` of what was read. Raises NotFound, Stale or InvalidInput.
        """

        def work(session: Session, now: Snapshot) -> None:
            before = existing(now, category_id)
            unchanged(seen, stamp(before))
            moved = _place(now, parent_id) != before.parent_id
            position = _last(now, parent_id) + 1 if moved else before.position
            node = Category(category_id, parent_id, position, title_of(title))
            if parent_id in {below.id for below in subtree(now, category_id)}:
                raise InvalidInput("A category cannot be moved under itself or what is below it.", "parent")
            _check_fits(now, node, height=_height(now, category_id))
            store.set_category(session, node)
            self.desk.note(session, actor, SubjectKind.CATEGORY, category_id, _told(now, before), _told(now, node))

        self.desk.change(actor, work)

    def reorder(
        self, parent_id: int | None, ids: Sequence[int], actor: Actor, seen: Sequence[int] | None = None
    ) -> None:
        """Put the children of a node (None: the roots) in this order. Raises Stale or InvalidInput."""

        def work(session: Session, now: Snapshot) -> None:
            before = [node.id for node in children(now, parent_id)]
            check_order(before, ids, seen)
            store.order_categories(session, ids)
            names = [", ".join(now.categories[key].title for key in order) for order in (before, ids)]
            facts = [{"title": _path(now, parent_id), "order": order} for order in names]
            self.desk.note(session, actor, SubjectKind.CATEGORY, parent_id or "order", *facts)

        self.desk.change(actor, work)

    def remove(self, category_id: int, actor: Actor, seen: str | None = None) -> None:
        """Delete an empty node. Raises NotFound or Stale, and InvalidInput that says what is still in it."""

        def work(session: Session, now: Snapshot) -> None:
            before = existing(now, category_id)
            unchanged(seen, stamp(before))
            _check_empty(now, category_id, store.profiles_in_category(session, category_id))
            store.remove_category(session, category_id)
            self.desk.note(session, actor, SubjectKind.CATEGORY, category_id, _told(now, before), {})

        self.desk.change(actor, work)

    def set_default(self, category_id: int | None, actor: Actor, seen: str | None = None) -> None:
        """The leaf in which new profiles are filed when nobody says where; None: the first leaf of the tree.

        `seen` is the setting that was read, '' for none. Raises Stale or InvalidInput.
        """

        def work(session: Session, now: Snapshot) -> None:
            before = now.settings.get(DEFAULT, "")
            unchanged(seen, before)
            if category_id is not None and category_id not in {leaf.id for leaf in now.leaves}:
                raise InvalidInput("Choose a category that has none below it.", "category")
            after = "" if category_id is None else str(category_id)
            tables.set_setting(session, DEFAULT, after)
            facts = [{"category": _path(now, int(key)) if key.isdecimal() else "-"} for key in (before, after)]
            self.desk.note(session, actor, SubjectKind.SETTING, DEFAULT, *facts)

        self.desk.change(actor, work)


def stamp(node: Category) -> str:
    """What somebody sees of a category when they begin to change it."""
    return fingerprint(node.title, node.parent_id)


def existing(now: Snapshot, category_id: int) -> Category:
    """Raises NotFound."""
    if category_id not in now.categories:
        raise NotFound("This category has been deleted meanwhile.")
    return now.categories[category_id]


def children(now: Snapshot, parent_id: int | None) -> list[Category]:
    """The nodes right below one, in their order; of None the roots."""
    return [node for node in now.categories.values() if node.parent_id == parent_id]


def subtree(now: Snapshot, category_id: int) -> list[Category]:
    """The node and everything below it, parents first, siblings in their order."""
    found = [now.categories[category_id]] if category_id in now.categories else []
    for child in children(now, category_id):
        found += subtree(now, child.id)
    return found


def _place(now: Snapshot, parent_id: int | None) -> int | None:
    if parent_id is not None and parent_id not in now.categories:
        raise InvalidInput("This category has been deleted meanwhile.", "parent")
    return parent_id


def _last(now: Snapshot, parent_id: int | None) -> int:
    return max((node.position for node in children(now, parent_id)), default=0)


def _check_fits(now: Snapshot, node: Category, height: int) -> None:
    siblings = (other.title for other in children(now, node.parent_id) if other.id != node.id)
    if taken(node.title, siblings):
        raise InvalidInput("There is a category with this title at the same place.", "title")
    above = len(now.category_path(node.parent_id)) if node.parent_id is not None else 0
    if above + height > DEEPEST:
        raise InvalidInput("The tree has at most %(most)s levels.", "parent", values={"most": DEEPEST})


def _height(now: Snapshot, category_id: int) -> int:
    return 1 + max((_height(now, child.id) for child in children(now, category_id)), default=0)


def _check_empty(now: Snapshot, category_id: int, filed: int) -> None:
    below = len(children(now, category_id))
    if below:
        raise InvalidInput("Categories still below it: %(count)s. Move or delete them first.", values={"count": below})
    if filed:
        raise InvalidInput("Profiles still in it: %(count)s. File them elsewhere first.", values={"count": filed})
    if now.settings.get(DEFAULT) == str(category_id):
        raise InvalidInput("New profiles are filed in it; choose another category for them first.")
    if rule_of(now).category_id == category_id:
        raise InvalidInput("Anonymous contacts are filed in it; choose another category for them first.")


def _path(now: Snapshot, category_id: int | None) -> str:
    return " / ".join(node.title for node in now.category_path(category_id)) if category_id is not None else ""


def _told(now: Snapshot, node: Category) -> dict[str, str]:
    return {"title": node.title, "parent": _path(now, node.parent_id)}
