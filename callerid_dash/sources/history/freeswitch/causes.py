"""Hangup causes and call ids, shared by the readers of FreeSWITCH's records. Pure.

Facts: the names of hangup causes in FreeSWITCH's documentation; its call ids are UUIDs, of which the older ones
(version 1) contain the time of creation.
"""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

from callerid_dash.sources.asterisk.causes import BUSY, CALLER_HUNG_UP, NO_ANSWER, REJECTED, UNREACHABLE, VOICEMAIL

_CAUSES = {
    "ORIGINATOR_CANCEL": CALLER_HUNG_UP,
    "NORMAL_CLEARING": CALLER_HUNG_UP,
    "LOSE_RACE": NO_ANSWER,
    "NO_ANSWER": NO_ANSWER,
    "NO_USER_RESPONSE": NO_ANSWER,
    "ALLOTTED_TIMEOUT": NO_ANSWER,
    "PROGRESS_TIMEOUT": NO_ANSWER,
    "USER_BUSY": BUSY,
    "CALL_REJECTED": REJECTED,
}
_UUID_EPOCH = datetime(1582, 10, 15, tzinfo=UTC)
_TIME_BASED = 1
_TICKS_A_MICROSECOND = 10


def cause_of_missed(hangup_cause: str, last_app: str = "") -> str:
    """Why nobody answered; after a normal end the caller hung up, and unknown causes count as unreachable."""
    if last_app == "voicemail":
        return VOICEMAIL
    return _CAUSES.get(hangup_cause, UNREACHABLE) if hangup_cause else NO_ANSWER


def instant_of(call_id: str) -> datetime | None:
    """When a call began, if its id says so."""
    try:
        known = uuid.UUID(call_id)
    except ValueError:
        return None
    if known.version != _TIME_BASED:
        return None
    return _UUID_EPOCH + timedelta(microseconds=known.time // _TICKS_A_MICROSECOND)
