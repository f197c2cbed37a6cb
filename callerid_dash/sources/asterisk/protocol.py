"""AMI's wire format: parses messages, writes actions, and computes the login key.

Pure. A message is a dict of its headers (the last of a repeated header wins). Facts: the `manager` chapter of
Asterisk's documentation.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

from callerid_dash.domain.files.code_pages import DEFAULT, decoded

Message = dict[str, str]

GREETING = "Asterisk Call Manager/"
LONGEST_LINE = 64 * 1024
MOST_HEADERS = 1000
OLDEST_VERSION = 2
"""AMI 2 came with Asterisk 12 and 13; earlier versions have no DialBegin and BridgeEnter events."""


_TOO_LONG = 8
"""A number of seconds with so many digits is no duration of a call."""


class ProtocolError(Exception):
    """The received data is not AMI; the text is safe to show (it contains nothing received)."""


class MessageReader:
    """Splits a stream of bytes into messages; keeps the peer's greeting.

    `code_page` returns the encoding of lines that are not UTF-8; it is called when there is one.
    """

    def __init__(self, code_page: Callable[[], str] = lambda: DEFAULT) -> None:
        self._code_page = code_page
        self.greeting = ""
        self._rest = b""
        self._message: Message = {}

    def feed(self, data: bytes) -> Iterator[Message]:
        """The messages that this piece completes. Raises ProtocolError for data that cannot be AMI."""
        *lines, self._rest = (self._rest + data).split(b"\n")
        for line in lines:
            yield from self._line(line)
        _check_length(self._rest)

    def _line(self, line: bytes) -> Iterator[Message]:
        _check_length(line)
        text = decoded(line.rstrip(b"\r"), self._code_page)
        if not self.greeting:
            self.greeting = _checked_greeting(text)
        elif not text:
            if self._message:
                yield self._message
            self._message = {}
        else:
            self._header(text)

    def _header(self, text: str) -> None:
        # A line that is no header is skipped; the messages around it still count.
        key, colon, value = text.partition(":")
        if colon:
            self._message[key] = value.strip()
        if len(self._message) > MOST_HEADERS:
            raise ProtocolError("a message from Asterisk has too many headers")


def action(name: str, **headers: str) -> bytes:
    """The bytes of an action. Raises ValueError if a value contains a line break."""
    lines = {"Action": name, **headers}
    if any("\r" in value or "\n" in value for value in lines.values()):
        raise ValueError("a value for Asterisk contains a line break")
    return "".join(f"{key}: {value}\r\n" for key, value in lines.items()).encode() + b"\r\n"


def login_key(challenge: str, secret: str) -> str:
    """Proves that we know the secret without sending it (AMI has no better digest than MD5)."""
    return hashlib.md5((challenge + secret).encode(), usedforsecurity=False).hexdigest()


def header(message: Message, key: str) -> str:
    """A header's value; empty where Asterisk writes that there is none."""
    value = message.get(key, "")
    return "" if value == "<unknown>" else value


def age(status: Message) -> timedelta:
    """How long a channel has existed."""
    seconds = status.get("Seconds", "")
    return timedelta(seconds=int(seconds) if seconds.isdecimal() and len(seconds) < _TOO_LONG else 0)


def timestamp(message: Message) -> datetime | None:
    """Asterisk's own time (`timestampevents = yes`), seconds since 1970."""
    try:
        return datetime.fromtimestamp(float(message["Timestamp"]), UTC)
    except (KeyError, ValueError, OverflowError, OSError):
        return None


def _checked_greeting(text: str) -> str:
    if not text.startswith(GREETING):
        raise ProtocolError("what answers there is not Asterisk's manager interface")
    major = text.removeprefix(GREETING).partition(".")[0]
    if not major.isdecimal() or int(major) < OLDEST_VERSION:
        raise ProtocolError("this Asterisk is too old: version 13 or newer is needed")
    return text


def _check_length(line: bytes) -> None:
    if len(line) > LONGEST_LINE:
        raise ProtocolError("a line from Asterisk is too long")
