"""The labels of a chart's time axis, in the page's calendar and digits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from callerid_dash.domain.reports.periods import Unit
from callerid_dash.ui.text.formats import Formats

_MINUTES_OF_DAY = 1_440
_HOURS = (1, 2, 3, 6, 12)


def ticks(starts: Sequence[datetime], unit: Unit, formats: Formats, most: int = 7) -> list[tuple[int, str]]:
    """The labelled places and their labels: hours if all is one day, else days; about `most` labels at most."""
    if not starts:
        return []
    if unit.exact and starts[-1] - starts[0] <= timedelta(days=1, hours=1):
        hours = [i for i, at in enumerate(starts) if formats.local(at).minute == 0]
        every = next((each for each in _HOURS if len(hours) / each <= most), _HOURS[-1])
        return [(i, formats.clock(starts[i])) for i in hours if formats.local(starts[i]).hour % every == 0]
    places = range(len(starts))
    if unit.exact:
        places_of_days = [
            i for i in places if i and formats.local(starts[i]).date() != formats.local(starts[i - 1]).date()
        ]
        labelled = [0, *places_of_days] if _at_midnight(starts[0], formats) else places_of_days
    else:
        labelled = list(places)
    every_nth = max(1, -(-len(labelled) // most))
    return [(i, formats.day(starts[i])) for i in labelled[::every_nth]]


def name_of(start: datetime, unit: Unit, formats: Formats) -> str:
    """The full name of an interval: its day, and its hours if it is shorter than a day."""
    day = formats.full_day(start)
    if not unit.exact:
        return day
    length = timedelta(hours=1) if unit is Unit.HOUR else timedelta(minutes=15)
    return (
        f"{day}، {_span(start, length, formats)}"
        if formats.language == "fa"
        else f"{day}, {_span(start, length, formats)}"
    )


def week(formats: Formats) -> list[int]:
    """The days of the week in the order of the language, as 1 for Monday to 7 for Sunday."""
    return [(formats.first_weekday - 1 + i) % 7 + 1 for i in range(7)]


def hour_name(hour: int, formats: Formats) -> str:
    """The beginning and the end of an hour of the day."""
    return formats.digits(f"{hour:02}:00\u2013{(hour + 1) % 24:02}:00")


def wait_name(over: int, up_to: int | None, formats: Formats) -> str:
    """The name of a class of waits, in seconds."""
    return formats.digits(f"{over}+" if up_to is None else f"{over}\u2013{up_to}")


def _span(start: datetime, length: timedelta, formats: Formats) -> str:
    return f"{formats.clock(start)}\u2013{formats.clock(start + length)}"


def _at_midnight(at: datetime, formats: Formats) -> bool:
    local = formats.local(at)
    return (local.hour * 60 + local.minute) % _MINUTES_OF_DAY == 0
