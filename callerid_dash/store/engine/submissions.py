"""What is sent twice is stored once: a form or a program's request carries a key, and the first time counts.

Whoever takes a request says under which key it runs (`Store.submitting`); the next write keeps the key in its own
transaction, with a digest of what was sent and, for programs, the answer. The same again is answered without writing
anything; other things under the same key are refused. An error keeps nothing: the key may be used again.
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
from callerid_dash.store.engine.instants import to_column
from callerid_dash.store.engine.protocol import Session

KEPT = timedelta(days=2)
R = TypeVar("R")


class StoredBefore(Exception):
    """No error: just this has been stored under this key; `answer` is what was said then, if that was kept."""

    def __init__(self, answer: str | None) -> None:
        super().__init__("This has been stored already.")
        self.answer = answer


@dataclass(slots=True)
class Submission:
    """One sending. `sent` is a digest of it; `answer` puts the result of the write into the words to keep.

    A submission is stored by one write: what else is written for it afterwards (`stored`) has no key.
    """

    key: str
    sent: str
    answer: Callable[[Any], str] | None = None
    stored: bool = False

    def check(self, session: Session) -> None:
        """Raises StoredBefore when this has been stored, KeyReused when something else has been under its key."""
        found = session.row("submissions.by_key", key=self.key)
        if found is None:
            return
        if found["request"] not in (None, self.sent):
            raise KeyReused(
                "Something else has been stored under this key. Use a new key for each thing that you send."
            )
        raise StoredBefore(found["answer"])

    def carry_out(self, session: Session, work: Callable[[Session], R]) -> R:
        """Do it, unless it has been done (raises as `check` does), and keep the key with it."""
        self.check(session)
        result = work(session)
        answer = self.answer(result) if self.answer else None
        at = to_column(datetime.now(UTC))
        session.run("submissions.add", key=self.key, made_at=at, request=self.sent, answer=answer)
        return result


_current: ContextVar[Submission | None] = ContextVar("submission", default=None)


def current() -> Submission | None:
    """Under which key this thread is to store what it writes next."""
    submission = _current.get()
    return None if submission is None or submission.stored else submission


@contextmanager
def under(submission: Submission) -> Iterator[None]:
    """Have the next write of this thread store this submission."""
    token = _current.set(submission)
    try:
        yield
    finally:
        _current.reset(token)


def digest(secret: bytes, *parts: str | bytes) -> str:
    """A short name of what was sent, or of whose key it is, from which neither can be guessed without the secret."""
    whole = hmac.new(secret, digestmod="sha256")
    for part in parts:
        written = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        whole.update(len(written).to_bytes(8))  # so that no two rows of parts read the same
        whole.update(written)
    return whole.hexdigest()


def any_old(session: Session, now: datetime) -> bool:
    """Are there keys that nobody can be sending any more?"""
    row = session.row("submissions.old", before=to_column(now - KEPT))
    return bool(row and row["forms"])


def forget_old(session: Session, now: datetime) -> None:
    """Forget the keys that nobody can be sending any more."""
    session.run("submissions.forget", before=to_column(now - KEPT))
