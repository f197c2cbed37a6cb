"""The product in its own process on a free loopback port, with the requests that the rows need."""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
import time
import urllib.parse
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psutil

ROOT = Path(__file__).parents[1]
PASSWORD = "a password for measuring"
TOKEN = "cid_for-measuring-only-0123456789abcdef"
EVENTS = "/api/v1/call-events"
API_HEADERS = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}
WITH_EMPTY_CALLBACK = (sys.executable, "-m", "bench.server")
STORING_NOTHING = (sys.executable, "-m", "bench.storing_nothing")
AS_USERS_START_IT = (sys.executable, "-m", "callerid_dash.cli", "serve")


def free_port() -> int:
    """A free port on loopback."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Served:
    """A running product. After `sign_in`, `cookie` is the session of an admin."""

    database: Path
    command: Sequence[str] = WITH_EMPTY_CALLBACK
    environ: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    cookie: str = ""

    def start(self) -> None:
        """Start the process and return at once."""
        self.started_at = time.time()
        self.log = (self.database.parent / "server.log").open("ab")
        self.process = subprocess.Popen(
            self.command, cwd=ROOT, env=self._environment(), stdout=self.log, stderr=self.log
        )

    def wait(self, path: str = "/ready", timeout: float = 60.0) -> float:
        """Request `path` until it answers; returns when that was, in seconds since the start."""
        while time.time() - self.started_at < timeout and self.process.poll() is None:
            try:
                if self.get(path)[0] == http.client.OK:
                    return time.time() - self.started_at
            except OSError:
                time.sleep(0.01)
        raise RuntimeError(f"the server is not there:\n{Path(self.log.name).read_text()[-2_000:]}")

    def stop(self) -> None:
        """End the process and wait for it."""
        self.process.terminate()
        self.process.wait(30)
        self.log.close()

    def get(self, path: str, **headers: str) -> tuple[int, bytes]:
        """Status and body."""
        return self._ask("GET", path, b"", headers)[:2]

    def post_events(self, *events: dict[str, str]) -> Any:
        """Send call events and return the receipt."""
        body = json.dumps({"events": events}).encode()
        status, answer, _ = self._ask("POST", EVENTS, body, API_HEADERS)
        if status != http.client.OK:
            raise RuntimeError(f"the events were answered with {status}: {answer[:300]!r}")
        return json.loads(answer)

    def sign_in(self) -> None:
        """Sign in as the admin."""
        form = urllib.parse.urlencode({"username": "admin", "password": PASSWORD}).encode()
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        status, _, cookies = self._ask("POST", "/login", form, headers)
        if status != http.client.SEE_OTHER:
            raise RuntimeError(f"signing in was answered with {status}")
        self.cookie = "; ".join(cookie.partition(";")[0] for cookie in cookies)

    def callback(self, body: str) -> str:
        """Call a Dash callback."""
        return self.post("/_dash-update-component", body)

    def post(self, path: str, body: str) -> str:
        """Send what a page of the signed-in user sends, and return the answer."""
        status, answer, _ = self._ask("POST", path, body.encode(), self.poll_headers)
        if status != http.client.OK:
            raise RuntimeError(f"{path} was answered with {status}: {answer[:300]!r}")
        return answer.decode()

    @property
    def poll_headers(self) -> dict[str, str]:
        """The headers of a callback from a page of the signed-in user."""
        return {"Cookie": self.cookie, "Content-Type": "application/json", "Sec-Fetch-Site": "same-origin"}

    def resident(self) -> float:
        """Resident memory of the process and its children, MB."""
        process = psutil.Process(self.process.pid)
        return sum(p.memory_info().rss for p in (process, *process.children(recursive=True))) / 1e6

    def processor(self) -> float:
        """Processor time that the process and its children have taken, in seconds."""
        process = psutil.Process(self.process.pid)
        times = [p.cpu_times() for p in (process, *process.children(recursive=True))]
        return sum(t.user + t.system for t in times)

    def _ask(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, bytes, list[str]]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, body or None, headers)
            answer = connection.getresponse()
            return answer.status, answer.read(), answer.headers.get_all("Set-Cookie") or []
        finally:
            connection.close()

    def _environment(self) -> dict[str, str]:
        left_out = ("CALLERID_", "PYTHONDONTWRITEBYTECODE")
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(left_out)}
        return {
            **inherited,
            "PYTHONPYCACHEPREFIX": str(ROOT / ".cache" / "bench"),  # installed products start from bytecode
            "CALLERID_DATABASE_URL": f"duckdb:///{self.database}",
            "CALLERID_PORT": str(self.port),
            "CALLERID_ADMIN_PASSWORD": PASSWORD,
            "CALLERID_API_TOKEN": TOKEN,
            "CALLERID_LANGUAGE": "en",
            **self.environ,
        }


@contextmanager
def serving(
    database: Path, command: Sequence[str] = WITH_EMPTY_CALLBACK, port: int = 0, **environ: str
) -> Iterator[Served]:
    """A running product with an admin signed in; stopped afterwards."""
    served = Served(database, command, environ, port or free_port())
    served.start()
    try:
        served.wait()
        served.sign_in()
        yield served
    finally:
        served.stop()


def event(call_id: str, kind: str, caller: str, at: datetime | None = None, **fields: str) -> dict[str, str]:
    """One call event in the API's format; at the present time by default."""
    instant = (at or datetime.now(UTC)).isoformat()
    return {"source": "bench", "call_id": call_id, "event": kind, "at": instant, "caller": caller, **fields}
