"""Totals by number follow imports of profiles and of calls."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from callerid_dash.domain.calls.history import PastCall
from callerid_dash.domain.profiles.contacts.contact import Duplicates
from callerid_dash.domain.profiles.contacts.contact_file import ContactReading, read_contacts
from callerid_dash.services.accounts.accounts import OPERATOR
from callerid_dash.services.imports.profiles.service import ImportOptions
from callerid_dash.services.services import Services
from callerid_dash.store.summaries import caller_totals
from tests.services.raw_calls import FIRST, KNOWN, LATER, UNKNOWN
from tests.services.reports.caller_totals.conftest import (
    DAY,
    FOREIGN,
    check,
    refreshed,
    refreshed_and_checked,
    tell,
)
from tests.services.reports.callers import first_admin


def test_totals_follow_an_import_of_profiles_that_is_taken_back(office: Services) -> None:
    refreshed(office)
    file = f"name,phone\nLater,{LATER} / {UNKNOWN}\nNew,{FOREIGN[-2]}\n"
    found = read_contacts(file.encode(), ContactReading(delimiter=","))
    report = office.imports.profiles.importing.run(
        found.entries, ImportOptions(Duplicates.ADD_NUMBERS), OPERATOR, "contacts.csv"
    )
    assert (report.added, report.completed) == (1, 1)
    assert tell(office) == (True, True)
    check(office)
    refreshed_and_checked(office)
    office.undo.undo(report.undo_id or 0, first_admin(office))
    assert tell(office) == (True, True)
    check(office)
    refreshed_and_checked(office)


def past_calls(begin: datetime, callers: Sequence[str]) -> Iterator[PastCall]:
    for i, caller in enumerate(callers):
        at = begin + timedelta(minutes=i)
        yield PastCall(
            line_no=i + 1,
            external_id=f"p{begin:%m%d}-{i}",
            named=True,
            started_at=at,
            answered_at=at + timedelta(seconds=10) if i % 2 else None,
            ended_at=at + timedelta(minutes=2),
            caller=caller,
            line="2001",
            extension="101" if i % 2 else "",
            rang=("101",),
            cause="normal",
        )


@pytest.mark.parametrize("most", [100, 3])
def test_totals_follow_imports_of_few_calls_and_of_many(
    office: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    refreshed(office)
    monkeypatch.setattr(caller_totals, "MOST_STALE", most)
    told = [KNOWN, LATER, KNOWN, "02188770001", "+4930999999", UNKNOWN, UNKNOWN]
    for begin in (FIRST - 30 * DAY, FIRST + DAY, FIRST + 4 * DAY):
        counts = office.imports.calls.importing.take(
            OPERATOR, past_calls(begin, told), "old", "f.csv", tmp_path / "rejected.csv"
        )
        assert counts.added == len(told)
        check(office)
        refreshed_and_checked(office)
