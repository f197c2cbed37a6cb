"""Imports calls, with parameters as typed on the command line.

It runs where the database is open: in this process, or in the server, which then reads the file itself.
"""

from __future__ import annotations

import json
from collections.abc import Generator, Iterator, Mapping
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from pathlib import Path
from urllib.parse import urlsplit

from callerid_dash.commands.streams import Streamed
from callerid_dash.domain.calls.history import Entry, Why
from callerid_dash.domain.errors import InvalidInput
from callerid_dash.domain.jobs import ProgressCallback
from callerid_dash.domain.local_times import AmbiguousTime
from callerid_dash.services.accounts.accounts import OPERATOR
from callerid_dash.services.imports.calls.pipeline import ImportCounts
from callerid_dash.services.imports.calls.preview import LOOKED_AT, CallsPreview
from callerid_dash.services.imports.calls.service import FileFormat, Importing
from callerid_dash.sources.history.asterisk import cdr_tables

Words = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class CallImports:
    """Imports files for the operator of the machine, who has the permission."""

    importing: Importing

    def streams(self) -> dict[str, Streamed]:
        """Each import by name; it yields one line of JSON, a preview yields lines to read."""
        return {
            "import_calls": self.calls,
            "import_call_table": self.table,
            "preview_calls": self.preview,
            "preview_call_table": self.preview_table,
        }

    def calls(self, words: Words, progress: ProgressCallback) -> Generator[bytes]:
        """Import a file; yields the counts."""
        path = Path(words["file"])
        size = _size(path)

        def report(_counts: ImportCounts, done: int) -> None:
            progress(done, size)

        report(ImportCounts(), 0)
        counts = self.importing.run(OPERATOR, path, _format(words), Path(words["rejected"]), report)
        yield json.dumps(asdict(counts)).encode()

    def table(self, words: Words, progress: ProgressCallback) -> Generator[bytes]:
        """Import the detail records from another system's database; yields the counts."""
        form, where = _format(words), urlsplit(words["file"])
        entries = self._table(words, form)

        def report(_counts: ImportCounts, done: int) -> None:
            progress(done, 0)

        title = f"{where.hostname or ''}{where.path} {words.get('table', 'cdr')}"  # without the password
        counts = self.importing.take(OPERATOR, entries, form.source_name, title, Path(words["rejected"]), report)
        yield json.dumps(asdict(counts)).encode()

    def _table(self, words: Words, form: FileFormat, most: int | None = None) -> Generator[Entry]:
        """The records of the table, at most the first `most` rows."""
        url, table, since = words["file"], words.get("table", "cdr"), self._since(words.get("since"))
        return cdr_tables.read(url, table, self.importing.reading(form), since, most)

    def _since(self, day: str | None) -> datetime | None:
        if not day:
            return None
        try:
            return datetime.combine(date.fromisoformat(day), time.min, self.importing.core.snapshot.locality.zone)
        except ValueError as error:
            raise InvalidInput("--since is a day such as 2026-03-21.", "since") from error

    def preview(self, words: Words, _progress: ProgressCallback) -> Generator[bytes]:
        """Read the beginning of a file; yields its preview in lines to read."""
        path = Path(words["file"])
        _size(path)
        found = self.importing.preview(OPERATOR, path, _format(words))
        yield "\n".join(_lines(found)).encode()

    def preview_table(self, words: Words, _progress: ProgressCallback) -> Generator[bytes]:
        """The same for a table, of which only as many rows are fetched as are read."""
        form = _format(words)
        with closing(self._table(words, form, LOOKED_AT)) as entries:
            found = self.importing.look(OPERATOR, entries, form.source_name)
        yield "\n".join(_lines(found, "row")).encode()


def _format(words: Words) -> FileFormat:
    return FileFormat(
        name=words["format"],
        zone=words.get("zone", ""),
        encoding=words.get("encoding", "utf-8"),
        twice=AmbiguousTime(words.get("twice", AmbiguousTime.REFUSE)),
        source=words.get("source", ""),
        mapping=_mapping(words.get("mapping")),
    )


def _mapping(text: str | None) -> dict[str, str]:
    return {str(field): str(column) for field, column in json.loads(text).items()} if text else {}


def _size(path: Path) -> int:
    try:
        with path.open("rb"):
            return path.stat().st_size
    except OSError as error:
        raise InvalidInput(f"{path} cannot be read: {error.strerror or error}.", "file") from error


def _lines(found: CallsPreview, counted: str = "line") -> Iterator[str]:
    for each in found.calls:
        call = each.call
        who = each.holder.name if each.holder else each.number.canonical or call.caller or "withheld"
        already = " (stored already)" if each.already else ""
        phone = call.extension or ",".join(call.rang)
        yield "\t".join((f"{call.started_at:%Y-%m-%d %H:%M:%S}Z", who, call.line, phone, call.outcome)) + already
    for row in found.rejected:
        yield f"{counted} {row.line_no}: {row.reason}"
    yield f"{len(found.calls)} calls, {len(found.rejected)} rejected rows, {found.left_out} rows of no incoming call"
    yield from left_out_lines(found.why, found.contexts)


def left_out_lines(why: Mapping[str, int], contexts: Mapping[str, int]) -> Iterator[str]:
    """The reasons why rows were left out, as far as they are worth a line."""
    reasons = {
        Why.OURS: "our own telephones, or the system itself, made the call",
        Why.CONTEXT: "the call began in a context that is not set as incoming (CALLERID_AMI_INCOMING_CONTEXTS): "
        + ", ".join(f"{name or '-'} ({count:,})" for name, count in contexts.items()),
        Why.SAID: "the file says that it is no incoming call",
        Why.NO_BEGINNING: "the file does not tell where the call began",
    }
    for reason, words in reasons.items():
        if count := why.get(reason, 0):
            yield f"  {count:,} {'row' if count == 1 else 'rows'} left out: {words}."
