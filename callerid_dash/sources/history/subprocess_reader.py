"""Reads a file of calls in a subprocess, so that rows are parsed while others are written, and pages stay fast."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from pathlib import Path

from callerid_dash.domain.calls.history import Reading
from callerid_dash.domain.files.subprocess_reader import Bounds, answers
from callerid_dash.services.imports.calls.batching import Gathered, gathered
from callerid_dash.sources.history import READERS


def read_in_subprocess(name: str, path: Path, how: Reading, source: str) -> Generator[Gathered]:
    """Yield what the reader of this name reads from the file. Raises InvalidInput or ReadingFailed.

    The process ends with the iterator, also with one that is closed early.
    """
    return answers(Bounds(), read_here, name, path.absolute(), how, source)


def read_here(name: str, path: Path, how: Reading, source: str) -> Iterator[Gathered]:
    """The same in this process."""
    with path.open("rb") as file:
        yield from gathered(READERS[name](file, how), source)
