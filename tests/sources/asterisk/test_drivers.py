"""Recordings of each driver, played by a fake Asterisk, which also answers queries about a caller."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from callerid_dash.domain.calls.calls import Outcome
from callerid_dash.sources.asterisk import AsteriskSource
from tests.asterisk.rig.recording import RecordingIntake
from tests.parts.fake_asterisk import CALLER, HANGUP, NEW_CALL, QUICK, FakeAsterisk, Peer, Script

RECORDINGS = Path(__file__).parent / "ami_recordings"
DRIVERS = sorted(folder.name for folder in RECORDINGS.iterdir())


@pytest.fixture
def intake() -> RecordingIntake:
    return RecordingIntake()


@contextlib.contextmanager
def connected(intake: RecordingIntake, script: Script, **settings: Any) -> Iterator[None]:
    """The product's source, connected to a fake with this script."""
    fake = FakeAsterisk(script)
    source = AsteriskSource(replace(fake.settings, **settings), intake, timing=QUICK)
    source.start()
    try:
        yield
    finally:
        source.stop()
        fake.close()


@pytest.mark.parametrize("driver", DRIVERS)
@pytest.mark.parametrize("presentation", ["allowed_not_screened", "prohib_passed_screen"])
def test_an_answered_call(intake: RecordingIntake, driver: str, presentation: str) -> None:
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
    with connected(intake, play, incoming_contexts=("from-trunk", "from-analog")):
        (call,) = intake.wait_for_ended()
    shown = "" if presentation.startswith("prohib") else "02188881111"
    assert (call.outcome, call.caller, len(asked)) == (Outcome.ANSWERED, shown, 1)
    assert {event.caller for event in intake.events()} <= {shown, ""}


def asked_after(peer: Peer, answer: str) -> None:
    """A call begins, and the source's query about its caller gets this answer."""
    peer.say(NEW_CALL)
    question = peer.asked()
    assert (question["Action"], question["Channel"], question["Variable"]) == (
        "Getvar",
        "PJSIP/trunk-00000001",
        "CALLERID(pres)",
    )
    peer.say(f"Response: {answer}ActionID: {question['ActionID']}\r\n\r\n")


@pytest.mark.parametrize(
    ("answer", "caller"),
    [
        ("Success\r\nVariable: CALLERID(pres)\r\nValue: prohib_passed_screen\r\n", ""),
        ("Success\r\nVariable: CALLERID(pres)\r\nValue: allowed_not_screened\r\n", CALLER),
        ("Error\r\nMessage: Permission denied\r\n", CALLER),
    ],
    ids=["prohibited", "allowed", "may not be asked"],
)
def test_whether_a_caller_may_be_shown_is_asked_for(intake: RecordingIntake, answer: str, caller: str) -> None:
    def calls(peer: Peer) -> None:
        peer.welcome()
        asked_after(peer, answer)
        peer.say(HANGUP)
        peer.stay()

    with connected(intake, calls):
        (call,) = intake.wait_for_ended()
    assert call.caller == caller
    assert {event.caller for event in intake.events()} == {caller}


def test_a_caller_whom_nobody_answers_for_is_shown_all_the_same(intake: RecordingIntake) -> None:
    def calls(peer: Peer) -> None:
        peer.welcome()
        peer.say(NEW_CALL)
        peer.asked()
        peer.stay()

    with connected(intake, calls):
        intake.wait_for(lambda: [call.caller for call in intake.calls()] == [CALLER])


def test_a_name_in_the_offices_code_page_is_read(intake: RecordingIntake) -> None:
    def calls(peer: Peer) -> None:
        peer.welcome()
        named = NEW_CALL.replace("Context", "CallerIDName: @\r\nContext", 1).encode()
        peer.say(named.replace(b"@", "Виктор".encode("cp1251")) + HANGUP.encode())
        peer.stay()

    with connected(intake, calls, code_page=lambda: "cp1251"):
        (call,) = intake.wait_for_ended()
    assert call.caller_name == "Виктор"
