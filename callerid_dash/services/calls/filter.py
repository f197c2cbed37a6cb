"""Translates a filter of calls into the store's clauses; ids that it names are looked up, and missing ones reported."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Any

from callerid_dash.domain.calls.filter import CONDITIONS, CallFilter
from callerid_dash.domain.errors import InvalidInput
from callerid_dash.domain.names import latin_digits
from callerid_dash.domain.numbers.phones import parse_number
from callerid_dash.domain.profiles.categories import with_all_below
from callerid_dash.domain.reports.periods import WeekHours
from callerid_dash.services.calls.origins import Origins
from callerid_dash.services.shared.directory import Snapshot
from callerid_dash.services.shared.paging import storable
from callerid_dash.store.calls.filter import EVERY_CALL, Clauses

_OF_TIME = {"from", "to", "weekday", "hour"}
"""Conditions that are not a clause of their own."""


@dataclass(frozen=True, slots=True)
class Lookup:
    """The data to look up what a filter names."""

    snapshot: Snapshot
    origins: Origins


def clauses_of(wanted: CallFilter, lookup: Lookup, zone: tzinfo) -> Clauses:
    """The clauses of all conditions except the range; hours are by the zone's clock. Raises InvalidInput."""
    values: dict[str, Hashable] = {}
    for each in CONDITIONS:
        value = getattr(wanted, each.field)
        if value is None or each.name in _OF_TIME:
            continue
        if not storable(value):
            raise InvalidInput("There is no such thing.", each.name)
        name, look_up = _LOOKUPS.get(each.name, (each.name, None))
        values[name] = look_up(value, lookup) if look_up else value
    if wanted.weekday is not None or wanted.hour is not None:
        values["hours"] = WeekHours(zone, wanted.weekday, wanted.hour)
    return EVERY_CALL.also(**values)


def instant(at: datetime | None, field: str) -> datetime | None:
    """The instant in UTC. Raises InvalidInput."""
    if at is not None and at.tzinfo is None:
        raise InvalidInput("An instant needs its offset from UTC.", field)
    try:
        return at.astimezone(UTC) if at else None
    except OverflowError as error:
        raise InvalidInput("This instant is beyond all calendars.", field) from error


def _number(spelled: str, lookup: Lookup) -> str:
    canonical = parse_number(spelled, lookup.snapshot.locality.dialing).canonical
    if canonical is None:
        raise InvalidInput("This is no telephone number.", "number")
    return canonical


def _ending(typed: str, _lookup: Lookup) -> str:
    digits = latin_digits(typed.strip())
    if not digits or not (digits.isascii() and digits.isdecimal()):
        raise InvalidInput("Only digits can be the end of a number.", "ends_with")
    return digits


def _extensions(user: int, lookup: Lookup) -> tuple[str, ...]:
    if user not in lookup.snapshot.users:
        raise InvalidInput("There is no such user any more.", "user")
    return lookup.snapshot.users[user].extensions


def _categories(category: int, lookup: Lookup) -> tuple[int, ...]:
    if category not in lookup.snapshot.categories:
        raise InvalidInput("There is no such category any more.", "category")
    return tuple(sorted(with_all_below(category, lookup.snapshot.categories)))


def _color(color: int, lookup: Lookup) -> int:
    if color not in lookup.snapshot.colors:
        raise InvalidInput("There is no such thing any more.", "color")
    return color


_LOOKUPS: dict[str, tuple[str, Callable[[Any, Lookup], Hashable]]] = {
    "number": ("number", _number),
    "ends_with": ("ends_with", _ending),
    "user": ("extensions", _extensions),
    "category": ("category", _categories),
    "color": ("color", _color),
    "simulated": ("simulated", lambda only, _lookup: only or None),
    "origin": ("origin", lambda code, lookup: lookup.origins.beginnings(code)),
}
"""The clause and lookup of each condition whose clause has another name or whose value is looked up."""
