"""The alerts for calls to the viewer's own extensions."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from callerid_dash.domain.calls.calls import Call
from callerid_dash.domain.preferences import UNTOUCHED, OnCall, Preferences
from callerid_dash.domain.profiles.records import RecordKind
from callerid_dash.domain.users import User
from callerid_dash.locales import translator
from callerid_dash.services.live.feed import FeedRow
from callerid_dash.ui.calls.on_call import ShownCaller, comes_to, own_calls
from callerid_dash.ui.calls.rows import RowRenderer
from callerid_dash.ui.shell.polling import delta
from tests.ui.office import DIRECTORY, REZA, SARA, FakeServices, context, holder, ring

MARYAM = holder(5, "Maryam Ahmadi", organization="Pars")
PROFILE = Preferences(on_call=OnCall.PROFILE)


def told(row: FeedRow, preferences: Preferences, viewer: User = SARA) -> Any:
    callers = [ShownCaller(row.call, "Maryam Ahmadi", row.shown_to(viewer))]
    answer = own_calls(callers, viewer.extensions, preferences, [3], translator("en"))
    json.dumps(answer)  # it travels as it is
    return answer


@pytest.mark.parametrize(
    ("row", "comes"),
    [
        (ring(), True),
        (ring(rang=("200", "201")), True),
        (ring(rang=("200",)), False),
        (ring(rang=()), False),
        (ring(answered=3), True),
        (ring(rang=("200",), answered=3), True),
        (ring(answered=3, ended=9), False),
        (ring(ended=9), False),
    ],
    ids=["mine", "mine among others", "another's", "in a queue", "talked", "picked up by me", "over", "missed"],
)
def test_a_call_comes_to_me_while_it_rings_or_is_talked_on_my_telephone(row: FeedRow, comes: bool) -> None:
    assert comes_to(row.call, SARA.extensions) is comes
    assert len(told(row, PROFILE)["alerts"]) == comes


def test_a_call_that_a_colleague_answered_is_no_longer_mine() -> None:
    call: Call = replace(ring(answered=3).call, extension="200")
    assert not comes_to(call, SARA.extensions)


def test_who_wants_nothing_is_told_nothing() -> None:
    assert told(ring(), UNTOUCHED) == {"watch": False, "sound": False, "alerts": []}


def test_who_has_no_extension_has_no_calls() -> None:
    assert told(ring(rang=("",)), PROFILE, REZA)["alerts"] == []


def test_the_profile_opens_for_a_known_caller_only() -> None:
    [alert] = told(ring("09123456789", MARYAM), PROFILE)["alerts"]
    assert (alert["open"], alert["button"]) == ({"path": "/profiles/5"}, "Open profile")
    [alert] = told(ring("09123456789"), PROFILE)["alerts"]
    assert alert["open"] is None


def test_a_new_record_of_the_chosen_kind_opens_and_the_profile_where_the_kind_is_gone() -> None:
    row = ring("09123456789", MARYAM)
    [alert] = told(row, Preferences(on_call=OnCall.RECORD, record_kind=3))["alerts"]
    assert alert["open"] == {"dialog": "record", "args": {"profile": "5", "kind": "3", "call": str(row.call.id)}}
    assert alert["button"] == "New record"
    [alert] = told(row, Preferences(on_call=OnCall.RECORD, record_kind=4))["alerts"]
    assert alert["open"] == {"path": "/profiles/5"}


def test_only_a_ringing_telephone_makes_itself_heard() -> None:
    loud = Preferences(sound=True, notification=True)
    [alert] = told(ring("09123456789", MARYAM), loud)["alerts"]
    assert (alert["sound"], alert["notify"], alert["open"]) == (True, True, None)
    assert (alert["words"], alert["body"]) == ("Maryam Ahmadi is calling", "Pars")
    [alert] = told(ring("09123456789", MARYAM, answered=3), loud)["alerts"]
    assert (alert["sound"], alert["notify"]) == (False, False)
    assert told(ring(), loud)["watch"] is True


def poll(services: FakeServices, preferences: Preferences, followed: object = None) -> Any:
    here = replace(context(), preferences=lambda: preferences)
    return delta(services, here, RowRenderer(here), SARA, followed)  # type: ignore[arg-type]


def test_the_poll_brings_own_calls_and_as_many_rows_as_wanted() -> None:
    services = FakeServices()
    services.directory.snapshot = replace(
        DIRECTORY, record_kinds={3: RecordKind(3, 1, "note", ""), 4: RecordKind(4, 2, None, "Old", retired=True)}
    )
    services.feed.publish([ring("0912345678" + str(n), MARYAM, key=str(n), ended=3) for n in range(9)])
    services.feed.publish([ring("09123456789", MARYAM, key="live"), ring("02188776655", key="unknown")])
    answer = poll(services, Preferences(rows=10, on_call=OnCall.RECORD, record_kind=4))
    assert len(answer["order"]) == 10
    assert {alert["words"]: alert["open"] for alert in answer["mine"]["alerts"]} == {
        "Maryam Ahmadi is calling": {"path": "/profiles/5"},
        "021 8877 6655 is calling": None,
    }
    services.feed.notify(["users"])
    again = poll(services, PROFILE, answer["cursor"])
    assert (len(again["order"]), again["mine"]["alerts"]) == (11, [])
