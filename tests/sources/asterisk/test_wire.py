"""The source on a bad connection or with a misbehaving server, which a fake plays."""

from __future__ import annotations

import contextlib
import logging
import re
import socket
from collections.abc import Callable, Iterator

import pytest

from callerid_dash.domain.calls.calls import END_UNKNOWN, CallState, EventKind
from callerid_dash.domain.errors import StoreUnavailable
from callerid_dash.sources.asterisk import AmiSettings, AsteriskSource, Timing
from tests.asterisk.rig.recording import RecordingIntake
from tests.parts.fake_asterisk import (
    CALLER,
    CHANNEL,
    HANGUP,
    IMPATIENT,
    NEW_CALL,
    QUICK,
    SECRET,
    FakeAsterisk,
    Peer,
    Script,
)


@pytest.fixture
def intake() -> RecordingIntake:
    return RecordingIntake()


@pytest.fixture
def connect(intake: RecordingIntake) -> Iterator[Callable[..., tuple[FakeAsterisk, AsteriskSource]]]:
    """A fake that runs these scripts, and a started source that connects to it."""
    with contextlib.ExitStack() as stack:

        def started(*scripts: Script, timing: Timing = QUICK) -> tuple[FakeAsterisk, AsteriskSource]:
            fake = FakeAsterisk(*scripts)
            stack.callback(fake.close)
            source = AsteriskSource(fake.settings, intake, timing=timing)
            source.start()
            stack.callback(source.stop)
            return fake, source

        yield started


Connect = Callable[..., tuple[FakeAsterisk, AsteriskSource]]


def warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]


def good(peer: Peer) -> None:
    peer.welcome()
    peer.stay()


def say(*pieces: str | bytes) -> Script:
    def script(peer: Peer) -> None:
        for piece in pieces:
            peer.say(piece)

    return script


def refuse(peer: Peer) -> None:
    peer.greet()
    peer.asked()
    peer.say("Response: Error\r\nActionID: Login\r\nMessage: Authentication failed\r\n\r\n")


def deny_status(peer: Peer) -> None:
    peer.greet()
    peer.asked()
    peer.say("Response: Success\r\nActionID: Login\r\n\r\n")
    peer.asked()
    peer.say("Response: Error\r\nActionID: Status\r\nMessage: Permission denied\r\n\r\n")


def half_a_line(peer: Peer) -> None:
    peer.say("Asterisk Call Mana")
    peer.say_nothing()


def greet_and_fall_silent(peer: Peer) -> None:
    peer.say("Asterisk Call Manager/11.0.0\r\n")
    peer.say_nothing()


def work_and_fall_silent(peer: Peer) -> None:
    peer.welcome()
    peer.say_nothing()


def endless_line_after_login(peer: Peer) -> None:
    peer.welcome()
    peer.say(b"\xff" * 200_000)


@pytest.mark.parametrize(
    ("script", "words"),
    [
        pytest.param(refuse, "refuses the login", id="wrong secret"),
        pytest.param(deny_status, "write = reporting", id="too few rights"),
        pytest.param(say(b"\x00\xff\xfe garbage\n" * 50), "not Asterisk", id="garbage"),
        pytest.param(say("HTTP/1.1 400 Bad Request\r\n\r\n"), "not Asterisk", id="a web server"),
        pytest.param(say("Asterisk Call Manager/1.1\r\n"), "13 or newer", id="an old Asterisk"),
        pytest.param(say(b"x" * 200_000), "too long", id="a line without end"),
        pytest.param(endless_line_after_login, "too long", id="a line without end, later"),
        pytest.param(say(), "closed the connection", id="a closed door"),
        pytest.param(half_a_line, "silent", id="half a line"),
        pytest.param(greet_and_fall_silent, "silent", id="silence after the greeting"),
        pytest.param(work_and_fall_silent, "silent", id="a dead peer"),
    ],
)
def test_it_says_once_what_is_wrong_keeps_trying_and_comes_back(
    connect: Connect, intake: RecordingIntake, caplog: pytest.LogCaptureFixture, script: Script, words: str
) -> None:
    timing = IMPATIENT if words == "silent" else QUICK
    fake, source = connect(script, script, script, good, timing=timing)
    fake.wait_for_connections(3)
    intake.wait_for(lambda: source.health().connected and "connected to Asterisk" in source.health().detail)
    fake.wait_for_connections(4)
    (line,) = warnings(caplog)
    assert words in line
    assert SECRET not in caplog.text


