"""Exported CSV is read back by the README's rule: one leading apostrophe is removed from every cell."""

from __future__ import annotations

import csv
import io
import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from callerid_dash.domain.calls.filter import CallFilter
from callerid_dash.domain.files.formats import Format
from callerid_dash.domain.files.spreadsheets import csv_line
from callerid_dash.domain.profiles.profiles import ProfileDraft, ProfileKind
from callerid_dash.domain.profiles.records import RecordDraft
from callerid_dash.services.exports.profile_tables import ExportedRecords
from callerid_dash.services.exports.service import Download
from callerid_dash.services.profiles.filter import ALL
from callerid_dash.services.services import Services
from tests.scenes import API, SUPERVISOR, event

ODD = "'\"=+-@,; \t\r\n＝＋－＠a۱"
CELLS = st.text(st.one_of(st.sampled_from(ODD), st.characters(exclude_categories=["Cs", "Cc"])), max_size=6)
NAMES = st.text(st.sampled_from("'\"=+-@,;＝＋－＠a"), min_size=1, max_size=5)
ENGINES = settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None)


def by_the_rule(text: str) -> list[list[str]]:
    """The cells of CSV as a program reads them."""
    rows = csv.reader(io.StringIO(text, newline=""))
    return [[cell[1:] if cell.startswith("'") else cell for cell in row] for row in rows]


def read(download: Download) -> list[dict[str, str]]:
    try:
        head, *rows = by_the_rule(b"".join(download).decode("utf-8-sig"))
    finally:
        download.close()
    return [dict(zip(head, row, strict=True)) for row in rows]


@given(st.lists(CELLS, min_size=2, max_size=5))
def test_any_cell_survives(cells: list[str]) -> None:
    line = csv_line(cells)
    assert by_the_rule(line) == [cells]
    (written,) = csv.reader(io.StringIO(line, newline=""))
    assert not {cell[0] for cell in written if cell} & set("=+-@＝＋－＠\t\r\n"), "a formula"


@pytest.fixture
def numbers() -> itertools.count[int]:
    """A number for each object of a test."""
    return itertools.count()


@ENGINES
@given(names=st.lists(NAMES, min_size=1, max_size=20))
def test_names_of_calls_survive_the_lines_that_the_database_makes(
    services: Services, numbers: itertools.count[int], names: list[str]
) -> None:
    sent = {f"call {next(numbers)}": name for name in names}
    services.calls.ingest.submit([event("ringing", 0, key, caller_name=name, queue=name) for key, name in sent.items()])
    rows = {row["call_id"]: row for row in read(services.exports.files.calls(SUPERVISOR, CallFilter(), Format.CSV))}
    assert {key: rows[key]["caller_name"] for key in sent} == sent
    assert {key: rows[key]["queue"] for key in sent} == sent


@ENGINES
@given(text=NAMES)
def test_texts_of_records_and_names_of_profiles_survive(services: Services, text: str) -> None:
    kind = next(each.id for each in services.directory.snapshot.record_kinds.values() if each.key == "note")
    profile = services.profiles.create(ProfileDraft(ProfileKind.PERSON, f"'{text}a"), API).profile
    services.records.create(RecordDraft(profile.id, kind, text, f"'{text}"), API)
    named = {
        int(row["id"]): row["name"] for row in read(services.exports.files.profiles(SUPERVISOR, "", ALL, Format.CSV))
    }
    assert named[profile.id] == profile.name
    rows = read(services.exports.files.records(SUPERVISOR, ExportedRecords(profile=profile.id), Format.CSV))
    assert [(row["subject"], row["text"]) for row in rows] == [(text, f"'{text}")]
