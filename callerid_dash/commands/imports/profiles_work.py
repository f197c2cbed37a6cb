"""Imports profiles, with parameters as typed on the command line.

It runs where the database is open: in this process, or in the server, which then reads the file itself.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from callerid_dash.commands.streams import Streamed
from callerid_dash.domain.errors import InvalidInput
from callerid_dash.domain.jobs import ProgressCallback
from callerid_dash.domain.profiles.contacts.contact import Duplicates
from callerid_dash.domain.profiles.contacts.contact_file import ContactFile, ContactFormat, ContactReading, read_mapping
from callerid_dash.domain.profiles.profiles import ProfileKind
from callerid_dash.services.accounts.accounts import OPERATOR
from callerid_dash.services.imports.profiles.duplicates import Classified, EntryStatus
from callerid_dash.services.imports.profiles.phones import Doubt
from callerid_dash.services.imports.profiles.reading import read_in_subprocess
from callerid_dash.services.imports.profiles.rejected_file import left_out_file
from callerid_dash.services.imports.profiles.service import ContactsPreview, ImportOptions, ProfileImport, Report

Words = Mapping[str, str]
_FEW = 5
_STATUSES = {
    EntryStatus.NEW: "new",
    EntryStatus.SIMILAR: "new, though somebody is called much like it",
    EntryStatus.DUPLICATE: "known already",
    EntryStatus.OTHER_NAME: "number known under another name",
    EntryStatus.REPEATED: "repeated in the file",
    EntryStatus.REJECTED: "rejected",
}


@dataclass(frozen=True, slots=True)
class ProfileImports:
    """Imports files for the operator of the machine, who has the permission. Yields lines to read."""

    profile_import: ProfileImport

    def streams(self) -> dict[str, Streamed]:
        """Each import by name."""
        return {"import_profiles": self.profiles, "preview_profiles": self.preview}

    def profiles(self, words: Words, progress: ProgressCallback) -> Generator[bytes]:
        """Import a file; yields the result."""
        found = _read(words)
        progress(0, len(found.entries))

        def follow(report: Report) -> None:
            progress(report.seen, report.total)

        name = Path(words["file"]).name
        report = self.profile_import.run(found.entries, _options(words), OPERATOR, name, follow)
        lines = [
            *_reading(found),
            *_report(report),
            *_doubts(report.doubts),
            *_written(words, found, report.left_out, report.doubts),
        ]
        yield "\n".join(lines).encode()

    def preview(self, words: Words, _progress: ProgressCallback) -> Generator[bytes]:
        """Read a file; yields what an import would do."""
        found = _read(words)
        preview = self.profile_import.preview(found.entries, _options(words), OPERATOR)
        lines = [
            *_reading(found),
            *_preview(preview),
            *_doubts(preview.doubts),
            *_written(words, found, preview.rejected, preview.doubts),
        ]
        yield "\n".join([*lines, "Nothing was stored."]).encode()


def _read(words: Words) -> ContactFile:
    reading = read_mapping(words["mapping"]) if "mapping" in words else ContactReading()
    delimiter = words.get("delimiter", "")
    return read_in_subprocess(
        Path(words["file"]),
        replace(
            reading,
            form=ContactFormat(words["format"]) if "format" in words else None,
            delimiter={"tab": "\t", "\\t": "\t"}.get(delimiter, delimiter) or reading.delimiter,
            encoding=words.get("encoding") or reading.encoding,
            kind=ProfileKind(words["kind"]) if "kind" in words else reading.kind,
        ),
    )


def _options(words: Words) -> ImportOptions:
    return ImportOptions(Duplicates(words["duplicates"]), words.get("category", ""))


def _reading(found: ContactFile) -> Iterator[str]:
    sheet = f"sheet {found.sheet!r}" if found.sheet else ""
    delimiter = f"delimiter {found.delimiter!r}" if found.delimiter else ""
    how = ", ".join(filter(None, (found.form, sheet, found.encoding, delimiter)))
    yield f"Read {len(found.entries)} entries ({how})."
    for head, column in zip(found.heads, found.columns, strict=False):
        yield f"  {head} → {' '.join(filter(None, (column.field, column.label)))}"


def _preview(preview: ContactsPreview) -> Iterator[str]:
    for status, words in _STATUSES.items():
        if count := preview.counts[status]:
            yield f"{count} {words}"
            yield from map(_line, preview.shown[status][:_FEW])
    if preview.organizations:
        yield f"{len(preview.organizations)} organizations would be added for their people"


def _report(report: Report) -> Iterator[str]:
    counts = {
        "added": report.added,
        "completed": report.completed,
        "unchanged": report.unchanged,
        "skipped": report.skipped,
        "rejected": report.rejected,
        "organizations added for their people": report.organizations,
        "past calls assigned": report.past_calls,
    }
    yield ", ".join(f"{count} {words}" for words, count in counts.items() if count) or "Nothing to do."
    if report.undo_id is not None:
        yield "For a day an admin or a supervisor can take it back on the pages, under “Take something back”."
    yield from map(_line, report.left_out[:_FEW])


def _line(each: Classified) -> str:
    other = f"like {each.other_name}" if each.other_name and not each.reason else ""
    what = ": ".join(filter(None, (each.name, str(each.reason) if each.reason else other)))
    return f"  line {each.entry.line}: {what}"


def _doubts(doubts: Sequence[Doubt]) -> Iterator[str]:
    """Every phone without a valid number."""
    if doubts:
        yield f"Telephone numbers to look at: {len(doubts)}"
    for each in doubts:
        yield f"  line {each.entry.line}: {each.name}: {each.field} “{each.value}”: {each.reason}"


def _written(
    words: Words, found: ContactFile, left_out: Iterable[Classified], doubts: Sequence[Doubt]
) -> Iterator[str]:
    """Write the entries that were left out to the chosen file, and report that."""
    kept = list(left_out)
    if "rejected" not in words:
        if len(kept) > _FEW:
            yield "  … --rejected FILE writes them all."
        return
    path = Path(words["rejected"])
    try:
        with path.open("w", encoding="utf-8", newline="") as file:
            file.writelines(left_out_file(found.heads, kept, doubts))
    except OSError as error:
        raise InvalidInput(f"{path} cannot be written: {error.strerror or error}.", "rejected") from error
    yield f"What was left out and why: {path}"
