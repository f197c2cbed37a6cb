"""Legs: the rows of Asterisk's call detail records, from any file or table.

A call has a leg for every phone that was tried and for every transfer. `Gathering` collects the legs of each call,
`leg_calls` makes the calls. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from callerid_dash.domain.calls.history import EARLIEST

LEGS_AGO = 20_000
"""A call without a leg among this many is over: Asterisk writes the legs of a call close together."""
HOURS_AGO = timedelta(hours=6)
"""So is a call that ended this long before the present row."""

_SWEPT_EVERY = 5_000
_TOUCHING = timedelta(seconds=1)
_EPOCH_DIGITS = (9, 10)


class Leg(NamedTuple):
    """One row. Instants are timezone-aware UTC; `answered_at` is None if nothing answered, not even a machine."""

    number: int
    start: datetime
    answered_at: datetime | None
    end: datetime
    src: str
    dst: str
    context: str
    clid: str
    channel: str
    dstchannel: str
    app: str
    data: str
    disposition: str
    uniqueid: str
    linkedid: str
    did: str = ""


def instant_of(uniqueid: str) -> datetime | None:
    """When a channel was created, from its id: 1795590619.0, or pbx-1795590619.0 if the system has a name."""
    seconds = uniqueid.rpartition("-")[2].partition(".")[0]
    if len(seconds) in _EPOCH_DIGITS and seconds.isdecimal():
        instant = datetime.fromtimestamp(int(seconds), UTC)
        return instant if instant >= EARLIEST else None
    return None


class Gathering:
    """Collects the legs of each call, however they are mixed with others; keeps only recent ones."""

    def __init__(self) -> None:
        self._open: dict[str, list[Leg]] = {}
        self._next_sweep = 0

    def add(self, leg: Leg) -> Sequence[list[Leg]]:
        """Add a leg; returns the legs of calls that are complete now."""
        complete: Sequence[list[Leg]] = ()
        name = leg.linkedid or leg.uniqueid
        key = name or "\x1f" + leg.channel
        found = self._open.get(key)
        if found is None:
            self._open[key] = [leg]
        elif name or _touches(found, leg):
            found.append(leg)
        else:
            complete = [found]
            self._open[key] = [leg]
        if leg.number >= self._next_sweep:
            self._next_sweep = leg.number + _SWEPT_EVERY
            complete = [*complete, *self._complete(leg)]
        return complete

    def rest(self) -> Iterator[list[Leg]]:
        """The remaining calls at the end of the file."""
        while self._open:
            yield self._open.pop(next(iter(self._open)))

    def _complete(self, now: Leg) -> list[list[Leg]]:
        before, ago = now.start - HOURS_AGO, now.number - LEGS_AGO
        complete = [key for key, legs in self._open.items() if legs[-1].end < before or legs[-1].number < ago]
        return [self._open.pop(key) for key in complete]


def _touches(legs: list[Leg], leg: Leg) -> bool:
    """Without ids: is it the same caller on the same channel without a pause?"""
    first = legs[0]
    ended_at = max(leg.end for leg in legs)
    return first.src == leg.src and first.start - _TOUCHING <= leg.end and leg.start <= ended_at + _TOUCHING
