"""Has what people and programs send stored once, by a key that each sending carries (`store/engine/submissions.py`)."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from callerid_dash.store.engine.database import Store
from callerid_dash.store.engine.submissions import Submission, digest


@dataclass(frozen=True, slots=True)
class Sendings:
    """Keys are one sender's own. `secret` keeps the digests of what was sent from being guessed at."""

    store: Store
    secret: bytes

    def under(
        self, sender: str, key: str, *sent: str | bytes, answer: Callable[[Any], str] | None = None
    ) -> AbstractContextManager[None]:
        """What is written next inside is stored once. Raises StoredBefore, with its `answer`, or KeyReused."""
        named, content = digest(self.secret, sender, key), digest(self.secret, *sent)
        return self.store.submitting(Submission(named, content, answer))
