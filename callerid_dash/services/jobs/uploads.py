"""Receives uploaded files piece by piece, so that gigabytes are never in memory.

Each is in the folder of the job that it is for (`services/jobs/job_files.py`), with the id of its sender. A lost piece
is sent again: `received` says how much has arrived.
"""

from __future__ import annotations

import json
import shutil
import threading
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

from callerid_dash.domain.errors import InvalidInput, NotFound
from callerid_dash.domain.jobs import JobKind
from callerid_dash.domain.users import User
from callerid_dash.services.jobs.jobs import MAY, Jobs
from callerid_dash.services.shared.authority import authorize

LARGEST = 2 * 2**30
"""Bytes of the largest file. Larger ones are imported on the server's own command line."""
PIECE = 4 * 2**20
"""Bytes sent at a time."""
_LEFT_FREE = 256 * 2**20
"""Bytes that stay free on the disk, as the database writes there, too."""
_LONGEST_NAME = 120
_ABOUT, _FOLDER = "upload.json", "upload"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that is uploaded, or has been. `name` is the sender's name of it."""

    id: UUID
    kind: JobKind
    user_id: int
    name: str
    size: int
    path: Path

    @property
    def received(self) -> int:
        """How many bytes have arrived."""
        return self.path.stat().st_size if self.path.exists() else 0

    @property
    def complete(self) -> bool:
        """Have all bytes arrived?"""
        return self.received == self.size


class Uploads:
    """Receives files. Thread-safe."""

    def __init__(self, jobs: Jobs) -> None:
        self._jobs = jobs
        self._lock = threading.Lock()

    def begin(self, user: User, kind: JobKind, name: str, size: int) -> Upload:
        """Begin an upload. Raises Forbidden, or InvalidInput if the file cannot be taken."""
        authorize(user, MAY[kind])
        if size < 1:
            raise InvalidInput("The file is empty.", "size")
        if size > LARGEST:
            raise InvalidInput("The file is larger than 2 GB. Import it with the command line of the server.", "size")
        upload_id = uuid4()
        folder = self._jobs.files.folder(upload_id)
        if shutil.disk_usage(folder).free - size < _LEFT_FREE:
            self._jobs.discard(upload_id)
            raise InvalidInput("There is not enough room for this file on the server.", "size")
        (folder / _FOLDER).mkdir()
        about = {"kind": kind.value, "user_id": user.id, "name": plain_name(name), "size": size}
        (folder / _ABOUT).write_text(json.dumps(about), encoding="utf-8")
        return self._upload(folder, upload_id)

    def add(self, user: User, upload_id: UUID, offset: int, piece: bytes) -> Upload:
        """Append a piece; a piece for another offset than `received` changes nothing.

        Raises NotFound, also for somebody else's file, or InvalidInput.
        """
        upload = self.get(user, upload_id)
        authorize(user, MAY[upload.kind])
        with self._lock:
            if upload.received != offset:
                return upload
            if offset + len(piece) > upload.size:
                raise InvalidInput("More was sent than the file has.", "size")
            try:
                with upload.path.open("ab") as file:
                    file.write(piece)
            except OSError as error:
                raise InvalidInput("There is not enough room for this file on the server.", "size") from error
        return upload

    def get(self, user: User, upload_id: UUID) -> Upload:
        """The file, whether or not all of it has arrived. Raises NotFound."""
        folder = self._jobs.files.existing(upload_id)
        upload = self._upload(folder, upload_id) if folder and (folder / _ABOUT).exists() else None
        if upload is None or upload.user_id != user.id:
            raise NotFound("The file is not here any more. Send it again.")
        return upload

    def whole(self, user: User, upload_id: UUID) -> Upload:
        """A file that has arrived. Raises NotFound or InvalidInput."""
        upload = self.get(user, upload_id)
        if not upload.complete:
            raise InvalidInput("Not all of the file has arrived. Send it again.")
        return upload

    def discard(self, user: User, upload_id: UUID) -> None:
        """Delete a file and its results, unless a job works on it."""
        self._jobs.discard(self.get(user, upload_id).id)

    def _upload(self, folder: Path, upload_id: UUID) -> Upload:
        about = json.loads((folder / _ABOUT).read_text(encoding="utf-8"))
        path = folder / _FOLDER / about["name"]
        return Upload(upload_id, JobKind(about["kind"]), about["user_id"], about["name"], about["size"], path)


def plain_name(name: str) -> str:
    """The name of a file without folders and invisible characters, short enough for a file system."""
    last = name.replace("\\", "/").rpartition("/")[2]
    seen = "".join(letter for letter in last if unicodedata.category(letter)[0] != "C").strip(" .")
    while len(seen.encode()) > _LONGEST_NAME:
        seen = seen[1:]  # the end says what kind of a file it is
    return seen or "file"
