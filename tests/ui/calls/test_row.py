from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from dash import html
from dash.development.base_component import Component

from callerid_dash.domain.profiles.profiles import OwnerRole, ProfileKind
from callerid_dash.domain.users import User
from callerid_dash.locales import translator
from callerid_dash.services.live.feed import FeedRow
from callerid_dash.ui.calls.row import call_row
from callerid_dash.ui.calls.rows import row_view
from callerid_dash.ui.kit.basics import attrs
from callerid_dash.ui.kit.scripted import plain
from callerid_dash.ui.text.formats import formats
from tests.ui.office import (
    DIALING,
    DIRECTORY,
    GOLD,
    REZA,
    SARA,
    START,
    ZONE,
    attribute,
    by_class,
    holder,
    owner,
    ring,
    text,
    walk,
)


def drawn(row: FeedRow, viewer: User = SARA, language: str = "en") -> Component:
    view = row_view(row, viewer, DIRECTORY, DIALING, language)
    local = formats(language, ZONE)
    return call_row(view, translator(language), local, local.local(START).date())


def links(tree: object) -> list[str]:
    return [part.href for part in walk(tree) if getattr(part, "href", None)]


def test_an_owner_sees_their_own_customer_and_others_a_known_caller() -> None:
    row = ring("09123456789", holder(owners=(owner(REZA, OwnerRole.OTHER),)))
    mine, known = drawn(row, REZA), drawn(row, SARA)
    assert (attribute(mine, "data-kind"), attribute(known, "data-kind")) == ("mine", "known")
    # Never by color alone: the shape and the words differ too.
    shapes = [by_class(tree, "call-icon")[0].children.className for tree in (mine, known)]
    assert len(set(shapes)) == 2
    labels = [attribute(by_class(tree, "call-icon")[0], "aria-label") for tree in (mine, known)]
    assert labels == ["My customer: what to do", "Known caller: what to do"]


def test_a_known_caller_s_name_leads_to_the_profile() -> None:
    tree = drawn(ring("09123456789", holder(7, organization="Pars", organization_id=9)))
    assert links(tree) == ["/profiles/9", "/profiles/7"]
    assert text(by_class(tree, "call-org")) == "Pars"
    assert text(by_class(tree, "call-name")) == "Maryam Ahmadi"


def test_an_organization_is_not_named_twice() -> None:
    tree = drawn(ring("09123456789", holder(kind=ProfileKind.ORGANIZATION, name="Pars", organization="Pars")))
    assert by_class(tree, "call-org") == []


def test_an_unknown_caller_has_words_and_a_number_but_no_link() -> None:
    tree = drawn(ring("02188776655"))
    assert attribute(tree, "data-kind") == "unknown"
    assert text(by_class(tree, "call-words")) == "Number not registered"
    assert text(by_class(tree, "call-number")) == "021 8877 6655 Tehran province"
    assert links(tree) == []


@pytest.mark.parametrize("caller", ["anonymous", "", "<unknown>"])
def test_a_withheld_caller_has_words_of_their_own_and_no_number(caller: str) -> None:
    tree = drawn(ring(caller))
    assert attribute(tree, "data-kind") == "withheld"
    assert text(by_class(tree, "call-words")) == "Number withheld"
    assert by_class(tree, "call-number") == []


def test_a_colleague_s_call_is_no_unknown_customer() -> None:
    assert attribute(drawn(ring("202")), "data-kind") == "internal"


def test_numbers_run_from_left_to_right_in_every_language() -> None:
    for language, shown in (("en", "0912 345 6789"), ("fa", "۰۹۱۲ ۳۴۵ ۶۷۸۹")):
        number = by_class(by_class(drawn(ring(), language=language), "call-number"), "number")[0]
        assert (number.dir, number.children) == ("ltr", shown)


def test_a_foreign_number_is_written_with_its_country_code() -> None:
    assert by_class(drawn(ring("+4930123456")), "number")[0].children == "+49 30 123456"


