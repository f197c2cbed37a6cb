"""Any ordered list that admins keep: adds, changes, reorders and removes its entries.

A `ListDescription` (`lists.py`, `categories.py`) defines what is special about a list. Nothing here can be undone;
the page shows how much uses an entry before it is removed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar, cast

from callerid_dash.domain.audit import AuditAction, SubjectKind
from callerid_dash.domain.errors import InvalidInput, NotFound, Stale
from callerid_dash.domain.users import Action, Actor, User
from callerid_dash.services.office.settings_change import Facts, SettingsChange, unchanged
from callerid_dash.services.office.validation import fingerprint
from callerid_dash.services.shared.authority import authorize
from callerid_dash.services.shared.directory import Snapshot
from callerid_dash.store.engine.protocol import Session
from callerid_dash.store.office import lists as tables
from callerid_dash.store.office.lists import ListEntry, ListTable
from callerid_dash.store.shared.audit import AuditLine

E = TypeVar("E", bound=ListEntry)
Given = Mapping[str, Any]
"""The values that an entry should get, by field."""
MOST = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ListDescription(Generic[E]):
    """The type of a list's entries, and the rules for them.

    `blank` is an empty entry. Each of `fields` checks a given value and returns the value to store, or raises
    InvalidInput. `facts` describes an entry for the audit trail. `check` checks a change as a whole (before is None for
    a new entry), `removable` a removal, with the number of `uses`; both raise InvalidInput. `let_go` takes a removed
    entry off what uses it, and returns the audit lines for that. Entries of one `group` are ordered among each other,
    and no two of them have the same title.
    """

    table: ListTable[E]
    blank: E
    fields: Mapping[str, Callable[[Any], object]]
    facts: Callable[[Snapshot, E], Facts]
    subject: SubjectKind
    most: int = MOST
    group: Callable[[E], object] = lambda _entry: None
    check: Callable[[Snapshot, E | None, E], None] = lambda _now, _before, _after: None
    removable: Callable[[Snapshot, E, int], None] = lambda _now, _entry, _uses: None
    let_go: Callable[[Session, E, datetime], Sequence[AuditLine]] = lambda _session, _entry, _at: ()


@dataclass(frozen=True, slots=True)
class OrderedList(Generic[E]):
    """The use cases of a list. `seen` is the state that the actor saw: the `stamp` of an entry, or the ids in order."""

    settings: SettingsChange
    of: ListDescription[E]

    def entries(self, actor: User) -> dict[int, E]:
        """The entries by id, in their order. Raises Forbidden."""
        authorize(actor, Action.CHANGE_SETTINGS)
        with self.settings.core.store.read(consistent=False) as session:
            return tables.entries(session, self.of.table)

    def entry(self, entry_id: int, actor: User) -> E:
        """One entry. Raises Forbidden or NotFound."""
        return _existing(self.entries(actor), entry_id)

    def uses(self, actor: User) -> dict[int, int]:
        """The number of uses of each entry in use, by id. Raises Forbidden."""
        authorize(actor, Action.CHANGE_SETTINGS)
        with self.settings.core.store.read(consistent=False) as session:
            return tables.uses(session, self.of.table)

    def add(self, given: Given, actor: Actor) -> int:
        """Append an entry to its group and return its id. Raises Forbidden or InvalidInput."""

        def work(session: Session, now: Snapshot) -> int:
            entries = tables.entries(session, self.of.table)
            if len(entries) >= self.of.most:
                raise InvalidInput("The list has at most %(most)s entries.", values={"most": self.of.most})
            entry = self._appended(entries, self._entry(given, self.of.blank))
            self._check(now, entries, None, entry)
            key = tables.add(session, self.of.table, entry)
            self._note(session, actor, key, {}, self.of.facts(now, entry))
            return key

        return self.settings.change(actor, work)

    def change(self, entry_id: int, given: Given, actor: Actor, seen: str | None = None) -> None:
        """Change the given fields of an entry; the others stay. Raises Forbidden, NotFound, Stale or InvalidInput."""

        def work(session: Session, now: Snapshot) -> None:
            entries = tables.entries(session, self.of.table)
            before = _existing(entries, entry_id)
            unchanged(seen, stamp(before))
            entry = self._entry(given, before)
            if self.of.group(entry) != self.of.group(before):
                entry = self._appended(entries, entry)
            self._check(now, entries, before, entry)
            tables.change(session, self.of.table, entry)
            self._note(session, actor, entry_id, self.of.facts(now, before), self.of.facts(now, entry))

        self.settings.change(actor, work)

    def reorder(
        self, ids: Sequence[int], actor: Actor, seen: Sequence[int] | None = None, group: object = None
    ) -> None:
        """Put all entries of a group in this order. Raises Forbidden, Stale or InvalidInput."""

        def work(session: Session, now: Snapshot) -> None:
            entries = tables.entries(session, self.of.table)
            before = [entry.id for entry in self._group(entries, group)]
            if seen is not None and list(seen) != before:
                raise Stale("Somebody else has changed this list meanwhile. Here it is as it is now.")
            if sorted(ids) != sorted(before) or not ids:
                raise InvalidInput("An order names everything on the list once.")
            tables.reorder(session, self.of.table, ids)
            head = {} if group is None else {"title": self.of.facts(now, entries[cast("int", group)])["title"]}
            facts = [{**head, "order": ", ".join(entries[key].title for key in order)} for order in (before, ids)]
            self._note(session, actor, group or "order", *facts)

        self.settings.change(actor, work)

    def remove(self, entry_id: int, actor: Actor, seen: str | None = None, uses: int | None = None) -> int:
        """Remove an entry from the list and from what uses it; returns the number of uses.

        `uses` is the number of uses that the actor saw. Raises Forbidden, NotFound, Stale, or InvalidInput if the entry
        cannot be removed.
        """

        def work(session: Session, now: Snapshot) -> int:
            entry = _existing(tables.entries(session, self.of.table), entry_id)
            unchanged(seen, stamp(entry))
            used = tables.uses(session, self.of.table).get(entry_id, 0)
            self.of.removable(now, entry, used)
            if uses is not None and uses != used:
                raise Stale("How much uses this has changed meanwhile. Look at it again.")
            lines = self.of.let_go(session, entry, datetime.now(UTC))
            tables.remove(session, self.of.table, entry_id)
            counted = {"profiles": str(used)} if lines else {}
            self._note(session, actor, entry_id, {**self.of.facts(now, entry), **counted}, {})
            self.settings.core.audit.note(session, actor, AuditAction.CHANGED, *lines)
            return used

        return self.settings.change(actor, work)

    def _entry(self, given: Given, before: E) -> E:
        return _with(before, **{name: check(given[name]) for name, check in self.of.fields.items() if name in given})

    def _appended(self, entries: Mapping[int, E], entry: E) -> E:
        last = max((other.position for other in self._group(entries, self.of.group(entry))), default=0)
        return _with(entry, position=last + 1)

    def _group(self, entries: Mapping[int, E], group: object) -> list[E]:
        return [entry for entry in entries.values() if self.of.group(entry) == group]

    def _check(self, now: Snapshot, entries: Mapping[int, E], before: E | None, after: E) -> None:
        group = self.of.group(after)
        moved = before is None or (before.title, self.of.group(before)) != (after.title, group)
        others = {each.title.casefold() for each in self._group(entries, group) if each.id != after.id}
        if moved and after.title.casefold() in others:
            raise InvalidInput("There is an entry with this title already.", "title")
        self.of.check(now, before, after)

    def _note(self, session: Session, actor: Actor, key: object, before: Facts, after: Facts) -> None:
        self.settings.note(session, actor, self.of.subject, key, before, after)


def stamp(entry: ListEntry) -> str:
    """The fingerprint of an entry, without its position, to detect changes by others."""
    said = (field.name for field in fields(cast("Any", entry)) if field.name != "position")
    return fingerprint(*(getattr(entry, name) for name in said))


def _with(entry: E, **said: object) -> E:
    return cast("E", replace(cast("Any", entry), **said))


def _existing(entries: Mapping[int, E], entry_id: int) -> E:
    if entry_id not in entries:
        raise NotFound("This entry has been deleted meanwhile.")
    return entries[entry_id]
