"""Uploads of files for an import.

`POST /_upload/KIND` with the name and size of a file returns an id; `PUT /_upload/ID?offset=N` sends a piece of it as
bytes. Pieces keep every request small, however large the file is. Only our own pages may send them
(`web/accounts/access.py`).
"""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

from flask import Blueprint, Response, jsonify, request

from callerid_dash.domain.errors import CallerIdError, InvalidInput, NotFound
from callerid_dash.domain.jobs import JobKind
from callerid_dash.locales import translator
from callerid_dash.services.jobs.uploads import PIECE, Uploads
from callerid_dash.web.accounts.viewer import current_language, current_viewer

_SHOWN = {InvalidInput: HTTPStatus.UNPROCESSABLE_ENTITY, NotFound: HTTPStatus.NOT_FOUND}
"""Errors whose text the page shows in its own language."""


def uploads_blueprint(uploads: Uploads) -> Blueprint:
    """The routes."""
    blueprint = Blueprint("uploads", __name__, url_prefix="/_upload")

    @blueprint.post("/<kind>")
    def begin(kind: str) -> tuple[Response, int]:
        sent = request.get_json(silent=True)
        name, size = (sent.get("name"), sent.get("size")) if isinstance(sent, dict) else (None, None)
        if not isinstance(name, str) or type(size) is not int:
            raise InvalidInput("Say the name and the size of the file.")
        upload = uploads.begin(current_viewer(), _kind(kind), name, size)
        return jsonify(id=str(upload.id), piece=PIECE), HTTPStatus.CREATED

    @blueprint.put("/<uuid:upload_id>")
    def add(upload_id: UUID) -> Response:
        offset = request.args.get("offset", -1, int)
        if request.content_length is None or not 0 < request.content_length <= PIECE:
            raise InvalidInput("Send the file in smaller pieces.")
        upload = uploads.add(current_viewer(), upload_id, offset, request.get_data(cache=False))
        return jsonify(received=upload.received)

    @blueprint.delete("/<uuid:upload_id>")
    def discard(upload_id: UUID) -> tuple[str, int]:
        uploads.discard(current_viewer(), upload_id)
        return "", HTTPStatus.NO_CONTENT

    def say(error: CallerIdError) -> tuple[Response, int]:
        words = translator(current_language())(error.message, **error.values)
        return jsonify(error={"code": error.code, "message": words}), _SHOWN[type(error)]

    for kind_of_error in _SHOWN:
        blueprint.register_error_handler(kind_of_error, say)
    return blueprint


def _kind(name: str) -> JobKind:
    try:
        return JobKind(name)
    except ValueError:
        raise NotFound("There is nothing of this kind to send a file for.") from None
