"""The actions that follow a successful transaction. They cannot fail it any more: errors are logged, the rest runs."""

from __future__ import annotations

import logging
from collections.abc import Callable

log = logging.getLogger(__name__)


class AfterCommit:
    """The actions of one transaction, in the order in which they were added."""

    def __init__(self) -> None:
        self._actions: list[Callable[[], None]] = []

    def add(self, action: Callable[[], None]) -> None:
        """Run this once the transaction is durable."""
        self._actions.append(action)

    def run(self) -> None:
        """Run the actions; the transaction is durable."""
        for action in self._actions:
            try:
                action()
            except Exception:  # raising would make the writer repeat what is stored already
                log.exception("What should follow a stored change failed")
