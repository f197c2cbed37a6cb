"""Pages of the call log: order, no gaps, bounds, and the visibility rule."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest

from callerid_dash.domain.calls.calls import call_uuid
from callerid_dash.domain.calls.filter import CallFilter
from callerid_dash.domain.errors import InvalidInput, NotFound
from callerid_dash.domain.users import Role, User, Visibility
from callerid_dash.services.calls.call_log import CallLog
from callerid_dash.services.calls.ingest import Ingest
from callerid_dash.services.profiles.profiles import Profiles
from callerid_dash.services.shared.directory import Directory
from callerid_dash.store.engine.database import Store
from callerid_dash.store.office import directory as small_tables
from tests.scenes import NOON, SUPERVISOR, answered_call, event
from tests.services.calls.call_log.conftest import person, shown

DAY = 86_400


@pytest.fixture
def rule(store: Store, directory: Directory) -> Callable[[Visibility], None]:
    def change(visibility: Visibility) -> None:
        store.write(lambda s: small_tables.set_setting(s, "visibility", visibility.value))
        directory.reload()

    return change


def walk(
    log: CallLog, viewer: User | None, limit: int, wanted: CallFilter | None = None, *, oldest_first: bool = False
) -> list[str]:
    found: list[str] = []
    cursor = None
    while True:
        page = log.page(viewer, wanted or CallFilter(), cursor, limit, oldest_first=oldest_first)
        assert len(page.items) <= limit
        found += [row.call.external_id for row in page.items]
        if not (cursor := page.next_cursor):
            return found


def test_calls_come_newest_first_with_their_holders(log: CallLog, ingest: Ingest, profiles: Profiles) -> None:
    ali = person(profiles, "0912 123 4567")
    for number, caller in enumerate(("09121234567", "anonymous", "02188881111")):
        ingest.submit(answered_call(f"c{number}", number * 100, caller=caller))
    page = log.page(SUPERVISOR)
    assert [row.call.external_id for row in page.items] == ["c2", "c1", "c0"]
    assert [[h.id for h in row.holders] for row in page.items] == [[], [], [ali.id]]
    assert page.next_cursor is None


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 100])
def test_pages_miss_and_repeat_nothing_even_where_calls_began_together(
    log: CallLog, ingest: Ingest, limit: int
) -> None:
    ingest.submit([event("ringing", second=n // 3, call_id=f"c{n}") for n in range(10)])
    expected = sorted(range(10), key=lambda n: (-(n // 3), call_uuid("pbx", f"c{n}")))
    assert walk(log, None, limit) == [f"c{n}" for n in expected]


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 100])
def test_pages_from_the_oldest_on_miss_and_repeat_nothing_either(log: CallLog, ingest: Ingest, limit: int) -> None:
    days = (0, 0, 0, 2 * DAY, 2 * DAY, 30 * DAY, 700 * DAY, 700 * DAY)
    ingest.submit([event("ringing", second=second, call_id=f"c{n}") for n, second in enumerate(days)])
    expected = sorted(range(len(days)), key=lambda n: (days[n], call_uuid("pbx", f"c{n}")))
    assert walk(log, None, limit, oldest_first=True) == [f"c{n}" for n in expected]
    span = CallFilter(from_=NOON + timedelta(seconds=1), to=NOON + timedelta(days=700))
    assert walk(log, None, limit, span, oldest_first=True) == [f"c{n}" for n in expected if 0 < days[n] < 700 * DAY]


def test_a_new_call_does_not_shift_the_next_page(log: CallLog, ingest: Ingest) -> None:
    ingest.submit([event("ringing", second=n, call_id=f"c{n}") for n in range(4)])
    first = log.page(None, limit=2)
    ingest.submit([event("ringing", second=99, call_id="late")])
    second = log.page(None, cursor=first.next_cursor, limit=2)
    assert [row.call.external_id for row in second.items] == ["c1", "c0"]


@pytest.fixture
def calls_of_years(ingest: Ingest, profiles: Profiles, sara: User) -> None:
    """Calls in every interval that the log searches: for Sara's profile, for her phone, for others."""
    person(profiles, "02188881111", owner=sara)
    person(profiles, "02188882222")
    callers = (("02188881111", "102"), ("02188882222", "101"), ("02188882222", "1011"), ("anonymous", ""))
    ingest.submit(
        [
            event("ringing", -days * DAY + n, f"c{n}-{m}", caller=caller, extension=extension)
            for n, days in enumerate((0, 5, 5, 100, 700, 4_000))
            for m, (caller, extension) in enumerate(callers)
        ]
    )


