"""Who is called like the entries of a file: the names of the address book in memory, as far as they may matter.

What "alike" means is the same as for a form that is saved (`services/profiles/search.py`), but for whole files: names
are compared with those that have a word in common with them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process

from callerid_dash.domain.names import search_key
from callerid_dash.domain.profiles.profiles import ProfileKind

LIKE = 80.0
"""From this likeness on, of 100, two names may be the same one."""
_COMMON = 500
"""A word that more names have than this tells nobody apart."""


@lru_cache(maxsize=100_000)
def name_key(name: str) -> str:
    """A name in the form in which it is compared."""
    return search_key(name.replace("|", " "))


def same_words(one: str, other: str) -> bool:
    """Are these two, by their keys, one name? So are 'Ali Rezaei' and 'Rezaei, Ali', and one with more words."""
    words, others = set(one.split()), set(other.split())
    return bool(words and others) and (words <= others or others <= words)


def alike(one: str, other: str) -> bool:
    """May they be, with a word spelled differently?"""
    return same_words(one, other) or bool(one and other and fuzz.token_sort_ratio(one, other) >= LIKE)


class Names:
    """The names that share a word with any that is looked for."""

    def __init__(self, keys: Iterable[str]) -> None:
        self._words = {word for key in keys for word in key.split()}
        self._named: dict[int, _Named] = {}
        self._by_word: defaultdict[str, list[int]] = defaultdict(list)
        self._by_key: defaultdict[str, list[int]] = defaultdict(list)

    def add(self, profile_id: int, kind: ProfileKind, key: str, has_phones: bool) -> None:
        """Somebody is called so; kept if any of the words matters."""
        words = self._words.intersection(key.split())
        if words:
            self._named[profile_id] = _Named(key, kind, has_phones)
            self._by_key[key].append(profile_id)
            for word in words:
                self._by_word[word].append(profile_id)

    def same(self, key: str, kind: ProfileKind, *, without_phones: bool = False) -> int | None:
        """The first of this kind with exactly this name, perhaps only among those without any phone."""
        for found in self._by_key.get(key, ()):
            named = self._named[found]
            if named.kind is kind and not (without_phones and named.has_phones):
                return found
        return None

    def similar(self, key: str, kind: ProfileKind) -> int | None:
        """Who of this kind is called most like it; None when nobody is."""
        if (same := self.same(key, kind)) is not None:
            return same
        rare = [found for word in key.split() if len(found := self._by_word.get(word, [])) <= _COMMON]
        keys = {i: self._named[i].key for found in rare for i in found if self._named[i].kind is kind}
        best = process.extractOne(key, keys, scorer=fuzz.token_sort_ratio, score_cutoff=LIKE)
        return int(best[2]) if best else None


@dataclass(frozen=True, slots=True)
class _Named:
    key: str
    kind: ProfileKind
    has_phones: bool
