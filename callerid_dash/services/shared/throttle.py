"""Slows down guessing: each failure of a key beyond a few free ones doubles the pause before the next attempt.

In memory and bounded; a restart forgets everything. It knows no users: callers choose keys, which never consist of an
account's name alone, so that nobody can lock somebody else out.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limit:
    """`free` failures cost nothing; then 1, 2, 4 … seconds up to `longest`; after `memory` seconds without failure all
    are forgotten.
    """

    free: int
    longest: float
    memory: float = 3600.0


@dataclass(slots=True)
class _KeyState:
    failures: int = 0
    not_before: float = 0.0
    forget_at: float = 0.0


class Throttle:
    """Counts failures by key. Thread-safe; keeps at most `capacity` keys and drops the least recently used."""

    def __init__(self, limit: Limit, clock: Callable[[], float] = time.monotonic, capacity: int = 10_000) -> None:
        self._limit = limit
        self._clock = clock
        self._capacity = capacity
        self._lock = threading.Lock()
        self._states: OrderedDict[str, _KeyState] = OrderedDict()

    def pause(self, key: str) -> float:
        """Seconds until this key may try again; 0 if it may now."""
        with self._lock:
            state = self._states.get(key)
            return max(0.0, state.not_before - self._clock()) if state else 0.0

    def attempt(self, key: str) -> float:
        """Count an attempt as failed before it is made, so that simultaneous attempts count too.

        Returns 0, or the seconds left to wait; such an attempt is not counted and must not be made.
        """
        with self._lock:
            now = self._clock()
            state = self._states.pop(key, None)
            if state is None or state.forget_at <= now:
                state = _KeyState()
            self._states[key] = state
            if len(self._states) > self._capacity:
                self._states.popitem(last=False)
            if state.not_before > now:
                return state.not_before - now
            state.failures += 1
            state.not_before = now + self._pause_after(state.failures)
            state.forget_at = state.not_before + self._limit.memory
            return 0.0

    def forgive(self, key: str) -> None:
        """Uncount an attempt that succeeded."""
        with self._lock:
            if state := self._states.get(key):
                state.failures -= 1
                state.not_before = 0.0

    def forget(self, key: str) -> None:
        """Forget all failures of this key."""
        with self._lock:
            self._states.pop(key, None)

    def _pause_after(self, failures: int) -> float:
        beyond = failures - self._limit.free
        return 0.0 if beyond < 1 else min(self._limit.longest, 2.0 ** min(beyond - 1, 30))
