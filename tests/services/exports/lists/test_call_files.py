"""Exported calls in each format: CSV, Parquet and Excel workbooks."""

from __future__ import annotations

import io
import tracemalloc
from datetime import UTC, datetime, timedelta
from itertools import chain
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import openpyxl
import pytest

from callerid_dash.domain.errors import Busy, InvalidInput
from callerid_dash.domain.files.formats import Format
from callerid_dash.domain.reports.periods import Range
from callerid_dash.services.calls.ingest import Ingest
from callerid_dash.services.exports import formats as export_files
from callerid_dash.services.exports.service import AT_ONCE, Download, Exporting
from callerid_dash.services.profiles.profiles import Profiles
from callerid_dash.store.calls.filter import EVERY_CALL
from callerid_dash.store.engine.database import Store
from callerid_dash.store.exports import exports
from tests.scenes import NOON, SUPERVISOR, answered_call, event
from tests.services.exports.lists.conftest import EVERYTHING, busy_morning, read_csv, taken


def read_parquet(download: Download, folder: Path) -> tuple[list[dict[str, Any]], dict[str, str]]:
    file = folder / "calls.parquet"
    file.write_bytes(taken(download))
    with duckdb.connect() as connection:
        instants = "epoch_us(started_at) AS began"
        result = connection.execute(f"SELECT *, {instants} FROM (SELECT * FROM '{file}') ORDER BY began DESC, id")
        names = [column[0] for column in result.description]
        types = {row[0]: row[1] for row in connection.execute(f"DESCRIBE SELECT * FROM '{file}'").fetchall()}
        shown = ", ".join(name for name in names if not name.endswith("_at"))
        rows = connection.execute(
            f"SELECT {shown} FROM (SELECT *, {instants} FROM '{file}') ORDER BY began DESC, id"
        ).fetchall()
        return [dict(zip(shown.split(", "), row, strict=True)) for row in rows], types


def read_workbook(download: Download) -> list[dict[str, Any]]:
    book = openpyxl.load_workbook(io.BytesIO(taken(download)), read_only=True)
    head, *rows = book["calls"].iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in rows]


def test_a_csv_file_tells_every_call_newest_first(exporting: Exporting, ingest: Ingest, profiles: Profiles) -> None:
    busy_morning(ingest, profiles)
    download = exporting.calls(SUPERVISOR, EVERYTHING, Format.CSV)
    assert (download.name, download.rows) == ("calls.csv", 4)
    rows = read_csv(download)
    assert list(rows[0]) == list(exports.CALL_COLUMNS)
    assert [row["call_id"] for row in rows] == ["odd", "withheld", "missed", "known"]
    known, missed = rows[3], rows[2]
    assert known["started_at"] == "2026-05-04T12:00:00+03:30"
    assert datetime.fromisoformat(known["answered_at"]) == NOON + timedelta(seconds=5)
    assert (known["wait_seconds"], known["talk_seconds"]) == ("5.000", "60.000")
    assert (known["profile"], known["outcome"], known["line"]) == ('علی "رضا" مرادی', "answered", "L1")
    assert datetime.fromisoformat(missed["ended_at"]) == NOON + timedelta(seconds=107.25)
    assert (missed["wait_seconds"], missed["talk_seconds"]) == ("7.250", "")


def test_cells_that_could_be_formulas_get_an_apostrophe_and_numbers_keep_their_digits(
    exporting: Exporting, ingest: Ingest, profiles: Profiles
) -> None:
    busy_morning(ingest, profiles)
    odd, withheld, missed, known = read_csv(exporting.calls(SUPERVISOR, EVERYTHING, Format.CSV))
    assert (missed["caller_name"], odd["caller"], odd["caller_name"], odd["queue"]) == (
        "'=1+1",
        "'@SUM(1)",
        "'-2",
        "'+q",
    )
    assert (known["number"], known["caller"]) == ("'+982188881111", "02188881111")
    assert withheld["caller_name"] == "a,b\tc"


def test_right_to_left_text_is_written_as_it_is(exporting: Exporting, ingest: Ingest, profiles: Profiles) -> None:
    busy_morning(ingest, profiles)
    content = taken(exporting.calls(SUPERVISOR, EVERYTHING, Format.CSV)).decode()
    assert '"علی ""رضا"" مرادی"' in content
    assert not set(content) & set("\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069")


