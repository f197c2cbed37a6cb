"""Undoes an import of profiles as a whole: removes the profiles it added, and restores those it completed.

A profile that was changed or got a record since stays as it is, and so does an organization of somebody who stays.
Calls go to another holder of their number, else to nobody.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from callerid_dash.domain.audit import AuditAction
from callerid_dash.domain.errors import Stale
from callerid_dash.domain.profiles.profiles import Profile, numbers_of
from callerid_dash.domain.users import Actor
from callerid_dash.services.core import Core
from callerid_dash.services.imports.profiles.write_batch import WrittenBatch
from callerid_dash.services.profiles.trail import ProfileTrail
from callerid_dash.services.shared.undo import TakenBack
from callerid_dash.store.calls import attribution
from callerid_dash.store.engine.protocol import Session
from callerid_dash.store.office import snapshots
from callerid_dash.store.office.snapshots import Snapshot
from callerid_dash.store.profiles import profiles as tables
from callerid_dash.store.shared.undos import UndoStep

PROFILES_IMPORTED = "profiles_imported"
"""The kind of the undo step."""
_FIRST = 1
_NEVER = 0  # no profile has this version


@dataclass(slots=True)
class UndoLog:
    """What an import needs for its undo: the versions of the profiles that it added (`made`) and of those that it
    completed; for the latter also their previous rows and how many records they had.
    """

    made: dict[int, int] = field(default_factory=dict)
    completed: dict[int, int] = field(default_factory=dict)
    records: dict[int, int] = field(default_factory=dict)
    rows: Snapshot = field(default_factory=dict)

    def follow(self, written: WrittenBatch) -> None:
        """Add a batch that was stored."""
        self.made |= dict.fromkeys(written.made, _FIRST)
        fresh = written.filled.keys() - self.made.keys() - self.completed.keys()
        for key, before in written.filled.items():
            known = self.made if key in self.made else self.completed
            untouched = known.get(key, before) == before  # by others since an earlier batch
            known[key] = before + 1 if untouched else _NEVER
        self.records |= {key: written.records[key] for key in fresh}
        for table, rows in written.before.items():
            self.rows.setdefault(table, []).extend(_rows_of({table: rows}, fresh)[table])

    def told(self) -> dict[str, object]:
        """The content of the undo step; empty if there is nothing to undo."""
        if not self.made and not self.completed:
            return {}
        parts = {"made": self.made, "completed": self.completed, "records": self.records}
        return {**{name: list(each.items()) for name, each in parts.items()}, "rows": self.rows}


@dataclass(frozen=True, slots=True)
class ImportUndo:
    """Undoes imports of profiles. Thread-safe."""

    core: Core

    def take_back(self, session: Session, actor: Actor, step: UndoStep) -> TakenBack:
        """`TakeBack` of an import."""
        before = step.before
        made, completed, records = (dict(map(tuple, before[name])) for name in ("made", "completed", "records"))
        there = self.core.snapshot.profiles(session, [*made, *completed])
        weights = snapshots.weights(session, list(there))
        same = {
            key
            for key, profile in there.items()
            if profile.version == {**made, **completed}[key] and weights[key][0] == records.get(key, 0)
        }
        restored = same & completed.keys()
        if restored:
            snapshots.put_back(session, _rows_of(before["rows"], restored), restored)
        gone = same & made.keys()
        gone -= set(snapshots.members_of(session, list(gone)).values())
        if not gone and not restored:
            raise Stale("This cannot be taken back any more: all of these profiles have been changed since.")
        self._remove(session, {key: there[key] for key in gone}, actor)
        self._follow(session, {key: there[key] for key in restored}, actor)
        return TakenBack(len(gone) + len(restored), len(there) - len(gone) - len(restored))

    def _remove(self, session: Session, gone: Mapping[int, Profile], actor: Actor) -> None:
        trail = ProfileTrail(self.core)
        if not gone:
            return
        calls = attribution.calls_by_number(session, list(gone))
        snapshots.remove(session, list(gone), records=True)
        attribution.leave(session, list(gone), trail.remaining_holders(session, calls))
        lines = (trail.line(each, None) for each in gone.values())
        self.core.audit.note(session, actor, AuditAction.UNDONE, *lines)
        trail.follow(session, gone.values())

    def _follow(self, session: Session, earlier: Mapping[int, Profile], actor: Actor) -> None:
        """Update what depends on restored profiles; `earlier` are the profiles before the restoration."""
        trail = ProfileTrail(self.core)
        if not earlier:
            return
        now = self.core.snapshot.profiles(session, earlier)
        tables.renamed_organization(session, now.values())
        lost = [(key, n) for key, was in earlier.items() for n in numbers_of(was.phones) - numbers_of(now[key].phones)]
        attribution.leave_each(session, lost, trail.remaining_holders(session, {number for _, number in lost}))
        lines = (trail.line(was, now[key]) for key, was in earlier.items())
        self.core.audit.note(session, actor, AuditAction.UNDONE, *lines)
        trail.follow(session, [*earlier.values(), *now.values()])


def _rows_of(rows: Snapshot, ids: Collection[int]) -> Snapshot:
    return {
        table: [row for row in found if row["id" if table == "profiles" else "profile_id"] in ids]
        for table, found in rows.items()
    }
