"""`GET /import/ID/rejected.csv`: the rows that an import rejected, to be corrected and imported again."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, send_file

from callerid_dash.services.jobs.jobs import Jobs
from callerid_dash.services.jobs.rejected_rows import kept_rejects
from callerid_dash.web.accounts.viewer import current_viewer


def imports_blueprint(jobs: Jobs) -> Blueprint:
    """Every route below `/import/`."""
    blueprint = Blueprint("imports", __name__, url_prefix="/import")

    @blueprint.get("/<uuid:job_id>/rejected.csv")
    def rejected(job_id: UUID) -> Response:
        path = kept_rejects(jobs, current_viewer(), job_id)
        response = send_file(path.resolve(), "text/csv", as_attachment=True, download_name="rejected.csv")
        response.headers["Cache-Control"] = "no-store"
        return response

    return blueprint
