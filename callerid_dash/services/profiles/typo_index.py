"""Keeps the words of all names in memory, to find the words that a mistyped one may mean.

The store collects the words (`store/profiles/profile_search.py: learn`); new ones are read before each use.
`services/profiles/search.py` finds the profiles that have such words.
"""

from __future__ import annotations

import itertools
import threading
from collections.abc import Iterator, Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

from callerid_dash.store.engine.protocol import Session
from callerid_dash.store.profiles.profile_search import WORDS_PER_GROUP, words_after

_MOST = 40
_SHORTEST = 3
_LONG = 6


def mistakes_allowed(word: str) -> int:
    """How many letters of a typed word may be wrong, missing, extra, or swapped with the next."""
    return 0 if len(word) < _SHORTEST else 1 if len(word) < _LONG else 2


def distance(typed: str, words: Sequence[str], *, unfinished: bool = False) -> float | None:
    """The distance of a typed word from the nearest word of a name: 0 if that begins with it, None if all are too far.

    `unfinished`: the typed word may be only the beginning of a word.
    """
    allowed = mistakes_allowed(typed)
    best = min((_one(typed, word, allowed, unfinished) for word in words), default=allowed + 1.0)
    if best > 1 and any(one + other == typed for one, other in itertools.pairwise(words)):
        return 1.0
    return best if best <= allowed + 0.5 else None


def _one(typed: str, word: str, allowed: int, unfinished: bool) -> float:
    if word.startswith(typed):
        return 0.0
    if typed in word:
        return 0.5
    whole = float(OSA.distance(typed, word, score_cutoff=allowed))
    if whole <= allowed or not unfinished:
        return whole
    return min(0.5 + OSA.distance(typed, begun, score_cutoff=allowed) for begun in _beginnings(word, typed, allowed))


def _beginnings(word: str, typed: str, allowed: int) -> Iterator[str]:
    for length in range(max(1, len(typed) - allowed), len(typed) + allowed + 1):
        yield word[:length]


class Vocabulary:
    """All words, and the search for similar ones. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last_id = 0
        self._words: dict[str, None] = {}
        self._by_letter: dict[str, list[str]] = {}

    def catch_up(self, session: Session) -> None:
        """Read the words that the store has collected since the last call."""
        with self._lock:
            for word_id, word in words_after(session, self._last_id):
                self._last_id = word_id
                if word not in self._words:
                    self._words[word] = None
                    self._by_letter.setdefault(word[0], []).append(word)

    def may_occur(self, typed: Sequence[str]) -> bool:
        """Could a name contain all of these? False only if one with letters is not part of any known word."""
        with self._lock:
            return all(
                typed_word in self._words or any(typed_word in word for word in self._words)
                for typed_word in typed
                if any(map(str.isalpha, typed_word))
            )

    def alike(self, typed: str, *, unfinished: bool = False) -> list[str]:
        """The words to search for instead of a typed word: itself first, then the most similar words.

        These include two known words that were typed as one, and, if it is `unfinished`, beginnings of words.
        """
        allowed = mistakes_allowed(typed)
        if not allowed:
            return [typed]
        with self._lock:
            found = self._whole(typed, allowed)
            found |= dict.fromkeys(self._pairs(typed), 1.0)
            if unfinished:
                found = self._begun(typed, allowed) | found
        nearest = max(1.0, min((far for far in found.values() if far), default=1.0)) + 0.5
        near = [word for word, far in found.items() if 0 < far <= nearest and typed not in word]
        near.sort(key=lambda word: (found[word], word[0] != typed[0], abs(len(word) - len(typed)), word))
        return [typed, *near][:WORDS_PER_GROUP]

    def _whole(self, typed: str, allowed: int) -> dict[str, float]:
        hits = process.extract(typed, self._words.keys(), scorer=OSA.distance, score_cutoff=allowed, limit=_MOST)
        return {word: float(far) for word, far, _ in hits}

    def _begun(self, typed: str, allowed: int) -> dict[str, float]:
        # Only words with the same first letter: beginnings are short, and short texts are similar to too many words.
        words = self._by_letter.get(typed[0], ())
        begun = {part for word in words if len(word) > len(typed) for part in _beginnings(word, typed, allowed)}
        hits = process.extract(typed, begun, scorer=OSA.distance, score_cutoff=allowed, limit=_MOST)
        return {part: far + 0.5 for part, far, _ in hits}

    def _pairs(self, typed: str) -> Iterator[str]:
        for cut in range(2, len(typed) - 1):
            if typed[:cut] in self._words and typed[cut:] in self._words:
                yield f"{typed[:cut]} {typed[cut:]}"
