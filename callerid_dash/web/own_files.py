"""Serves our own scripts, style sheets and pictures. Their URLs contain their fingerprints, so browsers cache them.

Needs no session: the login page and the wallboard load some of them.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from flask import Blueprint, Response, abort

YEAR = 365 * 24 * 3600
"""Seconds for which a browser keeps a file whose URL changes with its content."""
_FOLDER = Path(__file__).parent / "static"


class OwnFiles:
    """`GET /static/FINGERPRINT/NAME`: the files of `static/`, and others by their names."""

    def __init__(self, others: Mapping[str, str] | None = None) -> None:
        files = (path for path in _FOLDER.rglob("*") if path.is_file())
        self._contents = {path.relative_to(_FOLDER).as_posix(): path.read_bytes() for path in files}
        self._contents |= {name: text.encode() for name, text in (others or {}).items()}
        self._fingerprints = {name: sha256(content).hexdigest()[:16] for name, content in self._contents.items()}

    def url(self, name: str) -> str:
        """The URL of a file."""
        return f"/static/{self._fingerprints[name]}/{name}"

    def blueprint(self) -> Blueprint:
        """The route. An outdated URL is answered with the present file, which the browser does not keep."""
        blueprint = Blueprint("own_files", __name__)

        @blueprint.get("/static/<fingerprint>/<path:name>")
        def file(fingerprint: str, name: str) -> Response:
            if name not in self._contents:
                abort(404)
            response = Response(self._contents[name], mimetype=mimetypes.guess_type(name)[0])
            if fingerprint == self._fingerprints[name]:
                response.cache_control.public = response.cache_control.immutable = True
                response.cache_control.max_age = YEAR
            return response

        @blueprint.app_context_processor
        def for_templates() -> dict[str, object]:
            return {"static_url": self.url}

        return blueprint
