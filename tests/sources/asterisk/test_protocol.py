"""The wire format of AMI."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callerid_dash.sources.asterisk.protocol import (
    LONGEST_LINE,
    MOST_HEADERS,
    Message,
    MessageReader,
    ProtocolError,
    action,
    login_key,
)

GREETING = b"Asterisk Call Manager/11.0.0\r\n"


def read(*pieces: bytes) -> list[Message]:
    reader = MessageReader()
    return [message for piece in pieces for message in reader.feed(piece)]


def test_the_greeting_and_two_messages() -> None:
    data = GREETING + b"Response: Success\r\nMessage: a: b\r\n\r\nEvent: Hangup\r\nUniqueid: 1.2\r\n\r\n"
    assert read(data) == [
        {"Response": "Success", "Message": "a: b"},
        {"Event": "Hangup", "Uniqueid": "1.2"},
    ]


@settings(deadline=None)
@given(st.data())
def test_it_does_not_matter_where_the_network_cuts(data: st.DataObject) -> None:
    whole = GREETING + "Event: A\r\nCallerIDName: سارا\r\n\r\nnoise\r\nEvent: B\r\n\r\n".encode()
    cuts = sorted(data.draw(st.sets(st.integers(0, len(whole)))))
    pieces = [whole[start:end] for start, end in zip([0, *cuts], [*cuts, len(whole)], strict=True)]
    assert read(*pieces) == [{"Event": "A", "CallerIDName": "سارا"}, {"Event": "B"}]


@settings(deadline=None)
@given(st.lists(st.binary()))
def test_garbage_is_a_stated_error_or_harmless(pieces: list[bytes]) -> None:
    try:
        read(GREETING, *pieces)
    except ProtocolError:
        pytest.fail("short garbage after the greeting is skipped")
    with contextlib.suppress(ProtocolError):
        read(*pieces)


@pytest.mark.parametrize("end", [b"", b"\n"])
def test_a_line_without_end_is_refused_before_it_fills_the_memory(end: bytes) -> None:
    with pytest.raises(ProtocolError, match="too long"):
        read(GREETING, b"x" * (LONGEST_LINE + 1) + end)


def test_a_message_without_end_is_refused() -> None:
    with pytest.raises(ProtocolError, match="too many headers"):
        read(GREETING, *(b"h%d: 1\r\n" % number for number in range(MOST_HEADERS + 1)))


@pytest.mark.parametrize("greeting", [b"SSH-2.0-OpenSSH_9.2\r\n", b"HTTP/1.1 400 Bad Request\r\n", b"\r\n"])
def test_something_else_that_answers_there_is_recognized(greeting: bytes) -> None:
    with pytest.raises(ProtocolError, match="not Asterisk"):
        read(greeting)


@pytest.mark.parametrize("version", [b"1.3", b"x"])
def test_an_asterisk_without_the_events_we_need_is_refused(version: bytes) -> None:
    with pytest.raises(ProtocolError, match="13 or newer"):
        read(b"Asterisk Call Manager/" + version + b"\r\n")


def test_an_action() -> None:
    assert action("Ping", ActionID="7") == b"Action: Ping\r\nActionID: 7\r\n\r\n"


@pytest.mark.parametrize("smuggled", ["a\r\nAction: Command", "a\nb", "a\rb"])
def test_a_value_cannot_smuggle_in_another_action(smuggled: str) -> None:
    with pytest.raises(ValueError, match="line break"):
        action("Login", Username=smuggled)


def test_the_login_key_is_the_digest_of_challenge_and_secret() -> None:
    assert login_key("132879", "s3cret") == "9f85c20bfd72e6bfccc5170a62633bfa"