@pytest.mark.usefixtures("calls_of_years")
@pytest.mark.parametrize("visibility", Visibility)
def test_an_agent_sees_in_the_log_exactly_what_the_rule_shows(
    log: CallLog, sara: User, rule: Callable[[Visibility], None], visibility: Visibility
) -> None:
    rule(visibility)
    for viewer, limit in itertools.product((sara, SUPERVISOR), (1, 50)):
        allowed = [row.call.external_id for row in log.page(None).items if row.visible_to(viewer, visibility)]
        assert walk(log, viewer, limit) == allowed
        assert set(walk(log, viewer, limit, oldest_first=True)) == set(allowed)
        assert log.count(viewer) == (len(allowed), True)
        assert log.count(viewer, first=log.page(viewer, limit=limit)) == (len(allowed), True)
        since = NOON - timedelta(days=6)
        assert walk(log, viewer, limit, CallFilter(from_=since)) == [i for i in allowed if i[:2] in ("c0", "c1", "c2")]
    if visibility is not Visibility.ALL:
        assert 0 < len(walk(log, sara, 50)) < len(walk(log, SUPERVISOR, 50))


@pytest.mark.usefixtures("calls_of_years")
def test_more_calls_than_are_counted_are_said_to_be_more(log: CallLog, monkeypatch: pytest.MonkeyPatch) -> None:
    assert log.count(None) == (24, True)
    monkeypatch.setattr("callerid_dash.services.calls.call_log.MOST_COUNTED", 23)
    assert log.count(None) == (23, False)
    wanted = CallFilter(to=NOON - timedelta(days=6))
    assert log.count(None, wanted) == (12, True) == (len(walk(log, None, 50, wanted)), True)
    with pytest.raises(InvalidInput):
        log.count(None, CallFilter(number="hello"))


def test_one_call_is_there_for_those_who_may_see_it_alone(
    log: CallLog, ingest: Ingest, sara: User, rule: Callable[[Visibility], None]
) -> None:
    ingest.submit(
        [event("ringing", call_id="mine", extension="101"), event("ringing", call_id="hers", extension="102")]
    )
    rule(Visibility.OWN_EXTENSION)
    assert log.get(sara, call_uuid("pbx", "mine")).call.external_id == "mine"
    assert log.get(None, call_uuid("pbx", "hers")).call.external_id == "hers"
    for unseen in (call_uuid("pbx", "hers"), UUID(int=0)):
        with pytest.raises(NotFound):
            log.get(sara, unseen)


def test_an_agent_without_extension_and_profiles_sees_nothing_under_a_rule(
    log: CallLog, ingest: Ingest, rule: Callable[[Visibility], None]
) -> None:
    ingest.submit([event("ringing")])
    rule(Visibility.OWN_EXTENSION_OR_PROFILES)
    assert shown(log, viewer=User(99, "new", "New", Role.AGENT)) == []


@pytest.mark.parametrize("cursor", ["", "x", "W10", "WyJhIiwgImIiXQ", "e30", "é", "9" * 100_000, "[" * 3_000])
def test_a_cursor_of_somebody_elses_making_is_refused(log: CallLog, cursor: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        log.page(None, cursor=cursor)
    assert caught.value.field == "cursor"


@pytest.mark.parametrize("limit", [0, -1, 501])
def test_a_page_has_bounds(log: CallLog, limit: int) -> None:
    with pytest.raises(InvalidInput, match="1 to 500"):
        log.page(None, limit=limit)


def test_an_empty_log_is_an_empty_page(log: CallLog, sara: User, rule: Callable[[Visibility], None]) -> None:
    rule(Visibility.OWN_EXTENSION)
    assert log.page(sara).items == ()
    assert log.page(None).next_cursor is None


def test_what_happened_in_a_call_is_told_in_order(log: CallLog, ingest: Ingest) -> None:
    early, *later = answered_call("steps")
    ingest.submit(later)
    ingest.submit([early])
    row = log.get(None, call_uuid("pbx", "steps"))
    assert log.events(row) == (early, *later)
