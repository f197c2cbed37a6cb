"""The ordered list of kinds of records.

Built-in kinds are translated: they keep their names, and can only be retired.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from callerid_dash.domain.audit import SubjectKind
from callerid_dash.domain.errors import InvalidInput, NotFound
from callerid_dash.domain.profiles.records import RecordKind
from callerid_dash.domain.users import Action, Actor, User
from callerid_dash.services.office.ordering import check_order
from callerid_dash.services.office.settings_change import Desk, unchanged
from callerid_dash.services.office.validation import fingerprint, taken, title_of
from callerid_dash.services.shared.authority import authorize
from callerid_dash.services.shared.directory import Snapshot
from callerid_dash.store.engine.protocol import Session
from callerid_dash.store.office import office as store

MOST = 100


@dataclass(frozen=True, slots=True)
class RecordKinds:
    """Adds, renames, orders, retires and deletes kinds."""

    desk: Desk

    def uses(self, actor: User) -> dict[int, int]:
        """How many records there are of each kind that has any."""
        authorize(actor, Action.CHANGE_SETTINGS)
        with self.desk.core.store.read(consistent=False) as session:
            return store.records_by_kind(session)

    def add(self, title: str, actor: Actor) -> int:
        """Append a kind and answer its id. Raises InvalidInput."""

        def work(session: Session, now: Snapshot) -> int:
            if len(now.record_kinds) >= MOST:
                raise InvalidInput("The list has at most %(most)s kinds.", values={"most": MOST})
            last = max((kind.position for kind in now.record_kinds.values()), default=0)
            named = _title(now, 0, title)
            kind_id = store.add_kind(session, last + 1, named)
            self._note(session, actor, None, RecordKind(kind_id, last + 1, None, named))
            return kind_id

        return self.desk.change(actor, work)

    def rename(self, kind_id: int, title: str, actor: Actor, seen: str | None = None) -> None:
        """`seen` is the `stamp` of what was read. Raises NotFound, Stale or InvalidInput."""

        def work(session: Session, now: Snapshot) -> None:
            before = _seen(now, kind_id, seen)
            if before.key:
                raise InvalidInput("A kind that came with the product keeps its name; retire it and add your own.")
            self._set(session, actor, before, replace(before, title=_title(now, kind_id, title)))

        self.desk.change(actor, work)

    def set_retired(self, kind_id: int, retired: bool, actor: Actor, seen: str | None = None) -> None:
        """Offer it no longer, or again; its records stay. The last kind that is offered stays offered."""

        def work(session: Session, now: Snapshot) -> None:
            before = _seen(now, kind_id, seen)
            if retired and not any(not kind.retired for kind in now.record_kinds.values() if kind.id != kind_id):
                raise InvalidInput("This is the last kind that is offered; bring back another one first.")
            self._set(session, actor, before, replace(before, retired=retired))

        self.desk.change(actor, work)

    def reorder(self, ids: Sequence[int], actor: Actor, seen: Sequence[int] | None = None) -> None:
        """Put all kinds in this order. Raises Stale or InvalidInput."""

        def work(session: Session, now: Snapshot) -> None:
            before = list(now.record_kinds)
            check_order(before, ids, seen)
            store.order_kinds(session, ids)
            names = [", ".join(now.record_kinds[key].title for key in order) for order in (before, ids)]
            facts = [{"title": "", "order": order} for order in names]
            self.desk.note(session, actor, SubjectKind.RECORD_KIND, "order", *facts)

        self.desk.change(actor, work)

    def remove(self, kind_id: int, actor: Actor, seen: str | None = None) -> None:
        """Delete a kind of one's own that no record has. Raises NotFound, Stale or InvalidInput."""

        def work(session: Session, now: Snapshot) -> None:
            before = _seen(now, kind_id, seen)
            if before.key:
                raise InvalidInput("A kind that came with the product cannot be deleted; retire it instead.")
            if count := store.records_by_kind(session).get(kind_id):
                raise InvalidInput("Records of this kind: %(count)s. Retire it instead.", values={"count": count})
            store.remove_kind(session, kind_id)
            self._note(session, actor, before, None)

        self.desk.change(actor, work)

    def _set(self, session: Session, actor: Actor, before: RecordKind, after: RecordKind) -> None:
        store.set_kind(session, after)
        self._note(session, actor, before, after)

    def _note(self, session: Session, actor: Actor, before: RecordKind | None, after: RecordKind | None) -> None:
        kind = after or before
        subject_id = kind.id if kind else ""
        self.desk.note(session, actor, SubjectKind.RECORD_KIND, subject_id, _told(before), _told(after))


def stamp(kind: RecordKind) -> str:
    """What somebody sees of a kind when they begin to change it."""
    return fingerprint(kind.title, kind.retired)


def _seen(now: Snapshot, kind_id: int, seen: str | None) -> RecordKind:
    if kind_id not in now.record_kinds:
        raise NotFound("This kind has been deleted meanwhile.")
    unchanged(seen, stamp(now.record_kinds[kind_id]))
    return now.record_kinds[kind_id]


def _title(now: Snapshot, kind_id: int, title: str) -> str:
    named = title_of(title)
    if taken(named, (kind.title for kind in now.record_kinds.values() if kind.id != kind_id)):
        raise InvalidInput("Another kind has this title.", "title")
    return named


def _told(kind: RecordKind | None) -> dict[str, str]:
    return {"title": kind.title, "retired": "yes" if kind.retired else "no"} if kind else {}
