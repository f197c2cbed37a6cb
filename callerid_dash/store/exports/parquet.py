"""Writes Parquet files with DuckDB, whatever the product's own database is. DuckDB reads CSV lines from a named pipe.

So neither memory nor disk holds the rows a second time, and the rows never become Python values.
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
    "threads": 1,  # a single thread keeps the order of the rows
    "preserve_insertion_order": False,  # otherwise DuckDB cannot limit row groups by bytes
}
_TYPES = {"TIMESTAMP": "TIMESTAMPTZ", "TEXT": "VARCHAR"}
_LONGEST_LINE = 2 << 20
"""Bytes. The text of a record is shorter."""


def write_parquet(path: Path, columns: Sequence[tuple[str, str]], lines: Iterable[list[str]]) -> None:
    """Write these lines of CSV with these columns (name and SQL type). A TIMESTAMP cell contains its offset.

    TEXT cells are quoted; an empty one is an empty text. Any other empty cell is NULL. Raises StoreUnavailable.
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
        except BaseException as error:  # raised again in the thread that writes the lines
            self.error = error

    def opened(self) -> BinaryIO:
        """The writing end of the pipe, once DuckDB reads from the other end. Raises StoreUnavailable."""
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
        """Wait for the thread to end and return its error."""
        self.join()
        reason = (str(self.error).splitlines() or [type(self.error).__name__])[0]
        return StoreUnavailable(f"The Parquet file could not be written: {reason}")


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
