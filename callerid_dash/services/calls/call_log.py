"""The call log: past calls, filtered, as each viewer may see them. Live calls are in `services/live/feed.py`.

An agent under a visibility rule sees the same calls here as in the feed: those that rang on or were answered at one of
their extensions, those of the profiles that they own, or either.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from callerid_dash.domain.calls.calls import CallEvent, in_order
from callerid_dash.domain.calls.filter import EVERYTHING, CallFilter
from callerid_dash.domain.errors import NotFound
from callerid_dash.domain.reports.periods import Range
from callerid_dash.domain.users import User, sees_every_call
from callerid_dash.services.calls.filter import Lookup, clauses_of, instant
from callerid_dash.services.calls.origins import Origins
from callerid_dash.services.core import Core
from callerid_dash.services.live.feed import FeedRow
from callerid_dash.services.shared.paging import Page, checked_limit, from_cursor, page_of
from callerid_dash.store.calls import calls as tables
from callerid_dash.store.calls import test_calls
from callerid_dash.store.calls.call_log import FIRST, LAST, CallPosition, count, page
from callerid_dash.store.calls.calls import StoredCall
from callerid_dash.store.calls.filter import CallVisibility, Clauses

MOST_PER_PAGE = 500
MOST_COUNTED = 10_000
"""The most calls of a list that are counted: counting more would take longer than listing them."""
MOST_OF_HOURS = 1_000
"""The same for hours of the week, where many more calls are scanned."""


@dataclass(frozen=True, slots=True)
class CallLog:
    """Pages of calls, and single calls. `viewer` None stands for a token whose scope the route has checked."""

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
        """The matching calls that the viewer may see, newest first by default. Raises InvalidInput.

        A cursor continues in the order of the page that returned it.
        """
        limit = checked_limit(limit, MOST_PER_PAGE)
        conditions, position = self.conditions(viewer, wanted), from_cursor(cursor, (datetime, UUID))
        after = CallPosition(*position) if position else None
        with self.core.store.read() as session:
            found = page(session, *conditions, limit + 1, after, oldest_first=oldest_first)
        return page_of(self._rows(found), limit, lambda row: (row.call.started_at, row.call.id))

    def count(
        self, viewer: User | None, wanted: CallFilter = EVERYTHING, first: Page[FeedRow] | None = None
    ) -> tuple[int, bool]:
        """How many calls match that the viewer may see, at most `MOST_COUNTED`, and whether these are all.

        `first`: the first page, if it is known; nothing is counted if no page follows. Raises InvalidInput.
        """
        if first and not first.next_cursor:
            return len(first.items), True
        span, clauses = self.conditions(viewer, wanted)
        most = MOST_COUNTED if clauses.get("hours") is None else min(MOST_COUNTED, MOST_OF_HOURS)
        with self.core.store.read() as session:
            found = count(session, span, clauses, most + 1)
        return min(found, most), found <= most

    def get(self, viewer: User | None, call_id: UUID) -> FeedRow:
        """One call, also a test call. Raises NotFound, also if this viewer may not see it."""
        with self.core.store.read() as session:
            found = self.core.matcher.calls_in(session, [call_id])
        for row in self._rows(list(found.values())):
            if viewer is None or row.visible_to(viewer, self.core.snapshot.visibility):
                return row
        raise NotFound("There is no such call.")

    def events(self, row: FeedRow) -> tuple[CallEvent, ...]:
        """The events of a call that `get` or `page` returned, in order."""
        with self.core.store.read() as session:
            if told := test_calls.by_ids(session, [row.call.id]).get(row.call.id):
                return told.events
            found = tables.events_of(session, [row.call])
        return in_order(found.get(row.call.id, ()))

    def _rows(self, stored: Sequence[StoredCall]) -> tuple[FeedRow, ...]:
        rows = self.core.matcher.rows(stored)
        return tuple(rows[s.call.id] for s in stored)

    def visibility(self, viewer: User | None) -> CallVisibility | None:
        """The visibility rule of `may_see_call` as a condition for the store; None if the viewer may see everything."""
        rule = self.core.snapshot.visibility
        if viewer is None or sees_every_call(viewer, rule):
            return None
        return CallVisibility(viewer.extensions if rule.by_extension else (), viewer.id if rule.by_profile else None)

    def conditions(self, viewer: User | None, wanted: CallFilter) -> tuple[Range, Clauses]:
        """The time range and the clauses of a filter, with the viewer's visibility. Raises InvalidInput."""
        snapshot = self.core.snapshot
        span = Range(instant(wanted.from_, "from") or FIRST, instant(wanted.to, "to") or LAST)
        clauses = clauses_of(wanted, Lookup(snapshot, Origins(self.core)), snapshot.locality.zone)
        return span, clauses.also(visibility=self.visibility(viewer))
