"""Imports past calls from other systems' files: `preview` shows what a file would give, `run` imports it.

Each row is part of a stored call, or rejected with the reason, or left out because it is no incoming call. Calls are
stored in batches (`services/imports/calls/pipeline.py`) while the next batch is read. A stopped import keeps what it
has stored, and the same file can be imported again. The readers (`sources/history/`) know the formats. Unknown callers
of the past do not become anonymous contacts.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from callerid_dash.domain.audit import AuditAction, Change, SubjectKind
from callerid_dash.domain.calls.history import Entry, OwnPhones, Reading, Rejected
from callerid_dash.domain.errors import InvalidInput
from callerid_dash.domain.local_times import AmbiguousTime
from callerid_dash.domain.numbers.locality import timezone_of
from callerid_dash.domain.users import Action, Actor
from callerid_dash.services.calls.ingest import Ingest
from callerid_dash.services.core import Core
from callerid_dash.services.imports.calls.batching import Gathered, gathered
from callerid_dash.services.imports.calls.pipeline import FIGURES, ImportCounts, ImportRun, NumberReader, Taken, take
from callerid_dash.services.imports.calls.preview import CallsPreview, preview_of
from callerid_dash.services.jobs.rejected_rows import ENGLISH, RejectsFile, Telling
from callerid_dash.services.shared.authority import authorize
from callerid_dash.store.calls.history import Batch
from callerid_dash.store.engine.protocol import Session
from callerid_dash.store.shared.audit import AuditLine

Reader = Callable[[BinaryIO, Reading], Iterator[Entry]]
ReadApart = Callable[[str, Path, Reading, str], Generator[Gathered]]
"""Reads a file of a format in a subprocess and yields its calls in batches, for the source of the last argument."""
Sources = {"asterisk-cdr": "asterisk", "asterisk-cel": "asterisk"}
"""The source of a format's calls, if it is not the first word of the format's name. Asterisk's files name calls as the
live source `asterisk` does, so that a call reported by both is stored once."""


@dataclass(frozen=True, slots=True)
class FileFormat:
    """The user's description of a file: its format, time zone and encoding.

    `zone`: empty for the office's. `source`: the source that the calls will belong to; empty for the format's usual
    one. `mapping`: field → column, for `csv`. `twice`: how an ambiguous local time is read.
    """

    name: str
    zone: str = ""
    encoding: str = "utf-8"
    twice: AmbiguousTime = AmbiguousTime.REFUSE
    source: str = ""
    mapping: Mapping[str, str] = field(default_factory=dict)

    @property
    def source_name(self) -> str:
        """The source that the calls will belong to."""
        return self.source or Sources.get(self.name, self.name.partition("-")[0])


Progress = Callable[[ImportCounts, int], None]
"""Called with the counts so far and the number of bytes read; raises to stop the import."""


def _silent(_counts: ImportCounts, _done: int) -> None:
    return


@dataclass(frozen=True, slots=True)
class Importing:
    """Previews and runs imports of calls. Thread-safe."""

    core: Core
    ingest: Ingest
    readers: Mapping[str, Reader]
    read_in_subprocess: ReadApart
    incoming_contexts: tuple[str, ...] = ()

    @property
    def formats(self) -> tuple[str, ...]:
        """The names of the formats that can be read."""
        return tuple(self.readers)

    def reading(self, form: FileFormat) -> Reading:
        """How to read a file with this description. Raises InvalidInput."""
        snapshot = self.core.snapshot
        extensions = frozenset(extension for user in snapshot.users.values() for extension in user.extensions)
        return Reading(
            zone=timezone_of(form.zone) if form.zone else snapshot.locality.timezone,
            now=self.core.clock(),
            encoding=form.encoding,
            twice=form.twice,
            mapping=form.mapping,
            incoming_contexts=self.incoming_contexts,
            is_internal=OwnPhones(extensions, snapshot.locality.dialing),
        )

    def preview(self, actor: Actor, path: Path, form: FileFormat, limit: int = 20) -> CallsPreview:
        """What the first rows of a file would become; see `look`."""
        authorize(actor, Action.IMPORT)
        with path.open("rb") as file:
            return self.look(actor, self._reader(form)(file, self.reading(form)), form.source_name, limit)

    def look(self, actor: Actor, entries: Iterable[Entry], source: str, limit: int = 20) -> CallsPreview:
        """The first `limit` calls and rejected rows that a reader yields. Stores nothing. Raises Forbidden."""
        authorize(actor, Action.IMPORT)
        return preview_of(self.core, entries, source, limit)

    def run(
        self,
        actor: Actor,
        path: Path,
        form: FileFormat,
        rejects: Path,
        progress: Progress = _silent,
        telling: Telling[Rejected] = ENGLISH,
    ) -> ImportCounts:
        """Import all calls of a file; see `take`."""
        authorize(actor, Action.IMPORT)
        self._reader(form)
        with path.open("rb"):  # raises here if the file cannot be opened
            batches = self.read_in_subprocess(form.name, path, self.reading(form), form.source_name)
        return self._take_in(actor, batches, form.source_name, path.name, RejectsFile(rejects, telling), progress)

    def take(
        self,
        actor: Actor,
        entries: Iterable[Entry],
        source: str,
        title: str,
        rejects: Path,
        progress: Progress = _silent,
    ) -> ImportCounts:
        """Import what a reader yields; `title` names it in the audit trail.

        Rows that cannot be read are written to the file `rejects`, in the language of `telling`; without such rows
        there is no file. Raises Forbidden, StoreUnavailable, and what `progress` raises; stored calls stay stored.
        """
        authorize(actor, Action.IMPORT)
        return self._take_in(actor, gathered(entries, source), source, title, RejectsFile(rejects), progress)

    def _take_in(
        self,
        actor: Actor,
        batches: Generator[Gathered],
        source: str,
        title: str,
        rejects: RejectsFile,
        progress: Progress,
    ) -> ImportCounts:
        run, done = ImportRun(source, NumberReader(self.core.directory), self._write), 0
        try:
            with closing(batches), self.core.store.engine.in_bulk(), rejects as rejected:
                for some in batches:
                    for row in some.rejected:
                        rejected.write(row)
                    run.add(some)
                    done = some.done
                    progress(run.counts(), done)
        finally:
            counts = run.settle()
            with suppress(Exception):
                progress(counts, done)  # also after a stop, report what was stored
            self._tell(actor, source, title, counts)
        return counts

    def _reader(self, form: FileFormat) -> Reader:
        reader = self.readers.get(form.name)
        if reader is None:
            raise InvalidInput(
                "'%(value)s' is no format; there are %(known)s.",
                "format",
                values={"value": form.name[:40], "known": ", ".join(self.readers)},
            )
        return reader

    def _write(self, batch: Batch) -> Future[Taken]:
        return self.core.store.writer.submit(self._take_batches, batch)

    def _take_batches(self, session: Session, batches: Sequence[Batch]) -> list[Taken]:
        return [take(session, self.ingest, batch) for batch in batches]

    def _tell(self, actor: Actor, source: str, title: str, counts: ImportCounts) -> None:
        """Note the import in the audit trail, and refresh every page, because it may show any of the new calls."""
        if not counts.rows:
            return
        told = [Change(name, "", str(getattr(counts, name))) for name in FIGURES if getattr(counts, name)]
        line = AuditLine(SubjectKind.CALL, source, title, told)

        def note(session: Session) -> None:
            self.core.audit.note(session, actor, AuditAction.IMPORTED, line)
            if counts.added or counts.completed:
                session.after_commit(self.ingest.load_feed)
                session.after_commit(self.core.feed.touch)

        self.core.store.write(note)
