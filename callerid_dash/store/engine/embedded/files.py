"""The files of an embedded database: do they exist, are they those that were here before, and what to do if not."""

from __future__ import annotations

import os
import re
import shutil
from contextlib import suppress
from pathlib import Path

from callerid_dash.store.engine.embedded.connections import first_line
from callerid_dash.store.engine.embedded.mark import mark_path, read_mark


class DatabaseFiles:
    """The file, its log and its mark. `trouble…` methods return a line that says what is wrong and what to do,
    or ''.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.log = path.with_name(f"{path.name}.wal")
        self._opened: os.stat_result | None = None
        self._rescued: Path | None = None

    def trouble_before_opening(self) -> str:
        """A missing file: DuckDB would throw away its log, and create an empty database in its place."""
        if self.path.exists():
            return ""
        if self.log.exists():
            return (
                f"The database {self.path} is missing, but its log {self.log} is there. Put the database back, "
                "or restore a backup. Never throw the log away: it holds what was stored last."
            )
        if read_mark(self.path):
            return f"The database {self.path}, which has been used here, is missing. {self._go_on('an empty one')}"
        return ""

    def trouble_with(self, store: str | None, commit: int) -> str:
        """What is wrong with the opened database, whose name is `store` and whose last commit is `commit`."""
        mark = read_mark(self.path)
        if mark is None:
            return ""
        if store is None:
            return (
                f"The database {self.path} is empty, though {mark.commit} changes were stored: its log {self.log} "
                f"is missing or was emptied. {self._go_on('the empty one')}"
            )
        if store != mark.store:
            return f"{self.path} is not the database that was here before. {self._go_on('this one')}"
        if commit < mark.commit:
            return (
                f"The database {self.path} has lost its last {mark.commit - commit} changes: its log {self.log} is "
                f"missing or was cut, or an older copy lies in its place. {self._go_on('it as it is')}"
            )
        return ""

    def why_not(self, error: Exception) -> str:
        """The meaning of an error while opening, and what to do."""
        reason = first_line(error)
        lowered = reason.lower()
        if "lock" in lowered:
            holder = re.search(r"PID (\d+)", str(error))
            who = f"process {holder[1]}" if holder else "another process"
            return (
                f"The database {self.path} is in use by {who}. Stop it first, or set CALLERID_DATABASE_URL "
                "to another file."
            )
        if "wal file" in lowered or "wal does not match" in lowered:
            return (
                f"The log {self.log} is damaged, or of another database. Restore a backup; or, to go on without what "
                f"only the log holds, move it away, delete {mark_path(self.path)} and start again. ({reason})"
            )
        if "not a valid duckdb database" in lowered or "could not read enough bytes" in lowered:
            return (
                f"Cannot open the database {self.path}: it is no DuckDB database, or was emptied or cut. Put the right "
                f"file there, or restore a backup. ({reason})"
            )
        if "newer" in lowered or "version number" in lowered:
            return f"The database {self.path} was written by a newer version of DuckDB; install that version: {reason}"
        if isinstance(error, PermissionError) or "permission denied" in lowered:
            return f"No permission to write {self.path}. Give this user the folder, or set CALLERID_DATABASE_URL."
        return f"Cannot open the database {self.path}: {reason}"

    def opened(self) -> None:
        """Remember the file that was opened."""
        self._opened = self.path.stat()

    def gone(self) -> str:
        """Why new data would not be found again; '' if all is well. Saves a deleted file."""
        with suppress(OSError):
            now = self.path.stat()
            if self._opened and (now.st_dev, now.st_ino) == (self._opened.st_dev, self._opened.st_ino):
                return ""
        place = f"The database {self.path} was deleted, moved or replaced while in use; nothing is stored any more."
        saved = self._save()
        if saved is None:
            return f"{place} Move it back, and all goes on."
        return (
            f"{place} What it held is saved as {saved} and {saved}.wal: stop the server, rename them to {self.path} "
            f"and {self.log}, and start again."
        )

    def size(self) -> int:
        """Bytes of the file itself; 0 if it does not exist."""
        try:
            return self.path.stat().st_size
        except OSError:
            return 0

    def log_size(self) -> int:
        """Bytes of the log; 0 if there is none."""
        try:
            return self.log.stat().st_size
        except OSError:
            return 0

    def free(self) -> int:
        """Bytes that are free on its disk."""
        return shutil.disk_usage(self.path.parent).free

    def _save(self) -> Path | None:
        """Copy the deleted file and its log from our open descriptors; None if the file was only moved."""
        if self._rescued:
            return self._rescued
        held = _held(self.path.resolve().parent / self.path.name)
        if not held:
            return None
        rescued = self.path.with_name(f"{self.path.name}.rescued")
        for suffix, open_file in held.items():
            _copy(open_file, rescued.with_name(f"{rescued.name}{suffix}"))
        if ".wal" not in held and self.log.exists():
            _copy(self.log, rescued.with_name(f"{rescued.name}.wal"))
        self._rescued = rescued
        return rescued

    def _go_on(self, how: str) -> str:
        return (
            f"Put the right one back, or restore a backup. To go on with {how} on purpose, delete "
            f"{mark_path(self.path)} and start again."
        )


def _held(path: Path) -> dict[str, Path]:
    """Paths to the deleted file ('') and its log ('.wal'), both open here; empty if the file has another name now.

    They go through /proc, because DuckDB has its log open for writing only.
    """
    found: dict[str, Path] = {}
    descriptors = Path("/proc/self/fd")
    for each in list(descriptors.iterdir()) if descriptors.is_dir() else []:
        with suppress(OSError):
            link = str(each.readlink())
            target = link.removesuffix(" (deleted)")
            if target == str(path) and link != target and each.stat().st_nlink == 0:
                found[""] = each
            elif target == f"{path}.wal":
                found[".wal"] = each
    return found if "" in found else {}


def _copy(source: Path, path: Path) -> None:
    with source.open("rb") as held, path.open("wb") as out:
        shutil.copyfileobj(held, out)
        out.flush()
        os.fsync(out.fileno())
