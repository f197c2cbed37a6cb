"""A load generator in its own process: many keep-alive connections, one request at a time on each.

`python -m bench.load` reads a `Load` as JSON from stdin and writes a `Heard` as JSON to stdout. Without a period, each
connection sends its next request as soon as it has an answer. With a period, it sends one request at its own moment of
every period, as an open page does, and never has two requests under way.
"""

from __future__ import annotations

import heapq
import json
import re
import selectors
import socket
import subprocess
import sys
import time
from collections import Counter
from dataclasses import asdict, dataclass, field

from bench.report import percentile

TIMEOUT = 30.0  # seconds without any answer after which the server counts as dead
_LENGTH = re.compile(rb"^content-length: *(\d+)", re.IGNORECASE | re.MULTILINE)
_CHUNKED = re.compile(rb"^transfer-encoding: *chunked", re.IGNORECASE | re.MULTILINE)
_CLOSE = re.compile(rb"^connection: *close", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Load:
    """The requests, their rate, and the limits; the first limit reached ends the load, but not before one answer.

    `bodies` are sent in turn, on any free connection. With `follow`, a pattern, every connection keeps the first body
    and replaces the match in it by the match in the last answer: so a poller moves its cursor.
    """

    port: int
    path: str
    headers: dict[str, str]
    bodies: tuple[str, ...]
    connections: int = 16
    requests: int = 1_000_000_000
    seconds: float = 60.0
    period: float = 0.0
    follow: str = ""


@dataclass(frozen=True, slots=True)
class Heard:
    """The answers. Waits are in milliseconds, from the moment the request was due to the end of its answer."""

    answers: int
    seconds: float
    p50: float
    p95: float
    statuses: dict[str, int]
    last: str
    own: float
    """What the generator itself took of a core, 0..1: it must not be what limits the rate."""

    @property
    def rate(self) -> float:
        """Answers per second."""
        return self.answers / self.seconds


class Running:
    """A load that runs in another process."""

    def __init__(self, load: Load) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bench.load"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self._process.stdin
        self._process.stdin.write(json.dumps(asdict(load)))
        self._process.stdin.close()
        self._process.stdin = None

    def heard(self) -> Heard:
        """Wait for the end. Raises RuntimeError if any answer was not a success."""
        out, _ = self._process.communicate()
        if self._process.returncode:
            raise RuntimeError("the load generator failed")
        heard = Heard(**json.loads(out))
        if bad := {status: count for status, count in heard.statuses.items() if not status.startswith("2")}:
            raise RuntimeError(f"answers that are no success: {bad}; the last: {heard.last[:300]}")
        return heard


def run(load: Load) -> Heard:
    """Run a load and wait for its result."""
    return Running(load).heard()


@dataclass(slots=True)
class _Asker:
    number: int
    socket: socket.socket
    body: str
    due: float
    buffer: bytearray = field(default_factory=bytearray)


class _Driver:
    def __init__(self, load: Load) -> None:
        self._load = load
        self._head = f"POST {load.path} HTTP/1.1\r\nHost: 127.0.0.1:{load.port}\r\n" + "".join(
            f"{name}: {value}\r\n" for name, value in load.headers.items()
        )
        self._follow = re.compile(load.follow) if load.follow else None
        self._selector = selectors.DefaultSelector()
        self._waiting: list[tuple[float, int, _Asker]] = []
        self._waits: list[float] = []
        self._statuses: Counter[str] = Counter()
        self._asked = 0
        self._last = b""

    def drive(self) -> Heard:
        load, begun, used = self._load, time.perf_counter(), time.process_time()
        for i in range(load.connections):
            due = begun + (0.2 + i / load.connections * load.period if load.period else 0.0)
            asker = _Asker(i, self._connect(), load.bodies[0], due)
            self._selector.register(asker.socket, selectors.EVENT_READ, asker)
            heapq.heappush(self._waiting, (due, i, asker))
        begun = heard_at = time.perf_counter()
        end = begun + load.seconds
        while ((now := time.perf_counter()) < end or not self._waits) and (
            self._waiting or self._asked > len(self._waits)
        ):
            self._ask_who_is_due(now)
            until = min(self._waiting[0][0] if self._waiting else end, end)
            least = 0.0 if now < end else 0.1
            for key, _ in self._selector.select(max(least, min(until - time.perf_counter(), 1.0))):
                self._read(key.data)
                heard_at = time.perf_counter()
            if self._asked > len(self._waits) and now - heard_at > TIMEOUT:
                raise RuntimeError("the server has stopped answering")
        took = time.perf_counter() - begun
        return Heard(
            answers=len(self._waits),
            seconds=took,
            p50=percentile(self._waits, 0.5) * 1000,
            p95=percentile(self._waits, 0.95) * 1000,
            statuses=dict(self._statuses),
            last=self._last.decode("utf-8", "replace"),
            own=(time.process_time() - used) / took,
        )

    def _connect(self) -> socket.socket:
        connection = socket.create_connection(("127.0.0.1", self._load.port), 10)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connection

    def _ask_who_is_due(self, now: float) -> None:
        load = self._load
        while self._waiting and self._waiting[0][0] <= now:
            due, _, asker = heapq.heappop(self._waiting)
            if self._asked >= load.requests:
                continue
            body = (asker.body if self._follow else load.bodies[self._asked % len(load.bodies)]).encode()
            self._asked += 1
            asker.due = due
            asker.socket.sendall(f"{self._head}Content-Length: {len(body)}\r\n\r\n".encode() + body)

    def _read(self, asker: _Asker) -> None:
        data = asker.socket.recv(1 << 18)
        asker.buffer += data
        head, found, rest = asker.buffer.partition(b"\r\n\r\n")
        if not data or (found and _complete(head, rest)):
            self._answered(asker, bytes(head), bytes(rest), closed=not data)

    def _answered(self, asker: _Asker, head: bytes, body: bytes, closed: bool) -> None:
        now = time.perf_counter()
        self._waits.append(now - asker.due)
        self._statuses[head[9:12].decode() or "closed"] += 1
        self._last = body or self._last
        if closed or _CLOSE.search(head):
            self._selector.unregister(asker.socket)
            asker.socket.close()
            asker.socket = self._connect()
            self._selector.register(asker.socket, selectors.EVENT_READ, asker)
        asker.buffer = bytearray()
        self._move_cursor(asker, body)
        due = max(now, asker.due + self._load.period) if self._load.period else now
        heapq.heappush(self._waiting, (due, asker.number, asker))

    def _move_cursor(self, asker: _Asker, answer: bytes) -> None:
        if self._follow and (found := self._follow.search(answer.decode())):
            asker.body = self._follow.sub(lambda _: found[0], asker.body)


def _complete(head: bytes | bytearray, rest: bytes | bytearray) -> bool:
    if head[9:12] in (b"204", b"304"):
        return True
    if _CHUNKED.search(head):
        return rest.endswith(b"0\r\n\r\n")
    length = _LENGTH.search(head)
    return bool(length and len(rest) >= int(length[1]))


def main() -> None:
    """Read the load from stdin and write the result to stdout."""
    spec = json.load(sys.stdin)
    spec["bodies"] = tuple(spec["bodies"])
    print(json.dumps(asdict(_Driver(Load(**spec)).drive())))


if __name__ == "__main__":
    main()
