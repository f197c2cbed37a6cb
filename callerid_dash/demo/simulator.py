"""Simulated calls of the sample office, played in real time.

`Play` returns the events that are due at an instant and knows neither threads nor time; `Simulator` is the source that
plays them into the product. The command `simulate` plays them to a server over HTTP.
"""

from __future__ import annotations

import heapq
import logging
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from random import Random

from callerid_dash.background import Background
from callerid_dash.demo.switchboard import Switchboard
from callerid_dash.domain.calls.calls import CallEvent, EventKind
from callerid_dash.domain.calls.scripts import events
from callerid_dash.domain.calls.sources import Intake, SourceHealth
from callerid_dash.domain.errors import Busy, CallerIdError

log = logging.getLogger(__name__)

SOURCE = "simulator"
TALK = 40.0
"""Median seconds of a conversation: shorter than in life, so that a few agents can take many calls a minute."""
Pace = Callable[[datetime], float]
"""The average number of calls a minute that begin at an instant."""
AT_ONCE = (0.0, 12.0, 35.0, 70.0)
"""Seconds after the start at which calls begin at any pace, so that a new user need not wait for one at night: too few
to show in a chart.
"""
_LOOKS_AGAIN = 600.0
"""Seconds after which the pace is read again."""
_LATE = timedelta(minutes=1)
_AFTER_A_STOP = timedelta(seconds=30)


def steady(per_minute: float) -> Pace:
    """The same pace at any hour."""
    return lambda _at: per_minute


class Play:
    """Calls that begin at random at a pace, each followed to its end.

    The first ones begin at `start` and `opening` seconds later; after `calls` of them (None: never) no more begin.
    `staffed` says whether the whole staff is there. `caller` and `extension`, if given, are those of every call.
    """

    def __init__(
        self,
        switchboard: Switchboard,
        rng: Random,
        start: datetime,
        *,
        pace: Pace,
        opening: Sequence[float] = (0.0,),
        staffed: Callable[[datetime], bool] = lambda _at: True,
        calls: int | None = None,
        caller: str = "",
        extension: str = "",
        source: str = SOURCE,
    ) -> None:
        self._switchboard = switchboard
        self._rng = rng
        self._run = f"{start:%Y%m%d%H%M%S%f}"
        self._pace = pace
        self._staffed = staffed
        self._opening = [start + timedelta(seconds=seconds) for seconds in opening]
        self._left = calls
        self._caller = caller
        self._extension = extension
        self._source = source
        self._begun = 0
        self._next_call = self._opening.pop(0)
        self._waiting: list[tuple[datetime, int, int, CallEvent]] = []

    def next_at(self) -> datetime | None:
        """When the next event is due; None if everything has been played."""
        next_calls = [] if self._left == 0 else [self._next_call]
        return min([*next_calls, *(entry[0] for entry in self._waiting[:1])], default=None)

    def due(self, now: datetime) -> list[CallEvent]:
        """The events up to now that have not been returned yet, in order."""
        if now - self._next_call > _LATE:
            self._next_call = now  # the machine slept; the calls of that time did not happen
        while self._left != 0 and self._next_call <= now:
            self._begin(self._next_call)
        happened = []
        while self._waiting and self._waiting[0][0] <= now:
            happened.append(heapq.heappop(self._waiting)[3])
        return happened

    def _begin(self, at: datetime) -> None:
        script = self._switchboard.call(at, self._staffed(at), number=self._caller, extension=self._extension)
        self._begun += 1
        for step, event in enumerate(events(script, self._source, f"{self._run}-{self._begun}", at)):
            heapq.heappush(self._waiting, (event.at, self._begun, step, event))
        self._next_call = self._opening.pop(0) if self._opening else self._after(at)
        if self._left is not None:
            self._left -= 1

    def _after(self, at: datetime) -> datetime:
        """When the next call begins: exponentially distributed, so independent of the time since the last one."""
        while (gap := self._rng.expovariate(self._pace(at) / 60)) > _LOOKS_AGAIN:
            at += timedelta(seconds=_LOOKS_AGAIN)
        return at + timedelta(seconds=gap)


class Simulator:
    """A source of simulated calls. `clock` returns UTC; `sleep` waits some seconds and returns True if stopped."""

    name = SOURCE

    def __init__(
        self,
        intake: Intake,
        switchboard: Switchboard,
        *,
        pace: Pace,
        opening: Sequence[float] = AT_ONCE,
        staffed: Callable[[datetime], bool] = lambda _at: True,
        rng: Random | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        sleep: Callable[[float], bool] | None = None,
        background: Background | None = None,
    ) -> None:
        self._intake = intake
        self._switchboard = switchboard
        self._pace = pace
        self._opening = opening
        self._staffed = staffed
        self._rng = rng or Random()  # noqa: S311 - plausible, not secret
        self._clock = clock
        self._worker = (background or Background()).worker(SOURCE, self._run)
        self._stopping = self._worker.stopping
        self._sleep = sleep or self._stopping.wait
        self._health = SourceHealth(SOURCE, connected=False, since=clock())
        self._lost = 0

    def start(self) -> None:
        """Begin to ring; returns at once."""
        self._worker.start()

    def stop(self) -> None:
        """Stop; calls that have not ended stay open until the next start."""
        self._worker.stop()

    def health(self) -> SourceHealth:
        """A snapshot, from any thread."""
        return self._health

    def _run(self) -> None:
        self._end_open_calls()
        play = Play(
            self._switchboard,
            self._rng,
            self._clock(),
            pace=self._pace,
            opening=self._opening,
            staffed=self._staffed,
        )
        while (at := play.next_at()) and not self._stopping.is_set():
            pause = (at - self._clock()).total_seconds()
            if pause > 0 and self._sleep(pause):
                self._stopping.set()
                return
            self._hand_over(play.due(self._clock()))

    def _end_open_calls(self) -> None:
        """End the calls that an earlier run left open, as nobody talks while the product does not run."""
        try:
            left = self._intake.open_calls(SOURCE)
        except CallerIdError as error:
            log.warning("Simulated calls of an earlier run stay open: %s", error)
            return
        now = self._clock()
        ends = [min(call.last_event_at + _AFTER_A_STOP, max(now, call.last_event_at)) for call in left]
        self._hand_over(
            [
                CallEvent(SOURCE, call.external_id, EventKind.ENDED, end, cause="normal", event_id="hung_up")
                for call, end in zip(left, ends, strict=True)
            ]
        )

    def _hand_over(self, happened: list[CallEvent]) -> None:
        if not happened:
            return
        try:
            self._record(happened)
        except CallerIdError as error:
            self._lost += len(happened)
            self._report(connected=False, last=self._health.last_event_at, detail=str(error))
        else:
            an_hour = round(60 * self._pace(self._clock()))
            self._report(connected=True, last=happened[-1].at, detail=f"about {an_hour} calls an hour now")

    def _record(self, happened: list[CallEvent]) -> None:
        try:
            self._intake.record(happened)
        except Busy as busy:
            if self._sleep(busy.retry_after):
                raise
            self._intake.record(happened)

    def _report(self, *, connected: bool, last: datetime | None, detail: str) -> None:
        since = self._health.since if connected == self._health.connected else self._clock()
        self._health = SourceHealth(SOURCE, connected, since, last, self._lost, detail)
