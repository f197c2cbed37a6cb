"""The progress of an export in a corner of the page, and then its file. Pure."""

from __future__ import annotations

from datetime import datetime

from dash import html

from callerid_dash.domain.jobs import Job, JobState
from callerid_dash.locales import Translator
from callerid_dash.ui.jobs.progress import job_progress
from callerid_dash.ui.kit.basics import attrs, icon, icon_button, present
from callerid_dash.ui.text.formats import Formats


def file_href(job: Job) -> str:
    """The address of a finished export's file."""
    return f"/export/jobs/{job.id}"


def export_progress(job: Job, now: datetime, t: Translator, formats: Formats) -> html.Section:
    """The job, and after its end the actions for it."""

    def rows(count: int) -> str:
        return t.n("%(n)s row", "%(n)s rows", count)

    close = icon_button("x-lg", t("Close"), {"data-export-close": ""}, "tool position-absolute top-0 end-0 m-1")
    again = html.A(
        [icon("download"), " ", t("Download")], href=file_href(job), download="", className="btn btn-quiet btn-sm"
    )
    kept = html.Span(t("It is kept for a day."), className="muted")
    return html.Section(
        present(
            job_progress(job, now, t, formats, formats.number if job.running else rows),
            html.Div([again, kept], className="export-file buttons mt-2") if job.state is JobState.DONE else None,
            None if job.running else close,
        ),
        className="export-job panel position-relative py-2 px-3",
        **attrs({"aria-label": t("Export")}),
    )
