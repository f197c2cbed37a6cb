"""Whole lists as files, for whoever may see them: calls, profiles, records. Each leaves a line in the audit trail.

A file is read in one consistent read, piece by piece; closing the `Download` ends that read. The line in the trail is
durable before the first byte leaves, and says who took how many rows of what.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, fields
from datetime import datetime
from enum import Enum

from callerid_dash.domain.audit import Change, Deed, SubjectKind
from callerid_dash.domain.errors import Busy, InvalidInput
from callerid_dash.domain.spreadsheets import UNSAFE
from callerid_dash.domain.users import Action, Actor, User
from callerid_dash.services.audit import Audit
from callerid_dash.services.authority import authorize
from callerid_dash.services.calls import CallFilter, CallLog
from callerid_dash.services.directory import Directory
from callerid_dash.services.export_files import Format, Table, check, contents
from callerid_dash.services.paging import storable
from callerid_dash.store import exports as tables
from callerid_dash.store.audit import Line
from callerid_dash.store.database import Store
from callerid_dash.store.engine import Session

AT_ONCE = 4
"""So many exports run at a time; each keeps a read open as long as somebody downloads it."""
_TYPES = {
    "started_at": "TIMESTAMP",
    "answered_at": "TIMESTAMP",
    "ended_at": "TIMESTAMP",
    "wait_seconds": "DOUBLE",
    "talk_seconds": "DOUBLE",
    "profile_id": "BIGINT",
}
CALL_TABLE = tuple((name, _TYPES.get(name, "TEXT")) for name in tables.CALL_COLUMNS)


@dataclass(frozen=True, slots=True)
class ExportedCalls(CallFilter):
    """The log's filter, and the queue."""

    queue: str | None = None


class Download:
    """A file on its way. Iterate over it once; `close` ends the read, also in the middle."""

    def __init__(self, name: str, form: Format, rows: int, first: bytes, rest: Generator[bytes]) -> None:
        self.name = name
        self.form = form
        self.rows = rows
        self._first = first
        self._rest = rest

    def __iter__(self) -> Iterator[bytes]:
        """The bytes."""
        yield self._first
        yield from self._rest

    def close(self) -> None:
        """Read no more. May be called twice."""
        self._rest.close()


Tabulate = Callable[[Session], Table]


class Exporting:
    """Makes downloads. Thread-safe."""

    def __init__(self, store: Store, directory: Directory, log: CallLog, audit: Audit) -> None:
        self._store = store
        self._directory = directory
        self._log = log
        self._audit = audit
        self._running = threading.BoundedSemaphore(AT_ONCE)

    def calls(self, actor: Actor, wanted: ExportedCalls, form: Format) -> Download:
        """The calls that match and that the actor may see, newest first.

        Raises InvalidInput, Forbidden, or Busy when too many exports run.
        """
        authorize(actor, Action.SEE_CALLS)
        if wanted.from_ and wanted.to and wanted.to < wanted.from_:
            raise InvalidInput("The range ends before it begins.", "to")
        if wanted.queue is not None and not storable(wanted.queue):
            raise InvalidInput("There is no such thing.", "queue")
        sight = self._log.sight(actor if isinstance(actor, User) else None)
        wish = tables.Wish(self._log.conditions(wanted), wanted.queue, sight)

        def tabulate(session: Session) -> Table:
            counted, zone = tables.days(session, wish), self._directory.snapshot.locality.zone
            count = sum(day.calls for day in counted)
            rows = tables.call_rows(session, wish, counted, zone)
            lines = tables.call_lines(session, wish, counted, zone, UNSAFE)
            return Table("calls", CALL_TABLE, count, rows, zone, lines)

        return self._download(actor, SubjectKind.CALL, "calls", form, _told(wanted), tabulate)

    def _download(
        self,
        actor: Actor,
        kind: SubjectKind,
        name: str,
        form: Format,
        filters: tuple[Change, ...],
        tabulate: Tabulate,
    ) -> Download:
        count = [0]

        def pieces() -> Generator[bytes]:
            if not self._running.acquire(blocking=False):
                raise Busy("Several exports are running already. Take this one when one of them has ended.", 10)
            try:
                with self._store.read() as session:
                    table = tabulate(session)
                    check(form, table.count)
                    count[0] = table.count
                    self._note(actor, kind, f"{name}.{form}", (Change("rows", "", str(table.count)), *filters))
                    yield from contents(form, table)
            finally:
                self._running.release()

        made = pieces()
        first = next(made)  # whatever is wrong, is wrong before anything has left
        return Download(f"{name}.{form}", form, count[0], first, made)

    def _note(self, actor: Actor, kind: SubjectKind, file: str, changes: tuple[Change, ...]) -> None:
        line = Line(kind, file, file, changes)
        self._store.write(lambda session: self._audit.note(session, actor, Deed.EXPORTED, line))


def _told(wanted: ExportedCalls) -> tuple[Change, ...]:
    """The filters that were set, by the names that addresses have for them."""
    given = ((each.name.rstrip("_"), getattr(wanted, each.name)) for each in fields(wanted))
    return tuple(Change(name, "", _plain(value)) for name, value in given if value is not None)


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value.value) if isinstance(value, Enum) else str(value)
