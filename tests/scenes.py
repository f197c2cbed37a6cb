"""Builders for tests: events, users and list entries in one line each."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from callerid_dash.domain.calls.calls import CallEvent, EventKind
from callerid_dash.domain.profiles.profiles import Category, Color
from callerid_dash.domain.users import Program, Role, User
from callerid_dash.store.engine.protocol import Session
from callerid_dash.store.office import lists

NOON = datetime(2026, 5, 4, 8, 30, tzinfo=UTC)
"""Noon in Tehran on a Monday."""

OFFICE_ZONE = ZoneInfo("Asia/Tehran")


def an_hour_of_one_day(ago: timedelta) -> datetime:
    """A full minute about so long ago. At any time of the day, the hour after it is of the same day in the office."""
    at = datetime.now(UTC).replace(second=0, microsecond=0) - ago
    after = at + timedelta(hours=1)
    return at if at.astimezone(OFFICE_ZONE).date() == after.astimezone(OFFICE_ZONE).date() else at - timedelta(hours=1)


API = Program("test")
"""A program that may what its token allows."""

AGENT = User(7, "sara", "Sara", Role.AGENT, extensions=("101",))
SUPERVISOR = User(8, "reza", "Reza", Role.SUPERVISOR)


def event(kind: str, second: float = 0, call_id: str = "c1", source: str = "pbx", **fields: str) -> CallEvent:
    """An event this many seconds after noon; by default the caller is a mobile number."""
    fields = {"caller": "09121234567", **fields}
    return CallEvent(source, call_id, EventKind(kind), NOON + timedelta(seconds=second), **fields)


def answered_call(call_id: str = "c1", second: float = 0, **fields: str) -> list[CallEvent]:
    """A call that rings on 101, is answered after 5 s and talks for a minute."""
    return [
        event("ringing", second, call_id, extension="101", **fields),
        event("answered", second + 5, call_id, extension="101", **fields),
        event("ended", second + 65, call_id, cause="normal", **fields),
    ]


def add_color(session: Session, position: int, title: str, description: str, hex_code: str) -> int:
    """Append a color and return its id."""
    return lists.add(session, lists.COLORS, Color(0, position, title, description, hex_code))


def add_category(session: Session, parent_id: int | None, position: int, title: str) -> int:
    """Add a category under `parent_id` (None: a root) and return its id."""
    return lists.add(session, lists.CATEGORIES, Category(0, parent_id, position, title))
