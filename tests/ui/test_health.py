from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from callerid_dash.domain.sources import SourceHealth
from callerid_dash.locales import translator
from callerid_dash.ui.components.health import FeedHealth, health_badge
from callerid_dash.ui.formats import Formats
from tests.ui.office import START, ZONE, attribute, by_class, text

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
