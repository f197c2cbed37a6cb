"""`callerid-dash import profiles`: profiles from a file of contacts."""

from __future__ import annotations

from pathlib import Path

import click

from callerid_dash.commands.imports.options import answer_of
from callerid_dash.domain.profiles.contacts.contact import Duplicates
from callerid_dash.domain.profiles.contacts.contact_file import ContactFormat
from callerid_dash.domain.profiles.profiles import ProfileKind

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("profiles")
@click.argument("file", type=_FILE)
@click.option("--format", type=click.Choice([form.value for form in ContactFormat]), help="Found out when left out.")
@click.option("--mapping", type=_FILE, help='JSON: {"columns": {"HEAD": "FIELD"}}; other heads are guessed.')
@click.option("--delimiter", help="Between the cells of a CSV file; found out when left out.")
@click.option("--encoding", help="Found out for UTF-8, UTF-16 and windows-1256 when left out.")
@click.option("--kind", type=click.Choice([kind.value for kind in ProfileKind]), help="Of whom the file does not say.")
@click.option("--category", help="Title or path (A / B) of the leaf for those without one.")
@click.option("--duplicates", type=click.Choice([each.value for each in Duplicates]), default="skip", show_default=True)
@click.option("--rejected", type=click.Path(dir_okay=False, path_type=Path), help="Write what was left out, as CSV.")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
def profiles(*, file: Path, mapping: Path | None, rejected: Path | None, dry_run: bool, **words: str | None) -> None:
    """Import the contacts in FILE: CSV (also of Google Contacts and Outlook), Excel or vCard.

    An entry that has a number in common with a profile of a similar name is that profile: it is skipped, completed
    (add-numbers) or created all the same. Importing a file again adds nothing under the first two. The server may run
    meanwhile; it then reads the file itself.
    """
    asked = {name: value for name, value in words.items() if value} | {"file": str(file.absolute())}
    if mapping:
        asked["mapping"] = mapping.read_text(encoding="utf-8-sig", errors="replace")
    if rejected:
        asked["rejected"] = str(rejected.absolute())
    what = "preview_profiles" if dry_run else "import_profiles"
    click.echo(answer_of(what, asked, _progress_text))


def _progress_text(done: int, of: int) -> str:
    return f"{done} of {of}"
