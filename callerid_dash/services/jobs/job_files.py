"""The files of jobs: uploads, rejected rows, finished exports. Each job has a folder that only our user can enter.

They are on the machine that runs the job, beside the embedded database or in `data/`; processes on several machines
need a shared folder there.
"""

from __future__ import annotations

import shutil
from collections.abc import Collection
from datetime import datetime
from pathlib import Path
from uuid import UUID

_PRIVATE = 0o700


class JobFiles:
    """The folders of all jobs."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def folder(self, job_id: UUID) -> Path:
        """The folder of a job; created if it does not exist, and deleted a day after the last write."""
        self._root.mkdir(mode=_PRIVATE, parents=True, exist_ok=True)
        folder = self._root / str(job_id)
        folder.mkdir(mode=_PRIVATE, exist_ok=True)
        return folder

    def existing(self, job_id: UUID) -> Path | None:
        """The folder of a job; None if there is none (any more)."""
        folder = self._root / str(job_id)
        return folder if folder.is_dir() else None

    def remove(self, job_id: UUID) -> None:
        """Delete a job's files."""
        shutil.rmtree(self._root / str(job_id), ignore_errors=True)

    def sweep(self, before: datetime, kept: Collection[UUID]) -> None:
        """Delete the folders without changes since then, except those of the kept jobs."""
        if not self._root.is_dir():
            return
        keep = {str(each) for each in kept}
        for folder in self._root.iterdir():
            if folder.name not in keep and folder.is_dir() and _written(folder) < before.timestamp():
                shutil.rmtree(folder, ignore_errors=True)


def _written(folder: Path) -> float:
    try:
        return max(path.stat().st_mtime for path in (folder, *folder.rglob("*")))
    except FileNotFoundError:  # it is being deleted
        return float("inf")
