"""`GET /api/v1/calls`: the call log for other programs."""

from __future__ import annotations

from uuid import UUID

from callerid_dash.domain.scopes import Scope
from callerid_dash.services.calls.call_log import CallLog
from callerid_dash.web.api.answers import CallOut, CallsOut, call_out
from callerid_dash.web.api.calls.query import CallsQuery
from callerid_dash.web.api.operations import Operations, read_query


def add_calls(operations: Operations, log: CallLog) -> None:
    """The routes of the log."""

    @operations.add("GET", "/calls", scope=Scope.CALLS_READ, query=CallsQuery, answer=CallsOut)
    def list_calls() -> CallsOut:
        """List calls, newest first."""
        query = read_query(CallsQuery)
        page = log.page(None, query.to_filter(), query.cursor, query.limit)
        return CallsOut(items=[call_out(row) for row in page.items], next_cursor=page.next_cursor)

    @operations.add("GET", "/calls/<uuid:call_id>", scope=Scope.CALLS_READ, answer=CallOut)
    def get_call(call_id: UUID) -> CallOut:
        """One call."""
        return call_out(log.get(None, call_id))
