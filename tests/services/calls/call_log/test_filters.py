"""Filters of the call log."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from callerid_dash.domain.calls.calls import CallState, Outcome, call_uuid
from callerid_dash.domain.calls.filter import CallFilter
from callerid_dash.domain.errors import InvalidInput
from callerid_dash.domain.profiles.profiles import PhoneDraft, ProfileDraft, ProfileKind
from callerid_dash.domain.users import User
from callerid_dash.services.calls.call_log import CallLog
from callerid_dash.services.calls.ingest import Ingest
from callerid_dash.services.profiles.profiles import Profiles
from callerid_dash.services.shared.directory import Directory
from callerid_dash.store.calls import calls as tables
from callerid_dash.store.engine.database import Store
from callerid_dash.store.engine.protocol import Session
from tests.scenes import API, NOON, add_category, add_color, answered_call, event
from tests.services.calls.call_log.conftest import person, shown


def test_every_filter_finds_its_calls(log: CallLog, ingest: Ingest, profiles: Profiles, sara: User) -> None:
    ali = person(profiles, "02188881111")
    ingest.submit(answered_call("known", 0, caller="88881111", line="L1"))
    ingest.submit(answered_call("unknown", 100, caller="09121234567", line="L2"))
    ingest.submit([event("ringing", 200, "withheld", caller="anonymous", extension="102")])
    ingest.submit([event("ringing", 200, "withheld", caller="anonymous", extension="1010")])
    queued = event("queued", 300, "missed", caller="02188881111", queue="sales")
    ingest.submit([queued, event("ended", 310, "missed")])
    cases = {
        "state": (CallFilter(state=CallState.RINGING), ["withheld"]),
        "outcome": (CallFilter(outcome=Outcome.MISSED), ["missed"]),
        "known": (CallFilter(known=True), ["missed", "known"]),
        "unknown, which withheld callers are not": (CallFilter(known=False), ["unknown"]),
        "number in any spelling": (CallFilter(number="۰۹۱۲ ۱۲۳ ۴۵۶۷"), ["unknown"]),
        "profile": (CallFilter(profile=ali.id), ["missed", "known"]),
        "extension that answered": (CallFilter(extension="101"), ["unknown", "known"]),
        "extension that rang": (CallFilter(extension="1010"), ["withheld"]),
        "part of an extension": (CallFilter(extension="10"), []),
        "a pattern is no extension": (CallFilter(extension="%"), []),
        "line": (CallFilter(line="L2"), ["unknown"]),
        "queue": (CallFilter(queue="sales"), ["missed"]),
        "user whose extension it is": (CallFilter(user=sara.id), ["unknown", "known"]),
        "from is included": (CallFilter(from_=NOON + timedelta(seconds=200)), ["missed", "withheld"]),
        "to is not": (CallFilter(to=NOON + timedelta(seconds=200)), ["unknown", "known"]),
        "together": (CallFilter(known=True, outcome=Outcome.ANSWERED, line="L1"), ["known"]),
    }
    assert {name: shown(log, wanted) for name, (wanted, _) in cases.items()} == {
        name: expected for name, (_, expected) in cases.items()
    }


def test_calls_are_found_by_where_their_profile_is_filed_and_by_its_color(
    log: CallLog, ingest: Ingest, profiles: Profiles, store: Store, directory: Directory
) -> None:
    def work(session: Session) -> tuple[int, int, int]:
        customers = add_category(session, None, 0, "Customers")
        shops = add_category(session, customers, 0, "Shops")
        return customers, shops, add_color(session, 0, "VIP", "", "#d4a017")

    customers, shops, gold = store.write(work)
    directory.reload()
    phones = (PhoneDraft("02188881111"),)
    draft = ProfileDraft(ProfileKind.ORGANIZATION, "Pars", category_id=shops, color_id=gold, phones=phones)
    profiles.create(draft, API)
    ingest.submit(answered_call("theirs", 0, caller="88881111"))
    ingest.submit(answered_call("nobody's", 100, caller="09121234567"))
    for wanted in (CallFilter(category=customers), CallFilter(category=shops), CallFilter(color=gold)):
        assert shown(log, wanted) == ["theirs"]


def test_instants_are_compared_across_zones_and_need_an_offset(log: CallLog, ingest: Ingest) -> None:
    ingest.submit([event("ringing")])
    in_tehran = NOON.astimezone(timezone(timedelta(hours=3, minutes=30)))
    assert shown(log, CallFilter(from_=in_tehran)) == ["c1"]
    assert shown(log, CallFilter(to=in_tehran)) == []
    for unusable in (NOON.replace(tzinfo=None), datetime.min.replace(tzinfo=timezone(timedelta(hours=5)))):
        with pytest.raises(InvalidInput) as caught:
            log.page(None, CallFilter(from_=unusable))
        assert caught.value.field == "from"


def test_a_call_given_to_another_holder_is_not_among_the_calls_of_the_first(
    store: Store, log: CallLog, ingest: Ingest, profiles: Profiles
) -> None:
    first, second = person(profiles, "02188881111"), person(profiles, "02188881111")
    ingest.submit(answered_call("chosen", 0, caller="02188881111"))
    ingest.submit(answered_call("open", 100, caller="02188881111"))

    def choose(session: Session) -> None:
        (stored,) = tables.by_ids(session, [call_uuid("pbx", "chosen")]).values()
        tables.save(
            session,
            [tables.StoredCall(stored.call, stored.number, second.id, second.id, stored.known_then)],
            [stored.call.id],
        )

    store.write(choose)
    assert shown(log, CallFilter(profile=first.id)) == ["open"]
    assert shown(log, CallFilter(profile=second.id)) == ["open", "chosen"]


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        (CallFilter(number="hello"), "number"),
        (CallFilter(number="anonymous"), "number"),
        (CallFilter(profile=1 << 70), "profile"),
        (CallFilter(line="\0"), "line"),
        (CallFilter(queue="\0"), "queue"),
        (CallFilter(user=99), "user"),
        (CallFilter(category=99), "category"),
        (CallFilter(color=99), "color"),
        (CallFilter(extension="\ud800"), "extension"),
    ],
)
def test_a_filter_that_can_find_nothing_names_its_field(log: CallLog, wanted: CallFilter, field: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        log.page(None, wanted)
    assert caught.value.field == field
