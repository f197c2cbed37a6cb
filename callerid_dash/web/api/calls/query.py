"""Which calls may be asked for over HTTP, as a list or as a file."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from callerid_dash.domain.calls.filter import CallFilter, read_filter
from callerid_dash.web.api.conditions import given, with_conditions
from callerid_dash.web.api.fields import Key, Sent

MOST_CALLS = 500


@with_conditions
class CallConditions(Sent):
    """Which calls. Conditions are joined by 'and'."""

    def to_filter(self) -> CallFilter:
        """The conditions in the product's words."""
        return read_filter(given(self), CallFilter)


class CallsQuery(CallConditions):
    """Which calls, newest first, a page at a time."""

    cursor: Key | None = None
    limit: Annotated[int, Field(ge=1, le=MOST_CALLS)] = 50
