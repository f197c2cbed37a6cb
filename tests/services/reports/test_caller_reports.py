"""Reports on callers: shared numbers, identification, owner answer rate."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pandas as pd
import pytest

from callerid_dash.domain.profiles.profiles import OwnerRole, PhoneDraft, ProfileDraft, ProfileKind
from callerid_dash.domain.users import User
from callerid_dash.services.reports.filter import ReportFilter
from callerid_dash.services.reports.metrics import IdentifiedBy, records
from callerid_dash.services.services import Services
from callerid_dash.services.shared.verify import verify
from tests.scenes import API
from tests.services.raw_calls import FIRST, KNOWN, LATER, TEHRAN, UNKNOWN, raw, some_calls
from tests.services.reports.callers import IRAN, first_admin, new_user


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