def test_parquet_has_types_and_the_same_calls(
    exporting: Exporting, ingest: Ingest, profiles: Profiles, tmp_path: Path
) -> None:
    busy_morning(ingest, profiles)
    rows, types = read_parquet(exporting.calls(SUPERVISOR, EVERYTHING, Format.PARQUET), tmp_path)
    assert [row["call_id"] for row in rows] == ["odd", "withheld", "missed", "known"]
    assert (types["started_at"], types["wait_seconds"], types["profile_id"], types["number"]) == (
        "TIMESTAMP WITH TIME ZONE",
        "DOUBLE",
        "BIGINT",
        "VARCHAR",
    )
    assert rows[3]["began"] == round(NOON.timestamp() * 1e6)
    assert (rows[3]["number"], rows[3]["wait_seconds"], rows[3]["talk_seconds"]) == ("+982188881111", 5.0, 60.0)
    assert (rows[2]["caller_name"], rows[2]["talk_seconds"], rows[2]["profile_id"]) == ("=1+1", None, None)


def test_a_workbook_has_text_that_is_no_formula_and_times_of_the_office(
    exporting: Exporting, ingest: Ingest, profiles: Profiles
) -> None:
    busy_morning(ingest, profiles)
    rows = read_workbook(exporting.calls(SUPERVISOR, EVERYTHING, Format.XLSX))
    assert [row["call_id"] for row in rows] == ["odd", "withheld", "missed", "known"]
    assert rows[3]["started_at"] == datetime(2026, 5, 4, 12, 0)
    assert (rows[3]["number"], rows[3]["wait_seconds"], rows[3]["profile"]) == ("+982188881111", 5, 'علی "رضا" مرادی')
    assert rows[2]["caller_name"] == "=1+1"


def test_a_workbook_that_would_be_too_long_names_the_ways_out(
    exporting: Exporting, ingest: Ingest, profiles: Profiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    busy_morning(ingest, profiles)
    monkeypatch.setattr(export_files, "MOST_IN_WORKBOOK", 3)
    with pytest.raises(InvalidInput, match="CSV or Parquet"):
        exporting.calls(SUPERVISOR, EVERYTHING, Format.XLSX)
    assert exporting.calls(SUPERVISOR, EVERYTHING, Format.CSV).rows == 4


def test_stretches_of_time_miss_and_repeat_nothing_also_over_changes_of_the_clock(store: Store, ingest: Ingest) -> None:
    first = datetime(2022, 9, 20, tzinfo=UTC)  # Tehran put its clocks back for the last time on the 21st
    apart = (first - NOON).total_seconds()
    ingest.submit([event("ringing", apart + 3600 * n, f"c{n}") for n in range(72)])
    ingest.submit([event("ringing", apart + 3600 * 20, f"crowd{n}") for n in range(20)])
    asked, zone = (Range(first, first + timedelta(days=9)), EVERY_CALL), ZoneInfo("Asia/Tehran")
    for at_once in (1, 3, 30, 1_000):
        with store.read() as session:
            counted = exports.days(session, *asked)
            lines = [*chain(*exports.call_lines(session, *asked, counted, zone, "=", at_once))]
            rows = [*chain(*exports.call_rows(session, *asked, counted, zone, at_once))]
        began = [line.partition(",")[0] for line in lines]
        assert began == [at.replace(tzinfo=UTC).astimezone(zone).isoformat() for at, *_ in rows]
        assert sorted(row[-2] for row in rows) == sorted(
            [f"c{n}" for n in range(72)] + [f"crowd{n}" for n in range(20)]
        )
        assert [row[0] for row in rows] == sorted((row[0] for row in rows), reverse=True)
        assert {at[-6:] for at in began} == {"+03:30", "+04:30"}


def test_an_abandoned_download_ends_its_read_and_makes_room(exporting: Exporting, ingest: Ingest) -> None:
    ingest.submit(answered_call())
    begun = [exporting.calls(SUPERVISOR, EVERYTHING, Format.CSV) for _ in range(AT_ONCE)]
    with pytest.raises(Busy):
        exporting.calls(SUPERVISOR, EVERYTHING, Format.CSV)
    for download in begun:
        download.close()
    assert len(read_csv(exporting.calls(SUPERVISOR, EVERYTHING, Format.CSV))) == 1


def test_memory_does_not_grow_with_the_rows(exporting: Exporting, ingest: Ingest) -> None:
    def peak(calls: int) -> int:
        for start in range(0, calls, 2_000):
            ingest.submit([event("ringing", n, f"c{n}") for n in range(start, start + 2_000)])
        taken(exporting.calls(SUPERVISOR, EVERYTHING, Format.CSV))
        tracemalloc.start()
        try:
            download = exporting.calls(SUPERVISOR, EVERYTHING, Format.CSV)
            assert sum(map(len, download)) > 100 * calls
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    few = peak(4_000)
    assert peak(12_000) < 1.6 * few  # other threads allocate as well; three times as much would be growth
