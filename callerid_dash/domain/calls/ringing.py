"""When a call counts as missed whose source only ever reports ringing. Pure.

Many sources report the first ring and nothing more: modems, caller-id boxes, web hooks at the ring. Without this rule
their calls would ring for hours. For one source:

- If an admin has set its ring time, an unanswered call counts as missed after that long without an event. The admin may
  also set 'never'.
- If nothing is set and the source has never reported an answer, a transfer or an end, a call counts as missed after
  `RING_TIME` without an event, unless it waits in a queue.
- If nothing is set and the source has reported one of these, its calls are left alone however long they ring, because
  it will report how they go on. The same holds for every source that the product itself runs (Asterisk), from its first
  call on.

An event with the cause `STOPPED_RINGING` closes the call. It only counts while no other event contradicts it: a late
answer or end, or a later ring, replaces it (`domain/calls/calls.py: fold`). The waiting time is then unknown, so such a
call is in no waiting time.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from datetime import timedelta

from callerid_dash.domain.calls.calls import OUR_ENDS, STOPPED_RINGING, Call, CallEvent, CallState, EventKind

RING_TIME = timedelta(minutes=2)
SHORTEST, LONGEST = timedelta(seconds=10), timedelta(hours=2)
"""The bounds of a ring time that can be set."""
NEVER = timedelta(0)
"""The setting of a source whose calls are left alone."""

_GOES_ON = (EventKind.ANSWERED, EventKind.TRANSFERRED, EventKind.ENDED)


def tells_more(event: CallEvent) -> bool:
    """Does this event show that its source reports how calls go on? Events that the product adds do not."""
    return event.event in _GOES_ON and event.cause not in OUR_ENDS


def ring_time_of(source: str, times: Mapping[str, timedelta], telling: Container[str]) -> timedelta | None:
    """The time after which calls of a source that only ever ring count as missed; None: never.

    `times` are the set ring times by source; `telling` are the sources that report how calls go on.
    """
    if source in times:
        return times[source] or None
    return None if source in telling else RING_TIME


def stops_ringing(
    call: Call, times: Mapping[str, timedelta], telling: Container[str], silent: timedelta
) -> CallEvent | None:
    """The event that closes a call which counts as missed after this silence; arguments as in `ring_time_of`."""
    waits = call.state in (CallState.RINGING, CallState.QUEUED)
    limit = ring_time_of(call.source, times, telling)
    if not waits or limit is None or (call.queue and call.source not in times) or silent < limit:
        return None
    at = call.last_event_at + limit
    return CallEvent(call.source, call.external_id, EventKind.ENDED, at, cause=STOPPED_RINGING)
