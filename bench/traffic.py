"""Call events in the order of a telephone system: calls overlap, so most batches end calls of earlier ones."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count, islice

from bench.seeding import FIRST_MOBILE
from bench.served import event

_BETWEEN = timedelta(seconds=0.3)
_STORY = (("ringing", 0), ("answered", 8), ("ended", 68))
_BOOK = 20_000


def events(how_many: int, name: str) -> list[dict[str, str]]:
    """This many events of new calls, in time order, ending about now.

    `name` distinguishes these calls from those of other rounds. As in an office of 300 agents, ten events come in a
    second, three for each call; one caller in three is unknown.
    """
    begun = datetime.now(UTC) - _BETWEEN * (how_many // len(_STORY)) - timedelta(seconds=_STORY[-1][1])
    stories = (_story(f"{name}-{i}", begun + i * _BETWEEN, i) for i in count())
    return [told for _, _, told in islice(_in_order(stories), how_many)]


def batches(how_many: int, size: int, name: str) -> list[list[dict[str, str]]]:
    """The same events in requests of `size` events."""
    told = events(how_many * size, name)
    return [told[i : i + size] for i in range(0, len(told), size)]


_Told = tuple[datetime, str, dict[str, str]]


def _story(call_id: str, began: datetime, i: int) -> list[_Told]:
    caller = f"+{989_300_000_000 + i if i % 3 == 0 else FIRST_MOBILE + i * 7919 % _BOOK}"
    more = {"line": "02191000000", "extension": str(100 + i % 50)}
    instants = [(kind, began + timedelta(seconds=after)) for kind, after in _STORY]
    return [(at, call_id, event(call_id, kind, caller, at, **more)) for kind, at in instants]


def _in_order(stories: Iterator[list[_Told]]) -> Iterator[_Told]:
    """Merge endless sequences of events, each of which begins after the one before it."""
    waiting: list[_Told] = []
    for story in stories:
        while waiting and waiting[0][0] <= story[0][0]:
            yield heapq.heappop(waiting)
        for told in story:
            heapq.heappush(waiting, told)
