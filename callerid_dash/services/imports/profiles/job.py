"""Imports of profiles as background jobs: from an uploaded file to the report and the file of left-out entries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from uuid import UUID

from callerid_dash.domain.errors import InvalidInput
from callerid_dash.domain.jobs import Job, JobKind
from callerid_dash.domain.profiles.contacts.contact_file import LARGEST, ContactFile, ContactReading
from callerid_dash.domain.users import Action, User
from callerid_dash.services.imports.profiles.reading import read_in_subprocess
from callerid_dash.services.imports.profiles.rejected_file import left_out_file
from callerid_dash.services.imports.profiles.service import ContactsPreview, ImportOptions, ProfileImport, Report
from callerid_dash.services.imports.profiles.write_batch import ImportFigures
from callerid_dash.services.jobs.jobs import Jobs, Progress
from callerid_dash.services.jobs.rejected_rows import REJECTED, Telling
from callerid_dash.services.jobs.uploads import Upload, Uploads
from callerid_dash.services.shared.authority import authorize

DOUBTS_TOLD = 50


@dataclass(frozen=True, slots=True)
class ProfileImportJobs:
    """Reads, previews and imports uploaded files."""

    jobs: Jobs
    uploads: Uploads
    importing: ProfileImport

    def whole(self, user: User, upload_id: UUID) -> Upload:
        """A completely uploaded file. Raises Forbidden, NotFound or InvalidInput."""
        authorize(user, Action.IMPORT)
        upload = self.uploads.whole(user, upload_id)
        if upload.size > LARGEST:
            raise InvalidInput("At most %(most)s MB.", "file", values={"most": LARGEST >> 20})
        return upload

    def read(self, user: User, upload_id: UUID, reading: ContactReading) -> ContactFile:
        """The content of the file, whatever its columns mean. Raises Forbidden, NotFound or InvalidInput."""
        return read_in_subprocess(self.whole(user, upload_id).path, reading, any_columns=True)

    def preview(self, user: User, upload_id: UUID, reading: ContactReading, options: ImportOptions) -> ContactsPreview:
        """What an import would do. Raises Forbidden, NotFound or InvalidInput."""
        found = read_in_subprocess(self.whole(user, upload_id).path, reading)
        return self.importing.preview(found.entries, options, user)

    def start(
        self,
        user: User,
        upload_id: UUID,
        reading: ContactReading,
        options: ImportOptions,
        telling: Telling[InvalidInput],
    ) -> Job:
        """Import the file in the background. Raises Forbidden, NotFound, InvalidInput or Busy."""
        upload = self.whole(user, upload_id)
        found = read_in_subprocess(upload.path, reading)  # errors of the whole file are raised now
        self.importing.category_id(options)

        def work(progress: Progress) -> Mapping[str, object]:
            def follow(report: Report) -> None:
                progress.advance(report.seen, report.total, **_figures(report))

            report = self.importing.run(found.entries, options, user, upload.name, follow)
            self._write_left_out(progress.folder / REJECTED, found, report, telling)
            if report.stopped:
                follow(report)  # ends here
            upload.path.unlink(missing_ok=True)
            return _figures(report)

        return self.jobs.start(user, JobKind.IMPORT_PROFILES, upload.name, work, upload_id)

    def _write_left_out(self, path: Path, found: ContactFile, report: Report, telling: Telling[InvalidInput]) -> None:
        if report.left_out or report.doubts:
            with path.open("w", encoding="utf-8", newline="") as file:
                file.writelines(
                    left_out_file(found.heads, report.left_out, report.doubts, telling.heads, telling.reason)
                )


def _figures(report: Report) -> dict[str, object]:
    """The result of the job: the figures, with how many entries were left out, and how many phones are doubtful.

    `doubts_told` has the first of these, each with line, name, field, value and reason; `undo_id` is the undo step,
    once there is one.
    """
    step = {} if report.undo_id is None else {"undo_id": report.undo_id}
    figures = {each.name: getattr(report, each.name) for each in fields(ImportFigures)}
    told = [
        [each.entry.line, each.name, each.field, each.value, each.reason.message, each.reason.values]
        for each in report.doubts[:DOUBTS_TOLD]
    ]
    return {**figures, "left_out": len(report.left_out), "doubts": len(report.doubts), "doubts_told": told, **step}
