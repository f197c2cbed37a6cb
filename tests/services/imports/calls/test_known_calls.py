"""Import of calls that are already stored: seen live, imported before, or reported by another source."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from callerid_dash.domain.calls.calls import Outcome
from callerid_dash.domain.calls.history import PastCall
from callerid_dash.services.accounts.accounts import OPERATOR
from callerid_dash.services.calls.ingest import Ingest
from callerid_dash.services.imports.calls.pipeline import ImportCounts
from callerid_dash.services.imports.calls.service import Importing
from callerid_dash.services.shared.verify import verify
from callerid_dash.store.engine.database import Store
from tests.scenes import NOON, event
from tests.services.imports.calls.conftest import MINUTE, TEHRAN, how_many, past, some_calls, stored


@given(
    st.lists(
        st.builds(
            past,
            name=st.sampled_from("abcdef"),
            at=st.integers(0, 3_000).map(lambda s: NOON + timedelta(seconds=s)),
            answered=st.booleans(),
            caller=st.sampled_from(["09121234567", "88881111", "", "anonymous", "!", "101", "a'b\u200cc"]),
            line=st.sampled_from(["", "2001"]),
            queue=st.sampled_from(["", "sales"]),
            rang=st.sampled_from([(), ("101",), ("9", "101", "102", "9"), ("1,2", "1")]),
            cause=st.sampled_from(["", "busy", "end_unknown"]),
        ),
        max_size=12,
    )
)
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_call_is_new_or_was_there_whatever_is_told(
    store: Store, importing: Importing, rejects: Path, calls: list[PastCall]
) -> None:
    before = how_many(store)
    counts = importing.take(OPERATOR, calls, "asterisk", "Master.csv", rejects)
    assert how_many(store) - before == counts.added
    assert counts.added + counts.completed + counts.already == counts.calls == len(calls)
    assert verify(store, TEHRAN).differences == ()


def test_importing_twice_adds_nothing(store: Store, importing: Importing, rejects: Path) -> None:
    importing.take(OPERATOR, some_calls(100), "asterisk", "Master.csv", rejects)
    again = importing.take(OPERATOR, some_calls(120), "asterisk", "Master.csv", rejects)
    assert (again.added, again.already) == (20, 100)
    assert how_many(store) == 120


def test_a_call_that_was_seen_live_stays_as_it_was(
    store: Store, ingest: Ingest, importing: Importing, rejects: Path
) -> None:
    live = [event("ringing", 0, "7", source="asterisk"), event("ended", 25, "7", source="asterisk", cause="busy")]
    ingest.submit(live)
    counts = importing.take(OPERATOR, [past("7", answered=True)], "asterisk", "Master.csv", rejects)
    assert (counts.added, counts.already) == (0, 1)
    call = stored(store, "7")
    assert call
    assert call.call.outcome is Outcome.MISSED


def test_a_call_whose_end_was_not_seen_gets_the_end_that_is_told(
    store: Store, ingest: Ingest, importing: Importing, rejects: Path
) -> None:
    ingest.submit([event("ringing", 0, "7", source="asterisk", extension="101")])
    ingest.close_silent_calls(NOON + timedelta(hours=9))
    counts = importing.take(OPERATOR, [past("7")], "asterisk", "Master.csv", rejects)
    assert counts == ImportCounts(rows=1, calls=1, completed=1)
    call = stored(store, "7")
    assert call
    assert call.call.outcome is Outcome.ANSWERED
    assert call.call.talk == 5 * MINUTE - timedelta(seconds=10)
    assert verify(store, TEHRAN).differences == ()
    assert importing.take(OPERATOR, [past("7")], "asterisk", "Master.csv", rejects).already == 1


@pytest.mark.parametrize("apart", [-2, 0, 2])
def test_a_call_that_another_source_has_told_of_is_not_stored_twice(
    store: Store, ingest: Ingest, importing: Importing, rejects: Path, apart: int
) -> None:
    ingest.submit([event("ringing", 0, "x9", source="pbx", caller="+98 912 123 4567", line="")])
    call = past("7", NOON + timedelta(seconds=apart))
    assert importing.take(OPERATOR, [call], "asterisk", "Master.csv", rejects).already == 1
    assert how_many(store) == 1


def test_calls_of_one_caller_on_two_lines_are_two(
    store: Store, ingest: Ingest, importing: Importing, rejects: Path
) -> None:
    ingest.submit([event("ringing", 0, "x9", source="pbx", caller="09121234567", line="2001")])
    assert importing.take(OPERATOR, [past("7", line="2002")], "asterisk", "Master.csv", rejects).added == 1


def test_a_call_without_a_name_meets_the_one_that_was_seen_live(
    ingest: Ingest, importing: Importing, rejects: Path
) -> None:
    ingest.submit([event("ringing", 0, "170.1", source="asterisk", caller="09121234567", line="02188880000")])
    nameless = past("a digest", named=False)
    assert importing.take(OPERATOR, [nameless], "asterisk", "Master.csv", rejects).already == 1


def test_a_name_that_another_call_had_long_before_leaves_that_call_as_it_is(
    store: Store, importing: Importing, rejects: Path
) -> None:
    importing.take(OPERATOR, [past("1")], "asterisk", "Master.csv", rejects)
    again = [past("1", NOON + timedelta(days=3), answered=False), past("2", NOON + timedelta(days=3))]
    counts = importing.take(OPERATOR, again, "asterisk", "Master.csv", rejects)
    assert (counts.added, counts.already) == (1, 1)
    call = stored(store, "1")
    assert call
    assert (call.call.started_at, call.call.outcome) == (NOON, Outcome.ANSWERED)
    assert verify(store, TEHRAN).differences == ()
