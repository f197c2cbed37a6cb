"""The keys by which calls are summed up: quarters of an hour, dimensions, results, callers, bounds of times.

The view `call_parts` says what one call contributes; `store/summaries/rollups.py` builds the sums. Pure; knows no
profiles and no zones.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

BUCKET = timedelta(minutes=15)
"""Every zone's offset is a multiple of it, so a local day consists of whole buckets."""
WAIT_BOUNDS = (5, 10, 15, 20, 25, 30, 45, 60, 90, 120, 180, 300, 600)
"""For each bound, the figures count the calls that waited at most so many seconds."""
TALK_BOUNDS = (10, 30, 60, 120, 180, 300, 600, 900, 1800, 3600)
"""The same for talk times."""


class CallResult(StrEnum):
    """The result of a call for its caller or for one extension; `ELSEWHERE`: another extension answered."""

    RINGING = "ringing"
    QUEUED = "queued"
    TALKING = "talking"
    ANSWERED = "answered"
    ELSEWHERE = "elsewhere"
    MISSED = "missed"
    UNKNOWN = "unknown"


class CallerClass(StrEnum):
    """Whether the caller was known when the call came in, and whether the call belongs to a profile now.

    `IDENTIFIED`: unknown then, known now. `FORGOTTEN`: known then, not any more. `NONE`: the network gave no number.
    """

    KNOWN = "known"
    IDENTIFIED = "identified"
    UNKNOWN = "unknown"
    FORGOTTEN = "forgotten"
    WITHHELD = "withheld"
    NONE = "none"


class Dimension(StrEnum):
    """The figures are kept for all calls together, and for each line, extension and queue."""

    ALL = "all"
    LINE = "line"
    EXTENSION = "extension"
    QUEUE = "queue"


def bucket_of(at: datetime) -> datetime:
    """The quarter of an hour, in UTC, that contains this instant."""
    return at.replace(minute=at.minute - at.minute % 15, second=0, microsecond=0)
