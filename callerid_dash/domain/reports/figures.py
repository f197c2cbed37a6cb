"""Sums of calls and times, and the figures read from them: means, shares, percentiles. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce

from callerid_dash.domain.reports.rollups import TALK_BOUNDS, WAIT_BOUNDS

_SECOND = 1_000_000


@dataclass(frozen=True, slots=True)
class Spread:
    """The distribution of a duration over many calls.

    `measured` calls took `total` microseconds together and at most `most` each; `within[i]` of them took at most
    `bounds[i]` seconds.
    """

    bounds: tuple[int, ...]
    within: tuple[int, ...]
    measured: int = 0
    total: int = 0
    most: int = 0

    def __add__(self, other: Spread) -> Spread:
        return Spread(
            self.bounds,
            tuple(map(sum, zip(self.within, other.within, strict=True))),
            self.measured + other.measured,
            self.total + other.total,
            max(self.most, other.most),
        )

    @property
    def longest(self) -> float | None:
        """In seconds."""
        return self.most / _SECOND if self.measured else None

    @property
    def sum(self) -> float | None:
        """In seconds."""
        return self.total / _SECOND if self.measured else None

    @property
    def mean(self) -> float | None:
        """In seconds."""
        return self.total / self.measured / _SECOND if self.measured else None

    def at_most(self, seconds: int) -> int:
        """How many took at most this many seconds, which must be one of the bounds."""
        return self.within[self.bounds.index(seconds)]

    def percentile(self, share: float) -> float | None:
        """The seconds within which this share of the calls was through.

        Exact to the class between two bounds; within a class, calls are taken as evenly spread.
        """
        if not self.measured:
            return None
        wanted, below, lower = share * self.measured, 0, 0.0
        for bound, reached in zip((*self.bounds, self.most / _SECOND), (*self.within, self.measured), strict=True):
            upper = min(float(bound), self.most / _SECOND)
            if reached >= wanted and reached > below:
                return lower + (upper - lower) * (wanted - below) / (reached - below)
            below, lower = reached, upper
        return lower


NO_WAITS = Spread(WAIT_BOUNDS, (0,) * len(WAIT_BOUNDS))
NO_TALKS = Spread(TALK_BOUNDS, (0,) * len(TALK_BOUNDS))


@dataclass(frozen=True, slots=True)
class Figures:
    """The number of calls, and how long they waited and talked."""

    calls: int = 0
    waits: Spread = NO_WAITS
    talks: Spread = NO_TALKS

    def __add__(self, other: Figures) -> Figures:
        return Figures(self.calls + other.calls, self.waits + other.waits, self.talks + other.talks)


NOTHING = Figures()


def total(figures: Iterable[Figures]) -> Figures:
    """The sum of all figures."""
    return reduce(Figures.__add__, figures, NOTHING)


def share(part: int, whole: int) -> float | None:
    """A part of the whole, 0 to 1; None if the whole is 0."""
    return part / whole if whole else None
