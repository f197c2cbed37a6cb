"""Exported lists: every kind of file contains the stored rows that the user may see, with an audit line."""

from __future__ import annotations

import csv
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

from callerid_dash.domain.audit import AuditAction
from callerid_dash.domain.calls.calls import Outcome
from callerid_dash.domain.calls.filter import CallFilter
from callerid_dash.domain.errors import Busy, InvalidInput
from callerid_dash.domain.files.formats import Format
from callerid_dash.domain.profiles.profiles import OwnerRole, PhoneDraft, ProfileDraft, ProfileKind
from callerid_dash.domain.profiles.records import RecordDraft
from callerid_dash.domain.reports.periods import Range
from callerid_dash.domain.users import Role, User, Visibility
from callerid_dash.services.calls.ingest import Ingest
from callerid_dash.services.core import Core
from callerid_dash.services.exports import formats as export_files
from callerid_dash.services.exports.profile_tables import PROFILE_TABLE, RECORD_TABLE, ExportedRecords
from callerid_dash.services.exports.service import AT_ONCE, CALL_TABLE, Download, Exporting
from callerid_dash.services.profiles.filter import ALL, ProfileFilter
from callerid_dash.services.profiles.profiles import Profiles
from callerid_dash.services.profiles.search import ProfileFinder
from callerid_dash.services.records.records import Records
from callerid_dash.services.shared.directory import Directory
from callerid_dash.store.accounts import accounts
from callerid_dash.store.calls.filter import EVERY_CALL
from callerid_dash.store.engine.database import Store
from callerid_dash.store.engine.protocol import Session
from callerid_dash.store.exports import exports
from callerid_dash.store.office import directory as small_tables
from callerid_dash.store.shared import audit as audit_tables
from callerid_dash.store.shared.audit import AuditFilter
from tests.scenes import API, NOON, SUPERVISOR, answered_call, event

EVERYTHING = CallFilter()


@pytest.fixture
def profiles(core: Core) -> Profiles:
    return Profiles(core)


@pytest.fixture
def sara(store: Store, directory: Directory) -> User:
    """An agent with extension 101, who sees her extension's calls and those of her profiles."""

    def work(session: Session) -> int | None:
        user_id = accounts.add_user(session, "sara", "Sara", Role.AGENT, "")
        assert user_id
        small_tables.set_extension(session, "101", user_id)
        small_tables.set_setting(session, "visibility", Visibility.OWN_EXTENSION_OR_PROFILES.value)
        return user_id

    user_id = store.write(work)
    directory.reload()
    return directory.snapshot.users[user_id or 0]


def taken(download: Download) -> bytes:
    try:
        return b"".join(download)
    finally:
        download.close()


def read_csv(download: Download) -> list[dict[str, str]]:
    content = taken(download)
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


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


def busy_morning(ingest: Ingest, profiles: Profiles) -> None:
    profiles.create(ProfileDraft(ProfileKind.PERSON, 'علی "رضا" مرادی', phones=(PhoneDraft("02188881111"),)), API)
    ingest.submit(answered_call("known", 0, caller="02188881111", line="L1", queue="sales"))
    ingest.submit([event("ringing", 100, "missed", caller_name="=1+1"), event("ended", 107.25, "missed")])
    ingest.submit([event("ringing", 200, "withheld", caller="anonymous", caller_name="a,b\tc")])
    ingest.submit([event("queued", 300, "odd", caller="@SUM(1)", caller_name="-2", queue="+q")])


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


def test_every_filter_of_the_log_holds_and_the_queue(exporting: Exporting, ingest: Ingest, profiles: Profiles) -> None:
    busy_morning(ingest, profiles)

    def found(**filters: Any) -> list[str]:
        return [row["call_id"] for row in read_csv(exporting.calls(API, CallFilter(**filters), Format.CSV))]

    assert found(outcome=Outcome.MISSED) == ["missed"]
    assert found(known=True) == ["known"]
    assert found(queue="sales") == ["known"]
    assert found(line="L1") == ["known"]
    assert found(number="۰۲۱ ۸۸۸۸ ۱۱۱۱") == ["known"]
    assert found(from_=NOON + timedelta(seconds=200)) == ["odd", "withheld"]
    assert found(to=NOON + timedelta(seconds=200)) == ["missed", "known"]
    assert found(to=NOON, from_=NOON) == []
    with pytest.raises(InvalidInput, match="ends before it begins"):
        found(from_=NOON, to=NOON - timedelta(seconds=1))


