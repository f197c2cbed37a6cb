from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from callerid_dash.domain.periods import Unit
from callerid_dash.ui.figures import Places, Series, bars, heat, ranked, scale
from callerid_dash.ui.formats import formats
from callerid_dash.ui.marks import Mark
from callerid_dash.ui.time_axis import name_of, ticks

TEHRAN = ZoneInfo("Asia/Tehran")
PLACES = Places(["first", "second"], [(0, "08:00")])
ANSWERED = Series("Answered", "--chart-answered", [3, 4])


def drawn(**given: Any) -> Any:
    return bars([ANSWERED, Series("Missed", "--chart-missed", [1, 6])], PLACES, str, **{"rtl": False, **given})


def test_bars_stand_upon_each_other_in_the_colors_of_the_style_sheet() -> None:
    figure = drawn()
    assert [bar["y"] for bar in figure["data"]] == [[3, 4], [1, 6]]
    assert [bar["marker"]["color"] for bar in figure["data"]] == ["var(--chart-answered)", "var(--chart-missed)"]
    assert all(bar["hovertext"] == ["first", "second"] for bar in figure["data"])
    assert figure["layout"]["barmode"] == "stack"
    assert figure["layout"]["yaxis"]["range"][1] > 10  # the second two together


def test_time_runs_from_right_to_left_where_people_read_so() -> None:
    assert drawn()["layout"]["xaxis"]["range"] == [-0.5, 1.5]
    mirrored = drawn(rtl=True)["layout"]
    assert mirrored["xaxis"]["range"] == [1.5, -0.5]
    assert mirrored["yaxis"]["side"] == "right"


def test_a_line_may_lie_above_all_bars() -> None:
    figure = drawn(line=Series("Usual", "--chart-usual", [40.0, None]))
    assert figure["data"][-1]["type"] == "scatter"
    assert figure["layout"]["yaxis"]["range"][1] >= 40


def test_a_strip_marks_where_something_is_missing_and_is_in_the_legend() -> None:
    figure = drawn(marks=[Mark(-0.5, 0.25, "down from 8 to 9")], marked="Source down")
    strip = figure["data"][-1]
    assert (strip["name"], strip["x"], strip["hovertext"][0]) == (
        "Source down",
        [-0.5, -0.125, 0.25, None],
        "down from 8 to 9",
    )
    assert strip["y"][0] < figure["layout"]["yaxis"]["range"][1]
    assert [(shade["x0"], shade["x1"]) for shade in figure["layout"]["shapes"]] == [(-0.5, 0.25)]
    assert "shapes" not in drawn()["layout"]


def test_lying_bars_have_their_names_beside_them_the_first_on_top() -> None:
    figure: Any = ranked(Series("Calls", "--chart-new", [30, 4]), ["Tehran", "A" * 40], ["a", "b"], str, rtl=True)
    layout = figure["layout"]
    assert layout["yaxis"]["range"] == [1.5, -0.5]
    assert layout["yaxis"]["side"] == "right"
    assert layout["xaxis"]["range"][1] == 0
    assert len(layout["yaxis"]["ticktext"][1]) < 25


def test_nothing_is_drawn_of_nothing() -> None:
    assert bars([], Places([], []), str, rtl=False)["data"] == []
    assert heat([], [], [], [], [], rtl=True)["layout"]


@pytest.mark.parametrize(
    ("most", "labels"), [(0, [0, 1]), (3, [0, 1, 2, 3]), (10, [0, 5, 10]), (2_345, [0, 1_000, 2_000])]
)
def test_the_labels_are_round_numbers(most: float, labels: list[int]) -> None:
    assert scale(most) == labels


def test_the_time_axis_speaks_the_calendar_of_the_page() -> None:
    start = datetime(2026, 11, 21, 20, 30, tzinfo=UTC)  # midnight in Tehran
    quarters = [start + timedelta(minutes=15 * i) for i in range(96)]
    days = [start + timedelta(days=i) for i in range(30)]
    english, persian = formats("en", TEHRAN), formats("fa", TEHRAN)
    assert [words for _, words in ticks(quarters, Unit.QUARTER, english)] == ["00:00", "06:00", "12:00", "18:00"]
    assert ticks(days, Unit.DAY, english)[0] == (0, "22 Nov")
    assert ticks(days, Unit.DAY, persian)[0] == (0, "۱ آذر")
    assert len(ticks(days, Unit.DAY, persian)) <= 7
    assert name_of(quarters[33], Unit.QUARTER, english) == "22 Nov 2026, 08:15–08:30"
    assert name_of(days[0], Unit.DAY, persian) == "۱ آذر ۱۴۰۵"


def test_shares_and_fractions_are_written_in_the_page_s_digits() -> None:
    english, persian = formats("en", TEHRAN), formats("fa", TEHRAN)
    assert (english.percent(0.256), persian.percent(0.256), english.percent(None)) == ("26%", "۲۶٪", "–")
    assert (english.decimal(2.0), english.decimal(1234.56), persian.decimal(2.5)) == ("2", "1,234.6", "۲٫۵")
    assert (english.weekday_name(6), english.first_weekday, persian.first_weekday) == ("Saturday", 1, 6)
