"""What each driver's channels say, on the wire: a stand-in plays its recordings to the product's source."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from callerid_dash.domain.calls import Outcome
from callerid_dash.sources.asterisk import AsteriskSource
from tests.asterisk.recording import RecordingIntake
from tests.unit.test_ami_wire import QUICK, FakeAsterisk, Peer

RECORDINGS = Path(__file__).parent / "ami_recordings"
DRIVERS = sorted(folder.name for folder in RECORDINGS.iterdir())


@pytest.mark.parametrize("driver", DRIVERS)
@pytest.mark.parametrize("presentation", ["allowed_not_screened", "prohib_passed_screen"])
def test_an_answered_call(driver: str, presentation: str) -> None:
    def play(peer: Peer) -> None:
        peer.welcome()
        recorded = (RECORDINGS / driver / "answered.txt").read_bytes().strip()
        if presentation.startswith("prohib"):  # a number that comes late says so itself
            recorded = recorded.replace(b"CID-CallingPres: 0", b"CID-CallingPres: 33")
        for message in recorded.split(b"\n\n"):
            peer.say(message.replace(b"\n", b"\r\n") + b"\r\n\r\n")
            if b"\nChannelState: 4\n" in message and not asked:
                question = peer.asked()
                asked.append(question["Variable"])
                peer.say(f"Response: Success\r\nActionID: {question['ActionID']}\r\nValue: {presentation}\r\n\r\n")
        peer.stay()

    asked: list[str] = []
    intake = RecordingIntake()
    fake = FakeAsterisk(play)
    settings = replace(fake.settings, incoming_contexts=("from-trunk", "from-analog"))
    source = AsteriskSource(settings, intake, timing=QUICK)
    source.start()
    try:
        (call,) = intake.wait_for_ended()
    finally:
        source.stop()
        fake.close()
    shown = "" if presentation.startswith("prohib") else "02188881111"
    assert (call.outcome, call.caller, len(asked)) == (Outcome.ANSWERED, shown, 1)
    assert {event.caller for event in intake.events()} <= {shown, ""}
