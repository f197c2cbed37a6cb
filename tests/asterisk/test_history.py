"""The call records that Asterisk writes, imported, equal the calls that the live source saw."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from operator import attrgetter

import pytest

from callerid_dash.domain.calls.calls import Call, Outcome
from callerid_dash.domain.calls.history import PastCall, Reading, Rejected
from callerid_dash.sources.asterisk import AsteriskSource, Timing
from callerid_dash.sources.history import READERS
from tests.asterisk.rig.drivers import EVERY
from tests.asterisk.rig.recording import RecordingIntake
from tests.asterisk.rig.rig import TIMEOUT, AsteriskRig, Line
from tests.asterisk.rig.situations import NUMBERS

pytestmark = pytest.mark.asterisk

SITUATIONS = (
    Line.ANSWERED,
    Line.NOBODY,
    Line.BUSY,
    Line.GROUP,
    Line.QUEUE_LOCAL,
    Line.QUEUE_TIMEOUT,
    Line.VOICEMAIL,
    Line.IVR,
    Line.MOVED_ON,
    Line.TRANSFER,
    Line.NAMED,
    Line.NAMED_NOBODY,
)
OURS = (
    ("104", "102"),
    ("101", "201"),
    ("alice", "102"),
    ("alice", "09351112233"),
    ("alice", Line.ANSWERED),
    ("carol", "101"),
    ("carol", "09351112233"),
)
"""Who of our phones calls whom: inside, outside, and one of our own lines."""


@pytest.fixture(scope="module")
def seen(asterisk: AsteriskRig) -> Iterator[dict[str, Call]]:
    """The calls as the live source saw them: one in each situation, and several at once."""
    intake = RecordingIntake()
    source = AsteriskSource(asterisk.ami_settings, intake, timing=Timing(first_retry=0.1, longest_retry=0.3))
    source.start()
    try:
        intake.wait_for(lambda: source.health().connected)
        placed = [asterisk.call(f"0218888{line}", line, name="Sara", talk=3) for line in SITUATIONS]
        placed += [asterisk.call_from_phone(phone, number) for phone, number in OURS]
        for call in placed:
            call.wait()
        yield {call.external_id: call for call in intake.wait_for_ended(len(SITUATIONS))}
    finally:
        source.stop()
        asterisk.hush()


def read(asterisk: AsteriskRig, name: str, file: str, wanted: set[str]) -> dict[str, PastCall]:
    """These calls, read from the file; waits until Asterisk has written them."""
    deadline = time.monotonic() + TIMEOUT
    while True:
        how = Reading(zone="UTC", now=datetime.now(UTC), incoming_contexts=("from-trunk",))
        told = list(READERS[name](io.BytesIO(asterisk.written(file)), how))
        calls = {entry.external_id: entry for entry in told if isinstance(entry, PastCall)}
        if wanted <= calls.keys() or time.monotonic() > deadline:
            faults = [entry.row for entry in told if isinstance(entry, Rejected)]
            assert not [row for row in faults if any(f'"{name}"' in row for name in wanted)]
            # Calls of other tests stand there, too, but none that one of our telephones made.
            ours = {NUMBERS.get(phone, phone) for phone, _ in OURS}
            assert not [call for call in calls.values() if call.caller in ours]
            return {external_id: calls[external_id] for external_id in wanted & calls.keys()}
        time.sleep(0.1)


@pytest.mark.parametrize("asterisk", EVERY, indirect=True, ids=str)
def test_detail_records_tell_the_same_calls(asterisk: AsteriskRig, seen: dict[str, Call]) -> None:
    written = read(asterisk, "asterisk-cdr", "cdr-csv/Master.csv", set(seen))
    same = attrgetter("outcome", "caller", "caller_name", "extension", "queue")
    assert {name: same(call) for name, call in written.items()} == {name: same(call) for name, call in seen.items()}
    for name, call in written.items():
        live = seen[name]
        assert live.ended_at is not None
        # Records are cut to whole seconds, and end a moment before the channel does.
        assert abs((call.started_at - live.started_at).total_seconds()) < 2
        assert abs((call.ended_at - live.ended_at).total_seconds()) < 2
        assert set(call.rang) == set(live.rang)
        # Whoever moved on has left the context where the dialled number was, and records keep only the last.
        assert call.line in {live.line, f"{asterisk.driver.technology}/trunk"}


@pytest.mark.parametrize("asterisk", EVERY, indirect=True, ids=str)
def test_channel_events_tell_them_to_the_millisecond(asterisk: AsteriskRig, seen: dict[str, Call]) -> None:
    written = read(asterisk, "asterisk-cel", "cel-custom/Master.csv", set(seen))
    same = attrgetter("outcome", "caller", "caller_name", "line", "extension", "queue", "cause")
    assert {name: same(call) for name, call in written.items()} == {name: same(call) for name, call in seen.items()}
    for name, call in written.items():
        live = seen[name]
        assert set(call.rang) == set(live.rang)
        for told, was in ((call.started_at, live.started_at), (call.answered_at, live.answered_at)):
            assert (told is None) == (was is None)
            assert told is None or was is None or abs((told - was).total_seconds()) < 0.2
    assert {call.outcome for call in written.values()} == {Outcome.ANSWERED, Outcome.MISSED}
