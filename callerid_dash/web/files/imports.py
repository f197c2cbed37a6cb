"""`GET /import/ID/rejected.csv`: the rows that an import rejected, to be corrected and imported again."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, send_file

from callerid_dash.services.imports.calls.job import ImportJobs
from callerid_dash.web.accounts.viewer import current_viewer


def imports_blueprint(import_jobs: ImportJobs) -> Blueprint:
    """Every route below `/import/`."""
    blueprint = Blueprint("imports", __name__, url_prefix="/import")

    @blueprint.get("/<uuid:job_id>/rejected.csv")
    def rejected(job_id: UUID) -> Response:
        path = import_jobs.rejected(current_viewer(), job_id)
        response = send_file(path.resolve(), "text/csv", as_attachment=True, download_name="rejected.csv")
        response.headers["Cache-Control"] = "no-store"
        return response

    return blueprint
