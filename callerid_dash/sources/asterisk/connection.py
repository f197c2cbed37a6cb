"""One connection to AMI: greeting, login, the calls in progress, then events.

Blocking, for a thread of its own. A silent peer is pinged, so that a dead connection is noticed after
`Timing.dead_after` seconds.
"""

from __future__ import annotations

import contextlib
import socket
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from callerid_dash.sources.asterisk.protocol import Message, MessageReader, ProtocolError, action, login_key
from callerid_dash.sources.asterisk.settings import AmiSettings

_ABOUT = "about:"
_MOMENT = 0.1
_MOST_HELD = 50_000
"""Messages kept while a list is received; no switchboard sends so many at once."""


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds. After `first_retry` each failed attempt waits twice as long, up to `longest_retry`."""

    connect: float = 5.0
    ping: float = 5.0
    dead_after: float = 15.0
    first_retry: float = 0.5
    longest_retry: float = 30.0
    stable_after: float = 30.0
    """A connection that lasted this long counts as good: the next retry is quick again."""


def answer_about(message: Message) -> str:
    """The subject of the `Connection.ask_for` that this message answers; empty for any other message."""
    asked = message.get("ActionID", "") if "Response" in message else ""
    return asked.removeprefix(_ABOUT) if asked.startswith(_ABOUT) else ""


class LoginRefused(Exception):
    """Asterisk does not accept this user or secret, or not from this address."""


class Connection:
    """Call `open`, `snapshot`, then `messages`; `close` may be called from any thread and ends all three.

    They raise OSError (also when the peer is silent), ProtocolError, or LoginRefused.
    """

    def __init__(self, settings: AmiSettings, timing: Timing) -> None:
        self._settings = settings
        self._timing = timing
        self._reader = MessageReader(settings.code_page)
        self._ready: deque[Message] = deque()
        self._last_heard = self._last_ping = time.monotonic()
        self._socket = socket.create_connection((settings.host, settings.port), timeout=timing.connect)
        self._timeout = min(timing.ping, timing.dead_after) / 2
        self._socket.settimeout(self._timeout)

    @property
    def greeting(self) -> str:
        """Asterisk's name and version."""
        return self._reader.greeting

    def close(self) -> None:
        """End the connection; a reading thread gets an OSError."""
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()

    def log_in(self) -> None:
        """Log in without sending the secret."""
        self._until_greeted()
        challenge = self._ask("Challenge", AuthType="MD5").get("Challenge", "")
        key = login_key(challenge, self._settings.secret)
        answer = self._ask("Login", AuthType="MD5", Username=self._settings.username, Key=key)
        if answer.get("Response") != "Success":
            raise LoginRefused("Asterisk refuses the login: check the AMI user, its secret and its permit lines")

    def snapshot(self) -> list[Message]:
        """All existing channels; messages that arrive meanwhile are kept for `messages`."""
        answer = self._ask("Status", Variables="FROM_DID")
        if answer.get("Response") != "Success":
            raise LoginRefused("the AMI user may not ask for the calls in progress: it needs write = reporting")
        found: list[Message] = []
        held: list[Message] = []
        for message in self.messages():
            if message.get("Event") == "StatusComplete":
                break
            (found if message.get("Event") == "Status" else held).append(message)
            if len(found) + len(held) > _MOST_HELD:
                raise ProtocolError("Asterisk never ends its list of calls")
        self._ready.extendleft(reversed(held))
        return found

    def ask_for(self, variable: str, channel: str, about: str) -> None:
        """Ask for a channel's variable; the answer is among the `messages` (see `answer_about`)."""
        self._socket.sendall(action("Getvar", ActionID=_ABOUT + about, Channel=channel, Variable=variable))

    def messages(self, is_urgent: Callable[[], bool] = lambda: False) -> Iterator[Message]:
        """Every message as it arrives, without end. While `is_urgent()`, an empty one for each moment of silence."""
        while True:
            while self._ready:
                yield self._ready.popleft()
            if is_urgent():
                self._socket.settimeout(_MOMENT)
                self._receive()
                self._socket.settimeout(self._timeout)
                if not self._ready:
                    yield {}
            else:
                self._receive()

    def _ask(self, name: str, **headers: str) -> Message:
        self._socket.sendall(action(name, ActionID=name, **headers))
        held: list[Message] = []
        for message in self.messages():
            if "Response" in message and message.get("ActionID") == name:
                self._ready.extendleft(reversed(held))
                return message
            held.append(message)
            if len(held) > _MOST_HELD:
                break
        raise ProtocolError("Asterisk does not answer")

    def _until_greeted(self) -> None:
        while not self._reader.greeting:
            self._receive(ping=False)

    def _receive(self, *, ping: bool = True) -> None:
        try:
            data = self._socket.recv(65536)
        except TimeoutError:
            data = None
        if data == b"":
            raise ConnectionResetError("Asterisk closed the connection")
        now = time.monotonic()
        complete = list(self._reader.feed(data)) if data else []
        if complete:
            self._last_heard = now
            self._ready.extend(complete)
        elif now - self._last_heard > self._timing.dead_after:
            raise TimeoutError("Asterisk is silent")
        elif ping and now - max(self._last_heard, self._last_ping) > self._timing.ping:
            self._last_ping = now
            self._socket.sendall(action("Ping", ActionID="Ping"))
