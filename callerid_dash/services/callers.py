"""Who calls most often, who was missed most often, who had to call again: with the profiles that hold the numbers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from callerid_dash.domain.profiles import Holder, winner
from callerid_dash.services.directory import Directory
from callerid_dash.services.matching import Matcher
from callerid_dash.services.paging import checked_limit
from callerid_dash.services.report_filter import ReportFilter, asked
from callerid_dash.store import callers as tables
from callerid_dash.store import tallies
from callerid_dash.store.callers import CallerSum
from callerid_dash.store.database import Store

MOST = 500


class Order(StrEnum):
    """By what callers are put in order; `AGAIN`: calls within a day after the last one."""

    CALLS = "calls"
    MISSED = "missed"
    AGAIN = "again"


@dataclass(frozen=True, slots=True)
class CallerFigures:
    """What a number did, and the profile under which it is shown; `shared` profiles hold it."""

    sums: CallerSum
    holder: Holder | None
    shared: int


class Callers:
    """Ranks callers. Who may see that is settled by the page and by the token's scope."""

    def __init__(self, store: Store, directory: Directory, matcher: Matcher) -> None:
        self._store = store
        self._directory = directory
        self._matcher = matcher

    def top(self, wanted: ReportFilter, by: Order = Order.CALLS, limit: int = 20) -> tuple[CallerFigures, ...]:
        """The first `limit` callers among the calls that are asked for. Raises InvalidInput."""
        limit = checked_limit(limit, MOST)
        with self._store.read() as session:
            question = asked(wanted, self._directory.snapshot, tallies.history(session))
            found = tables.top(session, question.span, question.among, by.value, limit)
            holders = self._matcher.holders_in(session, {each.number for each in found})
        held = {number: holders.get(number, ()) for number in (each.number for each in found)}
        return tuple(CallerFigures(each, winner(held[each.number]), len(held[each.number])) for each in found)
