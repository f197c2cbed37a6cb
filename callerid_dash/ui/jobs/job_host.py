"""The place of a page that follows a job: refreshed regularly while it runs, with a button that cancels it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

from dash import Dash, Input, Output, ctx, dcc, html, set_props
from dash.development.base_component import Component

from callerid_dash.domain.errors import NotFound
from callerid_dash.domain.jobs import Job, JobKind
from callerid_dash.locales import Translator
from callerid_dash.services.services import Services
from callerid_dash.ui.jobs.progress import job_progress
from callerid_dash.ui.kit import ids
from callerid_dash.ui.kit.context import UiContext
from callerid_dash.ui.text.formats import Formats

View = Callable[[Job, datetime, Translator, Formats], Component]
"""Draws jobs of one kind; pure."""
_BEAT = 700  # milliseconds


def job_host(job: Job | None, view: View, services: Services, context: UiContext) -> html.Div:
    """The place, at first with this job in it. A page has at most one."""
    return html.Div(
        [
            dcc.Store(id=ids.JOB_SHOWN, data=str(job.id) if job else None),
            dcc.Store(id=ids.JOB_CANCEL),
            dcc.Interval(id=ids.JOB_BEAT, interval=_BEAT, disabled=not (job and job.running)),
            html.Div(_drawn(job, view, services, context) if job else None, id=ids.JOB_VIEW),
        ]
    )


def show_job(job: Job) -> None:
    """Make the page follow this job from now on; for callbacks that have started it."""
    set_props(ids.JOB_SHOWN, {"data": str(job.id)})


def register(app: Dash, services: Services, context: UiContext, views: Mapping[JobKind, View]) -> None:
    """Add the callback of the place; a job whose kind has no view is drawn as its progress."""

    @app.callback(
        Output(ids.JOB_VIEW, "children"),
        Output(ids.JOB_BEAT, "disabled"),
        Input(ids.JOB_BEAT, "n_intervals"),
        Input(ids.JOB_SHOWN, "data"),
        Input(ids.JOB_CANCEL, "data"),
        prevent_initial_call=True,
    )
    def follow(_beats: object, shown: object, asked: object) -> tuple[Component | None, bool]:
        viewer, cancelled = context.viewer(), ctx.triggered_id == ids.JOB_CANCEL
        wanted = asked.get("job") if cancelled and isinstance(asked, dict) else shown
        try:
            job = (services.jobs.cancel if cancelled else services.jobs.get)(viewer, job_id_of(wanted))
        except NotFound:
            return None, True
        view = views.get(job.kind, job_progress)
        return _drawn(job, view, services, context), not job.running


def job_id_of(given: object) -> UUID:
    """The id of a job or file, read from the browser's value. Raises NotFound."""
    try:
        return UUID(str(given))
    except ValueError:
        raise NotFound("There is no such job, or not any more.") from None


def _drawn(job: Job, view: View, services: Services, context: UiContext) -> Component:
    return view(_with_undo(job, services, context), datetime.now(UTC), context.words(), context.formats())


def _with_undo(job: Job, services: Services, context: UiContext) -> Job:
    """The job with its `UndoStatus` as `undo` in the result, where an undo step was stored."""
    step_id = job.result.get("undo_id")
    if job.running or not isinstance(step_id, int):
        return job
    return replace(job, result={**job.result, "undo": services.undo.status(step_id, context.viewer())})
