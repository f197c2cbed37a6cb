"""The product in its own process, on a free loopback port, with its own database."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
PASSWORD = "correct horse battery"
TOKEN = "cid_for-tests-only-0123456789abcdef"


def free_port() -> int:
    """A free port on loopback."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class RunningProduct:
    """`callerid-dash serve`, with the requests that tests need."""

    folder: Path
    environ: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start the server and wait until it is ready."""
        log = (self.folder / "server.log").open("a")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "callerid_dash.cli", "serve"],
            cwd=ROOT,
            env=self.environment(),
            stdout=log,
            stderr=log,
            text=True,
        )
        log.close()
        wait_for(self.is_ready, 120, lambda: f"the server is not ready:\n{self.log()}")

    def environment(self) -> dict[str, str]:
        """The environment of the server and of commands."""
        mine = {
            "CALLERID_DATABASE_URL": f"duckdb:///{self.folder / 'callerid.duckdb'}",
            "CALLERID_PORT": str(self.port),
            "CALLERID_ADMIN_PASSWORD": PASSWORD,
            "CALLERID_API_TOKEN": TOKEN,
            "CALLERID_LANGUAGE": "en",
            "XDG_STATE_HOME": str(self.folder / "state"),
        }
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("CALLERID_")}
        return {**inherited, **mine, **self.environ}

    def command(
        self, *words: str, stdin: str = "", folder: Path = ROOT, without: Sequence[str] = ()
    ) -> subprocess.CompletedProcess[str]:
        """Run `callerid-dash` with these arguments in a folder, on the server's settings except those in `without`."""
        return subprocess.run(
            [sys.executable, "-m", "callerid_dash.cli", *words],
            cwd=folder,
            env={name: value for name, value in self.environment().items() if name not in without},
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    def is_ready(self) -> bool:
        assert self.process
        assert self.process.poll() is None, f"the server has ended:\n{self.log()}"
        try:
            with urllib.request.urlopen(f"{self.url}/ready", timeout=2) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def log(self) -> str:
        return (self.folder / "server.log").read_text()

    def stop(self, how: int = signal.SIGTERM) -> None:
        """End the process and wait for it."""
        if self.process:
            self.process.send_signal(how)
            self.process.wait(30)
            self.process = None

    def api(self, method: str, path: str, body: object = None) -> Any:
        """Call the HTTP API and return its JSON; an error status raises HTTPError."""
        request = urllib.request.Request(
            self.url + path,
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            error.add_note(error.read().decode())
            raise

    def ring(self, caller: str, call_id: str, event: str = "ringing", **fields: str) -> Any:
        """Send one call event with the present time."""
        at = datetime.now(UTC).isoformat()
        one = {"source": "test", "call_id": call_id, "event": event, "at": at, "caller": caller, **fields}
        return self.api("POST", "/api/v1/call-events", one)

    def add_profile(self, **fields: object) -> Any:
        """Create a profile over the API."""
        return self.api("POST", "/api/v1/profiles", fields)


@contextmanager
def running_product(folder: Path, **environ: str) -> Iterator[RunningProduct]:
    """A served product, stopped afterwards."""
    product = RunningProduct(folder, environ)
    try:
        product.start()
        yield product
    finally:
        product.stop()


def wait_for(
    done: Callable[[], object], seconds: float, otherwise: Callable[[], str] = lambda: "waited in vain"
) -> None:
    """Wait until the condition holds; for explicit waits of a test, not for measurements."""
    deadline = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < deadline, otherwise()
        time.sleep(0.05)
