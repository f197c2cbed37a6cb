"""Exports of whole lists (calls, profiles, records) as files, limited to what the actor may see.

A file is read piece by piece in one consistent read; closing the `Download` ends that read. Each export has a line in
the audit trail that says who exported what and how many rows; it is durable before the first byte is sent.
"""

from __future__ import annotations

import threading
from array import array
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime
from enum import Enum
from typing import TypeVar

from callerid_dash.domain.audit import AuditAction, Change, SubjectKind
from callerid_dash.domain.calls.filter import CallFilter
from callerid_dash.domain.errors import Busy, InvalidInput
from callerid_dash.domain.files.formats import Format
from callerid_dash.domain.files.spreadsheets import UNSAFE
from callerid_dash.domain.jobs import ProgressCallback
from callerid_dash.domain.users import Action, Actor, User
from callerid_dash.services.calls.call_log import CallLog
from callerid_dash.services.core import Core
from callerid_dash.services.exports.formats import ExportTable, check, contents
from callerid_dash.services.exports.profile_tables import (
    PROFILE_TABLE,
    RECORD_TABLE,
    ExportedRecords,
    count_records,
    profile_rows,
    record_rows,
)
from callerid_dash.services.profiles.filter import ProfileFilter
from callerid_dash.services.profiles.search import ProfileFinder
from callerid_dash.services.records.visibility import RecordVisibility
from callerid_dash.services.shared.authority import authorize
from callerid_dash.services.shared.paging import storable
from callerid_dash.store.engine.protocol import Session
from callerid_dash.store.exports import exports as tables
from callerid_dash.store.shared.audit import AuditLine

T = TypeVar("T")
AT_ONCE = 4
"""The most exports that run at a time; each keeps a read open until its download ends."""
_IDS_AT_ONCE = 5_000
_TYPES = {
    "started_at": "TIMESTAMP",
    "answered_at": "TIMESTAMP",
    "ended_at": "TIMESTAMP",
    "wait_seconds": "DOUBLE",
    "talk_seconds": "DOUBLE",
    "profile_id": "BIGINT",
}
CALL_TABLE = tuple((name, _TYPES.get(name, "TEXT")) for name in tables.CALL_COLUMNS)


class Download:
    """A file being downloaded. Iterate over it once; `close` ends the read at any point."""

    def __init__(self, name: str, form: Format, rows: int, first: bytes, rest: Generator[bytes]) -> None:
        self.name = name
        self.form = form
        self.rows = rows
        self._first = first
        self._rest = rest

    def __iter__(self) -> Iterator[bytes]:
        """The bytes of the file, in pieces."""
        yield self._first
        yield from self._rest

    def close(self) -> None:
        """End the read. May be called twice."""
        self._rest.close()


Tabulate = Callable[[Session], ExportTable]


def no_progress(_done: int, _of: int) -> None:
    """The default progress callback: does nothing."""


