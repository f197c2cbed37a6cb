"""A profile as one viewer sees its page: the data drawn there that no single service provides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from callerid_dash.domain.numbers.phones import Dialing
from callerid_dash.domain.profiles.profiles import Category, Holder, Profile, ProfilePhone
from callerid_dash.domain.profiles.records import RecordKind


@dataclass(frozen=True, slots=True)
class Rights:
    """What the viewer may do with this profile."""

    edit: bool = False
    record: bool = False
    merge: bool = False
    delete: bool = False


@dataclass(frozen=True, slots=True)
class ProfileView:
    """A profile with its page's data.

    `shared` has the other holders of each number that has any; `people` are the newest of `people_count`.
    """

    profile: Profile
    path: Sequence[Category]
    shared: Mapping[str, Sequence[Holder]]
    rights: Rights
    kinds: Sequence[RecordKind]
    dialing: Dialing
    people: Sequence[Profile] = ()
    people_count: int = 0

    @property
    def default_phone(self) -> ProfilePhone | None:
        """The number to call: the first preferred one of those that can be called, else the first of them."""
        callable_ones = [phone for phone in self.profile.phones if phone.canonical]
        return next((phone for phone in callable_ones if phone.preferred), next(iter(callable_ones), None))
