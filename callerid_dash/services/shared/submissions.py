"""Stores each submission of a person or program once, by the key that it carries (`store/engine/submissions.py`)."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from callerid_dash.store.engine.database import Store
from callerid_dash.store.engine.submissions import Submission, digest


@dataclass(frozen=True, slots=True)
class Sendings:
    """Keys are unique per sender. `secret` keeps the content from being guessed by its digest."""

    store: Store
    secret: bytes

    def under(
        self, sender: str, key: str, *sent: str | bytes, answer: Callable[[Any], str] | None = None
    ) -> AbstractContextManager[None]:
        """Store what is written inside the context only once. Raises StoredBefore, with its `answer`, or KeyReused."""
        named, content = digest(self.secret, sender, key), digest(self.secret, *sent)
        return self.store.submitting(Submission(named, content, answer))
