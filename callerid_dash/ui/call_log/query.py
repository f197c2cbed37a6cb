"""What the call log shows, as its address says: /calls?range=week&outcome=missed&known=false.

The names are those of `GET /api/v1/calls`, but days are days of the office, in either calendar, and `range` is one that
moves on with the clock. Anybody can write any address; what cannot be read is said, and nothing is listed for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlencode

from callerid_dash.domain.calls.calls import CallState, Outcome
from callerid_dash.domain.calls.filter import CallFilter
from callerid_dash.domain.names import latin_digits
from callerid_dash.services.reports.filter import ReportFilter
from callerid_dash.ui.text.dates import end_of, parse_day, start_of
from callerid_dash.ui.text.formats import Formats

PATH = "/calls"
RANGES = {"today": (0, 0), "yesterday": (1, 1), "week": (6, 0), "month": (29, 0)}
"""The first and the last day of each range, in days before today."""
_LONGEST = 2_000
_NAMES = (
    *("range", "from", "to", "state", "outcome", "known", "number", "line", "queue", "user", "extension"),
    *("category", "color", "known_then", "weekday", "hour", "wait_over", "wait_up_to", "origin", "simulated"),
    *("profile", "order"),
)
FILTERS = tuple(name for name in _NAMES if name != "order")
_YES_OR_NO = {"true": True, "false": False}
_SECONDS = range(86_401)
_SHORT = 7
"""So few digits are the end of a number; more are a number. No number that can be dialled from afar is so short."""


@dataclass(frozen=True, slots=True)
class CallQuery:
    """What the address says, by name, as written."""

    given: dict[str, str]

    def get(self, name: str) -> str:
        """The value, or ''."""
        return self.given.get(name, "")

    @property
    def filters(self) -> int:
        """How many filters there are; both ends of a wait are one."""
        return len({"wait_over" if name == "wait_up_to" else name for name in self.given} - {"order"})

    @property
    def filtered(self) -> bool:
        """Is there any filter?"""
        return self.filters > 0

    @property
    def oldest_first(self) -> bool:
        """Is the oldest call to be on top?"""
        return self.get("order") == "oldest"

    def wanted(self, now: datetime, formats: Formats) -> CallFilter:
        """Which calls that are. Raises InvalidInput."""
        since, until = self._span(now, formats)
        number, ends_with = number_or_end(self.get("number"))
        state, outcome = self.get("state"), self.get("outcome")
        missed = state == Outcome.MISSED and not outcome
        return CallFilter(
            from_=since,
            to=until,
            state=CallState(state) if state in set(CallState) else None,
            outcome=Outcome.MISSED if missed else Outcome(outcome) if outcome in set(Outcome) else None,
            known=_YES_OR_NO.get(self.get("known")),
            known_then=_YES_OR_NO.get(self.get("known_then")),
            number=number,
            ends_with=ends_with,
            profile=_id(self.get("profile")),
            extension=latin_digits(self.get("extension")) or None,
            line=self.get("line") or None,
            queue=self.get("queue") or None,
            user=_id(self.get("user")),
            category=_id(self.get("category")),
            color=_id(self.get("color")),
            weekday=_one_of(range(1, 8), self.get("weekday")),
            hour=_one_of(range(24), self.get("hour")),
            wait_over=_one_of(_SECONDS, self.get("wait_over")),
            wait_up_to=_one_of(_SECONDS, self.get("wait_up_to")),
            origin=self.get("origin") or None,
            simulated=_YES_OR_NO.get(self.get("simulated")),
        )

    def _span(self, now: datetime, formats: Formats) -> tuple[datetime | None, datetime | None]:
        if self.get("range") in RANGES:
            first, last = RANGES[self.get("range")]
            today = formats.local(now).date()
            days = today - timedelta(days=first), today - timedelta(days=last)
            return start_of(days[0], formats.zone), end_of(days[1], formats.zone)
        since, until = _instant(self.get("from")), _instant(self.get("to"))
        first_day = None if since else parse_day(self.get("from"), "from", formats)
        last_day = None if until else parse_day(self.get("to"), "to", formats)
        return (
            start_of(first_day, formats.zone) if first_day else since,
            end_of(last_day, formats.zone) if last_day else until,
        )


def read_call_query(search: str | None) -> CallQuery:
    """The query of an address; `search` is what follows the path, with its '?'."""
    given = parse_qs((search or "")[:_LONGEST].lstrip("?"))
    values = {name: given.get(name, [""])[-1].strip() for name in _NAMES}
    return CallQuery({name: value for name, value in values.items() if value})


def view_of(search: str | None) -> int | None:
    """The saved view that an address was chosen by."""
    return _id(parse_qs((search or "")[:_LONGEST].lstrip("?")).get("view", [""])[-1])


def plain_query(search: str | None) -> str:
    """The filters of an address and nothing else of it, without '?'."""
    return urlencode(read_call_query(search).given)


def view_address(query: str, view_id: int) -> str:
    """The address of a saved view. It carries the filters, so that it says the same to whoever gets it."""
    return f"{PATH}?{query}&view={view_id}" if query else f"{PATH}?view={view_id}"


def export_query(wanted: CallFilter) -> str:
    """The same calls in the words of the API, without '?'."""
    given: dict[str, object] = {
        "from": wanted.from_.astimezone(UTC).isoformat() if wanted.from_ else None,
        "to": wanted.to.astimezone(UTC).isoformat() if wanted.to else None,
        "state": wanted.state,
        "outcome": wanted.outcome,
        "number": wanted.number,
        "ends_with": wanted.ends_with,
        "profile": wanted.profile,
        **named_alike(wanted),
        "simulated": _yes_or_no(wanted.simulated),
    }
    return urlencode({name: value for name, value in given.items() if value is not None})


def named_alike(wanted: CallFilter | ReportFilter) -> dict[str, object]:
    """The conditions that are called the same in both filters, in addresses and in the API, as these spell them."""
    return {
        "known": _yes_or_no(wanted.known),
        "known_then": _yes_or_no(wanted.known_then),
        "line": wanted.line,
        "queue": wanted.queue,
        "user": wanted.user,
        "extension": wanted.extension,
        "category": wanted.category,
        "color": wanted.color,
        "weekday": wanted.weekday,
        "hour": wanted.hour,
        "wait_over": wanted.wait_over,
        "wait_up_to": wanted.wait_up_to,
        "origin": wanted.origin,
    }


def number_or_end(typed: str) -> tuple[str | None, str | None]:
    """What was typed as a number, or as the last digits of one; None for what it is not."""
    bare = latin_digits(typed).replace(" ", "").replace("-", "")
    if not bare:
        return None, None
    return (None, bare) if len(bare) <= _SHORT and bare.isascii() and bare.isdecimal() else (typed, None)


def _instant(text: str) -> datetime | None:
    """A full instant, as in links from charts; None for anything else, such as a day."""
    try:
        instant = datetime.fromisoformat(text) if "T" in text else None
    except ValueError:
        return None
    return instant if instant and instant.tzinfo else None


def _yes_or_no(value: bool | None) -> str | None:
    return None if value is None else str(value).lower()


def _one_of(numbers: range, text: str) -> int | None:
    number = _id(text)
    return number if number in numbers else None


def _id(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 18 else None  # noqa: PLR2004 - of 64 bits
