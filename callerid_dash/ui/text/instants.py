"""Typed instants: a day (`ui/text/dates.py`) and a time in the office's zone, to the minute.

Times that clocks skip when they are set forward do not exist; of times that they show twice, the first counts.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum

from callerid_dash.domain.errors import InvalidInput
from callerid_dash.domain.names import latin_digits
from callerid_dash.ui.text.dates import day_text, parse_day
from callerid_dash.ui.text.formats import Formats

_CLOCK = re.compile(r"(\d{1,2})[:٫](\d{2})")
_SEPARATORS = re.compile(r"[\s,،\u200e\u200f]+")
_DAY_AND_TIME = 2
_EXAMPLE = datetime(2026, 3, 21, 11, 0, tzinfo=UTC)
_OPENS = time(9)
_CLOSES = time(17)


class Soon(StrEnum):
    """Common due times."""

    TODAY = "today"
    TOMORROW = "tomorrow"
    WEEK = "week"


def instant_text(instant: datetime, formats: Formats) -> str:
    """An instant as typed in the page's language: ۱۴۰۵/۰۹/۰۱ ۱۴:۳۰ or 2026-11-22 14:30."""
    local = formats.local(instant)
    return f"{day_text(local.date(), formats)} {formats.digits(f'{local:%H:%M}')}"


def parse_instant(text: str, field: str, formats: Formats) -> datetime | None:
    """The typed instant as UTC, in either calendar and any digits; None for ''.

    Raises InvalidInput with the field if the date or the time is missing, or the time does not exist.
    """
    parts = [part for part in _SEPARATORS.split(latin_digits(text)) if part]
    if not parts:
        return None
    clocks = [part for part in parts if _CLOCK.fullmatch(part)]
    days = [part for part in parts if part not in clocks]
    if len(parts) > _DAY_AND_TIME or len(clocks) != 1:
        if len(parts) == 1 and not clocks:
            parse_day(parts[0], field, formats)  # an error in the day takes precedence
        example = instant_text(_EXAMPLE, formats)
        raise InvalidInput("Write a date and a time, like %(example)s.", field, values={"example": example})
    day = parse_day(days[0], field, formats) if days else None
    hour, minute = map(int, clocks[0].replace("٫", ":").split(":"))
    try:
        clock = time(hour, minute)
    except ValueError as error:
        raise InvalidInput("There is no such time of day; write it like 14:30.", field) from error
    if day is None:
        raise InvalidInput("Write the date, too.", field)
    return _existing(datetime.combine(day, clock), field, formats)


def soon(which: Soon, now: datetime, formats: Formats) -> datetime:
    """Closing time today (in an hour, if it has passed), or the morning of tomorrow or of the same day next week."""
    local = formats.local(now)
    if which is Soon.TODAY:
        closing = datetime.combine(local.date(), _CLOSES, formats.zone)
        return (closing if local < closing else local + timedelta(hours=1)).astimezone(UTC)
    days = timedelta(days=1 if which is Soon.TOMORROW else 7)
    return datetime.combine(local.date() + days, _OPENS, formats.zone).astimezone(UTC)


def _existing(local: datetime, field: str, formats: Formats) -> datetime:
    instant = local.replace(tzinfo=formats.zone).astimezone(UTC)
    if instant.astimezone(formats.zone).replace(tzinfo=None) != local:
        raise InvalidInput("The clocks are set forward then, so there is no such time on that day.", field)
    return instant
