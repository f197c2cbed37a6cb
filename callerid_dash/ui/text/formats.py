"""Writes figures, instants and durations in each language; has no words of the product's own.

Instants are given in UTC and shown in the office's zone; Persian has its own digits and the Jalali calendar.
`assets/kit/clock.js` writes text that must tick ('3 min ago', running timers) from the instant itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import jdatetime
from babel import Locale
from babel.dates import format_date, format_timedelta

from callerid_dash.locales import numerals, translator

_PERSIAN_POINTS = {ord("."): "٫", ord(","): numerals.PERSIAN_SEPARATOR}
_HOUR = 3600


@dataclass(frozen=True, slots=True)
class Formats:
    """One language ('en' or 'fa') in one time zone."""

    language: str
    zone: ZoneInfo

    def digits(self, text: str) -> str:
        """The text with its digits replaced by the language's own."""
        return numerals.digits(text, self.language)

    def number(self, value: int) -> str:
        """A whole number with thousands separators: 12,345 or ۱۲٬۳۴۵."""
        return numerals.number(value, self.language)

    def decimal(self, value: float) -> str:
        """A number with at most one decimal place: 2.5 or ۲٫۵."""
        text = f"{value:,.1f}".removesuffix(".0")
        return self.digits(text.translate(_PERSIAN_POINTS)) if self.language == "fa" else text

    def percent(self, share: float | None) -> str:
        """A share (0 to 1) as a whole percentage: 12% or ۱۲٪; a dash for None."""
        if share is None:
            return "–"
        text = f"{share * 100:.0f}"
        return f"{self.digits(text)}٪" if self.language == "fa" else f"{text}%"

    def duration(self, span: timedelta) -> str:
        """Minutes and seconds, with hours if there are any: 02:05, 1:02:05."""
        seconds = max(int(span.total_seconds()), 0)
        hours, rest = divmod(seconds, _HOUR)
        text = f"{rest // 60:02}:{rest % 60:02}"
        return self.digits(f"{hours}:{text}" if hours else text)

    def about(self, span: timedelta) -> str:
        """A time of any length in one unit: 40 seconds, 5 hours, 3 days."""
        return self.digits(format_timedelta(span, threshold=2, locale=self.language))

    def local(self, instant: datetime) -> datetime:
        """The instant in the office's time zone."""
        return instant.astimezone(self.zone)

    def clock(self, instant: datetime) -> str:
        """Hour and minute: 20:10."""
        return self.digits(f"{self.local(instant):%H:%M}")

    def day(self, instant: datetime) -> str:
        """Day and month: 22 Nov, or ۱ آذر."""
        return self._day(self.local(instant).date(), with_year=False)

    def full_day(self, instant: datetime) -> str:
        """Day, month and year: 22 Nov 2026, or ۱ آذر ۱۴۰۵."""
        return self._day(self.local(instant).date(), with_year=True)

    def moment(self, instant: datetime) -> str:
        """Date and time down to the second, for tooltips and details."""
        return f"{self.full_day(instant)} {self.digits(f'{self.local(instant):%H:%M:%S}')}"

    def weekday(self, instant: datetime) -> str:
        """The day of the week: Saturday, or شنبه."""
        return self.weekday_name(self.local(instant).isoweekday())

    def weekday_name(self, weekday: int) -> str:
        """The name of a day of the week, 1 for Monday to 7 for Sunday."""
        return str(Locale(self.language).days["stand-alone"]["wide"][weekday - 1])

    @property
    def first_weekday(self) -> int:
        """The first day of the week, 1 for Monday to 7 for Sunday."""
        return translator(self.language).first_weekday

    def _day(self, day: date, *, with_year: bool) -> str:
        if self.language == "fa":
            jalali = jdatetime.date.fromgregorian(date=day)
            month = jdatetime.date.j_months_fa[jalali.month - 1]
            text = f"{jalali.day} {month} {jalali.year}" if with_year else f"{jalali.day} {month}"
            return self.digits(text)
        return str(format_date(day, "d MMM y" if with_year else "d MMM", locale=self.language))


@lru_cache(maxsize=512)
def country_name(region: str, language: str) -> str:
    """The name of a country (ISO 3166 alpha-2); '' if it has none."""
    return str(Locale(language).territories.get(region, ""))


@lru_cache(maxsize=64)
def formats(language: str, zone: ZoneInfo) -> Formats:
    """The formats of a language in a zone, shared by all requests."""
    return Formats(language, zone)
