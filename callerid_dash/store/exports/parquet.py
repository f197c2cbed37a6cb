"""Parquet files, written by DuckDB whatever the product's own database is: it reads lines of CSV through a named pipe.

So neither memory nor disk holds the rows a second time, and they never become values of Python.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import BinaryIO

import duckdb

from callerid_dash.domain.errors import StoreUnavailable

_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "memory_limit": "128MB",
    "threads": 1,  # keeps the order by itself
    "preserve_insertion_order": False,  # else groups of rows cannot be bounded by their bytes
}
_TYPES = {"TIMESTAMP": "TIMESTAMPTZ", "TEXT": "VARCHAR"}
_LONGEST_LINE = 2 << 20
"""Bytes; a record's text has less."""


def write_parquet(path: Path, columns: Sequence[tuple[str, str]], lines: Iterable[list[str]]) -> None:
    """Write these lines of CSV with these columns (name and SQL type); TIMESTAMP is written with its offset.

    Texts are quoted; an empty one is empty, any other empty cell is NULL.
    """
    pipe = path.with_suffix(".pipe")
    os.mkfifo(pipe, 0o600)
    reader = _PipeReader(path, columns, pipe)
    reader.start()
    try:
        with reader.opened() as end:
            for some in lines:
                end.write("".join(some).encode(errors="replace"))
    except BrokenPipeError as error:
        raise reader.failure() from error
    finally:
        reader.join()
        pipe.unlink()
    if reader.error:
        raise reader.failure()


class _PipeReader(threading.Thread):
    """Reads the pipe to its end and writes the file."""

    def __init__(self, path: Path, columns: Sequence[tuple[str, str]], pipe: Path) -> None:
        super().__init__(name="parquet", daemon=True)
        self.error: BaseException | None = None
        self._pipe = pipe
        types = ", ".join(f"{_quoted(name)}: {_quoted(_TYPES.get(kind, kind))}" for name, kind in columns)
        texts = ", ".join(_quoted(name) for name, kind in columns if kind == "TEXT")
        self._statement = (
            f"COPY (SELECT * FROM read_csv({_quoted(str(pipe))}, auto_detect = false, header = false, "  # noqa: S608
            f"parallel = false, delim = ',', quote = '\"', escape = '\"', new_line = '\\r\\n', "
            f"max_line_size = {_LONGEST_LINE}, buffer_size = {_LONGEST_LINE}, "
            f"columns = {{{types}}}, force_not_null = [{texts}])) "
            f"TO {_quoted(str(path))} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE_BYTES '8MB')"
        )

    def run(self) -> None:
        try:
            with duckdb.connect(config=_CONFIG) as connection:
                connection.execute(self._statement)
        except BaseException as error:  # whoever writes the lines gets it
            self.error = error

    def opened(self) -> BinaryIO:
        """The end to write to, as soon as somebody reads at the other one."""
        while self.is_alive():
            try:
                descriptor = os.open(self._pipe, os.O_WRONLY | os.O_NONBLOCK)
            except OSError:
                time.sleep(0.002)
            else:
                os.set_blocking(descriptor, True)
                return os.fdopen(descriptor, "wb")
        raise self.failure()

    def failure(self) -> StoreUnavailable:
        """What went wrong."""
        self.join()
        reason = (str(self.error).splitlines() or [type(self.error).__name__])[0]
        return StoreUnavailable(f"The Parquet file could not be written: {reason}")


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
