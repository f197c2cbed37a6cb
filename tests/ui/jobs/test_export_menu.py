"""The export menu of a page: its links, and which of them follow the page's filters."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from dash import html

from callerid_dash.domain.jobs import Job, JobKind, JobState
from callerid_dash.ui.jobs.export_menu import export_menu, figure_menu
from callerid_dash.ui.jobs.export_progress import export_progress
from callerid_dash.ui.kit.scripted import plain
from callerid_dash.ui.shell.job_list import LISTS
from tests.ui.office import START, attribute, by_class, context, text, walk


def test_a_menu_has_a_link_for_each_kind_of_file_and_the_first_list_follows_the_filters() -> None:
    menu = export_menu({"profiles": "People", "records": "Records"}, "What leaves", context().words())
    links = [part for part in walk(menu) if isinstance(part, html.A)]
    assert [attribute(link, "href") for link in links] == [
        f"/export/{name}.{form}" for name in ("profiles", "records") for form in ("csv", "xlsx", "parquet")
    ]
    assert [attribute(link, "data-export") for link in links[:3]] == [attribute(link, "href") for link in links[:3]]
    assert "data-export" not in str(plain(links[3]))
    assert attribute(links[1], "aria-label") == "People: Excel"
    assert "What leaves" in text(menu)


def test_a_menu_of_one_list_needs_no_headings() -> None:
    assert "Calls" not in text(export_menu({"calls": "Calls"}, "", context().words()))


def test_a_figure_leaves_as_csv_and_excel_narrowed_as_the_page_is() -> None:
    links = [part for part in walk(figure_menu("waits", "Waits", context().words())) if isinstance(part, html.A)]
    addresses = ["/export/figures/waits.csv", "/export/figures/waits.xlsx"]
    assert [attribute(link, "href") for link in links] == addresses
    assert [attribute(link, "data-export") for link in links] == addresses
    assert {attribute(link, "data-list") for link in links} == {"figures/waits"} <= set(LISTS)


def test_an_export_on_its_way_can_be_cancelled_and_a_finished_one_fetched_again() -> None:
    job = Job(UUID(int=7), JobKind.EXPORT, 3, "calls.xlsx", JobState.RUNNING, START, START, done=2_000, total=8_000)
    going = export_progress(job, START, context().words(), context().formats())
    assert [part for part in walk(going) if attribute(part, "data-job-cancel")]
    assert not by_class(going, "export-file")
    made = export_progress(replace(job, state=JobState.DONE), START, context().words(), context().formats())
    assert "2,000 rows" in text(made)
    (link,) = (part for part in walk(made) if isinstance(part, html.A))
    assert attribute(link, "href") == f"/export/jobs/{job.id}"
    assert [part for part in walk(made) if attribute(part, "data-export-close") is not None]
