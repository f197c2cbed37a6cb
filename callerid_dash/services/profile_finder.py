"""Finding profiles: by words of a name, forgiving of spelling, or by a number however it is written.

Making and changing them is `services/profiles.py`.
"""

from __future__ import annotations

from dataclasses import dataclass

from callerid_dash.domain.names import search_key
from callerid_dash.domain.phones import parse_number
from callerid_dash.domain.profiles import Profile, ProfileKind
from callerid_dash.services.directory import Directory
from callerid_dash.services.matching import Matcher
from callerid_dash.services.paging import Page, checked_limit, from_cursor, to_cursor
from callerid_dash.store import profiles as tables
from callerid_dash.store.database import Store
from callerid_dash.store.profile_search import Position, Wanted, search

MOST_PER_PAGE = 100
_LONGEST_QUERY = 200
_FEWEST_DIGITS = 3


@dataclass(frozen=True, slots=True)
class ProfileFilter:
    """Which profiles; None does not ask. `category` counts with all below it."""

    category: int | None = None
    color: int | None = None
    owner: int | None = None
    kind: ProfileKind | None = None


ALL = ProfileFilter()


class ProfileFinder:
    """Finds profiles. Thread-safe."""

    def __init__(self, store: Store, directory: Directory, matcher: Matcher) -> None:
        self._store = store
        self._directory = directory
        self._matcher = matcher

    def by_number(self, number: str) -> list[Profile]:
        """The profiles that hold a number, in any spelling, lowest id first."""
        canonical = parse_number(number, self._directory.snapshot.locality.dialing).canonical
        held = self._matcher.holders([canonical]) if canonical else {}
        with self._store.read() as session:
            found = tables.by_ids(session, [h.id for h in held.get(canonical or "", ())], self._lookups())
        return [found[key] for key in sorted(found)]

    def search(
        self, query: str, limit: int = 20, cursor: str | None = None, wanted: ProfileFilter = ALL
    ) -> Page[Profile]:
        """Profiles by name, organization or number in any spelling, the best hits first; '' finds all, by name."""
        limit = checked_limit(limit, MOST_PER_PAGE)
        after = _position(cursor)
        with self._store.read() as session:
            hits = search(session, self._wanted(query), limit + 1, after)
            found = tables.by_ids(session, [hit[-1] for hit in hits[:limit]], self._lookups())
        items = tuple(found[hit[-1]] for hit in hits[:limit] if hit[-1] in found)
        return Page(items, to_cursor(hits[limit - 1]) if len(hits) > limit else None)

    def similar(self, name: str, kind: ProfileKind, exclude: int | None = None, limit: int = 5) -> list[Profile]:
        """Profiles of this kind that are called much like that, the most alike first."""
        if not search_key(name):
            return []
        found = self.search(name, limit + 1).items
        return [profile for profile in found if profile.kind is kind and profile.id != exclude][:limit]

    def _lookups(self) -> tables.Lookups:
        snapshot = self._directory.snapshot
        return tables.Lookups(snapshot.users, snapshot.colors, snapshot.categories)

    def _wanted(self, query: str) -> Wanted:
        typed = query[:_LONGEST_QUERY].encode(errors="ignore").decode()
        key = search_key(typed.replace("|", " "))
        digits = "" if any(map(str.isalpha, key)) else "".join(filter(str.isdecimal, key))
        part = digits.lstrip("0") if len(digits) >= _FEWEST_DIGITS else ""
        return Wanted(key, part, parse_number(typed, self._directory.snapshot.locality.dialing).canonical)


def _position(cursor: str | None) -> Position | None:
    if cursor is None:
        return None
    place, key, profile_id = from_cursor(cursor, (int, str, int))
    return (int(place), str(key), int(profile_id))
