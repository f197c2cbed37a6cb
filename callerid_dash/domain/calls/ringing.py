"""Sources that only ever say that a phone rings: when such a call counts as missed. Pure.

Many sources tell of the first ring and of nothing more: modems, caller-id boxes, web hooks at the ring. Their calls
would ring for hours. The rule, for one source:

- An admin has set its ring time: an unanswered call of it counts as missed when nothing was told of it for so long.
  They may also say never.
- Nothing is set, and the source has never told of an answer, a transfer or an end: the same after `RING_TIME`, for
  calls that ring and wait in no queue.
- Nothing is set, and it has told of one: its calls are left alone, for it will tell how they go on, however long they
  ring. So it is with every source that the product itself runs (Asterisk), from its first call on.

The call is closed by an event of our own with the cause `STOPPED_RINGING`. It only counts while nothing says otherwise:
an answer or an end that comes late, and a ring that came after it, take its place (`domain/calls/calls.py: fold`). How
long the caller waited is not known then, so that such a call is in no waiting time.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from datetime import timedelta

from callerid_dash.domain.calls.calls import OUR_ENDS, STOPPED_RINGING, Call, CallEvent, CallState, EventKind

RING_TIME = timedelta(minutes=2)
SHORTEST, LONGEST = timedelta(seconds=10), timedelta(hours=2)
"""Between these lies a ring time that can be set."""
NEVER = timedelta(0)
"""What is set for a source whose calls are left alone."""

_GOES_ON = (EventKind.ANSWERED, EventKind.TRANSFERRED, EventKind.ENDED)


def tells_more(event: CallEvent) -> bool:
    """Does this show that its source tells how calls go on? Events that we add ourselves do not."""
    return event.event in _GOES_ON and event.cause not in OUR_ENDS


def ring_time_of(source: str, times: Mapping[str, timedelta], telling: Container[str]) -> timedelta | None:
    """After which time calls of a source count as missed of which only the ringing was told; None: never.

    `times` are those that were set, by source; `telling` the sources that tell how calls go on.
    """
    if source in times:
        return times[source] or None
    return None if source in telling else RING_TIME


def stops_ringing(
    call: Call, times: Mapping[str, timedelta], telling: Container[str], silent: timedelta
) -> CallEvent | None:
    """The event that closes the call, if it counts as missed after so long a silence; `times`, `telling` as above."""
    waits = call.state in (CallState.RINGING, CallState.QUEUED)
    limit = ring_time_of(call.source, times, telling)
    if not waits or limit is None or (call.queue and call.source not in times) or silent < limit:
        return None
    at = call.last_event_at + limit
    return CallEvent(call.source, call.external_id, EventKind.ENDED, at, cause=STOPPED_RINGING)
