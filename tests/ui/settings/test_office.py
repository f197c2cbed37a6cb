"""The sections of the office's settings, as data."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from dash.development.base_component import Component

from callerid_dash.domain.calls.ringing import NEVER, RING_TIME
from callerid_dash.domain.calls.sources import SourceHealth
from callerid_dash.domain.errors import InvalidInput, NotFound
from callerid_dash.domain.numbers.locality import Locality
from callerid_dash.domain.numbers.phones import Dialing
from callerid_dash.domain.profiles.profiles import Category, Color
from callerid_dash.domain.profiles.records import RecordKind
from callerid_dash.domain.users import Role, User, Visibility
from callerid_dash.locales import translator
from callerid_dash.services.office.ring_times import SourceRings
from callerid_dash.services.shared.directory import Snapshot
from callerid_dash.settings import Settings
from callerid_dash.ui.kit.sent import id_of
from callerid_dash.ui.live.health import FeedHealth
from callerid_dash.ui.settings.access import visibility
from callerid_dash.ui.settings.calls import ring_times, sources
from callerid_dash.ui.settings.office import categories, colors, extensions, lines, place
from callerid_dash.ui.settings.office.lists import COLORS, RECORD_KINDS
from callerid_dash.ui.settings.sections import SECTIONS, sections_for
from callerid_dash.ui.shell.dialog_list import DIALOGS, OPENERS
from callerid_dash.ui.text.formats import formats
from tests.ui.office import ADMIN, SARA, START, ZONE, attribute, by_class, text, walk

EN = translator("en")
FIGURES = formats("en", ZONE)
TREE = Snapshot(
    categories={
        1: Category(1, None, 1, "Customers"),
        2: Category(2, 1, 1, "Retail"),
        3: Category(3, None, 2, "Suppliers"),
    }
)


def opening(tree: object, dialog: str) -> list[Component]:
    """The buttons that open this dialog."""
    return [part for part in walk(tree) if attribute(part, "data-dialog") == dialog]


def test_sections_are_told_apart_and_named_in_both_languages() -> None:
    keys = [section.key for section in SECTIONS]
    assert len(set(keys)) == len(keys)
    for section in SECTIONS:
        assert section.words(EN)
        assert section.words(translator("fa")) != section.words(EN)


def test_agents_see_no_section_of_the_office() -> None:
    office = {"visibility", "lines", "extensions", "colors", "categories", "record-kinds", "place", "sources"}
    supervisor = User(9, "reza", "", Role.SUPERVISOR)
    assert office <= {section.key for section in sections_for(ADMIN)}
    for viewer in (SARA, supervisor):
        assert not office & {section.key for section in sections_for(viewer)}


@pytest.mark.parametrize("rule", list(Visibility))
def test_one_rule_holds_and_the_others_can_be_chosen(rule: Visibility) -> None:
    tree = visibility.view(rule, EN)
    pressed = {attribute(b, "data-rule"): attribute(b, "aria-pressed") for b in by_class(tree, "rule")}
    assert pressed == {each.value: "true" if each is rule else "false" for each in Visibility}
    assert len(opening(tree, "visibility")) == len(Visibility) - 1


def test_lines_are_listed_and_those_seen_in_calls_suggested() -> None:
    tree = lines.view({"2001": "<b>Front\u2066 desk"}, {"2002": 7}, EN, FIGURES)
    assert text(by_class(tree, "settings-row-title")) == "<b>Front\u2066 desk"
    (suggested,) = by_class(tree, "chip-button")
    assert text(suggested) == "2002 7 calls"
    assert attribute(suggested, "data-args") == '{"number": "2002", "new": "1"}'
    assert "No line has a title yet" in text(lines.view({}, {}, EN, FIGURES))


def test_extensions_come_in_their_order_with_their_users() -> None:
    tree = extensions.view({"1001": SARA, "201": ADMIN}, {}, EN, FIGURES)
    assert [text(code) for code in by_class(tree, "settings-code")] == ["201", "1001"]
    assert [text(title) for title in by_class(tree, "settings-row-title")] == ["admin", "Sara Karimi"]


def test_colors_say_how_many_profiles_have_them() -> None:
    listed = [Color(1, 1, "Gold", "best", "#d4a017"), Color(2, 2, "Red", "", "#ff0000")]
    tree = COLORS.view(listed, {1: 3}, EN)
    assert [text(note) for note in by_class(tree, "settings-row-note")] == [
        "best #d4a017 3 profiles",
        "#ff0000 no profile",
    ]
    ends = [attribute(b, "aria-disabled") for b in walk(tree) if attribute(b, "data-move")]
    assert ends == ["true", "false", "false", "true"]


def test_a_color_is_shown_in_both_themes_before_it_is_saved() -> None:
    light, dark = (row for part in colors.preview("Gold", "#D4A017", EN) for row in by_class(part, "color-preview-row"))
    styles = [str(attribute(row, "style")) for row in (light, dark)]
    assert styles[0] != styles[1]
    assert all("'borderInlineStartColor': '#d4a017'" in style for style in styles)
    assert by_class(colors.preview("Gold", "url(x)", EN), "color-preview-row") == []


def test_the_tree_shows_counts_and_offers_to_delete_what_is_empty() -> None:
    tree = categories.view(TREE, {2: 4}, EN, FIGURES)
    assert [text(title) for title in by_class(tree, "settings-row-title")] == [
        "New profiles are filed in",
        "Customers",
        "Retail",
        "Suppliers",
    ]
    assert [attribute(b, "data-args") for b in opening(tree, "category-remove")] == ['{"category": "3"}']
    assert "4 profiles new profiles" in text(tree)
    parents = [attribute(part, "data-parent") for part in walk(tree) if attribute(part, "data-order") == "categories"]
    assert parents == ["", "1"]


@pytest.mark.parametrize(
    ("setting", "leaf"), [("", (2, False)), ("3", (3, True)), ("1", (2, False)), ("9", (2, False))]
)
def test_new_profiles_go_to_the_chosen_leaf_while_it_is_one(setting: str, leaf: tuple[int, bool]) -> None:
    now = Snapshot(categories=TREE.categories, settings={"default_category": setting})
    assert categories.default_leaf(now) == leaf


def test_kinds_of_ones_own_are_renamed_and_unused_ones_deleted() -> None:
    kinds = [RecordKind(1, 1, "note", "Note"), RecordKind(17, 2, None, "Visit"), RecordKind(18, 3, None, "Trip", True)]
    tree = RECORD_KINDS.view(kinds, {17: 2}, EN)
    assert [attribute(b, "data-args") for b in opening(tree, "record-kind")][1:] == [
        '{"entry": "17"}',
        '{"entry": "18"}',
    ]
    assert [attribute(b, "data-args") for b in opening(tree, "record-kind-remove")] == ['{"entry": "18"}']
    assert [attribute(b, "title") for b in opening(tree, "record-kind-retire")] == ["Retire", "Retire", "Bring back"]


def test_the_place_says_where_it_comes_from() -> None:
    where = Locality(Dialing("IR", "21"), "Asia/Tehran")
    stored, started = (text(place.view(where, kept, EN, FIGURES, START)) for kept in (True, False))
    assert "Iran (IR)" in stored
    assert "021" in stored
    assert "Set here" in stored
    assert "CALLERID_REGION" in started


def test_sources_say_whether_they_only_ring_and_after_which_time_a_call_is_missed() -> None:
    minutes, hour = RING_TIME, timedelta(hours=1)
    told = [
        SourceRings("asterisk", True, None, None),
        SourceRings("box", False, None, minutes),
        SourceRings("door", False, NEVER, None),
        SourceRings("hook", True, hour, hour),
    ]
    tree = ring_times.view(told, EN, FIGURES)
    assert [" ".join(text(each).split()) for each in by_class(tree, "settings-row-main")] == [
        "asterisk tells how calls go on calls ring until it tells more",
        "box has told nothing but ringing so far missed after 2 minutes without a word",
        "door has told nothing but ringing so far calls ring until it tells more",
        "hook tells how calls go on missed after 60 minutes without a word",
    ]
    assert len(opening(tree, "ring-time")) == len(told)
    assert "No calls have come in yet." in text(ring_times.view([], EN, FIGURES))


@pytest.mark.parametrize(
    ("rule", "seconds", "ring_time"),
    [("found_out", "x", None), ("never", "", NEVER), ("after", " 45 ", timedelta(seconds=45))],
)
def test_a_ring_time_is_read_from_its_form(rule: str, seconds: str, ring_time: timedelta | None) -> None:
    assert ring_times.ring_time_of({"rule": rule, "seconds": seconds}) == ring_time


@pytest.mark.parametrize(
    ("rule", "seconds"), [("after", ""), ("after", "0"), ("after", "x"), ("after", "9" * 9), ("", "")]
)
def test_what_is_no_ring_time_is_refused(rule: str, seconds: str) -> None:
    with pytest.raises(InvalidInput):
        ring_times.ring_time_of({"rule": rule, "seconds": seconds})


def test_sources_tell_their_health_and_never_a_secret() -> None:
    source = SourceHealth("asterisk", connected=False, since=START, lost=2, detail="refused")
    tree = sources.state(FeedHealth((source,), START), (10, 1), EN, FIGURES)
    assert "down since" in text(tree)
    assert "2 events lost" in text(tree)
    assert "10 events stored" in text(tree)
    settings = Settings(ami_host="10.0.0.5", ami_secret="very secret")
    shown = text(sources.connection(settings, EN))
    assert "10.0.0.5" in shown
    assert "set, not shown" in shown
    assert "very secret" not in shown


@pytest.mark.parametrize("given", ["", "-1", "1e3", "٣", "9" * 19, None, "x"])
def test_ids_from_the_browser_are_whole_numbers(given: object) -> None:
    with pytest.raises(NotFound):
        id_of(given)


def test_every_dialog_has_one_opener() -> None:
    named = [dialog.form.name for dialog in DIALOGS]
    assert len(named) == len(set(named)) == len(OPENERS) - 2


def test_the_clock_of_the_place_is_the_office_s() -> None:
    tree = place.view(Locality(), True, EN, FIGURES, datetime(2026, 1, 1, 20, 30, tzinfo=UTC))
    assert "2 Jan 2026" in text(tree)
