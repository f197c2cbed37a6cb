"""Checks the beginning, answer and end of a call against the durations that switchboards write beside them. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from callerid_dash.domain.calls.history import EARLIEST, check_times
from callerid_dash.domain.errors import InvalidInput

_OFF = 2.0
"""Seconds by which a duration may differ from the times, as each is rounded separately."""
_LONGEST = 10**8
"""No call lasts this many seconds."""
_LONGEST_DIGITS = 8


def seconds(text: str) -> timedelta:
    """A duration; text that is no number counts as zero here and is refused when the row is checked."""
    whole = text.partition(".")[0]
    return timedelta(seconds=int(whole) if whole.isdecimal() and len(whole) < _LONGEST_DIGITS else 0)


def _rounded(duration: str | int) -> int:
    try:
        return round(float(duration))
    except (ValueError, OverflowError):
        return _LONGEST


def check_course(
    start: datetime,
    answered_at: datetime | None,
    end: datetime,
    duration: str | int,
    billsec: str | int,
    now: datetime,
) -> None:
    """Check that these times are possible and agree with the durations. Raises InvalidInput."""
    if not EARLIEST <= start <= (answered_at or end) <= end <= now:
        check_times(start, answered_at, end, now)
    try:
        lasted, talked = int(duration), int(billsec)
    except ValueError:
        lasted, talked = _rounded(duration), _rounded(billsec)
    if lasted >= _LONGEST or talked >= _LONGEST:
        raise InvalidInput(
            "The durations '%(duration)s' and '%(billsec)s' are no numbers of seconds.",
            values={"duration": str(duration)[:20], "billsec": str(billsec)[:20]},
        )
    if lasted < 0 or talked < 0:
        raise InvalidInput(
            "The call lasts %(seconds)s seconds.", values={"seconds": max(min(lasted, talked), -_LONGEST)}
        )
    between = (end - start).total_seconds()
    if abs(between - lasted) > _OFF:
        raise InvalidInput(
            "The call lasts %(seconds)s seconds, but %(between)s lie between its beginning and its end.",
            values={"seconds": lasted, "between": round(between)},
        )
    if answered_at is not None and talked and abs((end - answered_at).total_seconds() - talked) > _OFF:
        raise InvalidInput(
            "The call is answered for %(seconds)s seconds, but %(between)s lie between its answer and its end.",
            values={"seconds": talked, "between": round((end - answered_at).total_seconds())},
        )
