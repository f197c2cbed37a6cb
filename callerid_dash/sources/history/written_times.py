"""Parses times and durations as files write them: any format, Gregorian or Jalali calendar, digits of either language.

Pure. Time zones and ambiguous times are handled in `domain/local_times.py`.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Protocol

import jdatetime

from callerid_dash.domain.calls.history import EARLIEST
from callerid_dash.domain.errors import InvalidInput
from callerid_dash.domain.local_times import LocalClock

EPOCH = "epoch"
"""The format of times that are seconds, milliseconds or microseconds since 1970."""

_NEVER_DAYS = frozenset(
    {"0000-00-00", "0001-01-01", "1601-01-01", "1899-12-30", "1899-12-31", "1900-01-00", "1900-01-01"}
    | {"1969-12-31", "1970-01-01"}
)
"""The first days of the calendars of databases, spreadsheets and clocks: a time on one of them means no time."""
_NEVER_WORDS = frozenset(
    {"", "null", "(null)", "<null>", "\\n", "none", "nil", "nan", "nat", "n/a", "na", "never", "-", "--"}
)
_ONLY_ZEROS = re.compile(r"[0 :./TZ+-]{1,40}")
_YEARS_BEGIN = frozenset("12")
_DAY = len("2026-05-04")
_LONGEST_NEVER = 40

_DIGITS = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "01234567890123456789")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T]+(\d{1,2}:\d{2}.*))?")
_DURATION = re.compile(r"(-?)(?:(?:(\d{1,4}):)?(\d{1,2}):)?(\d{1,8})(?:\.(\d{1,6})\d*)?")
_MILLISECONDS, _MICROSECONDS = 10**11, 10**14
"""From here on a number since 1970 cannot be in seconds, or in milliseconds."""


def is_never(written: str) -> bool:
    """Does the text stand for no time? Systems write that when a call was not answered.

    It does if it is empty, a word for none, zeros in any form, or on the first day of a system's calendar.
    """
    day = written[:_DAY]
    if day in _NEVER_DAYS or not day:
        return True
    if day[:1] in _YEARS_BEGIN and day[4:5] == "-":  # the form of almost every time, and files have millions
        return False
    text = ascii_digits(written[: _LONGEST_NEVER + 1].strip())
    return text.lower() in _NEVER_WORDS or _ONLY_ZEROS.fullmatch(text) is not None or text[:_DAY] in _NEVER_DAYS


def instant_or_never(written: str, read: TimeReader, hint: datetime | None = None) -> datetime | None:
    """The instant, or None if the text stands for none. Raises what `read` raises.

    No call is from before 1980, so an earlier time counts as none, too.
    """
    if is_never(written):
        return None
    instant = read(written, hint)
    return instant if instant >= EARLIEST else None


class TimeReader(Protocol):
    """Parses a time; see `reader_of_times`."""

    def __call__(self, text: str, hint: datetime | None = None) -> datetime:
        """The instant."""


def ascii_digits(text: str) -> str:
    """The text with Persian and Arabic digits replaced by 0-9."""
    return text if text.isascii() else text.translate(_DIGITS)


def reader_of_times(clock: LocalClock, time_format: str, calendar: str) -> TimeReader:
    """A function that parses a time, given an instant near it if one is known. It raises InvalidInput.

    Without a format it reads the year first: 2026-05-04 09:00:00, 2026/5/4 9:00, and with `jalali` 1405/02/14 09:00.
    """
    jalali = calendar == "jalali"

    def read(text: str, hint: datetime | None = None) -> datetime:
        written = ascii_digits(text.strip())
        try:
            if time_format == EPOCH:
                return since_epoch(written)
            if time_format and jalali:
                written = jdatetime.datetime.strptime(written, time_format).togregorian().isoformat(" ")
            elif time_format:
                written = datetime.strptime(written, time_format).isoformat(" ")  # noqa: DTZ007 its zone is the clock's
            elif parts := _YEAR_FIRST.fullmatch(written):
                time = parts[4] or "00:00"
                day = _day(int(parts[1]), int(parts[2]), int(parts[3]), jalali=jalali)
                written = f"{day} {time if time[2] == ':' else '0' + time}"
        except (ValueError, OverflowError):
            raise _no_time(text) from None
        return clock.utc(written, hint)

    return read


def since_epoch(written: str) -> datetime:
    """The instant of seconds, or milli- or microseconds, since 1970. Raises ValueError or OverflowError."""
    number = float(written)
    if number >= _MICROSECONDS:
        return _EPOCH + timedelta(microseconds=int(number))
    return _EPOCH + (timedelta(milliseconds=number) if number >= _MILLISECONDS else timedelta(seconds=number))


def seconds_in(text: str) -> timedelta:
    """A duration such as 75, 75.5, 1:15 or 0:01:15; empty text or a word for none is zero. Raises InvalidInput."""
    written = ascii_digits(text.strip())
    found = _DURATION.fullmatch(written)
    if found is None:
        if written.lower() in _NEVER_WORDS:
            return timedelta(0)
        raise InvalidInput("'%(value)s' is no duration.", values={"value": text[:40]})
    sign, hours, minutes, seconds, fraction = found.groups()
    lasted = timedelta(
        hours=int(hours or 0),
        minutes=int(minutes or 0),
        seconds=int(seconds),
        microseconds=int((fraction or "").ljust(6, "0")),
    )
    return -lasted if sign else lasted


@lru_cache(maxsize=4096)
def _day(year: int, month: int, day: int, *, jalali: bool) -> str:
    read = jdatetime.date(year, month, day).togregorian() if jalali else date(year, month, day)
    return str(read.isoformat())


def _no_time(text: str) -> InvalidInput:
    return InvalidInput("'%(value)s' is no date and time.", values={"value": text[:40]})
