"""The progress of a background job on the page, and its end."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from dash.development.base_component import Component

from callerid_dash.domain.jobs import Failure, Job, JobKind, JobState
from callerid_dash.locales import translator
from callerid_dash.ui.jobs.progress import job_progress
from callerid_dash.ui.text.formats import Formats
from tests.ui.office import START, ZONE, attribute, by_class, text, walk

KEY = UUID(int=7)
JOB = Job(KEY, JobKind.IMPORT_CALLS, 3, "Master.csv", JobState.RUNNING, START, START, done=2_500, total=10_000)
LATER = START + timedelta(seconds=125)


def drawn(job: Job = JOB, language: str = "en") -> Component:
    return job_progress(job, LATER, translator(language), Formats(language, ZONE))


def bars(tree: Component) -> list[Any]:
    return [part for part in walk(tree) if getattr(part, "role", None) == "progressbar"]


def buttons(tree: Component) -> list[Any]:
    return [part for part in walk(tree) if attribute(part, "data-job-cancel")]


def test_a_running_job_has_a_bar_figures_a_timer_and_a_button_that_ends_it() -> None:
    tree = drawn()
    (bar,) = bars(tree)
    told = [attribute(bar, f"aria-{name}") for name in ("valuenow", "valuemin", "valuemax", "label")]
    assert told == ["25", "0", "100", "Master.csv"]
    assert bar.children.style == {"inlineSize": "25.0%"}
    assert "25%" in text(tree)
    assert "2,500 of 10,000" in text(tree)
    assert [attribute(button, "data-job-cancel") for button in buttons(tree)] == [str(KEY)]
    assert [attribute(part, "data-tick") for part in walk(tree) if hasattr(part, "dateTime")] == ["timer"]


def test_a_screen_reader_hears_every_tenth_and_no_more() -> None:
    told = {text(by_class(drawn(replace(JOB, done=done)), "visually-hidden")[0]) for done in range(2_000, 3_000, 100)}
    assert told == {"Running 20%"}


def test_without_a_total_the_bar_promises_nothing() -> None:
    tree = drawn(replace(JOB, total=None))
    (bar,) = bars(tree)
    assert attribute(bar, "aria-valuenow") is None
    assert "unknown" in bar.className.split()
    assert "%" not in text(tree)


def test_the_button_is_pressed_once() -> None:
    tree = drawn(replace(JOB, cancelling=True))
    assert [button.disabled for button in buttons(tree)] == [True]
    assert "Is being cancelled" in text(tree)


@pytest.mark.parametrize(
    ("job", "says"),
    [
        (replace(JOB, state=JobState.DONE), "Done"),
        (replace(JOB, state=JobState.CANCELLED), "Cancelled"),
        (replace(JOB, state=JobState.FAILED, error=Failure.INTERRUPTED), "stopped in the middle"),
        (replace(JOB, state=JobState.FAILED, error=Failure.STORE), "database did not answer"),
        (replace(JOB, state=JobState.FAILED, error=Failure.UNEXPECTED), "log of the server"),
        (replace(JOB, state=JobState.FAILED, error="Line %(n)s", error_values={"n": 8}), "Line 8"),
    ],
)
def test_an_ended_job_says_how_and_how_long_it_took(job: Job, says: str) -> None:
    tree = drawn(replace(job, ended_at=LATER))
    assert says in text(tree)
    assert "02:05" in text(tree)
    assert bars(tree) == buttons(tree) == []


def test_in_persian_its_words_and_figures_are_persian() -> None:
    words = text(drawn(language="fa"))
    assert "۲٬۵۰۰" in words
    assert "در حال اجرا" in words
