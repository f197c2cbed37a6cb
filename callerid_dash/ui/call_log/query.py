"""The query of the call log, read from its address: /calls?range=week&outcome=missed&known=false.

The names are those of `GET /api/v1/calls`, but days are the office's, in either calendar, and `range` moves with the
clock. Anybody can write any address; an invalid one shows an error and lists nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import parse_qs, urlencode

from callerid_dash.domain.calls.filter import NAMES, CallFilter, instant_of, read_filter, written
from callerid_dash.domain.names import latin_digits
from callerid_dash.ui.text.dates import end_of, parse_day, start_of
from callerid_dash.ui.text.formats import Formats

PATH = "/calls"
RANGES = {"today": (0, 0), "yesterday": (1, 1), "week": (6, 0), "month": (29, 0)}
"""The first and the last day of each range, in days before today."""
_LONGEST = 2_000
_OF_THE_LOG = tuple(name for name in NAMES if name != "ends_with")  # typed into the field for numbers
FILTERS = ("range", *_OF_THE_LOG)
_LONGEST_ID = 18
_SHORT = 7
"""Up to this many digits are the end of a number; more are a whole number. No number that can be dialled from elsewhere
is so short.
"""


@dataclass(frozen=True, slots=True)
class CallQuery:
    """The parameters of the address by name, as written."""

    given: dict[str, str]

    def get(self, name: str) -> str:
        """The value, or ''."""
        return self.given.get(name, "")

    @property
    def filters(self) -> int:
        """How many filters are active; both ends of a wait are one."""
        return len({"wait_over" if name == "wait_up_to" else name for name in self.given} - {"order"})

    @property
    def filtered(self) -> bool:
        """Whether any filter is active."""
        return self.filters > 0

    @property
    def oldest_first(self) -> bool:
        """Whether the oldest call is on top."""
        return self.get("order") == "oldest"

    def wanted(self, now: datetime, formats: Formats) -> CallFilter:
        """The filter for these calls. Raises InvalidInput."""
        since, until = self._span(now, formats)
        number, ends_with = number_or_end(self.get("number"))
        worked_out = {"from": since, "to": until, "number": number, "ends_with": ends_with}
        return read_filter({**self.given, **worked_out}, CallFilter)

    def _span(self, now: datetime, formats: Formats) -> tuple[datetime | None, datetime | None]:
        if self.get("range") in RANGES:
            first, last = RANGES[self.get("range")]
            today = formats.local(now).date()
            days = today - timedelta(days=first), today - timedelta(days=last)
            return start_of(days[0], formats.zone), end_of(days[1], formats.zone)
        since, until = instant_of(self.get("from")), instant_of(self.get("to"))
        first_day = None if since else parse_day(self.get("from"), "from", formats)
        last_day = None if until else parse_day(self.get("to"), "to", formats)
        return (
            start_of(first_day, formats.zone) if first_day else since,
            end_of(last_day, formats.zone) if last_day else until,
        )


def read_call_query(search: str | None) -> CallQuery:
    """The query of an address; `search` is what follows the path, with its '?'."""
    given = parse_qs((search or "")[:_LONGEST].lstrip("?"))
    values = {name: given.get(name, [""])[-1].strip() for name in (*FILTERS, "order")}
    return CallQuery({name: value for name, value in values.items() if value})


def view_of(search: str | None) -> int | None:
    """The id of the saved view that an address belongs to."""
    view = parse_qs((search or "")[:_LONGEST].lstrip("?")).get("view", [""])[-1]
    return int(view) if view.isascii() and view.isdecimal() and len(view) <= _LONGEST_ID else None


def plain_query(search: str | None) -> str:
    """Only the filters of an address, without '?'."""
    return urlencode(read_call_query(search).given)


def view_address(query: str, view_id: int) -> str:
    """The address of a saved view. It contains the filters, so that it shows the same to everybody who opens it."""
    return f"{PATH}?{query}&view={view_id}" if query else f"{PATH}?view={view_id}"


def export_query(wanted: CallFilter) -> str:
    """The filter as the query of an export, without '?'."""
    return urlencode(written(wanted))


def number_or_end(typed: str) -> tuple[str | None, str | None]:
    """The typed text as (number, None), or as (None, last digits); (None, None) if it is empty."""
    bare = latin_digits(typed).replace(" ", "").replace("-", "")
    if not bare:
        return None, None
    return (None, bare) if len(bare) <= _SHORT and bare.isascii() and bare.isdecimal() else (typed, None)
