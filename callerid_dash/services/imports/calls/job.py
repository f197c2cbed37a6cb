"""Imports of calls as background jobs: from an uploaded file to the counts and the file of rejected rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import NamedTuple
from uuid import UUID

from callerid_dash.domain.calls.history import Rejected
from callerid_dash.domain.jobs import Job, JobKind
from callerid_dash.domain.users import User
from callerid_dash.services.imports.calls.file_guess import LOOKED_AT, Guess, guess, headings, suggested_mapping
from callerid_dash.services.imports.calls.pipeline import ImportCounts
from callerid_dash.services.imports.calls.preview import CallsPreview
from callerid_dash.services.imports.calls.service import FileFormat, Importing
from callerid_dash.services.jobs.jobs import Jobs, Progress
from callerid_dash.services.jobs.rejected_rows import ENGLISH, REJECTED, Telling
from callerid_dash.services.jobs.uploads import Upload, Uploads

_LINES = 200
"""Lines from which a mapping is suggested."""


class Suggested(NamedTuple):
    """The headings of a CSV file, and a suggested mapping as text."""

    columns: tuple[str, ...]
    mapping: str


@dataclass(frozen=True, slots=True)
class ImportJobs:
    """Previews and starts imports of uploaded files."""

    jobs: Jobs
    uploads: Uploads
    importing: Importing
    read_mapping: Callable[[str], Mapping[str, str]]

    def guess(self, upload: Upload) -> Guess:
        """The probable format and encoding, by the file's beginning."""
        guessed, formats = guess(_beginning(upload)), self.importing.formats
        return guessed if guessed.form in formats else guessed._replace(form=formats[0])

    def suggested(self, upload: Upload, encoding: str) -> Suggested:
        """The headings and the probable mapping of a CSV file."""
        lines = _beginning(upload).decode(encoding, "replace").removeprefix("\ufeff").splitlines()[:_LINES]
        return Suggested(tuple(headings(lines)), suggested_mapping(lines))

    def preview(self, user: User, upload_id: UUID, form: FileFormat) -> CallsPreview:
        """What the first rows of the file would become. Raises Forbidden, NotFound or InvalidInput."""
        return self.importing.preview(user, self.uploads.whole(user, upload_id).path, form)

    def start(self, user: User, upload_id: UUID, form: FileFormat, telling: Telling[Rejected] = ENGLISH) -> Job:
        """Import the file in the background; `telling` is the language of the file of rejected rows.

        Raises Forbidden, NotFound, InvalidInput or Busy.
        """
        upload = self.uploads.whole(user, upload_id)
        self.importing.preview(user, upload.path, form, 1)  # errors in the description are raised now

        def work(progress: Progress) -> Mapping[str, object]:
            def tell(counts: ImportCounts, done: int) -> None:
                progress.advance(done, upload.size, **asdict(counts))

            counts = self.importing.run(user, upload.path, form, progress.folder / REJECTED, tell, telling)
            upload.path.unlink(missing_ok=True)  # it may be large; after a stop it is kept for another try
            return asdict(counts)

        return self.jobs.start(user, JobKind.IMPORT_CALLS, upload.name, work, upload.id)


def _beginning(upload: Upload) -> bytes:
    with upload.path.open("rb") as file:
        return file.read(LOOKED_AT)
