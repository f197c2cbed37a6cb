"""The progress of a job: a bar with figures and a Cancel button while it runs, then its outcome."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from dash import html
from dash.development.base_component import Component

from callerid_dash.domain.jobs import Failure, Job, JobState
from callerid_dash.locales import Translator
from callerid_dash.ui.kit.basics import attrs, button, icon, name_text, present, ticking
from callerid_dash.ui.text.formats import Formats

_SHAPES = {JobState.DONE: "check-circle-fill", JobState.FAILED: "x-octagon-fill", JobState.CANCELLED: "slash-circle"}

Measure = Callable[[int], str]
"""Writes an amount of work, such as in megabytes; the default is a plain number."""


def job_progress(job: Job, now: datetime, t: Translator, formats: Formats, measure: Measure | None = None) -> html.Div:
    """The job at `now`. The button that cancels it has `data-job-cancel`."""
    return html.Div(
        [
            _announced(job, t, formats),
            html.Div(
                present(
                    html.Div(
                        present(
                            icon(_SHAPES[job.state]) if not job.running else None,
                            html.Span(state_words(job, t), className="fw-semibold"),
                            name_text(job.label) if job.label else None,
                        ),
                        className="job-title cluster",
                    ),
                    _cancel(job, t) if job.running else None,
                ),
                className="spread flex-wrap",
            ),
            *present(
                _bar(job, t, formats) if job.running else None,
                html.P(failure_words(job, t), className="wrong") if job.state is JobState.FAILED else None,
            ),
            html.Div(_figures(job, now, t, formats, measure or formats.number), className="job-figures cluster muted"),
        ],
        className="job stack gap-2",
        **attrs({"data-job": str(job.id), "data-state": job.state.value}),
    )


def state_words(job: Job, t: Translator) -> str:
    """The state of the job in words."""
    if job.running:
        return t("Is being cancelled …") if job.cancelling else t("Running")
    return {JobState.DONE: t("Done"), JobState.FAILED: t("Failed"), JobState.CANCELLED: t("Cancelled")}[job.state]


def failure_words(job: Job, t: Translator) -> str:
    """Why the job has failed."""
    own = {
        Failure.INTERRUPTED: t("It was interrupted: the program stopped in the middle. Start it again."),
        Failure.STORE: t("The database did not answer. Start it again in a moment."),
        Failure.UNEXPECTED: t("Something went wrong; the log of the server says what."),
    }
    return next((words for code, words in own.items() if code == job.error), "") or t(job.error, **job.error_values)


def _bar(job: Job, t: Translator, formats: Formats) -> Component:
    """The bar; when the share is unknown it only shows activity."""
    share = job.share
    told = {"aria-valuenow": str(round(share * 100))} if share is not None else {}
    return html.Div(
        html.Div(
            style={"inlineSize": f"{share * 100:.1f}%"} if share is not None else {},
            className="progress-bar"
            if share is not None
            else "progress-bar progress-bar-striped progress-bar-animated w-100",
        ),
        className="progress" if share is not None else "progress unknown",
        role="progressbar",
        **attrs(
            {
                "aria-label": job.label or t("Progress"),
                "aria-valuemin": "0",
                "aria-valuemax": "100",
                "aria-valuetext": formats.percent(share) if share is not None else t("Running"),
                **told,
            }
        ),
    )


def _figures(job: Job, now: datetime, t: Translator, formats: Formats, measure: Measure) -> list[Component]:
    share, amount = job.share, measure(job.done)
    of = (
        t("%(done)s of %(total)s", done=amount, total=measure(job.total))
        if job.total and job.done < job.total
        else amount
    )
    elapsed = ticking("timer", job.started_at) if job.running else html.Span(formats.duration(job.elapsed(now)))
    return present(
        html.Span(formats.percent(share), className="fw-semibold") if job.running and share is not None else None,
        html.Span(of) if job.done else None,
        html.Span([icon("clock"), " ", elapsed], title=t("Elapsed")),
    )


def _cancel(job: Job, t: Translator) -> html.Button:
    return button(
        t("Cancel"),
        "btn btn-quiet",
        {"data-job-cancel": str(job.id), "data-focus": "job-cancel"},
        disabled=job.cancelling,
    )


def _announced(job: Job, t: Translator, formats: Formats) -> html.Div:
    """The announcement for screen readers: the state, and every tenth of the progress."""
    share = job.share
    far = formats.percent(int(share * 10) / 10) if job.running and share is not None else ""
    return html.Div(
        " ".join(filter(None, (state_words(job, t), far))),
        className="visually-hidden",
        role="status",
        **attrs({"aria-live": "polite", "aria-atomic": "true"}),
    )
