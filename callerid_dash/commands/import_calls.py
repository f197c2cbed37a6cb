"""`callerid-dash import calls`: calls of the past from another system's files."""

from __future__ import annotations

import json
import os
import sys
import tomllib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import click

from callerid_dash.commands.call_imports import CallImports
from callerid_dash.commands.remote import connect
from callerid_dash.commands.streams import now_and_then, received
from callerid_dash.domain.errors import InvalidInput
from callerid_dash.domain.local_times import Twice
from callerid_dash.factory import build_services
from callerid_dash.settings import read_settings
from callerid_dash.sources.history import READERS

PATIENCE = 600.0
"""Seconds without a word after which a server is given up."""

_SAID = (
    "{rows:,} rows: {calls:,} calls ({added:,} new, {completed:,} completed, {already:,} stored already), "
    "{rejected:,} rows rejected, {left_out:,} of no incoming call."
)


@click.command("calls")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--format", "form", type=click.Choice(list(READERS)), required=True, help="What wrote the file.")
@click.option("--zone", metavar="ZONE", help="The clock of its times, such as Asia/Tehran; the office's when left out.")
@click.option("--encoding", default="utf-8", show_default=True, help="Such as windows-1256.")
@click.option(
    "--twice",
    type=click.Choice([each.value for each in Twice]),
    default=Twice.REFUSE.value,
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
@click.option("--dry-run", is_flag=True, help="Show what the beginning of the file would give, and store nothing.")
def calls(
    file: Path, mapping: Path | None, rejected: Path | None, form: str, dry_run: bool, **words: str | None
) -> None:
    """Take in the calls of FILE: Asterisk's CDR or CEL, FreeSWITCH's CDR, any CSV with a mapping.

    Nothing is half read: rows that cannot be used are reported with the reason, the rest is taken in. Importing the
    same again adds nothing. The server may run meanwhile; it then reads the file itself.
    """
    rejects = (rejected or file.with_name(f"{file.name}.rejected.csv")).absolute()
    asked = {name: value for name, value in words.items() if value}
    asked |= {"format": form, "file": str(file.absolute()), "rejected": str(rejects)}
    if mapping:
        asked["mapping"] = json.dumps(_read_mapping(mapping))
    answer = b"".join(_answers("preview_calls" if dry_run else "import_calls", asked)).decode()
    if dry_run:
        click.echo(answer)
        return
    counts: dict[str, int] = json.loads(answer)
    click.echo(_SAID.format(**counts))
    if counts["rejected"]:
        click.echo(f"The rejected rows and why: {rejects}")


def _answers(what: str, words: dict[str, str]) -> Iterator[bytes]:
    settings = read_settings(os.environ)
    told = now_and_then(_tell)
    try:
        connection = connect(settings, {"stream": what, "parameters": words}, PATIENCE)
        if connection is None:
            services = build_services(settings)
            with closing(services.store):
                yield from CallImports(services.importing).streams()[what](words, told)
            return
        with connection, connection.makefile("rb") as answer:
            yield from received(answer, told)
    finally:
        if sys.stderr.isatty():
            click.echo("\r\033[K", nl=False, err=True)


def _tell(done: int, of: int) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r{done * 100 // max(of, 1)} % of the file\033[K", nl=False, err=True)


def _read_mapping(path: Path) -> dict[str, str]:
    text = path.read_bytes()
    try:
        read = json.loads(text) if path.suffix.lower() == ".json" else tomllib.loads(text.decode())
    except ValueError as error:
        raise InvalidInput(f"{path} is neither TOML nor JSON: {error}", "mapping") from error
    if not isinstance(read, dict):
        raise InvalidInput(f"{path} must name a column for each field.", "mapping")
    return {str(field): str(column) for field, column in read.items()}
