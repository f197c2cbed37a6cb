"""The query of the analytics page, read from its address: /analytics?range=&from=&to=&line=&queue=&user=&….

Anybody can write any address: invalid values are ignored, except days that cannot be read, which are reported. The page
leads to the call log with the same range and filters.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from urllib.parse import parse_qs, quote_plus, urlencode

import jdatetime

from callerid_dash.domain.calls.filter import read_filter, written
from callerid_dash.domain.errors import InvalidInput
from callerid_dash.domain.reports.periods import Range, instant_of, range_before
from callerid_dash.domain.reports.rollups import WAIT_BOUNDS, bucket_of
from callerid_dash.services.reports.filter import ReportFilter
from callerid_dash.ui.call_log import query as log_query
from callerid_dash.ui.text.dates import day_text, end_of, parse_day, start_of
from callerid_dash.ui.text.formats import Formats

PATH = "/analytics"
FILTERS = (
    *("line", "queue", "user", "extension", "category", "color", "known", "known_then", "outcome"),
    *("wait_over", "wait_up_to", "weekday", "hour", "origin"),
)
"""The conditions that the page offers, by the names that are used everywhere."""
_EDGES = (0, *WAIT_BOUNDS)
WAITS: tuple[tuple[int, int | None], ...] = tuple(zip(_EDGES, (*_EDGES[1:], None), strict=True))
"""Classes of waits in seconds: (over, up to). The first includes callers who did not wait at all."""
_YES_OR_NO = {"1": "true", "0": "false"}
_LONGEST = 2_000
_LONGEST_VALUE = 100
_YEARS = timedelta(days=3_700)


class Preset(StrEnum):
    """The named ranges."""

    TODAY = "today"
    YESTERDAY = "yesterday"
    WEEK = "7days"
    MONTH = "30days"
    THIS_MONTH = "month"
    CUSTOM = "custom"


@dataclass(frozen=True, slots=True)
class AnalyticsQuery:
    """The range, and the filters as text by their names in the address."""

    preset: Preset = Preset.WEEK
    first: str = ""
    last: str = ""
    filters: dict[str, str] = field(default_factory=dict)

    @property
    def given(self) -> dict[str, str]:
        """The parameters of the address, by name."""
        return {"range": self.preset.value, "from": self.first, "to": self.last, **self.filters}

    @property
    def folded(self) -> int:
        """How many filters are active; a named range is none, both ends of a wait are one."""
        names = {"wait_over" if name == "wait_up_to" else name for name in self.filters}
        return len(names) + (self.preset is Preset.CUSTOM)

    def value(self, names: str) -> str:
        """The values of these filters, which one list sets, separated by a space; '' if none is set."""
        values = " ".join(self.filters.get(name, "") for name in names.split())
        return values if values.strip() else ""

    def changed(self, change: Mapping[str, str]) -> str:
        """The address with some parameters changed; '' removes one."""
        given = {**self.given, **change}
        return f"{PATH}?{encoded({name: value for name, value in given.items() if value})}"


@dataclass(frozen=True, slots=True)
class Days:
    """The shown range `span`, from day `first` to day `last`.

    `so_far` is its past part, `before` as much of the range before, with which it is compared.
    """

    first: date
    last: date
    span: Range
    so_far: Range
    before: Range


def encoded(values: Mapping[str, str]) -> str:
    """As `urlencode`, which quotes the same days and filters for each of a thousand links."""
    return "&".join(f"{name}={_quoted(value)}" for name, value in values.items())


_quoted = lru_cache(maxsize=4_096)(quote_plus)


def read_query(search: str) -> AnalyticsQuery:
    """The query of an address; `search` is what follows the path, with its '?'."""
    values = parse_qs(search[:_LONGEST].lstrip("?"))
    given = {name: each[-1].strip()[:_LONGEST_VALUE] for name, each in values.items()}
    first, last, wanted = (given.get(name, "") for name in ("from", "to", "range"))
    preset = Preset(wanted) if wanted in set(Preset) else Preset.WEEK
    if first or last:
        preset = Preset.CUSTOM
    return AnalyticsQuery(preset, first, last, _filters(given))


def days_of(query: AnalyticsQuery, now: datetime, formats: Formats) -> Days:
    """The days of the query. Raises InvalidInput."""
    today = formats.local(now).date()
    first, last = _days(query, today, formats)
    if last < first:
        raise InvalidInput("The range ends before it begins.", "to")
    if last - first > _YEARS:
        raise InvalidInput("This range is too long: choose at most ten years.", "from")
    span = Range(start_of(first, formats.zone), end_of(last, formats.zone))
    # If the range is not over, only its past part is compared, with as much of the range before.
    until = min(span.until, max(bucket_of(now), span.since))
    before = range_before(span, formats.zone)
    local = [formats.local(at).replace(tzinfo=None) for at in (before.since, span.since, until)]
    as_far = instant_of(local[0] + (local[2] - local[1]), formats.zone)
    return Days(first, last, span, Range(span.since, until), Range(before.since, as_far))


def filter_of(query: AnalyticsQuery, span: Range, formats: Formats) -> ReportFilter:
    """The query as the filter of the reports."""
    asked = {**query.filters, "from": span.since, "to": span.until}
    return read_filter(asked, ReportFilter, first_weekday=formats.first_weekday)


def wait_of(over: int, up_to: int | None) -> dict[str, str]:
    """A class of waits as parameters of an address."""
    return {"wait_over": str(over) if over else "", "wait_up_to": "" if up_to is None else str(up_to)}


def _filters(given: Mapping[str, str]) -> dict[str, str]:
    """The filters of an address, also in older spellings: `then`, `wait=5-10`, and 1 and 0 for yes and no."""
    over, _, up_to = given.get("wait", "").partition("-")
    before = {"known_then": given.get("then", "")}
    if (over, up_to) in {(str(over), str(up_to or "")) for over, up_to in WAITS}:
        before |= wait_of(int(over), int(up_to) if up_to else None)
    found = {name: given.get(name) or before.get(name, "") for name in FILTERS}
    found |= {name: _YES_OR_NO.get(found[name], found[name]) for name in ("known", "known_then")}
    return {name: value for name, value in found.items() if value}


def _days(query: AnalyticsQuery, today: date, formats: Formats) -> tuple[date, date]:
    day = timedelta(days=1)
    if query.preset is Preset.CUSTOM:
        last = parse_day(query.last, "to", formats)
        first = parse_day(query.first, "from", formats)
        last = last or max(today, first or today)
        return first or last - 6 * day, last
    return {
        Preset.TODAY: (today, today),
        Preset.YESTERDAY: (today - day, today - day),
        Preset.MONTH: (today - 29 * day, today),
        Preset.THIS_MONTH: (_first_of_month(today, formats), today),
    }.get(query.preset, (today - 6 * day, today))


def _first_of_month(today: date, formats: Formats) -> date:
    if formats.language != "fa":
        return today.replace(day=1)
    return today - timedelta(days=jdatetime.date.fromgregorian(date=today).day - 1)


_MOVING = {
    Preset.TODAY: "today",
    Preset.YESTERDAY: "yesterday",
    Preset.WEEK: "week",
    Preset.MONTH: "month",
}
"""Ranges that move with the clock on both pages."""


def log_address(query: AnalyticsQuery, days: Days, formats: Formats) -> str:
    """The address of the call log with the calls that the page counts."""
    wanted = filter_of(query, days.span, formats)
    moving = _MOVING.get(query.preset)
    first, last = (None, None) if moving else (day_text(days.first, formats), day_text(days.last, formats))
    conditions = written(replace(wanted, from_=None, to=None))
    given = {"range": moving, "from": first, "to": last, **conditions}
    return f"{log_query.PATH}?{urlencode({name: value for name, value in given.items() if value is not None})}"
