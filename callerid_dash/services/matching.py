"""Who holds a number, remembered: calls of the same caller come in bunches.

Profiles, colors and users change rarely; whoever changes them says which numbers to forget. Nothing here decides
under which holder a call is shown (`domain/profiles.py: winner`).
"""

from __future__ import annotations

import itertools
import threading
from collections.abc import Collection

from callerid_dash.domain.profiles import Holder
from callerid_dash.services.directory import Directory
from callerid_dash.store import holders as tables
from callerid_dash.store.database import Store
from callerid_dash.store.engine import Session

REMEMBERED = 20_000
"""Numbers in memory, about 1 kB each when they are held."""


class Matcher:
    """Holders by canonical number. Thread-safe."""

    def __init__(self, store: Store, directory: Directory, remembered: int = REMEMBERED) -> None:
        self._store = store
        self._directory = directory
        self._remembered = remembered
        self._lock = threading.Lock()
        self._changes = 0
        self._known: dict[str, tuple[Holder, ...]] = {}

    def holders(self, numbers: Collection[str]) -> dict[str, tuple[Holder, ...]]:
        """The holders of each number, lowest id first; numbers that nobody holds are left out."""
        with self._lock:
            changes = self._changes
            found = {number: self._known[number] for number in numbers if number in self._known}
        if missing := [number for number in numbers if number not in found]:
            with self._store.read(consistent=False) as session:
                fresh = self.holders_in(session, missing)
            found |= {number: fresh.get(number, ()) for number in missing}
            self._remember(changes, {number: found[number] for number in missing})
        return {number: held for number, held in found.items() if held}

    def holders_in(self, session: Session, numbers: Collection[str]) -> dict[str, tuple[Holder, ...]]:
        """The same as this session sees it, with what its transaction has written."""
        snapshot = self._directory.snapshot
        return tables.holders(session, numbers, snapshot.users, snapshot.colors)

    def forget(self, numbers: Collection[str]) -> None:
        """These numbers' holders have changed; call it after the commit."""
        with self._lock:
            self._changes += 1
            for number in numbers:
                self._known.pop(number, None)

    def forget_all(self) -> None:
        """Users or colors have changed, or too much to name; call it after the directory was read again."""
        with self._lock:
            self._changes += 1
            self._known.clear()

    def _remember(self, changes: int, fresh: dict[str, tuple[Holder, ...]]) -> None:
        with self._lock:
            if changes != self._changes:  # read before a change that has been forgotten meanwhile
                return
            self._known |= fresh
            for oldest in list(itertools.islice(self._known, max(len(self._known) - self._remembered, 0))):
                del self._known[oldest]
