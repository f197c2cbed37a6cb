"""The history on a profile's page as data: entries, tasks and filters."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from dash.development.base_component import Component

from callerid_dash.domain.errors import InvalidInput
from callerid_dash.domain.profiles.records import Record, RecordKind
from callerid_dash.domain.users import Role, User
from callerid_dash.services.live.feed import FeedRow
from callerid_dash.ui.profile.history import history_view, wanted_of
from callerid_dash.ui.profile.history import parts as history_parts
from callerid_dash.ui.profile.timeline import timeline
from tests.ui.office import (
    ADMIN,
    REZA,
    SARA,
    START,
    FakeServices,
    attribute,
    by_class,
    context,
    ring,
    text,
    walk,
)
from tests.ui.profile.conftest import BOSS, NOTE, TASK, dialogs, hrefs


def record(key: int, kind: RecordKind = NOTE, after: int = 0, **given: object) -> Record:
    values: dict[str, object] = {"subject": f"about {key}", "text": "", "author_id": SARA.id, "author": "sara"}
    happened = START + timedelta(seconds=after)
    return Record(key, 7, kind, happened_at=happened, **{**values, **given})  # type: ignore[arg-type]


def history(services: FakeServices, *entries: Record | FeedRow, viewer: User = SARA, **state: bool) -> list[Component]:
    request = context(viewer)
    view = history_view(services, request, viewer, 7, list(entries))  # type: ignore[arg-type]
    made = replace(view(state.get("filtered", False), state.get("more", False)), now=START + timedelta(hours=1))
    return timeline(made, request.words(), request.formats())


def test_entries_are_grouped_by_the_office_s_days(services: FakeServices) -> None:
    call = ring(answered=5, ended=65, start=START + timedelta(minutes=30))
    tree = history(services, call, record(1), record(2, after=-86_400))
    assert [text(part.children) for part in walk(tree) if part.__class__.__name__ == "H3"] == [
        "Today 23 Nov 2026",
        "Yesterday 22 Nov 2026",
        "21 Nov 2026",
    ]
    assert [attribute(part, "data-entry") for part in by_class(tree, "entry")] == ["call", "record", "record"]


def test_an_empty_history_does_not_say_that_nothing_was_where_some_may_be_hidden(services: FakeServices) -> None:
    assert "Nothing has happened yet." in text(history(services))
    services.directory.snapshot = replace(services.directory.snapshot, settings={"visibility": "own_profiles"})
    assert "Nothing that you may see" in text(history(services))
    assert "Nothing has happened yet." in text(history(services, viewer=ADMIN))


def test_a_call_says_how_it_went_and_offers_a_record_about_it(services: FakeServices) -> None:
    [entry] = by_class(history(services, ring(answered=5, ended=65)), "entry")
    said = text(entry)
    for words in ("Incoming call", "Answered", "01:00", "00:05", "0912 345 6789", "201 · Sara Karimi", "Main line"):
        assert words in said
    [offer] = [part for part in walk(entry) if getattr(part, "title", None) == "New record about this call"]
    assert attribute(offer, "data-profile-id") == "7"
    assert attribute(offer, "data-call-id") == entry.id.removeprefix("entry-call-")


def test_a_record_says_what_was_written_by_whom(services: FakeServices) -> None:
    [entry] = by_class(history(services, record(1, text="<b>He called</b>")), "entry")
    assert text(entry).split()[:3] == ["Note", "about", "1"]
    assert text(by_class(entry, "entry-text")) == "<b>He called</b>"
    assert "sara" in text(by_class(entry, "entry-facts"))


def test_long_texts_can_be_unfolded(services: FakeServices) -> None:
    tree = history(services, record(1, text="long " * 100), record(2, text="short"))
    assert len(by_class(tree, "fold")) == 1


def test_a_task_shows_whether_it_is_due_and_who_is_to_do_it(services: FakeServices) -> None:
    late = record(1, TASK, due_at=START, assignee_id=REZA.id, assignee="reza")
    done = record(2, TASK, due_at=START, done_at=START)
    one, two = by_class(history(services, late, done), "entry")
    assert "overdue" in text(one)
    assert "reza" in text(one)
    assert "overdue" not in text(two)
    assert [attribute(part, "data-done") for part in (one, two)] == ["false", "true"]


@pytest.mark.parametrize(
    ("viewer", "toggles", "edits"), [(SARA, 1, 1), (REZA, 1, 0), (User(6, "new", "", Role.AGENT), 0, 0), (BOSS, 1, 1)]
)
def test_only_the_author_the_assignee_and_supervisors_tick_a_task_off(
    services: FakeServices, viewer: User, toggles: int, edits: int
) -> None:
    tree = history(services, record(1, TASK, assignee_id=REZA.id), viewer=viewer)
    assert len(by_class(tree, "entry-toggle")) == toggles
    assert [name for name, _ in dialogs(tree)] == ["record"] * edits


def test_the_number_of_a_phone_call_is_written_as_that_of_its_call(services: FakeServices) -> None:
    call = ring(answered=5, ended=65)
    [shown, written] = by_class(history(services, call, record(1, number=call.number.canonical)), "entry")
    for entry in (shown, written):
        assert text(by_class(entry, "number")) == "0912 345 6789"
    assert not by_class(history(services, record(1)), "number")


def test_a_record_leads_to_its_call_where_that_is_on_the_page(services: FakeServices) -> None:
    call = ring(answered=5, ended=65)
    about = record(1, call_id=call.call.id)
    assert hrefs(history(services, call, about)) == [f"#entry-call-{call.call.id}"]
    assert hrefs(history(services, about)) == []


def test_an_empty_history_says_what_to_do(services: FakeServices) -> None:
    assert "New record" in text(history(services))
    assert "Clear the filters" in text(history(services, filtered=True))


def test_older_entries_are_offered_where_there_are_any(services: FakeServices) -> None:
    [button] = by_class(history(services, record(1), more=True), "history-more")
    assert attribute(button, "data-args") == '{"shown": 31}'
    assert not by_class(history(services, record(1)), "history-more")


def test_filters_ask_for_days_of_the_office(services: FakeServices) -> None:
    wanted = wanted_of(
        {"kind": "open", "author": "2", "text": "x", "from": "2026-11-22", "to": "۱۴۰۵/۰۹/۰۱"}, context()
    )
    assert (wanted.open_tasks, wanted.calls, wanted.records, wanted.author, wanted.text) == (True, False, True, 2, "x")
    assert wanted.since
    assert wanted.before
    assert wanted.since.astimezone(UTC) == datetime(2026, 11, 21, 20, 30, tzinfo=UTC)
    assert wanted.before - wanted.since == timedelta(days=1)


@pytest.mark.parametrize("typed", ["tomorrow", "2026-13-01", "1405/12/31", "0000-01-01", "9999-12-31", "1-1-1"])
def test_what_is_no_date_is_said_and_what_was_shown_stays(services: FakeServices, typed: str) -> None:
    with pytest.raises(InvalidInput):
        wanted_of({"to": typed}, context())
    drawn = history_parts(services, context(), 7, 30, {"to": typed})  # type: ignore[arg-type]
    assert list(drawn) == ["profile-history-problem"]
