"""`callerid-dash import profiles`: a file of contacts becomes profiles."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import click

from callerid_dash.domain.contacts.contact_file import ContactFile, Form, Reading, read_contacts, read_mapping
from callerid_dash.domain.errors import InvalidInput, StoreUnavailable
from callerid_dash.domain.profiles import ProfileKind
from callerid_dash.factory import build_services
from callerid_dash.services.accounts import OPERATOR
from callerid_dash.services.import_plan import Duplicates, Judged, Standing
from callerid_dash.services.import_report import left_out_file
from callerid_dash.services.importing_profiles import Preview, Report, Wishes
from callerid_dash.services.suite import Services
from callerid_dash.settings import read_settings

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_WORDS = {
    Standing.NEW: "new",
    Standing.SIMILAR: "new, though somebody is called much like it",
    Standing.DUPLICATE: "known already",
    Standing.OTHER_NAME: "number known under another name",
    Standing.REPEATED: "repeated in the file",
    Standing.REJECTED: "rejected",
}


@click.command("profiles")
@click.argument("file", type=_FILE)
@click.option("--format", "form", type=click.Choice([form.value for form in Form]), help="Found out when left out.")
@click.option("--mapping", type=_FILE, help='JSON: {"columns": {"HEAD": "FIELD"}}; other heads are guessed.')
@click.option("--delimiter", default="", help="Between the cells of a CSV file; found out when left out.")
@click.option("--encoding", default="", help="Found out for UTF-8, UTF-16 and windows-1256 when left out.")
@click.option("--kind", type=click.Choice([kind.value for kind in ProfileKind]), help="Of whom the file does not say.")
@click.option("--category", default="", help="Title or path (A / B) of the leaf for those without one.")
@click.option("--duplicates", type=click.Choice([each.value for each in Duplicates]), default="skip", show_default=True)
@click.option("--rejected", type=click.Path(dir_okay=False, path_type=Path), help="Write what was left out, as CSV.")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
def profiles(
    *,
    file: Path,
    form: str | None,
    mapping: Path | None,
    delimiter: str,
    encoding: str,
    kind: str | None,
    category: str,
    duplicates: str,
    rejected: Path | None,
    dry_run: bool,
) -> None:
    """Import the contacts in FILE: CSV (also of Google Contacts and Outlook) or vCard.

    An entry that has a number in common with a profile of a similar name is that profile: it is skipped, completed
    (add-numbers) or created all the same. Importing a file again adds nothing under the first two.
    """
    reading = read_mapping(mapping.read_text(encoding="utf-8-sig")) if mapping else Reading()
    reading = replace(
        reading,
        form=Form(form) if form else None,
        delimiter={"tab": "\t", "\\t": "\t"}.get(delimiter, delimiter) or reading.delimiter,
        encoding=encoding or reading.encoding,
        kind=ProfileKind(kind) if kind else reading.kind,
    )
    found = read_contacts(file.read_bytes(), reading)
    _tell_reading(found)
    wishes = Wishes(Duplicates(duplicates), category)
    services = _services()
    try:
        if dry_run:
            _dry_run(services, found, wishes, rejected)
            return
        report = _run(services, found, wishes, file.name)
    finally:
        services.store.close()
    _tell_report(report, found, rejected)


def _services() -> Services:
    try:
        return build_services(read_settings(os.environ))
    except StoreUnavailable as error:
        if "in use" not in str(error):
            raise
        raise StoreUnavailable(f"{error} While it runs, import in the settings, at “Import profiles”.") from error


def _tell_reading(found: ContactFile) -> None:
    how = f", delimiter {found.delimiter!r}" if found.delimiter else ""
    click.echo(f"Read {len(found.entries)} entries ({found.form}, {found.encoding}{how}).")
    for head, column in zip(found.heads, found.columns, strict=False):
        click.echo(f"  {head} → {' '.join(filter(None, (column.field, column.label)))}")


def _dry_run(services: Services, found: ContactFile, wishes: Wishes, rejected: Path | None) -> None:
    preview = services.profile_import.preview(found.entries, wishes, OPERATOR)
    _tell_preview(preview)
    _write(rejected, found, preview.rejected)
    click.echo("Nothing was stored.")


def _tell_preview(preview: Preview) -> None:
    for standing, words in _WORDS.items():
        if count := preview.counts[standing]:
            click.echo(f"{count} {words}")
            for each in preview.shown[standing][:5]:
                click.echo(f"  line {each.entry.line}: {_told(each)}")
    if preview.organizations:
        click.echo(f"{len(preview.organizations)} organizations would be added for their people")


def _run(services: Services, found: ContactFile, wishes: Wishes, name: str) -> Report:
    with click.progressbar(length=len(found.entries), label="Importing") as bar:
        return services.profile_import.run(
            found.entries, wishes, OPERATOR, name, progress=lambda done, _total: bar.update(done - bar.pos)
        )


def _tell_report(report: Report, found: ContactFile, rejected: Path | None) -> None:
    counts = {
        "added": report.added,
        "completed": report.completed,
        "unchanged": report.unchanged,
        "skipped": report.skipped,
        "rejected": report.rejected,
        "organizations added for their people": report.organizations,
        "past calls assigned": report.past_calls,
    }
    click.echo(", ".join(f"{count} {words}" for words, count in counts.items() if count) or "Nothing to do.")
    for each in report.left_out[:5]:
        click.echo(f"  line {each.entry.line}: {_told(each)}", err=True)
    if len(report.left_out) > 5 and not rejected:  # noqa: PLR2004 - as many as were told
        click.echo("  … --rejected FILE writes them all.", err=True)
    _write(rejected, found, report.left_out)


def _told(each: Judged) -> str:
    other = f"like {each.other_name}" if each.other_name and not each.reason else ""
    return ": ".join(filter(None, (each.name, str(each.reason) if each.reason else other)))


def _write(path: Path | None, found: ContactFile, left_out: Iterable[Judged]) -> None:
    if path is None:
        return
    try:
        with path.open("w", encoding="utf-8", newline="") as file:
            file.writelines(left_out_file(found.heads, left_out))
    except OSError as error:
        raise InvalidInput(f"Cannot write {path}: {error.strerror}.") from error
    click.echo(f"What was left out is in {path}.")
