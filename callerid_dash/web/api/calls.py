"""`GET /api/v1/calls`: the call log for other programs."""

from __future__ import annotations

from uuid import UUID

from callerid_dash.domain.calls import CallState, Outcome
from callerid_dash.services.calls import CallFilter, CallLog
from callerid_dash.services.tokens import Scope
from callerid_dash.web.api.answers import CallOut, CallsOut, call_out
from callerid_dash.web.api.models import CallsQuery
from callerid_dash.web.api.operations import Operations, read_query


def add_calls(operations: Operations, log: CallLog) -> None:
    """The routes of the log."""

    @operations.add("GET", "/calls", scope=Scope.CALLS_READ, query=CallsQuery, answer=CallsOut)
    def list_calls() -> CallsOut:
        """List calls, newest first."""
        query = read_query(CallsQuery)
        page = log.page(None, _filter(query), query.cursor, query.limit)
        return CallsOut(items=[call_out(row) for row in page.items], next_cursor=page.next_cursor)

    @operations.add("GET", "/calls/<uuid:call_id>", scope=Scope.CALLS_READ, answer=CallOut)
    def get_call(call_id: UUID) -> CallOut:
        """One call."""
        return call_out(log.get(None, call_id))


def _filter(query: CallsQuery) -> CallFilter:
    missed = query.state == "missed"
    return CallFilter(
        from_=query.since,
        to=query.until,
        state=CallState(query.state) if query.state and not missed else None,
        outcome=Outcome(query.outcome) if query.outcome else Outcome.MISSED if missed else None,
        known=query.known,
        number=query.number,
        ends_with=query.ends_with,
        profile=query.profile,
        extension=query.extension,
        line=query.line,
        queue=query.queue,
        user=query.user,
        category=query.category,
        color=query.color,
    )