def test_owners_are_shown_by_capacity_and_only_those_that_are_set() -> None:
    tree = drawn(ring("09123456789", holder(owners=(owner(REZA, OwnerRole.SUPPORT), owner(SARA)))))
    assert [text(part) for part in by_class(tree, "owner")] == ["Sales   sara", "Support   reza"]
    assert by_class(drawn(ring("09123456789", holder())), "owners") == []


def test_a_shared_number_warns_with_the_count_of_the_others_and_lists_all() -> None:
    tree = drawn(ring("09123456789", holder(1, "A"), holder(2, "B"), holder(3, "C"), chosen=2))
    assert text(by_class(tree, "shared")) == "2 2 other profiles have this number"
    assert [text(part) for part in by_class(tree, "holder-name")] == ["A", "B", "C"]
    assert text(by_class(tree, "call-name")) == "B"
    [shown] = by_class(tree, "holder-shown")
    assert "shown" in text(shown)
    target = attribute(by_class(tree, "shared")[0], "data-popover-target")
    assert target in [getattr(part, "id", None) for part in walk(tree)]


def test_a_number_of_one_profile_has_no_triangle() -> None:
    assert by_class(drawn(ring("09123456789", holder())), "shared") == []


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (ring("09123456789", holder()), "exact"),
        (ring("88776655", holder()), "area code added"),
        (ring("03112345678", holder(1), holder(2), holder(3)), "old numbering plan · shared by 3"),
        (ring("09123456789"), "no profile holds this number"),
    ],
)
def test_how_it_matched_is_told(row: FeedRow, words: str) -> None:
    [details] = by_class(drawn(row), "facts")
    assert text(details).startswith(f"How it matched {words}")


@pytest.mark.parametrize(
    ("row", "chip", "said"),
    [
        (ring(), "ringing", "Ringing"),
        (ring(rang=()), "queued", "In queue"),
        (ring(answered=5), "talking", "Talking"),
        (ring(answered=5, ended=70), "answered", "Answered 01:05"),
        (ring(ended=25), "missed", "Missed 00:25"),
        (ring(answered=5, ended=70, unknown_end=True), "unknown", "End unknown"),
    ],
)
def test_the_state_is_said_with_the_time_that_matters(row: FeedRow, chip: str, said: str) -> None:
    [part] = by_class(drawn(row), "chip")
    assert (attribute(part, "data-chip"), text(part)) == (chip, said)


def test_running_times_tick_from_the_instant_that_they_count_from() -> None:
    def since(row: FeedRow) -> object:
        [timer] = [part for part in walk(by_class(drawn(row), "chip")) if attribute(part, "data-tick") == "timer"]
        assert getattr(timer, "children", None) is None  # the browser writes it
        return attribute(timer, "data-since")

    def milliseconds(after: int) -> str:
        return str(round((START + timedelta(seconds=after)).timestamp() * 1000))

    assert since(ring()) == milliseconds(0)
    assert since(ring(answered=5)) == milliseconds(5)


def test_a_row_is_painted_in_the_profile_s_color_whose_title_is_told() -> None:
    tree: Any = drawn(ring("09123456789", holder(color=GOLD)))
    assert tree.style["--edge"] == "#e0a800"
    assert by_class(tree, "call-color")[0].title == "VIP"
    plain = drawn(ring("09123456789", holder()))
    assert getattr(plain, "style", None) is None
    assert by_class(plain, "call-color") == []


def test_our_line_goes_by_its_title_and_the_extension_by_its_user() -> None:
    tree = drawn(ring(answered=3, queue="sales"), REZA)
    assert text(by_class(tree, "call-where")) == "Extension 201 Sara Karimi Line Main line Queue sales"


