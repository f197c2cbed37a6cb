"""Words for tests about calls: events and users in one line each."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from callerid_dash.domain.calls.calls import CallEvent, EventKind
from callerid_dash.domain.users import Program, Role, User

NOON = datetime(2026, 5, 4, 8, 30, tzinfo=UTC)
"""Noon in Tehran on a Monday."""

API = Program("test")
"""A program that may what its token allows."""

AGENT = User(7, "sara", "Sara", Role.AGENT, extensions=("101",))
SUPERVISOR = User(8, "reza", "Reza", Role.SUPERVISOR)


def event(kind: str, second: float = 0, call_id: str = "c1", source: str = "pbx", **fields: str) -> CallEvent:
    """An event so many seconds after noon; `caller` is a mobile unless given."""
    fields = {"caller": "09121234567", **fields}
    return CallEvent(source, call_id, EventKind(kind), NOON + timedelta(seconds=second), **fields)


def answered_call(call_id: str = "c1", second: float = 0, **fields: str) -> list[CallEvent]:
    """Rings on 101, answered after 5 s, talks a minute."""
    return [
        event("ringing", second, call_id, extension="101", **fields),
        event("answered", second + 5, call_id, extension="101", **fields),
        event("ended", second + 65, call_id, cause="normal", **fields),
    ]
