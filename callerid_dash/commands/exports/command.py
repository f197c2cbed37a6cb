"""`callerid-dash export`: whole lists as files, from the database or from the server that holds it."""

from __future__ import annotations

import os
import signal
import stat
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, closing, suppress
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from callerid_dash.commands.remote import pieces_of, progress_at_terminal
from callerid_dash.commands.streams import Streamed
from callerid_dash.domain.calls.filter import CONDITIONS, Condition
from callerid_dash.domain.errors import CallerIdError
from callerid_dash.domain.files.formats import Format
from callerid_dash.domain.profiles.profiles import ProfileKind

if TYPE_CHECKING:
    from callerid_dash.settings import Settings

Command = Callable[..., Any]
Option = Callable[[Command], Command]
STDOUT = "-"


class NotWritten(CallerIdError):
    """The file could not be written; nothing of it is left."""


@click.group()
def export() -> None:
    """Write whole lists into files.

    A file has its name only when it is whole. Lists come from the database or from the server that holds it.
    """


def _options(*options: Option) -> Option:
    def decorate(command: Command) -> Command:
        for option in reversed((*options, *_FILE)):
            command = option(command)
        return command

    return decorate


_FILE = (
    click.option(
        "--format",
        "form",
        type=click.Choice([form.value for form in Format]),
        help="By the name of FILE when left out.",
    ),
    click.option(
        "--output",
        default=STDOUT,
        show_default="standard output",
        type=click.Path(dir_okay=False, allow_dash=True),
        metavar="FILE",
        help="Where to; - is standard output.",
    ),
)
_TIME = (
    click.option(
        "--from",
        "from_",
        metavar="TIME",
        help="A day of the office, 2026-03-21, or 2026-03-21T09:30:00+03:30.",
    ),
    click.option("--to", metavar="TIME", help="The same; a day is included, an instant is not."),
)
_USER = click.option("--user", metavar="USERNAME", help="One of their extensions rang or answered.")


def _condition(condition: Condition) -> Option:
    """The command-line option of a condition; a user is given by name."""
    if condition.name == "user":
        return _USER
    option, words = f"--{condition.name.replace('_', '-')}", f"{condition.help}." if condition.help else None
    if condition.type is bool:
        return click.option(f"{option}/--{condition.otherwise}", default=None, help=words)
    if condition.type is int:
        within = condition.within
        numbers = click.IntRange(within[0], within[-1]) if within else click.IntRange(1)
        return click.option(option, type=numbers, metavar=condition.metavar or (None if within else "ID"), help=words)
    kind = click.Choice([value.value for value in condition.type]) if issubclass(condition.type, StrEnum) else str
    return click.option(option, type=kind, metavar=condition.metavar, help=words)


_PROFILE = click.option("--profile", type=click.IntRange(1), metavar="ID", help="Of this profile alone.")


@export.command("calls")
@_options(
    *_TIME,
    *(_condition(each) for each in CONDITIONS if each.name not in ("from", "to")),
)
def calls(form: str | None, output: str, **filters: object) -> None:
    """Calls, newest first."""
    _export("calls", form, output, filters)


@export.command("profiles")
@_options(
    click.option("--query", metavar="WORDS", help="A name or a number, as in the search."),
    click.option("--kind", type=click.Choice([kind.value for kind in ProfileKind])),
    click.option("--category", type=click.IntRange(1), metavar="ID"),
    click.option("--color", type=click.IntRange(1), metavar="ID"),
    click.option("--owner", metavar="USERNAME", help="One of the owners; none for profiles without any."),
    click.option("--anonymous/--identified", default=None, help="Those that were made by themselves, or were not."),
)
def profiles(form: str | None, output: str, **filters: object) -> None:
    """Profiles by name."""
    _export("profiles", form, output, filters)


@export.command("records")
@_options(*_TIME, _PROFILE)
def records(form: str | None, output: str, **filters: object) -> None:
    """Records in the order in which they were written."""
    _export("records", form, output, filters)


def _export(what: str, form: str | None, output: str, filters: dict[str, object]) -> None:
    form = form or _form_of(output)
    if output == STDOUT and form != Format.CSV and sys.stdout.isatty():
        raise click.UsageError("A terminal cannot show such a file; name one with --output.")
    words = {name.rstrip("_"): value for name, value in filters.items() if value is not None}
    rows = [0]
    signal.signal(signal.SIGTERM, _stop)

    def how_far(done: int, of: int) -> str:
        rows[0] = of
        share = f" ({done * 100 // of} %)" if of else ""
        return f"{done:,} of {of:,} rows{share}"

    try:
        with (
            progress_at_terminal(how_far) as progress,
            closing(pieces_of(what, {**words, "format": form}, _here, progress)) as pieces,
        ):
            _write(output, pieces)
    except OSError as error:
        raise NotWritten(f"{output} could not be written: {error.strerror or error}.") from error
    if output != STDOUT:
        click.echo(f"{output}: {rows[0]:,} rows")


def _here(settings: Settings) -> AbstractContextManager[Mapping[str, Streamed]]:
    from callerid_dash.commands.exports.work import open_exports

    return open_exports(settings)


def _write(output: str, pieces: Iterator[bytes]) -> None:
    """Write all of it or nothing, unless the output is a device or a pipe."""
    path = Path(output)
    if output == STDOUT:
        _pour(pieces)
    elif path.exists() and not stat.S_ISREG(path.stat().st_mode):  # a device or a pipe
        with path.open("wb", buffering=0) as there:
            for piece in pieces:
                there.write(piece)
    else:
        path = path.resolve()  # replace a link's target, not the link
        descriptor, part = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
        try:
            with os.fdopen(descriptor, "wb") as file:
                for piece in pieces:
                    file.write(piece)
                file.flush()
                os.fsync(file.fileno())
            Path(part).replace(path)
        except BaseException:
            with suppress(FileNotFoundError):
                Path(part).unlink()
            raise


def _pour(pieces: Iterator[bytes]) -> None:
    try:
        for piece in pieces:
            sys.stdout.buffer.write(piece)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # else Python reports it once more at exit
        raise


def _stop(*_: object) -> None:
    raise SystemExit(1)  # on the way out the unfinished file is removed


def _form_of(output: str) -> str:
    ending = Path(output).suffix.lower().removeprefix(".")
    return ending if ending in set(Format) else Format.CSV.value
