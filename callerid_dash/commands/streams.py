"""Transfers what the server that holds the database makes for a command, such as a file, and its progress.

The server's private socket carries lines of JSON: `{"done": …, "of": …}` rows, `{"bytes": n}` followed by n bytes of
the file, and at the end `{"end": true}`, without which the file is not complete; or `{"error": …}`.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, suppress
from typing import Any, BinaryIO, Protocol

from callerid_dash.domain.errors import CallerIdError, StoreUnavailable
from callerid_dash.domain.jobs import ProgressCallback


class Pieces(Protocol):
    """The pieces of a file."""

    def __iter__(self) -> Iterator[bytes]: ...

    def close(self) -> None:
        """Stop creating the file."""


Streamed = Callable[[Mapping[str, Any], ProgressCallback], Pieces]
"""Creates the file or text for these parameters, which are JSON."""
OFTEN = 0.2
"""Seconds between two reports of progress."""
log = logging.getLogger(__name__)


class ServerRefused(CallerIdError):
    """The server refused the request."""


def send_stream(line: bytes, streams: Mapping[str, Streamed], write: Callable[[bytes], object]) -> None:
    """Answer a request for one of these streams. The stream ends when its reader goes away."""
    name = "an unreadable request"

    def say(**words: object) -> None:
        write(json.dumps(words).encode() + b"\n")

    try:
        request = json.loads(line)
        name, progress = request["stream"], now_and_then(lambda done, of: say(done=done, of=of))
        with closing(streams[name](request["parameters"], progress)) as download:
            for piece in download:
                say(bytes=len(piece))
                write(piece)
        say(end=True)
    except CallerIdError as error:
        say(error=str(error))
    except (BrokenPipeError, ConnectionResetError, TimeoutError):
        log.info("The reader of %s went away", name)
    except Exception:
        log.exception("A command for %s failed", name)
        with suppress(OSError):
            say(error="The server could not do that; its log says why.")


def received(answer: BinaryIO, progress: ProgressCallback) -> Iterator[bytes]:
    """The pieces of the file. Raises ServerRefused or StoreUnavailable; the pieces before are then no complete file."""
    try:
        for line in answer:
            message = json.loads(line)
            if "bytes" in message:
                yield answer.read(message["bytes"])
            elif "done" in message:
                progress(message["done"], message["of"])
            elif "error" in message:
                raise ServerRefused(message["error"])
            elif message.get("end"):
                return
    except (OSError, ValueError) as error:
        raise StoreUnavailable("The server holds the database and does not answer.") from error
    raise StoreUnavailable("The server stopped in the middle of it.")


def now_and_then(progress: ProgressCallback) -> ProgressCallback:
    """A callback that passes on at most one report each `OFTEN` seconds, but always the first and the last one."""
    last = [0.0]

    def report(done: int, of: int) -> None:
        now = time.monotonic()
        if done in (0, of) or now - last[0] >= OFTEN:
            last[0] = now
            progress(done, of)

    return report
