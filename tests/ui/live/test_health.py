from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

import callerid_dash
from callerid_dash.background import TaskHealth
from callerid_dash.domain.calls.sources import SourceHealth
from callerid_dash.locales import translator
from callerid_dash.store.summaries.catalogue import SUMMARIES
from callerid_dash.ui.live.health import FeedHealth, health_badge
from callerid_dash.ui.text.formats import Formats
from callerid_dash.ui.words.health import unwell_words
from tests.ui.office import START, ZONE, attribute, by_class, text

PACKAGE = Path(callerid_dash.__file__).parent
_NAMED = re.compile(r'(?:worker|task)\("([\w-]+)"')
PASSING = {"test-call"}
"""A failure of theirs is over with it."""
UP = SourceHealth("asterisk", connected=True, since=START, last_event_at=START)
DOWN = SourceHealth("asterisk", connected=False, since=START, lost=2, detail="login refused")


def badge(health: FeedHealth) -> list[object]:
    return list(health_badge(health, translator("en"), Formats("en", ZONE)))


def state(health: FeedHealth) -> object:
    [button] = by_class(badge(health), "health-badge")
    return attribute(button, "data-health")


def test_the_feed_is_live_when_all_sources_are_and_something_was_heard() -> None:
    assert state(FeedHealth.of([UP], None)) == "live"
    assert state(FeedHealth.of([], START)) == "live"


def test_one_source_that_is_down_turns_the_badge() -> None:
    health = FeedHealth.of([UP, replace(DOWN, name="door")], START)
    assert state(health) == "down"
    assert "door is down" in text(by_class(badge(health), "health-badge"))
    assert "2 events lost login refused" in text(by_class(badge(health), "source-text"))


def test_before_the_first_call_it_waits() -> None:
    assert state(FeedHealth.of([replace(UP, last_event_at=None)], None)) == "waiting"


def test_without_a_telephone_system_it_says_where_calls_come_from() -> None:
    assert "through the API" in text(badge(FeedHealth.of([], None)))


def test_the_newest_event_of_all_counts() -> None:
    later = START + timedelta(seconds=30)
    assert FeedHealth.of([UP], later).last_event_at == later
    assert FeedHealth.of([replace(UP, last_event_at=later)], START).last_event_at == later


def test_the_badge_is_drawn_anew_when_something_changed_but_not_for_every_event() -> None:
    first = FeedHealth.of([UP], START)
    assert first.stamp == FeedHealth.of([UP], START + timedelta(seconds=1)).stamp
    assert first.stamp != FeedHealth.of([UP], START + timedelta(seconds=6)).stamp
    assert first.stamp != FeedHealth.of([replace(UP, connected=False)], START).stamp
    assert first.stamp != FeedHealth.of([replace(UP, lost=1)], START).stamp


TIDYING = TaskHealth("undo", False, 3, "OSError: Input/output error", START)
STORING = TaskHealth("store", False, 1, "The database failed: No space left on device", START)


@pytest.mark.parametrize("language", ["en", "fa"])
def test_what_fails_in_the_background_is_said_in_words(language: str) -> None:
    t = translator(language)
    drawn = list(health_badge(FeedHealth.of([UP], START, [TIDYING]), t, Formats(language, ZONE)))
    [button] = by_class(drawn, "health-badge")
    assert attribute(button, "data-health") == "unwell"
    assert t("What is outdated is not tidied away") in text([button])
    assert "OSError: Input/output error" in text(by_class(drawn, "source-text"))
    assert health_badge(FeedHealth.of([UP], START), t, Formats(language, ZONE)) != drawn


def test_that_nothing_can_be_stored_comes_before_everything_else() -> None:
    health = FeedHealth.of([DOWN], START, [STORING, TIDYING])
    assert state(health) == "down"
    assert "Nothing can be stored" in text(by_class(badge(health), "health-badge"))
    assert "asterisk is down" not in text(by_class(badge(health), "health-badge"))


def test_a_source_that_is_down_comes_before_what_is_less() -> None:
    health = FeedHealth.of([DOWN], START, [TIDYING])
    assert state(health) == "down"
    assert "asterisk is down" in text(by_class(badge(health), "health-badge"))


def test_the_badge_is_drawn_anew_when_something_begins_or_ceases_to_fail() -> None:
    assert FeedHealth.of([UP], START).stamp != FeedHealth.of([UP], START, [TIDYING]).stamp


def test_every_task_has_words() -> None:
    named = {name for file in PACKAGE.rglob("*.py") for name in _NAMED.findall(file.read_text())} - PASSING
    chores = set(
        re.findall(r'^            "(\w+)": ', (PACKAGE / "services/housekeeping.py").read_text(), re.MULTILINE)
    ) | set(SUMMARIES)
    assert len(named) > 4
    assert len(chores) > 6
    unsaid = {name for name in named | chores if "fails" in unwell_words(name, translator("en"))}
    assert unsaid == set()


def test_a_source_that_lost_events_is_not_simply_live() -> None:
    lossy = replace(UP, lost=3, lost_at=START)
    health = FeedHealth.of([lossy, replace(UP, name="door", lost=9)], START, now=START + timedelta(minutes=59))
    assert state(health) == "unwell"
    assert "3 events lost" in text(by_class(badge(health), "health-badge"))
    later = FeedHealth.of([lossy], START, now=START + timedelta(minutes=61))
    assert state(later) == "live"
    assert "3 events lost" in text(by_class(badge(later), "source-text")), "it stays in the list of sources"
    assert health.stamp != later.stamp
