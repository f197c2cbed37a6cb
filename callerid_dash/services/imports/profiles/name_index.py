"""Finds profiles whose name is the same as, or similar to, that of an entry of a file.

Similarity is defined as for a saved form (`services/profiles/search.py`). To be fast for whole files, only the names
that share a word with the file are kept in memory, and a name is only compared with names that share a word with it.
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
"""The least similarity, of 100, of two names that may be the same."""
_COMMON = 500
"""A word in more names than this is ignored, as it does not distinguish them."""


@lru_cache(maxsize=100_000)
def name_key(name: str) -> str:
    """A name as it is compared."""
    return search_key(name.replace("|", " "))


def same_words(one: str, other: str) -> bool:
    """Are these two keys the same name: the same words in any order ('Ali Rezaei', 'Rezaei, Ali'), or some of them?"""
    words, others = set(one.split()), set(other.split())
    return bool(words and others) and (words <= others or others <= words)


def alike(one: str, other: str) -> bool:
    """Do these two keys have the same words, or nearly the same spelling?"""
    return same_words(one, other) or bool(one and other and fuzz.token_sort_ratio(one, other) >= LIKE)


class Names:
    """The names that share a word with any of the given keys."""

    def __init__(self, keys: Iterable[str]) -> None:
        self._words = {word for key in keys for word in key.split()}
        self._named: dict[int, _Named] = {}
        self._by_word: defaultdict[str, list[int]] = defaultdict(list)
        self._by_key: defaultdict[str, list[int]] = defaultdict(list)

    def add(self, profile_id: int, kind: ProfileKind, key: str, has_phones: bool) -> None:
        """Add the name of a profile; it is kept only if it shares a word with the keys."""
        words = self._words.intersection(key.split())
        if words:
            self._named[profile_id] = _Named(key, kind, has_phones)
            self._by_key[key].append(profile_id)
            for word in words:
                self._by_word[word].append(profile_id)

    def same(self, key: str, kind: ProfileKind, *, without_phones: bool = False) -> int | None:
        """The first profile of this kind with exactly this name; `without_phones`: only among those without phones."""
        for found in self._by_key.get(key, ()):
            named = self._named[found]
            if named.kind is kind and not (without_phones and named.has_phones):
                return found
        return None

    def similar(self, key: str, kind: ProfileKind) -> int | None:
        """The profile of this kind with the most similar name; None if no name is similar."""
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
