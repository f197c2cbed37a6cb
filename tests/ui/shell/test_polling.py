from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from callerid_dash.domain.calls.sources import SourceHealth
from callerid_dash.domain.users import User
from callerid_dash.services.shared.directory import Snapshot
from callerid_dash.ui.calls import rows as rows_module
from callerid_dash.ui.calls.row import call_row
from callerid_dash.ui.calls.rows import RowRenderer
from callerid_dash.ui.shell.polling import ROWS, Polls, delta
from tests.ui.office import DIRECTORY, REZA, SARA, START, FakeServices, context, holder, owner, ring


@pytest.fixture
def services() -> FakeServices:
    return FakeServices()


def poll(services: FakeServices, followed: object = None, viewer: User = SARA, language: str = "en") -> Any:
    here = context(viewer, language)
    return delta(services, here, RowRenderer(here), viewer, followed)  # type: ignore[arg-type]


def test_the_first_poll_gets_everything(services: FakeServices) -> None:
    row = ring("09123456789", holder())
    services.feed.publish([row])
    answer = poll(services)
    assert answer["order"] == [str(row.call.id)]
    assert answer["rows"][str(row.call.id)]["props"]["data-name"] == "Maryam Ahmadi"
    assert answer["health"][0]["props"]["data-health"] == "live"
    json.dumps(answer)  # it travels as it is


def test_nothing_new_is_no_answer(services: FakeServices) -> None:
    services.feed.publish([ring()])
    assert poll(services, poll(services)["cursor"]) is None


def test_every_answer_says_who_is_signed_in(services: FakeServices) -> None:
    services.feed.publish([ring()])
    polls = Polls(services, context(SARA))  # type: ignore[arg-type]
    first: Any = polls.answer({})
    assert first["viewer"] == SARA.id
    assert polls.answer({"cursor": first["delta"]["cursor"]}) == {"viewer": SARA.id}


def test_a_source_that_goes_down_is_news_without_a_call(services: FakeServices) -> None:
    polls = Polls(services, context(SARA))  # type: ignore[arg-type]
    first: Any = polls.answer({})
    services.calls.sources.sources = (SourceHealth("asterisk", connected=False, since=START),)
    news: Any = polls.answer({"cursor": first["delta"]["cursor"]})
    assert news["delta"]["health"][0]["props"]["data-health"] == "down"


def test_who_was_away_is_told_how_many_calls_came_meanwhile(services: FakeServices) -> None:
    services.feed.publish([ring(key=str(i), start=START + timedelta(seconds=i)) for i in (-60, 30, 90)])
    polls = Polls(services, context(SARA))  # type: ignore[arg-type]
    assert polls.answer({"away": START.timestamp() * 1000})["came"] == 2
    assert "came" not in polls.answer({})


@pytest.mark.parametrize("away", ["yesterday", -1, 1e300, float("nan"), None, []])
def test_rubbish_about_having_been_away_is_not_answered(services: FakeServices, away: object) -> None:
    polls = Polls(services, context(SARA))  # type: ignore[arg-type]
    assert polls.answer({"away": away}).keys() == {"viewer", "delta"}


def test_a_change_costs_one_row(services: FakeServices) -> None:
    first, second = ring(key="1"), ring(key="2")
    services.feed.publish([first, second])
    followed = poll(services)["cursor"]
    services.feed.publish([ring(key="2", ended=20)])
    answer = poll(services, followed)
    assert list(answer["rows"]) == [str(second.call.id)]
    assert answer["order"] == [str(first.call.id), str(second.call.id)]
    assert answer["rows"][str(second.call.id)]["props"]["data-outcome"] == "missed"


def test_a_source_that_goes_down_is_told_although_no_call_came(services: FakeServices) -> None:
    followed = poll(services)["cursor"]
    services.calls.sources.sources = (SourceHealth("asterisk", connected=False, since=START),)
    answer = poll(services, followed)
    assert "rows" not in answer
    assert answer["health"][0]["props"]["data-health"] == "down"
    assert poll(services, answer["cursor"]) is None


@pytest.mark.parametrize("garbage", ["x", 7, [], {"feed": 3, "health": []}, {"feed": "other:1"}])
def test_a_cursor_that_is_none_of_ours_gets_everything(services: FakeServices, garbage: object) -> None:
    services.feed.publish([ring()])
    assert len(poll(services, garbage)["rows"]) == 1


def test_a_list_has_its_limit(services: FakeServices) -> None:
    services.feed.publish([ring(key=str(number), ended=20) for number in range(ROWS + 5)])
    assert len(poll(services)["order"]) == ROWS


def test_no_list_s_limit_cuts_a_call_that_goes_on(services: FakeServices) -> None:
    services.feed.publish([ring(key=str(number)) for number in range(ROWS + 5)])
    assert len(poll(services)["order"]) == ROWS + 5


class Counted:
    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.drawn = 0
        real = call_row

        def counting(*given: Any) -> Any:
            self.drawn += 1
            return real(*given)

        monkeypatch.setattr(rows_module, "call_row", counting)


def test_viewers_who_see_the_same_share_one_rendering(monkeypatch: pytest.MonkeyPatch) -> None:
    counted, renderer = Counted(monkeypatch), RowRenderer(context())
    row = ring("09123456789", holder(owners=(owner(REZA),)))
    others = [User(key, f"u{key}", "", SARA.role) for key in range(10, 510)]
    trees = [renderer.render(row, viewer, DIRECTORY) for viewer in others]
    assert counted.drawn == 1
    assert all(tree is trees[0] for tree in trees)
    assert "data-at-my-phone" in renderer.render(row, SARA, DIRECTORY)["props"]  # type: ignore[operator]
    counted.drawn = 1
    assert renderer.render(row, REZA, DIRECTORY)["props"]["data-kind"] == "mine"  # type: ignore[index]
    assert counted.drawn == 2


@pytest.mark.parametrize(
    "changed",
    [
        lambda row, directory: (replace(row, version=2), directory),
        lambda row, directory: (row, replace_line(directory)),
        lambda row, directory: (row, Snapshot(users={1: replace(SARA, display_name="S.")}, lines=directory.lines)),
    ],
    ids=["the call", "a line's title", "a user's name"],
)
def test_what_changed_is_drawn_anew(changed: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    counted, renderer = Counted(monkeypatch), RowRenderer(context())
    row = ring(answered=4)
    renderer.render(row, SARA, DIRECTORY)
    later, directory = changed(row, DIRECTORY)
    renderer.render(later, SARA, directory)
    assert counted.drawn == 2


def replace_line(directory: Snapshot) -> Snapshot:
    return Snapshot(users=directory.users, lines={"02188881111": "Hotline"})


def test_languages_do_not_share_renderings() -> None:
    language = ["en"]
    here = replace(context(), language=lambda: language[0])
    renderer, row = RowRenderer(here), ring()
    english = renderer.render(row, SARA, DIRECTORY)
    language[0] = "fa"
    assert renderer.render(row, SARA, DIRECTORY) != english


def test_renderings_are_forgotten_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    counted, renderer = Counted(monkeypatch), RowRenderer(context(), kept=2)
    calls = [ring(key=str(number)) for number in range(3)]
    for row in [*calls, calls[0]]:
        renderer.render(row, SARA, DIRECTORY)
    assert counted.drawn == 4


def test_a_foreign_country_is_named_in_the_page_s_language() -> None:
    here = context(language="fa")
    assert "آلمان" in json.dumps(RowRenderer(here).render(ring("+4930123456"), SARA, DIRECTORY), ensure_ascii=False)
