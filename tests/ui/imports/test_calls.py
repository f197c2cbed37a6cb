"""The import of calls as data: the form, the preview, and the report."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from dash.development.base_component import Component

from callerid_dash.domain.calls.history import PastCall, Rejected
from callerid_dash.domain.errors import InvalidInput
from callerid_dash.domain.jobs import Job, JobKind, JobState
from callerid_dash.domain.numbers.phones import parse_number
from callerid_dash.locales import translator
from callerid_dash.services.imports.calls.file_guess import Guess
from callerid_dash.services.imports.calls.job import Suggested
from callerid_dash.services.imports.calls.preview import CallsPreview, PreviewedCall
from callerid_dash.services.jobs.rejected_rows import RejectsFile
from callerid_dash.services.jobs.uploads import Upload
from callerid_dash.ui.imports.call_form import call_form, questions
from callerid_dash.ui.imports.preview import import_preview, rejects_words
from callerid_dash.ui.imports.report import import_report
from callerid_dash.ui.imports.shell import chooser
from callerid_dash.ui.settings.imports.calls import FORM, format_of
from callerid_dash.ui.text.formats import Formats
from callerid_dash.ui.words.files import size_words
from tests.ui.office import DIALING, START, ZONE, attribute, by_class, holder, text, walk

T, FORMATS = translator("en"), Formats("en", ZONE)
KEY = UUID(int=7)
UPLOAD = Upload(KEY, JobKind.IMPORT_CALLS, 3, "Master.csv", 15_014_187, Path("Master.csv"))
CALL = PastCall(
    line_no=12,
    external_id="1.1",
    named=True,
    started_at=START,
    answered_at=START + timedelta(seconds=7),
    ended_at=START + timedelta(seconds=67),
    caller="09123456789",
    line="02188881111",
    extension="201",
)
LINES = {"02188881111": "Main line"}


def previewed(call: PastCall = CALL, **given: object) -> PreviewedCall:
    values = {"holder": None, "already": False, **given}
    return PreviewedCall(call, parse_number(call.caller, DIALING), **values)  # type: ignore[arg-type]


def preview_of(*calls: PreviewedCall, rejected: tuple[Rejected, ...] = (), left_out: int = 0) -> Component:
    return import_preview(CallsPreview(calls=calls, rejected=rejected, left_out=left_out), LINES, T, FORMATS)


def test_a_call_is_previewed_as_it_would_be_stored() -> None:
    words = text(by_class(preview_of(previewed(holder=holder(), already=True)), "import-table")[0])
    for told in (
        "12",
        "Maryam Ahmadi",
        "+989123456789",
        "09123456789",
        "Main line",
        "201",
        "00:07",
        "Answered",
        "01:00",
    ):
        assert told in words
    assert "already there" in words


def test_a_call_that_nobody_answered_names_the_phones_that_rang() -> None:
    missed = CALL._replace(answered_at=None, extension="", rang=("201", "202"))
    words = text(by_class(preview_of(previewed(missed)), "import-table")[0])
    assert "Missed" in words
    assert "201, 202" in words
    assert "01:07" in words


@pytest.mark.parametrize(("caller", "says"), [("anonymous", "Withheld number"), ("12ab", "no telephone number")])
def test_callers_without_a_number_are_told_as_such(caller: str, says: str) -> None:
    assert says in text(preview_of(previewed(CALL._replace(caller=caller))))


def test_the_sample_is_summed_up_in_a_sentence() -> None:
    rejected = (Rejected(4, "No.", "x"),)
    tree = preview_of(previewed(), previewed(already=True), rejected=rejected, left_out=3)
    said = text(by_class(tree, "import-sample")[0])
    assert said == (
        "The first rows give: 2 calls, 1 of them already there, 1 rejected row, 3 rows that are no incoming calls."
    )


def test_rejected_rows_say_why_in_the_page_s_language_and_many_are_folded() -> None:
    rows = tuple(Rejected(i, "'%(value)s' is no date and time.", "row " + "x" * 999, {"value": i}) for i in range(8))
    tree = preview_of(rejected=rows)
    assert "is no date and time." in text(tree)
    assert len(by_class(tree, "import-row")) == 8
    assert max(len(text(part)) for part in by_class(tree, "import-row")) == 400
    assert "3 more" in text(by_class(tree, "import-more")[0])
    persian = import_preview(CallsPreview(calls=(), rejected=rows), LINES, translator("fa"), Formats("fa", ZONE))
    assert "تاریخ و ساعت نیست" in text(persian)


@pytest.mark.parametrize(
    ("language", "heads", "reason"),
    [
        ("en", ["Line in the file", "Reason", "Row"], "The line is cut off: 3 of 18 columns."),
        ("fa", ["سطر فایل", "دلیل", "ردیف"], "سطر ناقص است: ۳ ستون از ۱۸ ستون."),
    ],
)
def test_the_file_of_rejected_rows_speaks_the_language_of_the_page(
    tmp_path: Path, language: str, heads: list[str], reason: str
) -> None:
    row = Rejected(2, "The line is cut off: %(count)s of %(wanted)s columns.", '"","0912', {"count": 3, "wanted": 18})
    path = tmp_path / "rejected.csv"
    with RejectsFile(path, rejects_words(translator(language), Formats(language, ZONE))) as file:
        file.write(row)
    with path.open(encoding="utf-8-sig", newline="") as content:
        assert list(csv.reader(content)) == [heads, ["2", reason, '"","0912']]


@pytest.mark.parametrize(("language", "value"), [("en", "0000-00-00"), ("fa", "\u20680000-00-00\u2069")])
def test_what_a_row_says_keeps_its_direction_in_a_reason(language: str, value: str) -> None:
    telling = rejects_words(translator(language), Formats(language, ZONE))
    assert value in telling.reason(Rejected(4, "'%(value)s' is no date and time.", "", {"value": "0000-00-00"}))


def test_a_file_in_which_nothing_was_found_asks_whether_its_format_is_right() -> None:
    assert "right format" in text(preview_of(left_out=500))


def test_what_is_asked_of_a_file_has_the_likely_answers() -> None:
    asked = questions(
        FORM,
        Guess("asterisk-cel", "cp1256"),
        Suggested(("when", "who"), "x = 1"),
        ("asterisk-cdr", "asterisk-cel", "csv"),
        "Asia/Tehran",
        T,
    )
    values = {
        part.id["field"]: getattr(part, "value", None)
        for part in walk(asked)
        if isinstance(getattr(part, "id", 0), dict) and "field" in part.id
    }
    assert values == {
        "format": "asterisk-cel",
        "encoding": "cp1256",
        "zone": "Asia/Tehran",
        "twice": "refuse",
        "mapping": "x = 1",
    }
    assert "when who" in text(by_class(asked, "import-columns")[0])
    tree = call_form(FORM, UPLOAD, asked, T, FORMATS)
    assert "Master.csv" in text(tree)
    assert "15 MB" in text(tree)
    assert [part.hidden for part in walk(tree) if getattr(part, "id", None) == "import-mapping"] == [True]


def test_the_place_for_a_file_tells_the_script_what_to_do_with_it() -> None:
    tree = chooser(JobKind.IMPORT_CALLS, T, "CSV or JSON", "import-sent")
    assert attribute(tree, "data-upload") == "import_calls"
    assert attribute(tree, "data-upload-store") == "import-sent"
    assert [part.type for part in walk(tree) if attribute(part, "data-upload-choose") is not None] == ["button"]


@pytest.mark.parametrize(
    ("size", "words"), [(0, "0 B"), (999, "999 B"), (1500, "1.5 kB"), (2_000_000, "2 MB"), (1_400_000_000, "1.4 GB")]
)
def test_sizes_are_told_in_the_largest_unit(size: int, words: str) -> None:
    assert size_words(size, T, FORMATS) == words


COUNTS = {"rows": 1200, "added": 1000, "completed": 2, "already": 3, "rejected": 5, "left_out": 190}
JOB = Job(KEY, JobKind.IMPORT_CALLS, 3, "Master.csv", JobState.RUNNING, START, START, 500, 1000, COUNTS)


def report(**given: object) -> Component:
    job = replace(JOB, ended_at=START, **given)  # type: ignore[arg-type]
    return import_report(job, START, T, FORMATS)


def links(tree: Component) -> list[str]:
    return [part.href for part in walk(tree) if getattr(part, "href", None)]


def test_a_running_import_shows_its_figures_and_a_finished_one_the_ways_on() -> None:
    tree = report()
    figures = {
        attribute(part, "data-figure"): text(part.children[1]) for part in walk(tree) if attribute(part, "data-figure")
    }
    assert figures == {name: f"{count:,}" for name, count in COUNTS.items()}
    assert links(tree) == []
    assert links(report(state=JobState.DONE)) == [f"/import/{KEY}/rejected.csv", "/calls"]
    assert links(report(state=JobState.DONE, result={**COUNTS, "rejected": 0})) == ["/calls"]


def test_it_says_why_rows_were_left_out_and_where_calls_began_that_only_their_context_leaves_out() -> None:
    why = {"no_call": 2, "context": 1_150, "ours": 7, "said": 5, "no_beginning": 1}
    found = {**COUNTS, "why": why, "contexts": {"from-provider": 1_140, "": 10}}
    says = " ".join(text(report(state=JobState.DONE, result=found)).split())
    assert "1,150 rows left out. These calls began in contexts that are not set as incoming ones:" in says
    assert "from-provider (1,140) , – (10) . If calls from outside begin in one of them" in says
    assert "7 rows left out. Our own telephones, or the system itself, made these calls." in says
    assert "5 rows left out. The file says that these are no incoming calls." in says
    assert "1 row left out. The file does not tell where these calls began." in says
    assert says.count("left out.") == 4
    assert "left out." not in text(report(state=JobState.DONE))


def test_so_does_a_preview() -> None:
    preview = CallsPreview(calls=(), rejected=(), left_out=12, why={"context": 12}, contexts={"from-provider": 12})
    assert "from-provider (12)" in " ".join(text(import_preview(preview, LINES, T, FORMATS)).split())


def test_an_import_that_added_nothing_says_so() -> None:
    assert "Nothing was added." in text(report(state=JobState.DONE, result={**COUNTS, "added": 0, "completed": 0}))
    assert "Nothing was added." not in text(report(state=JobState.DONE))


@pytest.mark.parametrize("state", [JobState.CANCELLED, JobState.FAILED])
def test_an_import_that_was_stopped_says_what_was_kept(state: JobState) -> None:
    says = text(report(state=state, error="No.", result={**COUNTS, "calls": 1_025}))
    assert "20 calls were read and not stored any more." in says
    assert "What was added by then stays" in says
    assert "not stored" not in text(report(state=state, error="No.", result={**COUNTS, "calls": 1_005}))


def refuse(_text: str) -> dict[str, str]:
    raise InvalidInput("No.")


def test_what_was_typed_for_another_format_does_not_matter() -> None:
    said = {
        "format": "asterisk-cdr",
        "zone": "Asia/Tehran",
        "encoding": "utf-8",
        "twice": "later",
        "mapping": "nonsense",
    }
    assert format_of(said, refuse).mapping == {}
    with pytest.raises(InvalidInput):
        format_of({**said, "format": "csv"}, refuse)
    with pytest.raises(InvalidInput):
        format_of({**said, "twice": "both"}, refuse)
