"""The log, exports and reports understand every condition on calls, alone and in pairs."""

from __future__ import annotations

import random
from contextlib import closing
from datetime import timedelta
from itertools import combinations

from callerid_dash.domain.calls.filter import CONDITIONS, CallFilter, read_filter
from callerid_dash.domain.files.formats import Format
from callerid_dash.services.reports.filter import ReportFilter
from callerid_dash.services.services import Services
from tests.scenes import API, NOON, event

ONE_CALL = {
    "from": NOON.isoformat(),
    "to": (NOON + timedelta(hours=1)).isoformat(),
    "state": "ended",
    "outcome": "missed",
    "number": "0912 123 4567",
    "ends_with": "4567",
    "known": "false",
    "known_then": "false",
    "line": "2001",
    "queue": "sales",
    "extension": "101",
    "weekday": "1",
    "hour": "12",
    "wait_over": "29",
    "wait_up_to": "30",
    "origin": "operator:IR-MCI",
    "simulated": "false",
}
"""What can be said of the call that is stored, which no profile, category, color or user has to do with."""


def counted(services: Services, given: dict[str, str]) -> set[int]:
    wanted, of_report = read_filter(given, CallFilter), read_filter(given, ReportFilter)
    with closing(services.exports.files.calls(API, wanted, Format.CSV)) as download:
        exported = download.rows
    return {
        len(services.calls.log.page(None, wanted).items),
        len(services.calls.log.page(None, wanted, oldest_first=True).items),
        services.calls.log.count(None, wanted)[0],
        exported,
        services.reports.summary(of_report).total,
        int(services.reports.callers.origins(of_report).calls.sum()),
        services.reports.callers.newcomers(of_report).whole.callers,
    }


def test_all_conditions_find_the_call_that_meets_them_alone_in_pairs_and_together(services: Services) -> None:
    call = {"caller": "09121234567", "line": "2001", "queue": "sales", "extension": "101"}
    services.calls.ingest.submit([event("ringing", 0, **call), event("ended", 30, **call)])
    assert set(ONE_CALL) == {each.name for each in CONDITIONS} - {"profile", "category", "color", "user"}
    for names in (*combinations(ONE_CALL, 1), tuple(ONE_CALL)):
        assert counted(services, {name: ONE_CALL[name] for name in names}) == {1}, names
    for names in random.sample([*combinations(ONE_CALL, 2)], 40):  # others in every run
        given = {name: ONE_CALL[name] for name in names}
        assert len(services.calls.log.page(None, read_filter(given, CallFilter)).items) == 1, names
        assert services.reports.summary(read_filter(given, ReportFilter)).total == 1, names


def test_conditions_that_the_call_does_not_meet_find_nothing(services: Services) -> None:
    call = {"caller": "09121234567", "line": "2001", "queue": "sales", "extension": "101"}
    services.calls.ingest.submit([event("ringing", 0, **call), event("ended", 30, **call)])
    others = {
        "state": "ringing",
        "outcome": "answered",
        "number": "09121234568",
        "ends_with": "4568",
        "known": "true",
        "known_then": "true",
        "line": "2002",
        "queue": "support",
        "extension": "102",
        "weekday": "2",
        "hour": "13",
        "wait_over": "30",
        "wait_up_to": "29",
        "origin": "country:DE",
        "to": NOON.isoformat(),
        "profile": "7",
    }
    for name, value in others.items():
        assert counted(services, {name: value}) == {0}, name
