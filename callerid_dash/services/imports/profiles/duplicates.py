"""Compares entries of a contacts file with the address book: an entry is new, a duplicate, or not imported.

A profile with a common number and a similar name is a duplicate. A common number under another name has a status of
its own (`OTHER_NAME`), because it may be the phone of a household or a company; it is ignored if the file contains
both, or if the other profile is the entry's organization.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from callerid_dash.domain.errors import InvalidInput
from callerid_dash.domain.profiles.contacts.contact import Contact, Duplicates, Entry
from callerid_dash.domain.profiles.profiles import Holder, PhoneKind, ProfileDraft, ProfileKind, numbers_of
from callerid_dash.services.imports.profiles.name_index import Names, alike, name_key, same_words
from callerid_dash.services.imports.profiles.phones import Doubt
from callerid_dash.services.live.caller_lookup import Matcher
from callerid_dash.store.engine.protocol import Session
from callerid_dash.store.profiles.profiles import ProfileContent

_MANY = 50
"""The most holders of a number that are compared one by one."""


class EntryStatus(StrEnum):
    """The result of comparing an entry."""

    NEW = "new"
    SIMILAR = "similar"
    """New, but a profile has a similar name."""
    DUPLICATE = "duplicate"
    """The same as a profile: a common number and a similar name, or the same name if one of them has no number."""
    OTHER_NAME = "other_name"
    """A profile of another name has one of its numbers."""
    REPEATED = "repeated"
    """The same as an earlier entry of the file."""
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Prepared:
    """A checked entry that may be stored, with the `doubts` about its phones; `key` is its name as it is compared.

    The organization is added when it is stored.
    """

    contact: Contact
    draft: ProfileDraft
    content: ProfileContent
    key: str
    doubts: tuple[Doubt, ...] = ()

    @property
    def numbers(self) -> set[str]:
        """The canonical forms of its phones."""
        return numbers_of(self.content.phones)

    @property
    def identities(self) -> list[tuple[str, str]]:
        """The identities of its phones; a profile has each identity at most once."""
        return [phone.identity for phone in self.content.phones]


@dataclass(frozen=True, slots=True)
class Classified:
    """An entry with its status. `other_id` is the profile that it matches or resembles; if negative, an earlier entry.

    `shared`: the entry has a number in common with somebody.
    """

    entry: Entry
    status: EntryStatus
    name: str = ""
    other_id: int | None = None
    other_name: str = ""
    shared: bool = False
    reason: InvalidInput | None = None
    prepared: Prepared | None = None


def taken(classified: Classified, duplicates: Duplicates) -> bool:
    """Does this entry become a new profile?"""
    if classified.status in (EntryStatus.NEW, EntryStatus.SIMILAR):
        return True
    return duplicates is Duplicates.CREATE and classified.status is not EntryStatus.REJECTED


class Crowd:
    """The holders of a number. If there are very many, as of a company's phone, only the first `_MANY` and one with the
    wanted name are compared.
    """

    def __init__(self, holders: Iterable[Holder] = ()) -> None:
        self._first: list[Holder] = []
        self._by_name: dict[str, Holder] = {}
        for holder in holders:
            self.add(holder)

    def add(self, holder: Holder) -> None:
        """Add a holder."""
        if len(self._first) < _MANY:
            self._first.append(holder)
        self._by_name.setdefault(holder.name, holder)

    def near(self, name: str) -> list[Holder]:
        """The holders to compare with this name; one with exactly this name comes first."""
        same = self._by_name.get(name)
        return self._first if same is None else [same, *self._first]


@dataclass(slots=True)
class Pretended:
    """Entries that will become profiles, by number and by name; their ids are negative."""

    by_number: defaultdict[str, Crowd] = field(default_factory=lambda: defaultdict(Crowd))
    by_name: dict[tuple[str, ProfileKind], int] = field(default_factory=dict)
    _ids: Iterable[int] = field(default_factory=lambda: itertools.count(-1, -1))

    def add(self, prepared: Prepared) -> int:
        """Add an entry, and return its id."""
        key = next(iter(self._ids))
        content = prepared.content
        holder = Holder(key, content.kind, content.name, "", None, None, ())
        for number in prepared.numbers:
            self.by_number[number].add(holder)
        if not prepared.numbers:
            self.by_name.setdefault((prepared.key, content.kind), key)
        return key


class Planner:
    """Compares entries with the address book.

    `names` are the names that are known so far, `named` the profiles that the file contains, `made` those that this
    import has created.
    """

    def __init__(self, matcher: Matcher, names: Names, duplicates: Duplicates) -> None:
        self._matcher = matcher
        self.names = names
        self._duplicates = duplicates
        self.named: set[int] = set()
        self.made: set[int] = set()

    def classify(self, session: Session, batch: Sequence[Prepared], pretended: Pretended) -> list[Classified]:
        """Compare these entries, and add those that will become profiles to `pretended`."""
        found = self._matcher.holders_in(session, {number for each in batch for number in each.numbers})
        held = {number: Crowd(holders) for number, holders in found.items()}
        classified: list[Classified] = []
        for each in batch:
            classified.append(self._classify(each, _holders(each, held, pretended), pretended))
            if taken(classified[-1], self._duplicates):
                pretended.add(each)
        return classified

    def _classify(self, each: Prepared, holders: Mapping[Holder, set[str]], pretended: Pretended) -> Classified:
        name, kind = each.content.name, each.content.kind
        if same := next((holder for holder, common in holders.items() if _is_it(each, holder, common)), None):
            return Classified(each.contact, self._again(same.id), name, same.id, same.name, True, prepared=each)
        if others := [holder for holder in holders if self._is_stranger(each, holder)]:
            other = others[0]
            reason = InvalidInput("A number of it is on the profile “%(name)s” already.", values={"name": other.name})
            return Classified(
                each.contact, EntryStatus.OTHER_NAME, name, other.id, other.name, True, reason, prepared=each
            )
        if (same_id := self._same_name(each, pretended)) is not None:
            return Classified(each.contact, self._again(same_id), name, same_id, name, prepared=each)
        similar = self.names.similar(each.key, kind)
        status = EntryStatus.NEW if similar is None or similar in self.made else EntryStatus.SIMILAR
        return Classified(each.contact, status, name, similar, shared=bool(holders), prepared=each)

    def _again(self, same_id: int) -> EntryStatus:
        return EntryStatus.REPEATED if same_id < 0 or same_id in self.made else EntryStatus.DUPLICATE

    def _is_stranger(self, each: Prepared, holder: Holder) -> bool:
        if holder.id < 0 or holder.id in self.made or holder.id in self.named:
            return False
        firm = name_key(each.contact.organization)
        return not (holder.kind is ProfileKind.ORGANIZATION and alike(firm, name_key(holder.name)))

    def _same_name(self, each: Prepared, pretended: Pretended) -> int | None:
        kind = each.content.kind
        found = self.names.same(each.key, kind, without_phones=bool(each.numbers))
        return found if found is not None or each.numbers else pretended.by_name.get((each.key, kind))


def _holders(each: Prepared, held: Mapping[str, Crowd], pretended: Pretended) -> dict[Holder, set[str]]:
    """The holders of the entry's numbers, with the common numbers: first those of its kind, profiles before entries."""
    found: dict[int, tuple[Holder, set[str]]] = {}
    for number in each.numbers:
        crowds = (crowd for crowd in (held.get(number), pretended.by_number.get(number)) if crowd)
        for holder in (holder for crowd in crowds for holder in crowd.near(each.content.name)):
            found.setdefault(holder.id, (holder, set()))[1].add(number)
    kind = each.content.kind
    return dict(sorted(found.values(), key=lambda pair: (pair[0].kind is not kind, pair[0].id < 0, abs(pair[0].id))))


def _is_it(each: Prepared, holder: Holder, common: Collection[str]) -> bool:
    """Is the holder the same as the entry: do they have the same name, or is the holder named by a number only?

    A similar name is enough only if a common number is a mobile, or if all numbers of the entry are common: brothers
    in one company share its phone, too.
    """
    other = name_key(holder.name)
    if same_words(each.key, other) or not any(map(str.isalpha, holder.name)):
        return True
    mobiles = {phone.canonical for phone in each.content.phones if phone.kind is PhoneKind.MOBILE}
    return alike(each.key, other) and (set(common) >= set(each.numbers) or not mobiles.isdisjoint(common))
