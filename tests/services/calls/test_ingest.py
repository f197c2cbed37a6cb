"""From events to calls: durable before the answer, each event once, in any order."""

from __future__ import annotations

import random
import threading
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from callerid_dash.domain.calls.calls import END_UNKNOWN, CallState, Outcome, call_uuid, fold
from callerid_dash.domain.errors import StoreUnavailable
from callerid_dash.domain.numbers.phones import Dialing, NumberKind
from callerid_dash.domain.users import Visibility
from callerid_dash.services.calls.ingest import OPEN_LIMIT, Ingest
from callerid_dash.services.core import Core
from callerid_dash.services.live.feed import Feed
from callerid_dash.services.shared.verify import Verdict, verify
from callerid_dash.store.calls import calls as tables
from callerid_dash.store.engine.database import Store
from callerid_dash.store.engine.protocol import Session
from tests.scenes import NOON, SUPERVISOR, answered_call, event

TEHRAN = Dialing("IR", "21")


def stored(store: Store, call_id: str = "c1") -> tables.StoredCall:
    with store.read() as session:
        return tables.by_ids(session, {call_uuid("pbx", call_id)})[call_uuid("pbx", call_id)]


def test_events_become_a_call(store: Store, ingest: Ingest) -> None:
    receipt = ingest.submit(answered_call(caller="0912 123 4567", line="88001122"))
    assert (receipt.accepted, receipt.duplicates, len(receipt.calls)) == (3, 0, 1)
    call = stored(store)
    assert call.call == fold(answered_call(caller="0912 123 4567", line="88001122"))
    assert (call.number.kind, call.number.canonical) == (NumberKind.EXTERNAL, "+989121234567")
    assert not call.known_then


def test_the_same_event_again_is_a_duplicate_and_changes_nothing(store: Store, ingest: Ingest, feed: Feed) -> None:
    ingest.submit(answered_call())
    before, cursor = stored(store), feed.cursor
    receipt = ingest.submit(answered_call())
    assert (receipt.accepted, receipt.duplicates) == (0, 3)
    assert receipt.calls[0].call == before.call
    assert stored(store) == before
    assert feed.cursor == cursor


def test_an_event_twice_in_one_request_counts_once(ingest: Ingest) -> None:
    receipt = ingest.submit([event("ringing"), event("ringing")])
    assert (receipt.accepted, receipt.duplicates) == (1, 1)


def test_a_late_event_that_is_older_than_its_call_is_folded_in(store: Store, ingest: Ingest) -> None:
    early, *later = answered_call()
    ingest.submit(later)
    ingest.submit([early])
    assert stored(store).call == fold([early, *later])


@given(st.randoms(use_true_random=False), st.integers(1, 5))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_order_repetition_and_batching_never_matter(
    store: Store, ingest: Ingest, randomness: random.Random, calls: int
) -> None:
    run = f"{randomness.getrandbits(60):x}"
    events = [e for i in range(calls) for e in answered_call(f"{run}-{i}", i)]
    sent = randomness.choices(events, k=len(events)) + randomness.sample(events, len(events))
    while sent:
        batch = [sent.pop() for _ in range(min(len(sent), randomness.randint(1, 4)))]
        ingest.submit(batch)
    for i in range(calls):
        assert stored(store, f"{run}-{i}").call == fold(answered_call(f"{run}-{i}", i))
    assert verify(store, TEHRAN).total == 0


def test_many_threads_on_the_same_calls_lose_nothing(store: Store, ingest: Ingest) -> None:
    events = [e for i in range(20) for e in answered_call(f"c{i}", i)]
    accepted: list[int] = []

    def send(seed: int) -> None:
        mine = random.Random(seed).sample(events, len(events))
        accepted.extend(ingest.submit([e]).accepted for e in mine)

    threads = [threading.Thread(target=send, args=(seed,)) for seed in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(accepted) == len(events)
    assert verify(store, TEHRAN) == Verdict(calls=20, differences=(), total=0)


def test_the_feed_shows_a_call_when_the_sender_is_answered(ingest: Ingest, feed: Feed) -> None:
    ingest.submit([event("ringing")])
    delta = feed.since(None, SUPERVISOR, 10)
    assert delta
    assert [row.call.state for row in delta.changed] == [CallState.RINGING]


def test_a_restart_shows_the_same_calls(core: Core, ingest: Ingest, feed: Feed) -> None:
    ingest.submit([*answered_call("old"), event("ringing", 100, "new")])
    before = feed.since(None, SUPERVISOR, 10)
    again = Feed(lambda: Visibility.ALL)
    Ingest(replace(core, feed=again)).load_feed()
    after = again.since(None, SUPERVISOR, 10)
    assert before
    assert after
    assert before.order == after.order


def test_a_call_that_falls_silent_is_closed_without_talk_time(store: Store, ingest: Ingest) -> None:
    ingest.submit([event("ringing"), event("answered", 5)])
    assert ingest.close_silent_calls(NOON + OPEN_LIMIT) == 0
    assert ingest.close_silent_calls(NOON + OPEN_LIMIT * 2) == 1
    call = stored(store).call
    assert (call.state, call.outcome, call.cause, call.talk) == (CallState.ENDED, Outcome.UNKNOWN, END_UNKNOWN, None)
    ingest.submit([event("ended", 65, cause="normal")])
    assert stored(store).call.outcome is Outcome.ANSWERED


def test_open_calls_are_those_of_one_source(ingest: Ingest) -> None:
    ingest.submit([event("ringing"), event("ringing", source="other"), *answered_call("done")])
    assert [call.external_id for call in ingest.open_calls("pbx")] == ["c1"]


def test_verify_finds_a_call_that_was_tampered_with(store: Store, ingest: Ingest) -> None:
    ingest.submit(answered_call())
    assert verify(store, TEHRAN).total == 0
    store.write(lambda session: session.script("UPDATE calls SET extension = '999'"))
    assert verify(store, TEHRAN).differences[0] == f"call {call_uuid('pbx', 'c1')} differs from its events"
    store.write(lambda session: session.script("DELETE FROM calls"))
    assert verify(store, TEHRAN).differences[0] == f"call {call_uuid('pbx', 'c1')} has events but is missing"


def test_verify_finds_an_event_that_is_there_twice_or_the_engine_forbids_it(store: Store, ingest: Ingest) -> None:
    ingest.submit(answered_call())
    again = "INSERT INTO call_events SELECT * FROM call_events WHERE event = 'answered'"
    try:
        store.write(lambda session: session.script(again))
    except StoreUnavailable:
        assert verify(store, TEHRAN).total == 0
    else:
        assert verify(store, TEHRAN).differences[0] == f"call {call_uuid('pbx', 'c1')} has an event twice"


def test_a_call_may_change_twice_in_one_transaction(store: Store, ingest: Ingest) -> None:
    ringing, answered, ended = answered_call()
    ingest.submit([ringing])

    def twice(session: Session) -> None:
        ingest._write_batch(session, [[answered]])
        ingest._write_batch(session, [[ended]])

    store.write(twice)
    assert stored(store).call == fold([ringing, answered, ended])
    assert verify(store, TEHRAN).total == 0


def test_a_reader_that_began_earlier_sees_its_instant_while_calls_change(store: Store, ingest: Ingest) -> None:
    events = answered_call()
    ingest.submit(events[:1])
    with store.read() as reader:
        before = tables.newest(reader, 10)
        for event_ in events[1:]:
            ingest.submit([event_])
        assert tables.newest(reader, 10) == before
    assert stored(store).call == fold(events)
