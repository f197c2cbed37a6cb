"""Exports as background jobs: only the user who started an export can see its progress and fetch its file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from callerid_dash.domain.errors import NotFound
from callerid_dash.domain.jobs import Job, JobKind, JobState, ProgressCallback
from callerid_dash.domain.users import User
from callerid_dash.services.exports.service import Download
from callerid_dash.services.jobs.jobs import Jobs, Progress

Make = Callable[[ProgressCallback], Download]
"""Starts an export; it reports progress to the callback."""


@dataclass(frozen=True, slots=True)
class ExportJobs:
    """Starts exports, and returns their files."""

    jobs: Jobs

    def start(self, user: User, name: str, make: Make) -> Job:
        """Create the file of this name in the background. Raises Forbidden or Busy."""

        def work(progress: Progress) -> Mapping[str, object]:
            path = progress.folder / name
            part = path.with_name(f"{name}.part")
            try:
                with closing(make(progress.advance)) as download, part.open("wb") as file:
                    for piece in download:
                        file.write(piece)
                part.replace(path)
            finally:
                part.unlink(missing_ok=True)
            return {"rows": download.rows, "bytes": path.stat().st_size}

        return self.jobs.start(user, JobKind.EXPORT, name, work)

    def get(self, user: User, job_id: UUID) -> Job:
        """The current state of an export of this user. Raises NotFound, also for another user's export."""
        job = self.jobs.get(user, job_id)
        if job.user_id != user.id or job.kind is not JobKind.EXPORT:
            raise NotFound("There is no such file.")
        return job

    def cancel(self, user: User, job_id: UUID) -> Job:
        """Ask an export of this user to stop. Raises NotFound."""
        return self.jobs.cancel(user, self.get(user, job_id).id)

    def file(self, user: User, job_id: UUID) -> Path:
        """The file of a finished export of this user. Raises NotFound."""
        job = self.get(user, job_id)
        path = self.jobs.files.folder(job_id) / job.label
        if job.state is not JobState.DONE:
            raise NotFound("There is no such file.")
        if not path.is_file():
            raise NotFound("Exported files are kept for a day. Export the list again to have it.")
        return path
