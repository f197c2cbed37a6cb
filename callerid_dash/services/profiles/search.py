"""Finds profiles by words of a name, despite spelling and typing errors, or by a number in any spelling.

Profiles that contain the query come first; if these are few, similar profiles follow. Profiles are created and changed
in `services/profiles/profiles.py`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from callerid_dash.domain.names import search_key
from callerid_dash.domain.numbers.phones import parse_number
from callerid_dash.domain.profiles.profiles import Profile, ProfileKind
from callerid_dash.services.core import Core
from callerid_dash.services.profiles.filter import ALL, ProfileCounts, ProfileFilter, narrowed, passes, tally
from callerid_dash.services.profiles.typo_index import Vocabulary, distance
from callerid_dash.services.shared.paging import Page, checked_limit, from_cursor, to_cursor
from callerid_dash.store.engine.protocol import Session
from callerid_dash.store.profiles import profile_search as search_tables
from callerid_dash.store.profiles.profile_search import (
    EVERY,
    GROUPS,
    Narrowed,
    Position,
    ProfileConditions,
    SimilarProfile,
)

__all__ = ["MOST_PER_PAGE", "MOST_TO_CHANGE", "Hits", "ProfileCounts", "ProfileFilter", "ProfileFinder"]

MOST_PER_PAGE = 100
MOST_TO_CHANGE = 5_000
"""The most profiles that a query can select at once for a change."""
_FEW = 5
"""With fewer direct hits than this, similar profiles follow."""
_MOST_SIMILAR = 500
_SIMILAR = 6
"""The first rank of similar hits, after all others (see the ranks in `store/profiles/profile_search.sql`)."""
_LONGEST_QUERY = 200
_FEWEST_DIGITS = 3
_LIKE = 80.0
"""The least similarity, of 100, of two names that may be the same."""


@dataclass(frozen=True, slots=True)
class Hits(Page[Profile]):
    """A page of hits. The last `similar` items do not contain the query but are similar to it."""

    similar: int = 0


@dataclass(frozen=True, slots=True)
class ProfileFinder:
    """Finds profiles. Thread-safe."""

    core: Core
    _vocabulary: Vocabulary = field(init=False, default_factory=Vocabulary)

    def by_number(self, number: str) -> list[Profile]:
        """The profiles that hold a number, in any spelling, lowest id first."""
        canonical = parse_number(number, self.core.snapshot.locality.dialing).canonical
        held = self.core.matcher.holders([canonical]).get(canonical or "", ())
        with self.core.store.read() as session:
            found = self.core.snapshot.profiles(session, [holder.id for holder in held])
        return [found[key] for key in sorted(found)]

    def search(self, query: str, limit: int = 20, cursor: str | None = None, wanted: ProfileFilter = ALL) -> Hits:
        """Profiles by name, organization or number in any spelling, the best hits first; '' finds all, ordered by name.

        Raises InvalidInput for an invalid limit or cursor.
        """
        limit = checked_limit(limit, MOST_PER_PAGE)
        after: Position | None = from_cursor(cursor, (int, str, int))
        with self.core.store.read() as session:
            hits = self._hits(session, self._wanted(query), wanted, limit + 1, after)
            found = self.core.snapshot.profiles(session, [hit[-1] for hit in hits[:limit]])
        shown = [hit for hit in hits[:limit] if hit[-1] in found]
        items = tuple(found[hit[-1]] for hit in shown)
        following = to_cursor(hits[limit - 1]) if len(hits) > limit else None
        return Hits(items, following, sum(hit[0] >= _SIMILAR for hit in shown))

    def ids(self, query: str, wanted: ProfileFilter = ALL, most: int = MOST_TO_CHANGE) -> list[int]:
        """The ids of the best `most` hits, in the order of `search`."""
        with self.core.store.read() as session:
            return [hit[-1] for hit in self._hits(session, self._wanted(query), wanted, most, None)]

    def walk(self, session: Session, query: str, wanted: ProfileFilter, at_once: int) -> Iterator[list[int]]:
        """The ids of all hits in the order of `search`, in batches of at most `at_once`, as this session sees them."""
        typed, after = self._wanted(query), None
        while hits := self._hits(session, typed, wanted, at_once, after):
            yield [hit[-1] for hit in hits]
            after = hits[-1]

    def counts(self, query: str = "", wanted: ProfileFilter = ALL) -> ProfileCounts:
        """The number of hits, in total and by category, color and kind."""
        tree = self.core.snapshot.categories
        conditions, typed = narrowed(wanted, tree), self._wanted(query)
        with self.core.store.read() as session:
            facets = search_tables.counts(session, typed, conditions) if self._may_hit(session, typed) else []
            known = sum(facet.profiles for facet in facets)
            similar = [profile for _, profile in self._similar(session, typed, known)]
        return tally(facets, similar, conditions, tree)

    def similar(self, name: str, kind: ProfileKind, limit: int = 5) -> list[Profile]:
        """Profiles of this kind with a similar name, the most similar first."""
        key = search_key(name[:_LONGEST_QUERY].replace("|", " "))
        with self.core.store.read() as session:
            found = self._called_like(session, key, kind)
            if not found and " " in key:
                found = self._called_like(session, key.partition(" ")[2], kind)  # the first may be a title
        return found[:limit]

    def _called_like(self, session: Session, key: str, kind: ProfileKind) -> list[Profile]:
        if not any(map(str.isalpha, key)):
            return []
        hits = [p.id for _, p in self._alike(session, ProfileConditions(key)) if p.kind == kind.value]
        found = self.core.snapshot.profiles(session, hits[:MOST_PER_PAGE])
        likeness = {profile.id: _likeness(key, profile) for profile in found.values()}
        best = sorted((key for key, like in likeness.items() if like >= _LIKE), key=lambda key: (-likeness[key], key))
        return [found[key] for key in best]

    def _hits(
        self, session: Session, typed: ProfileConditions, wanted: ProfileFilter, limit: int, after: Position | None
    ) -> list[Position]:
        conditions = narrowed(wanted, self.core.snapshot.categories)
        hits: list[Position] = []
        if after is None or after[0] < _SIMILAR:
            hits = self._direct(session, typed, limit, after, conditions)
        if len(hits) < limit:
            everything = hits if after is None and wanted == ALL else None
            similar = self._similar(session, typed, len(hits), everything)
            through = (position for position, profile in similar if passes(profile, conditions))
            hits += [position for position in through if after is None or position > after]
        return hits[:limit]

    def _similar(
        self, session: Session, typed: ProfileConditions, known: int, direct: list[Position] | None = None
    ) -> list[tuple[Position, SimilarProfile]]:
        """The similar profiles that follow the direct hits; none if there are at least `_FEW` direct hits.

        `known` is the number of direct hits known so far; `direct` are all of them, if they are known. Filters do not
        count for this limit, so that counts add up.
        """
        if known >= _FEW or not any(map(str.isalpha, typed.phrase)):
            return []
        direct = self._direct(session, typed, _FEW) if direct is None else direct
        if len(direct) >= _FEW:
            return []
        ids = {hit[-1] for hit in direct}
        return [(position, profile) for position, profile in self._alike(session, typed) if profile.id not in ids]

    def _direct(
        self,
        session: Session,
        typed: ProfileConditions,
        limit: int,
        after: Position | None = None,
        conditions: Narrowed = EVERY,
    ) -> list[Position]:
        may_hit = self._may_hit(session, typed)
        return search_tables.search(session, typed, limit, after, conditions) if may_hit else []

    def _may_hit(self, session: Session, typed: ProfileConditions) -> bool:
        """Can a name or number match directly? False for a mistyped word, which saves searching all names."""
        self._vocabulary.catch_up(session)
        return bool(typed.digits or typed.canonical) or self._vocabulary.may_occur(typed.words)

    def _alike(self, session: Session, typed: ProfileConditions) -> list[tuple[Position, SimilarProfile]]:
        """The profiles whose words are the same as or similar to the typed ones, the nearest first."""
        last = typed.phrase.rpartition(" ")[2]
        words = [(word, word == last) for word in typed.words]
        self._vocabulary.catch_up(session)
        groups = [self._vocabulary.alike(word, unfinished=unfinished) for word, unfinished in words[:GROUPS]]
        ranked = []
        for profile in search_tables.alike(session, groups, _MOST_SIMILAR):
            of_name = profile.search_key.replace("|", " ").split()
            far = [distance(word, of_name, unfinished=unfinished) for word, unfinished in words]
            if all(each is not None for each in far):
                place = _SIMILAR + math.ceil(2 * sum(each or 0 for each in far))
                ranked.append(((place, profile.search_key, profile.id), profile))
        return sorted(ranked, key=lambda pair: pair[0])

    def _wanted(self, query: str) -> ProfileConditions:
        typed = query[:_LONGEST_QUERY].encode(errors="ignore").decode()
        key = search_key(typed.replace("|", " "))
        digits = "" if any(map(str.isalpha, key)) else "".join(filter(str.isdecimal, key))
        part = digits.lstrip("0") if len(digits) >= _FEWEST_DIGITS else ""
        return ProfileConditions(key, part, parse_number(typed, self.core.snapshot.locality.dialing).canonical)


def _likeness(key: str, profile: Profile) -> float:
    parts = (profile.name, *profile.other_names(), f"{profile.first_name} {profile.last_name}")
    return max(fuzz.token_sort_ratio(key, part) for part in filter(None, map(search_key, parts)))
