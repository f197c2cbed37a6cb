"""What an entry of a file of contacts is to the address book: new, somebody who is there already, or nothing to take.

Whoever has a number in common with an entry and is called alike is the same. A number in common under another name is
told apart: it may be the telephone of a house or a firm. It is no obstacle where the file itself knows both of them, or
the other is the firm of the one.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from callerid_dash.domain.errors import InvalidInput
from callerid_dash.domain.profiles.contacts.contact import Contact, Entry
from callerid_dash.domain.profiles.contacts.duplicates import Duplicates
from callerid_dash.domain.profiles.profiles import Holder, PhoneKind, ProfileDraft, ProfileKind
from callerid_dash.services.imports.profiles.name_index import Names, alike, name_key, same_words
from callerid_dash.services.imports.profiles.phones import Doubt
from callerid_dash.services.live.caller_lookup import Matcher
from callerid_dash.store.engine.protocol import Session
from callerid_dash.store.profiles.profiles import ProfileContent

_MANY = 50
"""So many holders of a number are looked at one by one."""


class EntryStatus(StrEnum):
    """What an entry is."""

    NEW = "new"
    SIMILAR = "similar"
    """New, but somebody is called much like it."""
    DUPLICATE = "duplicate"
    """The same as a profile: a number in common and a name alike, or the same name where one has no number."""
    OTHER_NAME = "other_name"
    """A number of it is on a profile of another name."""
    REPEATED = "repeated"
    """The same as an earlier entry of the file."""
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Prepared:
    """An entry that may be stored; `doubts` of its phones. `organization` is added when it is stored."""

    contact: Contact
    draft: ProfileDraft
    content: ProfileContent
    key: str
    doubts: tuple[Doubt, ...] = ()

    @property
    def numbers(self) -> list[str]:
        """By whom it is known."""
        return [phone.canonical for phone in self.content.phones if phone.canonical]

    @property
    def identities(self) -> list[tuple[str, str]]:
        """What a profile has once of each phone."""
        return [phone.identity for phone in self.content.phones]


@dataclass(frozen=True, slots=True)
class Judged:
    """An entry and what it is. `other_id` is whom it is like, below zero an earlier entry; `shared`: so is a number."""

    entry: Entry
    standing: EntryStatus
    name: str = ""
    other_id: int | None = None
    other_name: str = ""
    shared: bool = False
    reason: InvalidInput | None = None
    prepared: Prepared | None = None


def taken(judged: Judged, duplicates: Duplicates) -> bool:
    """Does a new profile come of it?"""
    if judged.standing in (EntryStatus.NEW, EntryStatus.SIMILAR):
        return True
    return duplicates is Duplicates.CREATE and judged.standing is not EntryStatus.REJECTED


class Crowd:
    """Who holds a number. Of very many, as of a firm's telephone, those with the wanted name and the first are seen."""

    def __init__(self, holders: Iterable[Holder] = ()) -> None:
        self._first: list[Holder] = []
        self._by_name: dict[str, Holder] = {}
        for holder in holders:
            self.add(holder)

    def add(self, holder: Holder) -> None:
        """One more."""
        if len(self._first) < _MANY:
            self._first.append(holder)
        self._by_name.setdefault(holder.name, holder)

    def near(self, name: str) -> list[Holder]:
        """Those who may be the one of this name."""
        same = self._by_name.get(name)
        return self._first if same is None else [same, *self._first]


@dataclass(slots=True)
class Pretended:
    """Entries that will be profiles, by their numbers and their names; their ids are below zero."""

    by_number: defaultdict[str, Crowd] = field(default_factory=lambda: defaultdict(Crowd))
    by_name: dict[tuple[str, ProfileKind], int] = field(default_factory=dict)
    _ids: Iterable[int] = field(default_factory=lambda: itertools.count(-1, -1))

    def add(self, prepared: Prepared) -> int:
        """This one will be there; answers its id."""
        key = next(iter(self._ids))
        content = prepared.content
        holder = Holder(key, content.kind, content.name, "", None, None, ())
        for number in prepared.numbers:
            self.by_number[number].add(holder)
        if not prepared.numbers:
            self.by_name.setdefault((prepared.key, content.kind), key)
        return key


