"""Figures as files: they equal the reports, have headings in the language, and are in the audit trail."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import chain
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
import pytest

from callerid_dash.domain.audit import AuditAction, Change, SubjectKind
from callerid_dash.domain.errors import Forbidden, InvalidInput
from callerid_dash.domain.files.formats import Format
from callerid_dash.domain.reports.periods import Unit
from callerid_dash.locales import Translator, translator
from callerid_dash.services.reports.figure_words import Figure, column_heads, figure_titles
from callerid_dash.services.reports.filter import ReportFilter
from callerid_dash.services.services import Services
from callerid_dash.store.shared import audit as audit_tables
from callerid_dash.store.shared.audit import AuditFilter
from tests.scenes import AGENT, API, SUPERVISOR
from tests.services.raw_calls import TEHRAN, save

EVERYTHING = ReportFilter()
ENGLISH, PERSIAN = translator("en"), translator("fa")


def taken(
    services: Services,
    figure: Figure | None,
    form: Format,
    wanted: ReportFilter = EVERYTHING,
    t: Translator = ENGLISH,
    filters: Sequence[tuple[str, str]] | None = None,
) -> bytes:
    return b"".join(services.exports.figures.download(API, figure, wanted, form, t, filters))


def workbook(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))


def lines(content: bytes) -> tuple[dict[str, str], list[dict[str, str]]]:
    """The description at the top of a CSV, and its rows by heading."""
    about, _, table = content.decode("utf-8-sig").partition("\r\n\r\n")
    said = {line[0]: line[1] for line in csv.reader(io.StringIO(about))}
    return said, list(csv.DictReader(io.StringIO(table)))


@pytest.mark.parametrize("language", ["en", "fa"])
def test_a_workbook_has_a_sheet_for_each_figure_with_heads_in_the_language(furnished: Services, language: str) -> None:
    t = translator(language)
    book = workbook(taken(furnished, None, Format.XLSX, t=t))
    titles = list(figure_titles(t).values())
    assert len(book.worksheets) == len(Figure) + 1
    shown = [sheet.title.rstrip("…") for sheet in book.worksheets[:-1]]
    assert all(title.startswith(name) for title, name in zip(titles, shown, strict=True))
    assert {sheet.sheet_view.rightToLeft or False for sheet in book} == {language == "fa"}
    heads = set(column_heads(t).values())
    assert all({cell.value for cell in sheet[1]} <= heads for sheet in book.worksheets[:-1])
    last = {name.value: value.value for name, value in book.worksheets[-1].iter_rows()}
    assert last[t("Time zone")] == "Asia/Tehran"


def test_calls_over_time_are_those_of_the_report_by_the_offices_clock(furnished: Services) -> None:
    sheet = workbook(taken(furnished, Figure.VOLUME, Format.XLSX, ReportFilter(unit=Unit.DAY))).worksheets[0]
    head, *rows = sheet.iter_rows(values_only=True)
    frame = furnished.reports.volume(ReportFilter(unit=Unit.DAY)).frame
    assert [row[head.index("Time")] for row in rows] == [start.replace(tzinfo=None) for start in frame.start]
    for name, column in (("Calls", frame.calls), ("Missed calls", frame.missed)):
        assert [row[head.index(name)] for row in rows] == column.tolist()
    assert sheet.cell(2, head.index("Missed share") + 1).number_format == "0.0%"


def test_another_zone_is_kept_over_a_change_of_clocks(furnished: Services) -> None:
    berlin = ReportFilter(
        from_=datetime(2022, 10, 29, 22, tzinfo=UTC),
        to=datetime(2022, 10, 30, 23, tzinfo=UTC),
        timezone="Europe/Berlin",
        unit=Unit.HOUR,
    )
    about, rows = lines(taken(furnished, Figure.VOLUME, Format.CSV, berlin))
    assert about["Time zone"] == "Europe/Berlin"
    assert [row["Time"][11:] for row in rows[2:4]] == ["02:00:00+02:00", "02:00:00+01:00"]
    assert len(rows) == 25


def test_a_file_says_what_it_is_about(furnished: Services) -> None:
    since = datetime(2022, 9, 20, tzinfo=ZoneInfo(TEHRAN))
    wanted = ReportFilter(from_=since, to=since + timedelta(days=2), line="2001", known=False)
    about, _rows = lines(taken(furnished, Figure.WAITS, Format.CSV, wanted))
    assert (about["From"], about["Until"]) == ("2022-09-20T00:00:00+04:30", "2022-09-22T00:00:00+03:30")
    assert (about["line"], about["known"]) == ("2001", "no")
    about, _rows = lines(taken(furnished, Figure.WAITS, Format.CSV, wanted, filters=[("Line", "=2001")]))
    assert (about["Line"], "line" in about) == ("'=2001", False)


def test_persian_files_tell_times_by_the_jalali_calendar_too(furnished: Services) -> None:
    wanted = ReportFilter(from_=datetime(2022, 9, 22, 20, tzinfo=UTC), unit=Unit.DAY)
    about, rows = lines(taken(furnished, Figure.VOLUME, Format.CSV, wanted, t=PERSIAN))
    assert rows[1][PERSIAN("Time (Jalali)")] == "1401-07-01 00:00"
    assert rows[1][PERSIAN("Time")].startswith("2022-09-23T00:00:00")
    assert about[PERSIAN("From")].endswith("(1401-06-31 23:30)")


def test_the_week_begins_where_it_is_said_to(furnished: Services) -> None:
    for first, day in ((1, "Monday"), (6, "Saturday")):
        _about, rows = lines(taken(furnished, Figure.HOURS, Format.CSV, ReportFilter(first_weekday=first)))
        assert rows[0]["Day"] == day
    hours = furnished.reports.heatmap(EVERYTHING)
    assert sum(int(row["Calls"]) for row in rows) == hours.calls.sum()


def test_callers_are_ranked_and_formulas_do_nothing(furnished: Services) -> None:
    stranger = furnished.reports.callers.top(ReportFilter(known=False)).number[0]
    save(furnished, "=cmd()", stranger)
    _about, rows = lines(taken(furnished, Figure.TOP_CALLERS, Format.CSV))
    top = furnished.reports.callers.top(EVERYTHING, limit=500)
    assert [int(row["Calls"]) for row in rows] == top.calls.tolist()
    assert {row["Number"] for row in rows} == {f"'{number}" for number in top.number}
    assert "'=cmd()" in {row["Name"] for row in rows}
    _about, strangers = lines(taken(furnished, Figure.TOP_UNKNOWN, Format.CSV))
    assert not {row["Name"] for row in strangers} - {""}
    sheet = workbook(taken(furnished, Figure.TOP_CALLERS, Format.XLSX)).worksheets[0]
    assert {cell.data_type for cell in chain(*sheet.iter_rows())} <= {"s", "n", "d"}


def test_shares_add_up_and_waits_are_the_classes_of_the_report(furnished: Services) -> None:
    _about, rows = lines(taken(furnished, Figure.OPERATORS, Format.CSV))
    assert sum(float(row["Share of these"]) for row in rows) == pytest.approx(1, abs=0.001)
    counts = furnished.reports.summary(EVERYTHING)
    _about, waits = lines(taken(furnished, Figure.WAITS, Format.CSV))
    assert sum(int(row["Answered calls"]) for row in waits) == counts.answered.waits.measured
    assert (waits[0]["Waited over (seconds)"], waits[-1]["At most (seconds)"]) == ("0", "")


@pytest.mark.parametrize("figure", [None, *Figure])
def test_nothing_to_count_is_a_file_with_heads(services: Services, figure: Figure | None) -> None:
    book = workbook(taken(services, figure, Format.XLSX))
    assert all(sheet.max_column > 1 for sheet in book)
    if figure:
        assert taken(services, figure, Format.CSV).count(b"\r\n") > 4


def test_the_trail_says_who_took_what(furnished: Services) -> None:
    taken(furnished, None, Format.XLSX, ReportFilter(line="2001"))
    with furnished.store.read() as session:
        (line,) = audit_tables.page(session, AuditFilter(action=AuditAction.EXPORTED), 9)
    assert (line.kind, line.title, line.actor) == (SubjectKind.REPORT, "figures.xlsx", API.name)
    assert Change("line", "", "2001") in line.changes
    assert {change.field for change in line.changes} == {"rows", "line"}


def test_only_who_sees_reports_takes_them_and_only_in_these_forms(furnished: Services) -> None:
    download = furnished.exports.figures.download
    assert download(SUPERVISOR, Figure.WAITS, EVERYTHING, Format.CSV, ENGLISH).rows == 14
    with pytest.raises(Forbidden):
        download(AGENT, Figure.WAITS, EVERYTHING, Format.CSV, ENGLISH)
    for figure, form in ((Figure.WAITS, Format.PARQUET), (None, Format.CSV)):
        with pytest.raises(InvalidInput):
            download(API, figure, EVERYTHING, form, ENGLISH)
    with pytest.raises(InvalidInput):
        download(API, None, replace(EVERYTHING, timezone="Mars/Olympus"), Format.XLSX, ENGLISH)
