"""Days as each language writes them: Jalali in Persian, ISO elsewhere. Typed days may be in either calendar."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import jdatetime

from callerid_dash.domain.errors import InvalidInput
from callerid_dash.domain.names import latin_digits
from callerid_dash.ui.text.formats import Formats

_DAY = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_JALALI_BEFORE = 1700
"""Years before this one are Jalali."""
_FIRST, _LAST = 1900, 2200


def parse_day(text: str, field: str, formats: Formats) -> date | None:
    """The typed day, in either calendar and any digits; None for ''. Raises InvalidInput."""
    if not text.strip():
        return None
    found = _DAY.fullmatch(latin_digits(text.strip()))
    day = _read(*map(int, found.groups())) if found else None
    if day is None:
        example = day_text(date(2026, 3, 21), formats)
        raise InvalidInput("This is no date; write it like %(example)s.", field, values={"example": example})
    return day


def _read(year: int, month: int, day: int) -> date | None:
    try:
        read = jdatetime.date(year, month, day).togregorian() if year < _JALALI_BEFORE else date(year, month, day)
    except ValueError:
        return None
    return read if isinstance(read, date) and _FIRST <= read.year <= _LAST else None


def day_text(day: date, formats: Formats) -> str:
    """A day as typed in the page's language: ۱۴۰۵/۰۱/۰۱ or 2026-03-21."""
    if formats.language == "fa":
        jalali = jdatetime.date.fromgregorian(date=day)
        return formats.digits(f"{jalali.year}/{jalali.month:02}/{jalali.day:02}")
    return day.isoformat()


def start_of(day: date, zone: ZoneInfo) -> datetime:
    """The instant at which a day begins in the office's time zone."""
    return datetime.combine(day, time.min, zone)


def end_of(day: date, zone: ZoneInfo) -> datetime:
    """The instant at which the next day begins."""
    return start_of(day + timedelta(days=1), zone)
