"""Finds profiles by typed text: words of names and organizations, or digits of a number.

Hits come in this order: exact number or name, names that begin with the text, other parts that begin with it, words
that begin with the typed words, part of a number, anything else that contains every word. Profiles with words that are
only similar come last (`alike`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from callerid_dash.store.engine.protocol import Session
from callerid_dash.store.engine.rows import made

WORDS = 4
"""The search uses at most this many words, the longest; more words narrow nothing down."""
GROUPS = 3
WORDS_PER_GROUP = 6
_BEFORE_ALL = (-1, "", 0)

Position = tuple[int, str, int]
"""The place of a hit in the order: its rank, its search key, its id."""


@dataclass(frozen=True, slots=True)
class ProfileConditions:
    """`phrase` is a search key ('' matches every profile); `digits` is part of a canonical number ('' matches none)."""

    phrase: str = ""
    digits: str = ""
    canonical: str | None = None

    @property
    def words(self) -> list[str]:
        """The words to search for, longest first."""
        return sorted(set(self.phrase.split()), key=lambda word: (-len(word), word))[:WORDS]


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Conditions on the profiles themselves; None is no condition. `categories` are all accepted categories."""

    kind: str | None = None
    categories: Sequence[int] | None = None
    color: int | None = None
    owner: int | None = None
    anonymous: bool | None = None
    no_owner: bool = False


@dataclass(frozen=True, slots=True)
class Facet:
    """How many profiles have this category, color and kind."""

    category_id: int | None
    color_id: int | None
    kind: str
    profiles: int


@dataclass(frozen=True, slots=True)
class SimilarProfile:
    """A profile with words similar to the typed ones, and the fields that filters need."""

    id: int
    search_key: str
    kind: str
    category_id: int | None
    color_id: int | None
    owner_ids: tuple[int, ...]
    anonymous: bool


EVERY = Narrowed()


def search(
    session: Session, wanted: ProfileConditions, limit: int, after: Position | None = None, narrowed: Narrowed = EVERY
) -> list[Position]:
    """The best `limit` hits that follow `after`; a hit's last element is the profile's id."""
    place, key, profile_id = after or _BEFORE_ALL
    rows = session.rows(
        "profile_search.direct",
        **_words(wanted),
        phrase=wanted.phrase,
        digits=wanted.digits,
        canonical=wanted.canonical,
        kind=narrowed.kind,
        categories=list(narrowed.categories) if narrowed.categories is not None else None,
        color=narrowed.color,
        **_people(narrowed),
        after_place=place,
        after_key=key,
        after_id=profile_id,
        limit=limit,
    )
    return [(row["place"], row["search_key"], row["id"]) for row in rows]


def counts(session: Session, wanted: ProfileConditions, narrowed: Narrowed = EVERY) -> list[Facet]:
    """The number of hits of each category, color and kind; ignores the conditions of `narrowed` on these three."""
    rows = session.rows(
        "profile_search.counts",
        **_words(wanted),
        digits=wanted.digits,
        canonical=wanted.canonical,
        **_people(narrowed),
    )
    return [Facet(**row) for row in rows]


def alike(session: Session, groups: Sequence[Sequence[str]], limit: int) -> list[SimilarProfile]:
    """Profiles whose search key contains a word of each group; only the first `GROUPS` groups count."""
    slots: dict[str, str | None] = {}
    for letter, position in zip("abc", range(GROUPS), strict=True):
        group = list(groups[position]) if position < len(groups) else [""]
        for slot in range(WORDS_PER_GROUP):
            slots[f"{letter}{slot + 1}"] = group[slot] if slot < len(group) else None
    owners = ("sales_id", "support_id", "other_id")
    return [
        made(SimilarProfile, row, owner_ids=tuple(row[name] for name in owners if row[name] is not None))
        for row in session.rows("profile_search.alike", **slots, limit=limit)
    ]


def learn(session: Session, search_keys: Iterable[str]) -> None:
    """Add the words of these search keys to the vocabulary for finding typing errors. No word is ever removed.

    Only words with letters are added: a number is found by its digits.
    """
    words = {word for key in search_keys for word in key.replace("|", " ").split() if any(map(str.isalpha, word))}
    if words:
        session.run("profile_search.learn", words=sorted(words))


def words_after(session: Session, word_id: int) -> list[tuple[int, str]]:
    """The words that were added after this one, with their ids, in the order in which they were added."""
    return [(row["id"], row["word"]) for row in session.rows("profile_search.words", after_id=word_id)]


def _words(wanted: ProfileConditions) -> dict[str, object]:
    words = wanted.words
    return {f"word{i + 1}": words[i] if i < len(words) else "" for i in range(WORDS)}


def _people(narrowed: Narrowed) -> dict[str, object]:
    return {"owner": narrowed.owner, "anonymous": narrowed.anonymous, "no_owner": narrowed.no_owner}
