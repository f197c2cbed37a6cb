"""`GET /export/calls.csv|.xlsx|.parquet`, and profiles, records and figures: files that are sent while they are read.

They are for signed-in users, and for programs with a token that may read the same over the API. A download that breaks
off ends without the mark of a complete answer, so that no browser takes it for a whole file.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Literal
from uuid import UUID

from flask import Blueprint, Response, g, request, send_file
from pydantic import Field

from callerid_dash.domain.errors import Forbidden
from callerid_dash.domain.files.formats import Format
from callerid_dash.domain.scopes import Scope
from callerid_dash.domain.users import Actor, Program
from callerid_dash.locales import translator
from callerid_dash.services.accounts.tokens import Bearer
from callerid_dash.services.exports.profile_tables import ExportedRecords
from callerid_dash.services.exports.service import Download
from callerid_dash.services.profiles.filter import read_profile_filter
from callerid_dash.services.reports.figure_words import Figure
from callerid_dash.services.services import Services
from callerid_dash.web.accounts.viewer import current_language, current_viewer
from callerid_dash.web.api.calls.query import CallConditions
from callerid_dash.web.api.fields import Id, QueryInstant, Sent, Text
from callerid_dash.web.api.operations import read_query
from callerid_dash.web.api.reports.query import ReportQuery

_FORMATS = "any(csv,xlsx,parquet)"
_FIGURES = ",".join(f'"{figure}"' for figure in Figure)


class ProfilesAsked(Sent):
    """The filters of profiles, with the names of the list's own address."""

    q: Text | None = None
    category: Id | None = None
    color: Id | None = None
    owner: Id | Literal["none"] | None = None
    kind: Literal["person", "organization"] | None = None
    anonymous: bool | None = None


class RecordsAsked(Sent):
    """The filters of records."""

    since: QueryInstant | None = Field(None, alias="from")
    until: QueryInstant | None = Field(None, alias="to")
    profile: Id | None = None


def export_blueprint(services: Services) -> Blueprint:
    """Every route below `/export/`."""
    blueprint = Blueprint("export", __name__, url_prefix="/export")

    @blueprint.get(f"/calls.<{_FORMATS}:form>")
    def calls(form: str) -> Response:
        actor, wanted = _actor(Scope.CALLS_READ), read_query(CallConditions).to_filter()
        return _sent(form, lambda: services.exports.files.calls(actor, wanted, Format(form)))

    @blueprint.get(f"/profiles.<{_FORMATS}:form>")
    def profiles(form: str) -> Response:
        actor, asked = _actor(Scope.PROFILES_READ), read_query(ProfilesAsked)
        wanted = read_profile_filter(dict(asked))
        return _sent(form, lambda: services.exports.files.profiles(actor, asked.q or "", wanted, Format(form)))

    @blueprint.get(f"/records.<{_FORMATS}:form>")
    def records(form: str) -> Response:
        actor, asked = _actor(Scope.PROFILES_READ), read_query(RecordsAsked)
        wanted = ExportedRecords(asked.since, asked.until, asked.profile)
        return _sent(form, lambda: services.exports.files.records(actor, wanted, Format(form)))

    @blueprint.get("/figures.<any(xlsx):form>")
    @blueprint.get(f"/figures/<any({_FIGURES}):figure>.<any(csv,xlsx):form>")
    def figures(form: str, figure: str = "") -> Response:
        actor, t = _actor(Scope.REPORTS_READ), translator(current_language())
        asked = replace(read_query(ReportQuery).to_filter(), first_weekday=t.first_weekday)
        one = Figure(figure) if figure else None
        return _sent(form, lambda: services.exports.figures.download(actor, one, asked, Format(form), t))

    @blueprint.get("/jobs/<uuid:job_id>")
    def made(job_id: UUID) -> Response:
        path = services.exports.jobs.file(current_viewer(), job_id)
        response = send_file(path.resolve(), as_attachment=True, download_name=path.name)
        response.headers["Content-Type"] = Format(path.suffix.removeprefix(".")).media_type
        response.headers["Cache-Control"] = "no-store"
        return response

    return blueprint


def _actor(scope: Scope) -> Actor:
    """The signed-in user, or the program whose token has this scope. Raises Forbidden."""
    bearer: Bearer | None = g.get("bearer")
    if bearer is None:
        return current_viewer()
    if scope not in bearer.scopes:
        raise Forbidden(f"The token lacks the scope {scope}.")
    return Program(bearer.name)


def _sent(form: str, make: Callable[[], Download]) -> Response:
    """The download as an answer; HEAD requests read nothing."""
    if request.method == "HEAD":
        return Response(mimetype=Format(form).media_type)
    download = make()
    response = Response(download, content_type=download.form.media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{download.name}"'
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Rows"] = str(download.rows)
    return response