@pytest.mark.parametrize(
    ("row", "state"),
    [
        (ring("09123456789", holder()), "Ringing"),
        (ring("09123456789", holder(), rang=("202", "201")), "Ringing"),
        (ring("09123456789", holder(), answered=4), "Talking"),
    ],
)
def test_a_call_at_the_own_phone_is_said_to_the_eye_and_the_ear_and_to_nobody_else(row: FeedRow, state: str) -> None:
    own, theirs = drawn(row, SARA), drawn(row, REZA)
    assert attribute(own, "data-at-my-phone") == "true"
    assert text(by_class(own, "at-my-phone")) == "At your phone"
    assert attribute(own, "data-announce") == f"At your phone, {state}: Maryam Ahmadi"
    assert attribute(theirs, "data-at-my-phone") is None
    assert by_class(theirs, "at-my-phone") == []


@pytest.mark.parametrize(
    "row",
    [
        ring(rang=("202",)),
        ring(rang=()),
        ring(ended=20),
        ring(answered=4, ended=30),
    ],
    ids=["rings elsewhere", "in a queue", "was missed", "is over"],
)
def test_no_other_call_is_at_the_own_phone(row: FeedRow) -> None:
    assert attribute(drawn(row, SARA), "data-at-my-phone") is None


def test_while_several_phones_ring_their_number_is_shown() -> None:
    tree = drawn(ring(rang=("201", "202", "203")))
    assert "3 phones" in text(by_class(tree, "call-to"))
    assert "201, 202, 203" in text(by_class(tree, "facts"))


def test_a_call_of_another_day_shows_its_day() -> None:
    assert by_class(drawn(ring()), "call-day") == []
    [day] = by_class(drawn(ring(start=START - timedelta(days=2))), "call-day")
    assert text(day) == "20 Nov"


def test_in_persian_nothing_is_left_in_english_but_names() -> None:
    row = ring("88776655", holder(1), holder(2, owners=(owner(SARA),)), answered=4, ended=9, queue="q")
    latin = {"Maryam Ahmadi", "sara", "Sara Karimi", "Main line", "q", "hangup"}
    for part in walk(drawn(row, language="fa")):
        children = getattr(part, "children", None)
        for piece in children if isinstance(children, list) else [children]:
            if isinstance(piece, str) and piece not in latin and part.__class__.__name__ != "Bdi":
                assert not any("a" <= letter.lower() <= "z" for letter in piece), piece


def test_the_row_says_what_is_announced_and_to_whom_scripts_belong() -> None:
    row = ring("09123456789", holder())
    tree = drawn(row, REZA)
    assert attribute(tree, "data-announce") == "Ringing: Maryam Ahmadi"
    assert attribute(tree, "data-call-id") == str(row.call.id)
    assert (attribute(tree, "data-state"), attribute(tree, "data-outcome")) == ("ringing", "")


def test_a_hostile_name_stays_text() -> None:
    tree = drawn(ring("09123456789", holder(name="<script>alert(1)</script>"), caller_name="<b>x</b>"))
    assert text(by_class(tree, "call-name")) == "<script>alert(1)</script>"
    assert all("dangerously" not in name for part in walk(tree) for name in part.to_plotly_json()["props"])


def test_drawing_is_a_pure_function() -> None:
    row = ring("09123456789", holder(color=GOLD))
    assert drawn(row).to_plotly_json() is not drawn(row).to_plotly_json()
    assert str(drawn(row)) == str(drawn(replace(row)))


def test_a_tree_is_what_dash_would_send_of_it() -> None:
    link = html.A(["Sara", None, 3], href="/profiles/1", className="name", **attrs({"data-nav": "true"}))
    parts = html.Td([link, html.Span(hidden="hidden"), "text"], id={"row": 1}, title="x", **attrs({"aria-label": "y"}))
    sent = parts.to_plotly_json()
    assert plain(parts)["type"] == sent["type"]
    children = [plain(link), plain(html.Span(hidden="hidden")), "text"]
    assert plain(parts)["props"] == {**sent["props"], "children": children}
    assert plain(link)["props"] == link.to_plotly_json()["props"]
