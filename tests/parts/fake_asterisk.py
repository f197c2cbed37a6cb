"""A stand-in for Asterisk's manager interface: a server that runs one script for each connection."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable

from callerid_dash.sources.asterisk import AmiSettings, Timing
from callerid_dash.sources.asterisk.protocol import login_key

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
    """The server's side of one connection."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._lines = connection.makefile("r", encoding="utf-8", newline="\r\n")

    def say(self, text: str | bytes) -> None:
        self._connection.sendall(text if isinstance(text, bytes) else text.encode())

    def asked(self) -> dict[str, str]:
        """The next action other than a ping; answers pings. Raises EOFError when the client has disconnected."""
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
        """Send greeting, login and the list of channels, as Asterisk does."""
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
        """Answer pings until the client disconnects."""
        with contextlib.suppress(EOFError, OSError):
            while True:
                self.asked()

    def say_nothing(self) -> None:
        """Stay silent until the client disconnects."""
        with contextlib.suppress(OSError):
            while self._connection.recv(4096):
                pass

    def close(self) -> None:
        self._lines.close()
        self._connection.close()


Script = Callable[[Peer], None]


class FakeAsterisk:
    """Runs one script for each connection, the last one for all further ones; counts the connections."""

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
