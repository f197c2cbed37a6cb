"""Reports on callers equal pandas' results: first-time callers, origins, identification, owner answer rate."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pandas as pd
import pytest

from callerid_dash.domain.calls.calls import CallEvent, EventKind
from callerid_dash.domain.errors import InvalidInput
from callerid_dash.domain.numbers.phones import Dialing
from callerid_dash.domain.profiles.numbering import Origin, OriginKind, origin, origin_code
from callerid_dash.domain.profiles.profiles import OwnerRole, PhoneDraft, ProfileDraft, ProfileKind
from callerid_dash.domain.reports.periods import Unit
from callerid_dash.domain.users import Role, User
from callerid_dash.services.calls import origins
from callerid_dash.services.reports.filter import ReportFilter
from callerid_dash.services.reports.metrics import IdentifiedBy, records
from callerid_dash.services.services import Services
from callerid_dash.services.shared.verify import verify
from callerid_dash.store.engine.protocol import Session
from callerid_dash.store.summaries.catalogue import SUMMARIES
from callerid_dash.store.summaries.refresher import refresh
from tests.scenes import API
from tests.services.raw_calls import FIRST, KNOWN, LATER, TEHRAN, UNKNOWN, local, raw, some_calls

IRAN = Dialing("IR", "21")


def new_user(services: Services, username: str, extension: str = "") -> User:
    admin = first_admin(services)
    user = services.accounts.add(username, "correct horse battery", Role.AGENT, admin, username.title())
    if extension:
        services.office.extensions.add(extension, user.id, admin)
    return services.directory.snapshot.users[user.id]


def first_admin(services: Services) -> User:
    services.accounts.ensure_first_admin(services.settings)
    return services.directory.snapshot.usernames["admin"]


def firsts(frame: pd.DataFrame) -> pd.Series:
    """Marks the first call of each number."""
    return frame.has_number & (frame.start == frame.groupby("number").start.transform("min"))


def check_newcomers(services: Services, zone: str) -> None:
    frame = raw(services, zone)
    frame["first"] = firsts(frame)
    days = [local(date(2022, 9, day), zone) for day in (20, 22, 24)]
    for since, until, line in (
        (days[0], days[2], None),
        (days[0], days[2], "2001"),
        (days[0], days[1], None),
        (days[0] + timedelta(hours=7), days[2], None),
        (days[0], days[2] - timedelta(hours=7), None),
        (None, None, None),
    ):
        everything = (since, until) == (days[0], days[2])
        for unit in Unit if everything else (Unit.DAY, Unit.WEEK, Unit.MONTH):
            wanted = ReportFilter(since, until, timezone=zone, unit=unit, first_weekday=6, line=line)
            of_these = frame[frame.has_number & (frame.start >= (since or FIRST - timedelta(days=9)))]
            of_these = of_these[of_these.start < (until or FIRST + timedelta(days=9))]
            of_these = of_these if line is None else of_these[of_these.line == line]
            found = services.reports.callers.newcomers(wanted)
            assert found.whole.callers == of_these.number.nunique()
            assert found.whole.newcomers == of_these["first"].sum() > 0
            assert 0 < found.whole.callers - found.whole.newcomers < found.whole.callers or since is None
            points = records(found.frame)
            begins = [point.start.astimezone(UTC) for point in points]
            ends = [*begins[1:], (until or FIRST + timedelta(days=9)).astimezone(UTC)]
            for counted, start, end in zip(points, begins, ends, strict=True):
                within = of_these[(of_these.start >= start) & (of_these.start < end)]
                assert (counted.callers, counted.newcomers) == (within.number.nunique(), within["first"].sum())


def refreshed(services: Services, until: datetime, zone: str = TEHRAN) -> None:
    """Refresh all summaries up to the calls before this instant."""
    for summary in SUMMARIES.values():
        while refresh(services.store, summary, until, ZoneInfo(zone)):
            pass
    services.feed.notify(["refreshed"])


@pytest.mark.parametrize("zone", [TEHRAN, "Asia/Kathmandu", "America/Havana"])
@pytest.mark.parametrize("after", [timedelta(0), timedelta(days=3, hours=5), timedelta(days=30)])
def test_newcomers_are_those_whose_first_call_ever_it_is(furnished: Services, zone: str, after: timedelta) -> None:
    refreshed(furnished, FIRST + after, zone)
    check_newcomers(furnished, zone)
    assert verify(furnished.store, IRAN).differences == ()


def test_first_calls_follow_late_events_and_calls_of_the_past(furnished: Services) -> None:
    refreshed(furnished, FIRST + timedelta(days=30))
    # An earlier call of somebody, a later one of a new number, and a caller that is told only afterwards.
    first = CallEvent("pbx", "early", EventKind.RINGING, FIRST - timedelta(days=1), caller=UNKNOWN)
    furnished.calls.ingest.submit(
        [first, replace(first, call_id="new", at=FIRST + timedelta(days=2), caller="02188776655")]
    )
    check_newcomers(furnished, TEHRAN)
    refreshed(furnished, FIRST + timedelta(days=30))
    check_newcomers(furnished, TEHRAN)
    furnished.calls.ingest.submit(
        [replace(first, call_id="early", at=first.at - timedelta(hours=1), caller=LATER, event_id="x")]
    )
    check_newcomers(furnished, TEHRAN)
    assert verify(furnished.store, IRAN).differences == ()
    refreshed(furnished, FIRST + timedelta(days=30))
    check_newcomers(furnished, TEHRAN)
    assert verify(furnished.store, IRAN).differences == ()
    furnished.store.write(lambda session: session.script("UPDATE caller_totals SET first_at = TIMESTAMP '2022-01-01'"))
    assert "the totals of" in verify(furnished.store, IRAN).differences[0]


def test_days_on_which_callers_had_called_last_are_found_where_they_are_wrong(furnished: Services) -> None:
    refreshed(furnished, FIRST + timedelta(days=30))
    assert verify(furnished.store, IRAN).differences == ()
    furnished.store.write(
        lambda session: session.script("UPDATE caller_days SET callers = 9 WHERE day = DATE '2022-09-21'")
    )
    wrong = "when the callers of 2022-09-21 had called last is not what the calls say"
    assert verify(furnished.store, IRAN).differences == (wrong,)
    # Another zone has other days, of which none is counted yet; then all of them are.
    check_newcomers(furnished, "Asia/Kathmandu")
    refreshed(furnished, FIRST + timedelta(days=30), "Asia/Kathmandu")
    assert verify(furnished.store, IRAN).differences == ()
    check_newcomers(furnished, "Asia/Kathmandu")
    check_newcomers(furnished, TEHRAN)


def test_days_are_counted_anew_that_a_call_changes_while_they_are_counted(
    furnished: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = CallEvent("pbx", "late", EventKind.RINGING, FIRST + timedelta(days=1), caller="02188776655")

    @contextmanager
    def read_while_it_comes() -> Iterator[Session]:
        monkeypatch.undo()
        with furnished.store.read() as session:
            session.row("summaries.span")
            furnished.calls.ingest.submit([late])
            yield session

    monkeypatch.setattr(furnished.store, "read", read_while_it_comes)
    assert furnished.calls.ingest.refresh_summary("caller_days")
    check_newcomers(furnished, TEHRAN)
    assert furnished.calls.ingest.refresh_summary("caller_days")
    check_newcomers(furnished, TEHRAN)
    assert verify(furnished.store, IRAN).differences == ()


def from_everywhere(services: Services) -> None:
    """Calls from provinces, operators and countries, service numbers, and a number of an unassigned range."""
    others = ("02188776655", "02632223344", "+49301234567", "+442071234567", "110", "09351234567", "+441534234567")
    services.calls.ingest.submit(
        [
            CallEvent("pbx", f"o{i}", kind, FIRST + timedelta(minutes=i), caller=number)
            for i, number in enumerate((*others, "+989701234567") * 2)
            for kind in (EventKind.RINGING, EventKind.ENDED)
        ]
    )


def test_origins_are_those_of_each_number(furnished: Services) -> None:
    from_everywhere(furnished)
    for wanted in (ReportFilter(), ReportFilter(line="2002"), ReportFilter(from_=FIRST + timedelta(days=1))):
        frame = raw(furnished, TEHRAN)
        frame = frame[frame.has_number]
        if wanted.line:
            frame = frame[frame.line == wanted.line]
        if wanted.from_:
            frame = frame[frame.start >= wanted.from_]
        frame["origin"] = pd.Series([origin(number, IRAN, "fa") for number in frame.number], frame.index)
        expected = {
            whence: (of.number.nunique(), len(of), (of.outcome == "missed").sum())
            for whence, of in frame.groupby("origin", sort=False)
        }
        found = {
            Origin(OriginKind(each.kind), each.name, each.region): (each.callers, each.calls, each.missed)
            for each in records(furnished.reports.callers.origins(wanted, "fa"))
        }
        assert found == expected
    kinds = set(furnished.reports.callers.origins(ReportFilter()).kind)
    assert {OriginKind.PLACE, OriginKind.OPERATOR, OriginKind.COUNTRY, OriginKind.INSIDE} <= kinds


@pytest.mark.parametrize("materialized", [False, True])
def test_an_origin_as_a_filter_finds_the_calls_that_its_bar_counts(furnished: Services, materialized: bool) -> None:
    from_everywhere(furnished)
    if materialized:
        refreshed(furnished, FIRST + timedelta(days=30))
    for wanted in (
        ReportFilter(),
        ReportFilter(line="2002"),
        ReportFilter(from_=FIRST + timedelta(hours=1), known=False),
    ):
        frame = raw(furnished, TEHRAN)
        frame = frame[frame.has_number & (frame.start >= (wanted.from_ or FIRST))]
        frame = frame if wanted.line is None else frame[frame.line == wanted.line]
        frame = frame if wanted.known is None else frame[frame.profile.isna()]
        frame["code"] = [origin_code(number, IRAN) for number in frame.number]
        bars = {each.code: each for each in records(furnished.reports.callers.origins(wanted, "fa"))}
        assert bars.keys() == set(frame.code)
        for code, bar in bars.items():
            narrowed, of_these = replace(wanted, origin=code), frame[frame.code == code]
            counts = furnished.reports.summary(narrowed)
            assert counts.total == bar.calls == len(of_these)
            assert counts.missed.calls == bar.missed == (of_these.outcome == "missed").sum()
            assert (
                furnished.reports.callers.newcomers(narrowed).whole.callers == bar.callers == of_these.number.nunique()
            )
            assert records(furnished.reports.callers.origins(narrowed, "fa")) == [bar]
            assert furnished.reports.heatmap(narrowed).calls.sum() == bar.calls
            top = furnished.reports.callers.top(narrowed, limit=500)
            assert set(top.number) == set(of_these.number)
    seen = furnished.calls.origins.seen("fa")
    assert seen["place:Tehran province"].name == "استان تهران"
    assert {"operator:IR-MCI", "country:DE", "country:JE", "other"} <= seen.keys()
    assert furnished.reports.summary(ReportFilter(origin="country:FR")).total == 0
    for wrong in ("", "Tehran", "moon:1", "place:\n"):
        with pytest.raises(InvalidInput) as caught:
            furnished.reports.summary(ReportFilter(origin=wrong))
        assert caught.value.field == "origin"


def test_numbers_that_begin_alike_but_are_not_as_long_may_be_of_different_origins(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def by_length(canonical: str, _dialing: Dialing) -> str:
        return "place:Short" if len(canonical) == 11 else "place:Long"

    services.calls.ingest.submit(
        [
            CallEvent("pbx", number, EventKind.RINGING, FIRST, caller=number)
            for number in ("+4930123456", "+49301234567", "+49301234568")
        ]
    )
    monkeypatch.setattr(origins, "origin_code", by_length)
    monkeypatch.setattr(origins, "origin_of_code", lambda _code: Origin(OriginKind.COUNTRY))
    found = {code: services.reports.summary(ReportFilter(origin=code)).total for code in ("place:Short", "place:Long")}
    assert found == {"place:Short": 1, "place:Long": 2}


def test_shared_numbers_are_ranked_by_their_calls(furnished: Services) -> None:
    assert furnished.reports.callers.top(ReportFilter(), shared=True).empty
    for number, name in ((KNOWN, "Other"), (LATER, "Third")):
        draft = ProfileDraft(ProfileKind.PERSON, name=name, phones=(PhoneDraft(number),))
        furnished.profiles.create(draft, API)
    counted = raw(furnished, TEHRAN).groupby("number").size()
    found = furnished.reports.callers.top(ReportFilter(), shared=True)
    expected = sorted(((f"+98{number[1:]}") for number in (KNOWN, LATER)), key=lambda number: -counted[number])
    assert found.number.tolist() == expected
    assert found.calls.tolist() == [counted[number] for number in expected]
    assert set(found.profiles) == {2}


def test_who_identified_unknown_callers_and_when(services: Services) -> None:
    sara, reza = new_user(services, "sara"), new_user(services, "reza")
    began = datetime.now(UTC) - timedelta(days=7)
    moved = [replace(event, at=event.at - FIRST + began) for event in some_calls(random.Random(9), 150)]
    services.calls.ingest.submit(moved)
    whole, every = services.reports.callers.identified(ReportFilter())
    assert (whole.calls, whole.timed, whole.p50, every.empty) == (0, 0, None, True)

    def create(number: str, actor: User) -> None:
        services.profiles.create(ProfileDraft(ProfileKind.PERSON, name=number, phones=(PhoneDraft(number),)), actor)

    def all_is_well(by: dict[str, tuple[str, datetime]]) -> int:
        """`by`: number → username of who identified it, and when approximately."""
        frame = raw(services, TEHRAN)
        frame = frame[frame.identified]
        frame["user"] = [by[f"0{number[3:]}"][0] for number in frame.number]
        moments = pd.to_datetime([by[f"0{number[3:]}"][1] for number in frame.number], utc=True)
        frame["taken"] = (pd.Series(moments, index=frame.index) - frame.start).dt.total_seconds()
        whole, every = services.reports.callers.identified(ReportFilter())
        assert whole.calls == whole.timed == len(frame) == services.reports.summary(ReportFilter()).identified
        users = services.directory.snapshot.users
        by_name = {users[each.user_id].username: each for each in records(every)}
        assert {name: each.calls for name, each in by_name.items()} == frame.groupby("user").size().to_dict()
        assert (whole.p50, whole.p90) == pytest.approx(tuple(frame.taken.quantile([0.5, 0.9])), abs=30)
        for name, each in by_name.items():
            taken = frame[frame.user == name].taken
            assert (each.half_within, each.most_within) == pytest.approx(tuple(taken.quantile([0.5, 0.9])), abs=30)
        assert set(every.how) <= {IdentifiedBy.NOTED}
        assert verify(services.store, IRAN).differences == ()
        return whole.calls

    now = datetime.now(UTC)
    create(UNKNOWN, sara)
    of_sara = all_is_well({UNKNOWN: ("sara", now)})
    create(LATER, reza)
    of_both = all_is_well({UNKNOWN: ("sara", now), LATER: ("reza", now)})
    assert of_both > of_sara > 0
    admin = first_admin(services)
    newest = services.undo.recent(admin)[0]
    services.undo.undo(newest.id, admin)
    assert all_is_well({UNKNOWN: ("sara", now)}) == of_sara
    holder = services.reports.callers.top(ReportFilter(number=UNKNOWN)).holder[0]
    assert holder
    undo_id = services.profiles.deleting.delete(holder.id, admin)
    assert services.reports.callers.identified(ReportFilter())[0].calls == 0
    services.undo.undo(undo_id, admin)
    assert all_is_well({UNKNOWN: ("sara", now)}) == of_sara


def test_how_often_owners_answer_their_own_customers(services: Services) -> None:
    sara, reza = new_user(services, "sara", "101"), new_user(services, "reza", "102")
    owners = {KNOWN: (sara, reza), LATER: (reza,), UNKNOWN: ()}
    for number, owned_by in owners.items():
        roles = dict(zip((OwnerRole.SALES, OwnerRole.OTHER), (user.id for user in owned_by), strict=False))
        draft = ProfileDraft(ProfileKind.PERSON, name=number, phones=(PhoneDraft(number),), owners=roles)
        services.profiles.create(draft, API)
    services.calls.ingest.submit(some_calls(random.Random(4), 200))
    frame = raw(services, TEHRAN)
    for wanted in (ReportFilter(), ReportFilter(line="2001"), ReportFilter(extension="101")):
        answered = frame[frame.outcome == "answered"]
        if wanted.line:
            answered = answered[answered.line == wanted.line]
        if wanted.extension:
            answered = answered[[wanted.extension in rang for rang in answered.rang]]
        found = services.reports.owner_answer_rates(wanted)
        for user, extension in ((sara, "101"), (reza, "102")):
            theirs = [f"+98{number[1:]}" for number, owned_by in owners.items() if user in owned_by]
            own = answered[answered.number.isin(theirs)]
            assert found[user.id] == (len(own), (own.extension == extension).sum())
            assert len(own)
        assert found.keys() == {sara.id, reza.id}
