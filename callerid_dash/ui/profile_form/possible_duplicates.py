"""Possible duplicates of a profile while it is typed: holders of its numbers and profiles with similar names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from callerid_dash.domain.numbers.phones import Dialing, NumberKind, parse_number
from callerid_dash.domain.profiles.numbering import NumberDescription, describe
from callerid_dash.domain.profiles.profiles import Profile
from callerid_dash.services.services import Services
from callerid_dash.ui.profile_form.typed import TypedPhone, TypedProfile

_SIMILAR = 4
_ROWS_LOOKED_UP = 12
"""The most rows whose numbers are looked up; nobody types more at once."""


@dataclass(frozen=True, slots=True)
class NumberKnown:
    """What is known about the number in a row, typed as `written`; `described` is None for an invalid number."""

    written: str
    described: NumberDescription | None
    holders: tuple[Profile, ...] = ()
    past_calls: int = 0


@dataclass(frozen=True, slots=True)
class PossibleDuplicates:
    """`holders` have one of the numbers, `similar` have a similar name; `numbers` is by row."""

    holders: tuple[Profile, ...] = ()
    similar: tuple[Profile, ...] = ()
    numbers: Mapping[int, NumberKnown] = field(default_factory=dict)

    @property
    def profiles(self) -> tuple[Profile, ...]:
        """All of them, holders of a number first."""
        return (*self.holders, *self.similar)

    @property
    def stamp(self) -> str:
        """A text that changes when other profiles are found."""
        return ",".join(str(profile.id) for profile in self.profiles)


def find_duplicates(services: Services, typed: TypedProfile, language: str) -> PossibleDuplicates:
    """Look up the possible duplicates of a new profile."""
    numbers = known_numbers(services, typed, language)
    holders = {profile.id: profile for known in numbers.values() for profile in known.holders}
    similar = services.profiles.finder.similar(typed.full_name, typed.kind, limit=_SIMILAR) if typed.full_name else []
    return PossibleDuplicates(tuple(holders.values()), tuple(p for p in similar if p.id not in holders), numbers)


def known_numbers(
    services: Services, typed: TypedProfile, language: str, exclude: int | None = None
) -> dict[int, NumberKnown]:
    """Look up only the numbers, by row; `exclude` is the profile that is being changed."""
    dialing = services.directory.snapshot.locality.dialing
    written = [(row, phone) for row, phone in enumerate(typed.phones) if phone.number.strip()][:_ROWS_LOOKED_UP]
    return {row: _known(services, phone, dialing, language, exclude) for row, phone in written}


def number_for(profile: Profile, typed: TypedProfile, dialing: Dialing) -> str | None:
    """The first typed number that this profile does not have yet."""
    has = {phone.canonical or phone.raw for phone in profile.phones}
    missing = (n for n in typed.numbers if (parse_number(n, dialing).canonical or n.strip()) not in has)
    return next(missing, None)


def _known(services: Services, phone: TypedPhone, dialing: Dialing, language: str, exclude: int | None) -> NumberKnown:
    number = parse_number(phone.number, dialing)
    if number.canonical is None:
        return NumberKnown(phone.number.strip(), None)
    # An internal number has holders like any other, but no past calls of an unknown caller.
    past = services.calls.attribution.past_calls(number.canonical) if number.kind is not NumberKind.INTERNAL else 0
    holders = tuple(profile for profile in services.profiles.finder.by_number(phone.number) if profile.id != exclude)
    return NumberKnown(phone.number.strip(), describe(number, dialing, language), holders, past)