def test_without_asterisk_it_starts_says_so_and_stops(intake: RecordingIntake) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    source = AsteriskSource(AmiSettings("127.0.0.1", port, "callerid", SECRET), intake, timing=QUICK)
    source.start()
    intake.wait_for(lambda: "refused" in source.health().detail)
    health = source.health()
    source.stop()
    assert not health.connected
    assert (health.name, health.lost, health.last_event_at) == ("asterisk", 0, None)
    assert SECRET not in repr(health)


def test_a_source_that_was_never_started_can_be_stopped(intake: RecordingIntake) -> None:
    AsteriskSource(AmiSettings("127.0.0.1"), intake).stop()


def test_the_secret_is_in_no_representation() -> None:
    assert SECRET not in repr(AmiSettings("127.0.0.1", 5038, "callerid", SECRET))


def test_noise_between_messages_costs_no_call(connect: Connect, intake: RecordingIntake) -> None:
    def noisy(peer: Peer) -> None:
        peer.welcome()
        peer.say(b"\x80\x81 no header\r\n\r\nEvent: Hangup\r\n\r\nEvent: DialBegin\r\nUniqueid: 9\r\n\r\n")
        peer.say(NEW_CALL[:40])
        peer.say(NEW_CALL[40:] + HANGUP)
        peer.stay()

    connect(noisy)
    (call,) = intake.wait_for_ended()
    assert (call.caller, call.line) == (CALLER, "2001")


def test_whole_numbers_stay_out_of_the_log(
    connect: Connect, intake: RecordingIntake, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    def drop(peer: Peer) -> None:
        peer.welcome()
        peer.say(NEW_CALL)

    fake, _ = connect(drop)
    intake.wait_for(lambda: bool(intake.calls()))
    fake.wait_for_connections(2)
    assert not re.search(r"\d{7,}", caplog.text.replace(str(fake.settings.port), ""))


def test_a_dropped_connection_loses_no_call(connect: Connect, intake: RecordingIntake) -> None:
    def begin_and_drop(peer: Peer) -> None:
        peer.welcome()
        peer.say(NEW_CALL)
        intake.wait_for(lambda: bool(intake.calls()))

    def go_on(peer: Peer) -> None:
        peer.welcome(CHANNEL)
        peer.say(HANGUP)
        peer.stay()

    connect(begin_and_drop, go_on)
    (call,) = intake.wait_for_ended()
    assert call.cause == "no_answer"
    assert [event.event for event in intake.events()] == [EventKind.RINGING, EventKind.ENDED]


def test_a_call_that_vanished_meanwhile_ends_unknown(connect: Connect, intake: RecordingIntake) -> None:
    def begin_and_drop(peer: Peer) -> None:
        peer.welcome()
        peer.say(NEW_CALL)
        intake.wait_for(lambda: bool(intake.calls()))

    connect(begin_and_drop, good)
    (call,) = intake.wait_for_ended()
    assert call.cause == END_UNKNOWN


def test_what_happens_while_the_list_is_sent_is_not_forgotten(connect: Connect, intake: RecordingIntake) -> None:
    def busy(peer: Peer) -> None:
        peer.greet()
        peer.asked()
        peer.say("Response: Success\r\nActionID: Login\r\n\r\n")
        peer.asked()
        peer.say(NEW_CALL + "Response: Success\r\nActionID: Status\r\nEventList: start\r\n\r\n")
        peer.say(CHANNEL.replace("macro-dial", "from-trunk") + HANGUP + "Event: StatusComplete\r\n\r\n")
        peer.stay()

    connect(busy)
    (call,) = intake.wait_for_ended()
    assert call.external_id == "1.1"


def test_while_the_database_is_down_reading_goes_on_and_nothing_is_lost(
    connect: Connect, intake: RecordingIntake
) -> None:
    intake.failing = StoreUnavailable("the disk is full")

    def calls(peer: Peer) -> None:
        peer.welcome()
        peer.say(NEW_CALL + HANGUP)
        peer.stay()

    _, source = connect(calls)
    intake.wait_for(lambda: "events wait" in source.health().detail)
    assert source.health().connected
    assert (source.health().lost, source.health().lost_at) == (0, None)
    intake.failing = None
    (call,) = intake.wait_for_ended()
    assert call.state is CallState.ENDED
    assert source.health().lost == 0