@dataclass(frozen=True, slots=True)
class Exporting:
    """Creates the downloads. Thread-safe."""

    core: Core
    search: ProfileFinder
    _running: threading.BoundedSemaphore = field(
        init=False, default_factory=lambda: threading.BoundedSemaphore(AT_ONCE)
    )

    def calls(
        self, actor: Actor, wanted: CallFilter, form: Format, progress: ProgressCallback = no_progress
    ) -> Download:
        """The matching calls that the actor may see, newest first.

        Raises InvalidInput, Forbidden, or Busy if too many exports run.
        """
        authorize(actor, Action.SEE_CALLS)
        _check_range(wanted.from_, wanted.to)
        asked = CallLog(self.core).conditions(actor if isinstance(actor, User) else None, wanted)

        def tabulate(session: Session) -> ExportTable:
            days, zone = tables.days(session, *asked), self.core.snapshot.locality.zone
            count = sum(day.calls for day in days)
            rows = tables.call_rows(session, *asked, days, zone)

            def lines(guarded: bool) -> Iterator[list[str]]:
                return tables.call_lines(session, *asked, days, zone, UNSAFE if guarded else "")

            return ExportTable("calls", CALL_TABLE, count, rows, zone, lines)

        return self._download(actor, SubjectKind.CALL, "calls", form, set_filters(wanted), tabulate, progress)

    def profiles(
        self, actor: Actor, query: str, wanted: ProfileFilter, form: Format, progress: ProgressCallback = no_progress
    ) -> Download:
        """The profiles that the list shows for this query and filter, in the same order. Raises Forbidden or Busy."""
        authorize(actor, Action.SEE_PROFILES)
        words = [("q", query)] if query else []
        ownerless = [("owner", "none")] if wanted.no_owner else []
        filters = [*words, *set_filters(wanted, "no_owner"), *ownerless]

        def tabulate(session: Session) -> ExportTable:
            directory = self.core.snapshot
            found = array("q")  # 8 bytes per profile; searching again for every small batch would take hours
            for some in self.search.walk(session, query, wanted, _IDS_AT_ONCE):
                found.extend(some)
            return ExportTable(
                "profiles", PROFILE_TABLE, len(found), profile_rows(session, found, directory), directory.locality.zone
            )

        return self._download(actor, SubjectKind.PROFILE, "profiles", form, filters, tabulate, progress)

    def records(
        self, actor: Actor, wanted: ExportedRecords, form: Format, progress: ProgressCallback = no_progress
    ) -> Download:
        """The matching records that the actor may see, in the order in which they were written."""
        authorize(actor, Action.SEE_PROFILES)
        _check_range(wanted.from_, wanted.to)
        if wanted.profile is not None and not storable(wanted.profile):
            raise InvalidInput("There is no such thing.", "profile")
        viewer = actor if isinstance(actor, User) else None

        def tabulate(session: Session) -> ExportTable:
            directory = self.core.snapshot
            asked = (session, viewer, wanted, RecordVisibility(self.core), directory)
            return ExportTable(
                "records", RECORD_TABLE, count_records(*asked), record_rows(*asked), directory.locality.zone
            )

        return self._download(actor, SubjectKind.RECORD, "records", form, set_filters(wanted), tabulate, progress)

    def _download(
        self,
        actor: Actor,
        kind: SubjectKind,
        name: str,
        form: Format,
        filters: Sequence[tuple[str, str]],
        tabulate: Tabulate,
        progress: ProgressCallback,
    ) -> Download:
        count = [0]

        def pieces() -> Generator[bytes]:
            if not self._running.acquire(blocking=False):
                raise Busy("Several exports are running already. Take this one when one of them has ended.", 10)
            try:
                with self.core.store.read() as session:
                    table = tabulate(session)
                    check(form, table.count)
                    count[0] = table.count
                    note_export(self.core, actor, kind, f"{name}.{form}", table.count, filters)
                    yield from contents(form, with_progress(table, progress))
            finally:
                self._running.release()

        made = pieces()
        first = next(made)  # an error is raised before anything is sent
        return Download(f"{name}.{form}", form, count[0], first, made)


def note_export(
    core: Core, actor: Actor, kind: SubjectKind, file: str, rows: int, filters: Sequence[tuple[str, str]]
) -> None:
    """Note in the audit trail who exports how many rows, and by which filters."""
    changes = [Change(name, "", value) for name, value in (("rows", str(rows)), *filters)]
    line = AuditLine(kind, file, file, changes)
    core.store.write(lambda session: core.audit.note(session, actor, AuditAction.EXPORTED, line))


def with_progress(table: ExportTable, progress: ProgressCallback) -> ExportTable:
    """The same table, but reading its rows or lines reports progress."""
    done = 0

    def counted(batches: Iterator[list[T]]) -> Iterator[list[T]]:
        nonlocal done
        progress(done, table.count)
        for batch in batches:
            yield batch
            done += len(batch)
            progress(done, table.count)

    rows, lines = counted(table.rows), table.lines
    return replace(table, rows=rows, lines=(lambda guarded: counted(lines(guarded))) if lines else None)


def _check_range(since: datetime | None, until: datetime | None) -> None:
    if since and until and until < since:
        raise InvalidInput("The range ends before it begins.", "to")


def set_filters(wanted: CallFilter | ExportedRecords | ProfileFilter, *but: str) -> list[tuple[str, str]]:
    """The conditions that are set, by their names in addresses, without those of the fields in `but`."""
    given = ((each, getattr(wanted, each.name)) for each in fields(wanted) if each.name not in but)
    return [(each.name.rstrip("_"), _plain(value)) for each, value in given if value != each.default]


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value.value) if isinstance(value, Enum) else str(value)
