"""The log: calls that have been, filtered, for whoever may see them. What happens now is `services/live/feed.py`.

An agent under a visibility rule sees the same calls here as in the feed: those that rang on or were answered at one
of their extensions, those of the profiles that they own, or either, as the rule says.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar
from uuid import UUID

from callerid_dash.domain.calls.calls import CallEvent, CallState, Outcome, in_order
from callerid_dash.domain.errors import InvalidInput, NotFound
from callerid_dash.domain.names import latin_digits
from callerid_dash.domain.numbers.phones import parse_number
from callerid_dash.domain.reports.periods import WeekHours
from callerid_dash.domain.users import User, Visibility, sees_every_call
from callerid_dash.services.calls.filter_lookup import categories_of, extensions_of, there
from callerid_dash.services.calls.origins import Origins
from callerid_dash.services.core import Core
from callerid_dash.services.live.feed import FeedRow
from callerid_dash.services.shared.paging import Page, checked_limit, from_cursor, storable, to_cursor
from callerid_dash.store.calls import calls as tables
from callerid_dash.store.calls.call_log import Position, Sight, Wanted, count, page
from callerid_dash.store.calls.calls import StoredCall

T = TypeVar("T")
MOST_PER_PAGE = 500
MOST_COUNTED = 10_000
"""Calls of a list that are counted one by one: to count more would take longer than to list them."""
MOST_OF_HOURS = 1_000
"""The same of hours of the week, for which many more calls are looked at."""


@dataclass(frozen=True, slots=True)
class CallFilter:
    """Which calls; None is no condition.

    `from_` is included, `to` is not; both are aware. `known`: attributed to a profile, or not though there is a
    number (withheld callers are neither). `number` comes in any spelling; `ends_with` are last digits, in the
    language of whoever types them. `profile`: calls of its numbers unless
    they were given to another holder, and calls attributed to it. `extension`: it rang or answered; `user`: one of
    theirs did. `category` counts with all below it. `known_then`, `weekday`, `hour` (by the office's clock),
    `wait_over`, `wait_up_to` and `origin` are those of reports. `simulated`: calls that an admin simulated, or all
    others.
    """

    from_: datetime | None = None
    to: datetime | None = None
    state: CallState | None = None
    outcome: Outcome | None = None
    known: bool | None = None
    number: str | None = None
    ends_with: str | None = None
    profile: int | None = None
    extension: str | None = None
    line: str | None = None
    queue: str | None = None
    user: int | None = None
    category: int | None = None
    color: int | None = None
    known_then: bool | None = None
    weekday: int | None = None
    hour: int | None = None
    wait_over: int | None = None
    wait_up_to: int | None = None
    origin: str | None = None
    simulated: bool | None = None


EVERYTHING = CallFilter()


@dataclass(frozen=True, slots=True)
class CallLog:
    """Pages of calls, and single ones. `viewer` None stands for a token whose scope was checked by the route."""

    core: Core

    def page(
        self,
        viewer: User | None,
        wanted: CallFilter = EVERYTHING,
        cursor: str | None = None,
        limit: int = 50,
        *,
        oldest_first: bool = False,
    ) -> Page[FeedRow]:
        """The calls that match and that the viewer may see, newest first unless asked otherwise. Raises InvalidInput.

        A cursor goes on in the order in which it was given out.
        """
        limit = checked_limit(limit, MOST_PER_PAGE)
        conditions, after = self._wanted(wanted), _position(cursor)
        with self.core.store.read() as session:
            found = page(session, conditions, limit + 1, after, self.sight(viewer), oldest_first=oldest_first)
        rows = self._rows(found[:limit])
        return Page(rows, cursor_after(rows[-1]) if len(found) > limit else None)

    def count(self, viewer: User | None, wanted: CallFilter = EVERYTHING) -> tuple[int, bool]:
        """How many calls match that the viewer may see, and whether these are all: at most `MOST_COUNTED` are told.

        Raises InvalidInput.
        """
        conditions = self._wanted(wanted)
        most = MOST_COUNTED if conditions.hours is None else min(MOST_COUNTED, MOST_OF_HOURS)
        with self.core.store.read() as session:
            found = count(session, conditions, most + 1, self.sight(viewer))
        return min(found, most), found <= most

    def get(self, viewer: User | None, call_id: UUID) -> FeedRow:
        """One call. Raises NotFound, also when this viewer may not see it."""
        with self.core.store.read() as session:
            found = tables.by_ids(session, [call_id])
        for row in self._rows(list(found.values())):
            if viewer is None or row.visible_to(viewer, self.core.directory.snapshot.visibility):
                return row
        raise NotFound("There is no such call.")

    def events(self, row: FeedRow) -> tuple[CallEvent, ...]:
        """What happened in a call that `get` or `page` has given out, in order."""
        with self.core.store.read() as session:
            found = tables.events_of(session, [row.call])
        return in_order(found.get(row.call.id, ()))

    def _rows(self, stored: Sequence[StoredCall]) -> tuple[FeedRow, ...]:
        rows = self.core.matcher.rows(stored)
        return tuple(rows[s.call.id] for s in stored)

    def sight(self, viewer: User | None) -> Sight | None:
        """The rule of `may_see_call`, as a condition for the store; None when everything may be seen."""
        rule = self.core.directory.snapshot.visibility
        if viewer is None or sees_every_call(viewer, rule):
            return None
        by_extension = rule in (Visibility.OWN_EXTENSION, Visibility.OWN_EXTENSION_OR_PROFILES)
        by_profile = rule in (Visibility.OWN_PROFILES, Visibility.OWN_EXTENSION_OR_PROFILES)
        return Sight(viewer.extensions if by_extension else (), viewer.id if by_profile else None)

    def conditions(self, wanted: CallFilter) -> Wanted:
        """The filter in the words of the store. Raises InvalidInput."""
        return self._wanted(wanted)

    def _wanted(self, wanted: CallFilter) -> Wanted:
        snapshot = self.core.directory.snapshot
        dialing = snapshot.locality.dialing
        number = parse_number(wanted.number, dialing).canonical if wanted.number is not None else None
        if wanted.number is not None and number is None:
            raise InvalidInput("This is no telephone number.", "number")
        by_hour = wanted.weekday is not None or wanted.hour is not None
        return Wanted(
            since=_instant(wanted.from_, "from"),
            before=_instant(wanted.to, "to"),
            state=wanted.state,
            outcome=wanted.outcome,
            known=wanted.known,
            number=number,
            ends_with=_ending(wanted.ends_with),
            profile_id=_plain(wanted.profile, "profile"),
            extension=_plain(wanted.extension, "extension"),
            extensions=extensions_of(wanted.user, snapshot),
            category_ids=categories_of(wanted.category, snapshot),
            color_id=there(wanted.color, wanted.color in snapshot.colors, "color"),
            line=_plain(wanted.line, "line"),
            queue=_plain(wanted.queue, "queue"),
            known_then=wanted.known_then,
            simulated=wanted.simulated,
            hours=WeekHours(snapshot.locality.zone, wanted.weekday, wanted.hour) if by_hour else None,
            wait_over=wanted.wait_over,
            wait_up_to=wanted.wait_up_to,
            origin=None if wanted.origin is None else Origins(self.core).beginnings(wanted.origin),
        )


def _instant(at: datetime | None, field: str) -> datetime | None:
    if at is not None and at.tzinfo is None:
        raise InvalidInput("An instant needs its offset from UTC.", field)
    try:
        return at.astimezone(UTC) if at else None
    except OverflowError as error:
        raise InvalidInput("This instant is beyond all calendars.", field) from error


def _ending(written: str | None) -> str | None:
    if written is None:
        return None
    digits = latin_digits(written.strip())
    if not digits or not (digits.isascii() and digits.isdecimal()):
        raise InvalidInput("Only digits can be the end of a number.", "ends_with")
    return digits


def _plain(value: T, field: str) -> T:
    if isinstance(value, str | int) and not storable(value):
        raise InvalidInput("There is no such thing.", field)
    return value


def cursor_after(row: FeedRow) -> str:
    """The cursor of what stands behind this call in a list of calls."""
    return to_cursor((row.call.started_at.astimezone(UTC).isoformat(), str(row.call.id)))


def _position(cursor: str | None) -> Position | None:
    if cursor is None:
        return None
    at, call_id = from_cursor(cursor, (str, str))
    try:
        return Position(datetime.fromisoformat(str(at)).astimezone(UTC), UUID(str(call_id)))
    except (ValueError, OverflowError) as error:
        raise InvalidInput("This cursor is not one that was given out; begin with the first page.", "cursor") from error
