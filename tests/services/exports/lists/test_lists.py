"""Exported lists: filters, visibility, the audit trail, profiles and records."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from callerid_dash.domain.audit import AuditAction
from callerid_dash.domain.calls.calls import Outcome
from callerid_dash.domain.calls.filter import CallFilter
from callerid_dash.domain.errors import InvalidInput
from callerid_dash.domain.files.formats import Format
from callerid_dash.domain.profiles.profiles import OwnerRole, PhoneDraft, ProfileDraft, ProfileKind
from callerid_dash.domain.profiles.records import RecordDraft
from callerid_dash.domain.users import Role, User, Visibility
from callerid_dash.services.calls.ingest import Ingest
from callerid_dash.services.core import Core
from callerid_dash.services.exports.profile_tables import PROFILE_TABLE, RECORD_TABLE, ExportedRecords
from callerid_dash.services.exports.service import CALL_TABLE, Exporting
from callerid_dash.services.profiles.filter import ALL, ProfileFilter
from callerid_dash.services.profiles.profiles import Profiles
from callerid_dash.services.profiles.search import ProfileFinder
from callerid_dash.services.records.records import Records
from callerid_dash.services.shared.directory import Directory
from callerid_dash.store.accounts import accounts
from callerid_dash.store.engine.database import Store
from callerid_dash.store.engine.protocol import Session
from callerid_dash.store.office import directory as small_tables
from callerid_dash.store.shared import audit as audit_tables
from callerid_dash.store.shared.audit import AuditFilter
from tests.scenes import API, NOON, SUPERVISOR, answered_call, event
from tests.services.exports.lists.conftest import EVERYTHING, busy_morning, read_csv, taken


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
    told = (Path(__file__).parents[4] / "README.md").read_text("utf-8").partition("## Take lists away")[2]
    for table in (CALL_TABLE, PROFILE_TABLE, RECORD_TABLE):
        assert [name for name, _ in table if f"`{name}`" not in told] == []