def test_agents_get_what_they_see(exporting: Exporting, ingest: Ingest, profiles: Profiles, sara: User) -> None:
    mine = ProfileDraft(
        ProfileKind.PERSON, "Ali", phones=(PhoneDraft("02188881111"),), owners={OwnerRole.SALES: sara.id}
    )
    profiles.create(mine, API)
    ingest.submit([event("ringing", 0, "rang here", extension="101")])
    ingest.submit([event("ringing", 10, "my customer", caller="02188881111", extension="102")])
    ingest.submit([event("ringing", 20, "not mine", extension="102")])
    for form in (Format.CSV, Format.XLSX):
        assert exporting.calls(sara, EVERYTHING, form).rows == 2
    rows = read_csv(exporting.calls(sara, EVERYTHING, Format.CSV))
    assert [row["call_id"] for row in rows] == ["my customer", "rang here"]
    assert exporting.calls(SUPERVISOR, EVERYTHING, Format.CSV).rows == 3


def test_the_trail_says_who_took_how_many_of_what(store: Store, exporting: Exporting, ingest: Ingest) -> None:
    ingest.submit(answered_call(line="L1"))
    taken(exporting.calls(SUPERVISOR, CallFilter(line="L1", known=False), Format.CSV))
    with store.read() as session:
        (entry,) = audit_tables.page(session, AuditFilter(action=AuditAction.EXPORTED), 9)
    assert (entry.actor, entry.title) == ("reza", "calls.csv")
    assert {change.field: change.after for change in entry.changes} == {"rows": "1", "known": "no", "line": "L1"}


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


def test_profiles_leave_as_the_list_shows_them(
    store: Store, exporting: Exporting, profiles: Profiles, finder: ProfileFinder, sara: User
) -> None:
    phones = (PhoneDraft("02188881111"), PhoneDraft("09121234567"))
    profiles.create(ProfileDraft(ProfileKind.PERSON, "=Ali", phones=phones, owners={OwnerRole.SALES: sara.id}), API)
    for number in range(30):
        profiles.create(ProfileDraft(ProfileKind.ORGANIZATION, f"Firm {number:04}"), API)
    rows = read_csv(exporting.profiles(sara, "", ALL, Format.CSV))
    assert (len(rows), len({row["id"] for row in rows})) == (31, 31)
    with store.read() as session:
        assert [key for some in finder.walk(session, "", ALL, 7) for key in some] == [int(row["id"]) for row in rows]
    (ali,) = read_csv(exporting.profiles(sara, "ali", ProfileFilter(kind=ProfileKind.PERSON), Format.CSV))
    assert (ali["name"], ali["sales"], ali["phones"]) == ("'=Ali", "sara", "'+982188881111; +989121234567")
    assert datetime.fromisoformat(ali["created_at"]).utcoffset() == timedelta(hours=3.5)
    with store.read() as session:
        entry = audit_tables.page(session, AuditFilter(action=AuditAction.EXPORTED), 1)[0]
    assert {c.field: c.after for c in entry.changes} == {"rows": "1", "q": "ali", "kind": "person"}


def test_records_leave_for_those_who_see_them(
    core: Core, directory: Directory, exporting: Exporting, profiles: Profiles, sara: User, tmp_path: Path
) -> None:
    records = Records(core)
    theirs = profiles.create(ProfileDraft(ProfileKind.PERSON, "Theirs"), API).profile
    hers = profiles.create(ProfileDraft(ProfileKind.PERSON, "Hers", owners={OwnerRole.OTHER: sara.id}), API).profile
    kind = next(kind.id for kind in directory.snapshot.record_kinds.values() if kind.key == "note")
    text = 'سطر یک\n"line", two\n\n\'=three'
    for profile in (theirs, hers):
        records.create(RecordDraft(profile.id, kind, "=Subject", text, happened_at=NOON), API)
    (row,) = read_csv(exporting.records(sara, ExportedRecords(), Format.CSV))
    assert (row["profile"], row["kind"], row["subject"], row["text"]) == ("Hers", "note", "'=Subject", text)
    assert row["happened_at"] == "2026-05-04T12:00:00+03:30"
    assert exporting.records(SUPERVISOR, ExportedRecords(), Format.CSV).rows == 2
    assert exporting.records(SUPERVISOR, ExportedRecords(profile=theirs.id), Format.XLSX).rows == 1
    assert exporting.records(SUPERVISOR, ExportedRecords(from_=NOON + timedelta(1)), Format.PARQUET).rows == 0
    file = tmp_path / "records.parquet"
    file.write_bytes(taken(exporting.records(sara, ExportedRecords(), Format.PARQUET)))
    read = duckdb.execute(f"SELECT profile, subject, text, number, epoch(happened_at), due_at FROM '{file}'").fetchall()
    assert read == [("Hers", "=Subject", text, "", NOON.timestamp(), None)]


def test_the_readme_names_every_column() -> None:
    told = (Path(__file__).parents[3] / "README.md").read_text("utf-8").partition("## Take lists away")[2]
    for table in (CALL_TABLE, PROFILE_TABLE, RECORD_TABLE):
        assert [name for name, _ in table if f"`{name}`" not in told] == []
