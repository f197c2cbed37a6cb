"""What the source does when the far end, or the way to it, misbehaves: a small fake that plays the far end."""

from __future__ import annotations

import contextlib
import logging
import re
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from callerid_dash.domain.calls import END_UNKNOWN, CallState, EventKind
from callerid_dash.domain.errors import StoreUnavailable
from callerid_dash.sources.asterisk import AmiSettings, AsteriskSource, Timing
from callerid_dash.sources.asterisk.protocol import login_key
from tests.asterisk.recording import RecordingIntake

SECRET = "s3cret-of-the-office"
CALLER = "02188881111"
QUICK = Timing(ping=0.1, dead_after=20, first_retry=0.01, longest_retry=0.02)
IMPATIENT = Timing(ping=0.1, dead_after=0.8, first_retry=0.01, longest_retry=0.02)
"""Only where a silent far end has to be noticed: a busy machine is silent at times, too."""
NEW_CALL = (
    "Event: Newchannel\r\nChannel: PJSIP/trunk-00000001\r\nChannelState: 4\r\nCallerIDNum: 02188881111\r\n"
    "Context: from-trunk\r\nExten: 2001\r\nUniqueid: 1.1\r\nLinkedid: 1.1\r\n\r\n"
)
HANGUP = "Event: Hangup\r\nChannel: PJSIP/trunk-00000001\r\nCause: 16\r\nUniqueid: 1.1\r\nLinkedid: 1.1\r\n\r\n"
CHANNEL = (
    "Event: Status\r\nActionID: Status\r\nChannel: PJSIP/trunk-00000001\r\nChannelState: 4\r\nSeconds: 4\r\n"
    "CallerIDNum: 02188881111\r\nContext: macro-dial\r\nExten: s\r\nUniqueid: 1.1\r\nLinkedid: 1.1\r\n\r\n"
)


class Peer:
    """The far end of one connection."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._lines = connection.makefile("r", encoding="utf-8", newline="\r\n")

    def say(self, text: str | bytes) -> None:
        self._connection.sendall(text if isinstance(text, bytes) else text.encode())

    def asked(self) -> dict[str, str]:
        """The next action, pings answered by the way; EOFError when the client has gone."""
        headers: dict[str, str] = {}
        for line in self._lines:
            if line.strip():
                key, _, value = line.strip().partition(": ")
                headers[key] = value
            elif headers.get("Action") == "Ping":
                self.say("Response: Success\r\nActionID: Ping\r\nPing: Pong\r\n\r\n")
                headers = {}
            else:
                return headers
        raise EOFError

    def welcome(self, channels: str = "") -> None:
        """Greeting, login and the list of channels, as Asterisk does it."""
        self.greet()
        assert self.asked()["Key"] == login_key("4711", SECRET)
        self.say("Response: Success\r\nActionID: Login\r\n\r\nEvent: FullyBooted\r\n\r\n")
        assert self.asked()["Action"] == "Status"
        self.say(f"Response: Success\r\nActionID: Status\r\nEventList: start\r\n\r\n{channels}")
        self.say("Event: StatusComplete\r\nActionID: Status\r\n\r\n")

    def greet(self) -> None:
        self.say("Asterisk Call Manager/11.0.0\r\n")
        assert self.asked()["Action"] == "Challenge"
        self.say("Response: Success\r\nActionID: Challenge\r\nChallenge: 4711\r\n\r\n")

    def stay(self) -> None:
        """Answer pings until the client goes."""
        with contextlib.suppress(EOFError, OSError):
            while True:
                self.asked()

    def say_nothing(self) -> None:
        """Until the client goes."""
        with contextlib.suppress(OSError):
            while self._connection.recv(4096):
                pass

    def close(self) -> None:
        self._lines.close()
        self._connection.close()


Script = Callable[[Peer], None]


class FakeAsterisk:
    """Plays one script a connection, the last one for all that follow; counts the connections."""

    def __init__(self, *scripts: Script) -> None:
        self._scripts = scripts
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._changed = threading.Condition()
        self._connections = 0
        self._failures: list[BaseException] = []
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    @property
    def settings(self) -> AmiSettings:
        host, port = self._listener.getsockname()
        return AmiSettings(host, port, "callerid", SECRET, ("from-trunk",))

    def wait_for_connections(self, count: int) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: self._connections >= count, timeout=20)

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join()
        assert not self._failures, self._failures

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            script = self._scripts[min(self._connections, len(self._scripts) - 1)]
            with self._changed:
                self._connections += 1
                self._changed.notify_all()
            peer = Peer(connection)
            try:
                script(peer)
            except (OSError, EOFError):
                pass  # the client hung up
            except AssertionError as failure:
                self._failures.append(failure)
            finally:
                peer.close()


@pytest.fixture
def intake() -> RecordingIntake:
    return RecordingIntake()


@pytest.fixture
def connect(intake: RecordingIntake) -> Iterator[Callable[..., tuple[FakeAsterisk, AsteriskSource]]]:
    """A fake that plays these scripts, and a source that is started towards it."""
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


def asked_after(peer: Peer, answer: str) -> None:
    """The call begins; what the source asks about its caller is answered so."""
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
def test_whether_a_caller_may_be_shown_is_asked_for(
    connect: Connect, intake: RecordingIntake, answer: str, caller: str
) -> None:
    def calls(peer: Peer) -> None:
        peer.welcome()
        asked_after(peer, answer)
        peer.say(HANGUP)
        peer.stay()

    connect(calls)
    (call,) = intake.wait_for_ended()
    assert call.caller == caller
    assert {event.caller for event in intake.events()} == {caller}


def test_a_caller_whom_nobody_answers_for_is_shown_all_the_same(connect: Connect, intake: RecordingIntake) -> None:
    def calls(peer: Peer) -> None:
        peer.welcome()
        peer.say(NEW_CALL)
        peer.asked()
        peer.stay()

    connect(calls)
    intake.wait_for(lambda: [call.caller for call in intake.calls()] == [CALLER])


def test_a_name_in_the_offices_code_page_is_read(intake: RecordingIntake) -> None:
    def calls(peer: Peer) -> None:
        peer.welcome()
        named = NEW_CALL.replace("Context", "CallerIDName: @\r\nContext", 1).encode()
        peer.say(named.replace(b"@", "Виктор".encode("cp1251")) + HANGUP.encode())
        peer.stay()

    fake = FakeAsterisk(calls)
    source = AsteriskSource(replace(fake.settings, code_page=lambda: "cp1251"), intake, timing=QUICK)
    source.start()
    try:
        (call,) = intake.wait_for_ended()
    finally:
        source.stop()
        fake.close()
    assert call.caller_name == "Виктор"
