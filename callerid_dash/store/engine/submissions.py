"""Stores a form or a program's request only once, by the key that it carries; the first one counts.

Whoever receives a request sets its key (`Store.submitting`); the next write stores the key in its own transaction, with
a digest of the request and, for programs, the answer. The same request again is answered without writing anything;
another request with the same key is refused. An error stores nothing, so the key may be used again.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from callerid_dash.domain.errors import KeyReused
from callerid_dash.store.engine.protocol import Session

KEPT = timedelta(days=2)
R = TypeVar("R")


class StoredBefore(Exception):
    """Not an error: this request was stored under this key before; `answer` is the stored answer, if there is one."""

    def __init__(self, answer: str | None) -> None:
        super().__init__("This has been stored already.")
        self.answer = answer


@dataclass(slots=True)
class Submission:
    """One submission. `sent` is a digest of its content; `answer` turns the result of the write into the answer to
    store.

    A submission is stored by one write: later writes for it (`stored`) have no key.
    """

    key: str
    sent: str
    answer: Callable[[Any], str] | None = None
    stored: bool = False

    def check(self, session: Session) -> None:
        """Raise StoredBefore if this was stored before, KeyReused if something else was stored under its key."""
        found = session.row("submissions.by_key", key=self.key)
        if found is None:
            return
        if found["request"] not in (None, self.sent):
            raise KeyReused(
                "Something else has been stored under this key. Use a new key for each thing that you send."
            )
        raise StoredBefore(found["answer"])

    def carry_out(self, session: Session, work: Callable[[Session], R]) -> R:
        """Run `work` and store the key with it, unless it was stored before (raises as `check` does)."""
        self.check(session)
        result = work(session)
        answer = self.answer(result) if self.answer else None
        at = datetime.now(UTC)
        session.run("submissions.add", key=self.key, made_at=at, request=self.sent, answer=answer)
        return result


_current: ContextVar[Submission | None] = ContextVar("submission", default=None)


def current() -> Submission | None:
    """The submission that this thread's next write stores, if any."""
    submission = _current.get()
    return None if submission is None or submission.stored else submission


@contextmanager
def under(submission: Submission) -> Iterator[None]:
    """Let the next write of this thread store this submission."""
    token = _current.set(submission)
    try:
        yield
    finally:
        _current.reset(token)


def digest(secret: bytes, *parts: str | bytes) -> str:
    """A short digest of a request, or of a sender's key, that cannot be guessed without the secret."""
    whole = hmac.new(secret, digestmod="sha256")
    for part in parts:
        written = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        whole.update(len(written).to_bytes(8))  # so that no two lists of parts have the same digest
        whole.update(written)
    return whole.hexdigest()


def any_old(session: Session, now: datetime) -> bool:
    """Are there keys that are too old to be sent again?"""
    return bool(session.value("tables.any_before submissions made_at", before=now - KEPT))


def forget_old(session: Session, now: datetime) -> None:
    """Forget the keys that are too old to be sent again."""
    session.run("tables.remove_before submissions made_at", before=now - KEPT)
