"""The queries for calls over HTTP, as a list or as a file."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from callerid_dash.domain.calls.filter import CallFilter, read_filter
from callerid_dash.web.api.conditions import given, with_conditions
from callerid_dash.web.api.fields import Key, Sent

MOST_CALLS = 500


@with_conditions
class CallConditions(Sent):
    """Conditions on calls, joined by 'and'."""

    def to_filter(self) -> CallFilter:
        """The filter for the service."""
        return read_filter(given(self), CallFilter)


class CallsQuery(CallConditions):
    """A page of calls, newest first."""

    cursor: Key | None = None
    limit: Annotated[int, Field(ge=1, le=MOST_CALLS)] = 50
