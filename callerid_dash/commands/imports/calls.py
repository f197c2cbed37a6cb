"""`callerid-dash import calls`: past calls from another system's files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from callerid_dash.commands.imports.options import answer_of
from callerid_dash.domain.errors import InvalidInput
from callerid_dash.domain.local_times import AmbiguousTime
from callerid_dash.sources.history import READERS, read_mapping

TABLE = "asterisk-table"
"""The format that is no file but a database table."""

_SAID = (
    "{rows:,} rows: {calls:,} calls ({added:,} new, {completed:,} completed, {already:,} stored already), "
    "{rejected:,} rows rejected, {left_out:,} of no incoming call."
)


@click.command("calls")
@click.argument("file")
@click.option("--format", "form", type=click.Choice([*READERS, TABLE]), required=True, help="What wrote the file.")
@click.option("--zone", metavar="ZONE", help="The clock of its times, such as Asia/Tehran; the office's when left out.")
@click.option("--encoding", default="utf-8", show_default=True, help="Such as windows-1256.")
@click.option(
    "--twice",
    type=click.Choice([each.value for each in AmbiguousTime]),
    default=AmbiguousTime.REFUSE.value,
    show_default=True,
    help="What to do with local times that came twice when clocks were put back.",
)
@click.option("--mapping", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Of csv: TOML or JSON.")
@click.option("--source", default="", help="Under which source's name the calls are kept.")
@click.option(
    "--rejected",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where rows go that cannot be used; beside FILE when left out.",
)
@click.option("--table", default="cdr", show_default=True, help=f"Of {TABLE}.")
@click.option("--since", metavar="DAY", help=f"Of {TABLE}: only what began on this day of the office or later.")
@click.option("--dry-run", is_flag=True, help="Show what the beginning would give, and store nothing.")
def calls(
    *, file: str, mapping: Path | None, rejected: Path | None, form: str, dry_run: bool, **words: str | None
) -> None:
    """Take in the calls of FILE: Asterisk's CDR or CEL, FreeSWITCH's CDR, any CSV with a mapping.

    With --format asterisk-table, FILE is the address of a database in which Asterisk keeps its detail records, such as
    mysql://user:password@host/asteriskcdrdb.

    Nothing is half read: rows that cannot be used are reported with the reason, the rest is taken in. Importing the
    same again adds nothing. The server may run meanwhile; it then reads the file itself.
    """
    is_table = form == TABLE
    beside = Path(f"{words['table']}.rejected.csv" if is_table else f"{file}.rejected.csv")
    asked = {name: value for name, value in words.items() if value}
    asked |= {"rejected": str((rejected or beside).absolute())}
    asked |= (
        {"format": "asterisk-cdr", "file": file} if is_table else {"format": form, "file": str(Path(file).absolute())}
    )
    if mapping:
        asked["mapping"] = json.dumps(_read_mapping(mapping))
    kind = "call_table" if is_table else "calls"
    answer = answer_of(f"{'preview' if dry_run else 'import'}_{kind}", asked, _progress_text)
    if dry_run:
        click.echo(answer)
        return
    counts: dict[str, Any] = json.loads(answer)
    from callerid_dash.commands.imports.calls_work import left_out_lines

    click.echo(_SAID.format(**counts))
    for line in left_out_lines(counts.get("why", {}), counts.get("contexts", {})):
        click.echo(line)
    if counts["rejected"]:
        click.echo(f"The rejected rows and why: {asked['rejected']}")


def _progress_text(done: int, of: int) -> str:
    return f"{done * 100 // of} % of the file" if of else f"{done:,} rows"


def _read_mapping(path: Path) -> dict[str, str]:
    try:
        return dict(read_mapping(path.read_text(encoding="utf-8-sig")))
    except (OSError, UnicodeError) as error:
        raise InvalidInput(f"{path} cannot be read: {error}", "mapping") from error
