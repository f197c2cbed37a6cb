"""The report of an import of calls, running or finished: its figures, and the rows that could not be read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from dash import html
from dash.development.base_component import Component

from callerid_dash.domain.jobs import Job, JobState
from callerid_dash.locales import Translator
from callerid_dash.ui.imports.shell import counts_of, figure_list, rejected_link, report_card
from callerid_dash.ui.jobs.progress import job_progress
from callerid_dash.ui.kit.basics import icon, present
from callerid_dash.ui.text.formats import Formats
from callerid_dash.ui.words.files import size_words
from callerid_dash.ui.words.left_out import left_out_words


def import_report(job: Job, now: datetime, t: Translator, formats: Formats) -> html.Div:
    """The state of the import at `now`."""
    counts = counts_of(job)
    return report_card(
        job,
        job_progress(job, now, t, formats, lambda size: size_words(size, t, formats)),
        _figures(counts, t, formats) if counts else None,
        *(html.P(words) for words in _says(job, counts, t)),
        *left_out_words(_named(job, "why"), _named(job, "contexts"), t, formats),
        _ways_on(job, counts, t) if not job.running else None,
    )


def _figures(counts: dict[str, int], t: Translator, formats: Formats) -> html.Dl:
    """The figures: a row is part of a call, rejected or left out; a call is added, completed or already there."""
    words = {
        "rows": t("Rows read"),
        "added": t("Calls added"),
        "completed": t("Live calls completed"),
        "already": t("Already there"),
        "rejected": t("Rejected rows"),
        "left_out": t("Other rows"),
    }
    return figure_list(words, counts, formats, {"left_out": t("Outgoing and internal calls, headings, empty lines")})


def _named(job: Job, name: str) -> Mapping[str, int]:
    found = job.result.get(name)
    return (
        {str(key): value for key, value in found.items() if isinstance(value, int)} if isinstance(found, dict) else {}
    )


def _says(job: Job, counts: dict[str, int], t: Translator) -> list[str]:
    if job.state is JobState.DONE and counts.get("rows") and not counts.get("added") and not counts.get("completed"):
        return [t("Nothing was added.")]
    if job.state in (JobState.CANCELLED, JobState.FAILED):
        lost = counts.get("calls", 0) - sum(counts.get(name, 0) for name in ("added", "completed", "already"))
        return [
            *([_lost(lost, t)] if lost > 0 else []),
            t("What was added by then stays. Importing the file again adds only what is missing."),
        ]
    return []


def _lost(count: int, t: Translator) -> str:
    return t.n("%(n)s call was read and not stored any more.", "%(n)s calls were read and not stored any more.", count)


def _ways_on(job: Job, counts: dict[str, int], t: Translator) -> Component | None:
    links = present(
        rejected_link(job, t("Download rejected rows")) if counts.get("rejected") else None,
        html.A([icon("telephone-inbound"), " ", t("See the calls")], href="/calls", className="btn btn-quiet")
        if counts.get("added") or counts.get("completed")
        else None,
    )
    return html.Div(links, className="import-ways buttons") if links else None
