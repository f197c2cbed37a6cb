"""`GET /api/v1/calls`: the call log for other programs."""

from __future__ import annotations

from uuid import UUID

from callerid_dash.domain.scopes import Scope
from callerid_dash.services.calls.call_log import CallLog
from callerid_dash.services.live.feed import FeedRow
from callerid_dash.services.shared.paging import Page
from callerid_dash.web.api.answers import CallOut, CallsOut
from callerid_dash.web.api.calls.query import CallsQuery
from callerid_dash.web.api.operations import Operations, read_query


def add_calls(operations: Operations, log: CallLog) -> None:
    """The routes of the log."""

    @operations.add("GET", "/calls", scope=Scope.CALLS_READ, query=CallsQuery, answer=CallsOut)
    def list_calls() -> Page[FeedRow]:
        """List calls, newest first."""
        query = read_query(CallsQuery)
        return log.page(None, query.to_filter(), query.cursor, query.limit)

    @operations.add("GET", "/calls/<uuid:call_id>", scope=Scope.CALLS_READ, answer=CallOut)
    def get_call(call_id: UUID) -> FeedRow:
        """One call."""
        return log.get(None, call_id)
