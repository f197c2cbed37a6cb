"""The search for profiles while typing: correct, misspelt, partial, by number, filtered, and counted."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import pandas as pd

from bench.report import Line, percentile, percentiles
from bench.seeding import FIRST_MOBILE
from bench.world import World, make_database
from callerid_dash.domain.profiles.profiles import ProfileKind
from callerid_dash.services.core import core_over
from callerid_dash.services.profiles.filter import ProfileFilter
from callerid_dash.services.profiles.search import ProfileFinder
from callerid_dash.store.engine.database import open_store

REACH_MS = 100.0
_LETTERS = "ابپتجحخدرزسشصطعغفقکگلمنوهی"
_SYLLABLES = ("ka", "ri", "mo", "sa", "na", "de", "lu", "fi", "sha", "zad", "pour", "far", "mehr", "ja", "ho", "rah")
Words = list[str]
Taken = tuple[float, float]
"""Milliseconds on the clock, and of all processors together: the latter counts on a machine that is busy."""


def searching(world: World) -> list[Line]:
    """Ask each kind of question many times, each with its page of profiles."""
    rng = random.Random(7)
    path = world.new_folder() / "search.duckdb"
    names = _make_book(path, rng, world.scale.searched)
    asked = [rng.choice(names) for _ in range(world.scale.searches)]
    store = open_store(f"duckdb:///{path}")
    try:
        finder = ProfileFinder(core_over(store))
        found = f"find a profile among {len(names):,}"
        return [
            _line(f"{found}: {kind}", [_time(ask, words) for words in asked])
            for kind, ask in _questions(finder).items()
        ]
    finally:
        store.close()


def _questions(finder: ProfileFinder) -> dict[str, Callable[[Words], object]]:
    return {
        "a name, its words turned round": lambda words: finder.search(" ".join(reversed(words))),
        "three letters": lambda words: finder.search(words[-1][:3]),
        "a typing error in each word": lambda words: finder.search(" ".join(map(_mistyped, words))),
        "digits of a number": lambda words: finder.search(f"0910 0{_digits(words)}"),
        "all of a color, by name": lambda words: finder.search("", wanted=ProfileFilter(color=len(words[0]) % 7)),
        "how many of each category": lambda words: finder.counts(words[0][:2]),
        "called much like that": lambda words: finder.similar(" ".join(words), ProfileKind.PERSON),
    }


def _make_book(path: Path, rng: random.Random, profiles: int) -> list[Words]:
    """A database of profiles with two numbers each, with category and color, and the words of each name."""
    make_database(path, 0, profiles, 2 * profiles)
    first, last = _vocabulary(rng, 1 + profiles // 200), _vocabulary(rng, 1 + profiles // 8)
    names = [[rng.choice(first), rng.choice(last)] for _ in range(profiles)]
    firms = [" ".join(rng.choice(names)) for _ in range(1 + profiles // 10)]
    keys = [f"{' '.join(name)}|{rng.choice(firms)}|" for name in names]
    book = pd.DataFrame({"id": range(1, profiles + 1), "search_key": keys})
    words = pd.DataFrame({"word": sorted({word for key in keys for word in key.replace("|", " ").split()})})
    with duckdb.connect(str(path)) as connection:
        connection.register("book", book)
        connection.register("words", words)
        connection.execute(
            "UPDATE profiles SET search_key = book.search_key, color_id = book.id % 7, category_id = book.id % 50 "
            "FROM book WHERE book.id = profiles.id"
        )
        connection.execute("INSERT INTO profile_words (word) SELECT word FROM words")
        connection.execute(
            "INSERT INTO categories (id, parent_id, position, title) "
            "SELECT range, CASE WHEN range > 4 THEN range // 5 END, range, 'c' FROM range(50)"
        )
    return names


def _vocabulary(rng: random.Random, size: int) -> list[str]:
    words: dict[str, None] = {}
    while len(words) < size:
        latin = "".join(rng.choice(_SYLLABLES) for _ in range(rng.randint(2, 4)))
        persian = "".join(rng.choice(_LETTERS) for _ in range(rng.randint(3, 8)))
        words[latin if rng.random() < 0.35 else persian] = None
    return list(words)


def _mistyped(word: str) -> str:
    middle = len(word) // 2
    return word[:middle] + word[middle + 1 :]


def _digits(words: Words) -> str:
    return str(FIRST_MOBILE + sum(map(ord, words[0])) * 37)[-6:-1]


def _time(ask: Callable[[Words], object], words: Words) -> Taken:
    begun, worked = time.perf_counter(), time.process_time()
    ask(words)
    return (time.perf_counter() - begun) * 1000, (time.process_time() - worked) * 1000


def _line(what: str, taken: list[Taken]) -> Line:
    times, work = [time for time, _ in taken], [worked for _, worked in taken]
    text = (
        f"p50 {percentile(times, 0.5):.0f} ms, p95 {percentile(times, 0.95):.0f} ms; "
        f"{percentile(work, 0.5):.0f} ms of processor each"
    )
    met = percentile(times, 0.95) <= REACH_MS
    return Line(what, text, f"p95 <= {REACH_MS:g} ms", met, percentiles(times, "ms"))