class Planner:
    """Judges entries against the address book. `named` are the profiles that the file knows, `made` those it made."""

    def __init__(self, matcher: Matcher, names: Names, duplicates: Duplicates) -> None:
        self._matcher = matcher
        self._names = names
        self._duplicates = duplicates
        self.named: set[int] = set()
        self.made: set[int] = set()

    def judge(self, session: Session, batch: Sequence[Prepared], pretended: Pretended) -> list[Judged]:
        """Judge these entries, and take those that will be profiles into account from then on."""
        found = self._matcher.holders_in(session, {number for each in batch for number in each.numbers})
        held = {number: Crowd(holders) for number, holders in found.items()}
        judged: list[Judged] = []
        for each in batch:
            judged.append(self._judge(each, _holders(each, held, pretended), pretended))
            if taken(judged[-1], self._duplicates):
                pretended.add(each)
        return judged

    def _judge(self, each: Prepared, holders: Mapping[Holder, set[str]], pretended: Pretended) -> Judged:
        name, kind = each.content.name, each.content.kind
        if same := next((holder for holder, common in holders.items() if _is_it(each, holder, common)), None):
            again = same.id < 0 or same.id in self.made
            standing = EntryStatus.REPEATED if again else EntryStatus.DUPLICATE
            return Judged(each.contact, standing, name, same.id, same.name, True, prepared=each)
        if others := [holder for holder in holders if self._is_stranger(each, holder)]:
            other = others[0]
            reason = InvalidInput("A number of it is on the profile “%(name)s” already.", values={"name": other.name})
            return Judged(each.contact, EntryStatus.OTHER_NAME, name, other.id, other.name, True, reason, prepared=each)
        if (same_id := self._same_name(each, pretended)) is not None:
            again = same_id < 0 or same_id in self.made
            standing = EntryStatus.REPEATED if again else EntryStatus.DUPLICATE
            return Judged(each.contact, standing, name, same_id, name, prepared=each)
        similar = self._names.similar(each.key, kind)
        standing = EntryStatus.NEW if similar is None or similar in self.made else EntryStatus.SIMILAR
        return Judged(each.contact, standing, name, similar, shared=bool(holders), prepared=each)

    def _is_stranger(self, each: Prepared, holder: Holder) -> bool:
        if holder.id < 0 or holder.id in self.made or holder.id in self.named:
            return False
        firm = name_key(each.contact.organization)
        return not (holder.kind is ProfileKind.ORGANIZATION and alike(firm, name_key(holder.name)))

    def _same_name(self, each: Prepared, pretended: Pretended) -> int | None:
        kind = each.content.kind
        found = self._names.same(each.key, kind, without_phones=bool(each.numbers))
        return found if found is not None or each.numbers else pretended.by_name.get((each.key, kind))


def _holders(each: Prepared, held: Mapping[str, Crowd], pretended: Pretended) -> dict[Holder, set[str]]:
    """Whoever has a number of it, and which; those of its kind first, profiles before entries."""
    found: dict[int, tuple[Holder, set[str]]] = {}
    for number in each.numbers:
        crowds = (crowd for crowd in (held.get(number), pretended.by_number.get(number)) if crowd)
        for holder in (holder for crowd in crowds for holder in crowd.near(each.content.name)):
            found.setdefault(holder.id, (holder, set()))[1].add(number)
    kind = each.content.kind
    return dict(sorted(found.values(), key=lambda pair: (pair[0].kind is not kind, pair[0].id < 0, abs(pair[0].id))))


def _is_it(each: Prepared, holder: Holder, common: Collection[str]) -> bool:
    """Of the same name, or called by the number because nobody knew one.

    A name that is only alike is enough where nothing speaks for two: the number is of a mobile, or all of them are
    common. Brothers in one firm have its telephone in common, too.
    """
    other = name_key(holder.name)
    if same_words(each.key, other) or not any(map(str.isalpha, holder.name)):
        return True
    mobiles = {phone.canonical for phone in each.content.phones if phone.kind is PhoneKind.MOBILE}
    return alike(each.key, other) and (set(common) >= set(each.numbers) or not mobiles.isdisjoint(common))
