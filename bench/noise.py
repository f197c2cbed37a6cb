"""Measures how quiet the machine is: times one fixed piece of work again and again between the rows."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from bench.report import Line, Spread

_STEPS = 400_000


@dataclass(slots=True)
class Noise:
    """The times of the fixed loop, in milliseconds."""

    times: list[float] = field(default_factory=list)

    def sample(self) -> None:
        """Time the loop three times."""
        for _ in range(3):
            begun = time.perf_counter()
            total = 0
            for i in range(_STEPS):
                total += i * i
            self.times.append((time.perf_counter() - begun) * 1000)

    def line(self) -> Line:
        """The spread over the whole run; smaller differences between rows mean nothing."""
        spread = Spread(tuple(self.times))
        swing = (max(self.times) - min(self.times)) / spread.median
        return Line("machine: a fixed loop, ms", f"{spread.text('.1f')}, swing {swing:.0%}", figures={"ms": spread})
