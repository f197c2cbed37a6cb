from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from callerid_dash.domain.reports.periods import Unit
from callerid_dash.ui.charts.figures import PATTERNS, AxisPlaces, Series, bars, scale
from callerid_dash.ui.charts.heat import HeatCell, heat
from callerid_dash.ui.charts.marks import AxisMark
from callerid_dash.ui.charts.ranked import ranked
from callerid_dash.ui.shell.bundles import assets_folder
from callerid_dash.ui.text.formats import formats
from callerid_dash.ui.text.time_axis import name_of, ticks

TEHRAN = ZoneInfo("Asia/Tehran")
PLACES = AxisPlaces(["first", "second"], [(0, "08:00")])
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
    figure = drawn(marks=[AxisMark(-0.5, 0.25, "down from 8 to 9")], marked="Source down")
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
    assert bars([], AxisPlaces([], []), str, rtl=False)["data"] == []
    assert heat([], [], [], "per day", str, rtl=True)["layout"]


def test_bars_that_do_not_tell_all_are_paler_and_the_legend_says_so() -> None:
    places = AxisPlaces(["first", "second"], [], [False, True], "Not over yet")
    figure: Any = bars([ANSWERED, Series("Missed", "--chart-missed", [1, 6])], places, str, rtl=False)
    assert [bar["marker"]["opacity"] for bar in figure["data"][:2]] == [[1, 0.45]] * 2
    assert figure["data"][2]["name"] == "Not over yet"
    assert figure["data"][2]["y"] == [None]
    assert len(drawn()["data"]) == 2


def test_fields_without_calls_differ_from_those_that_the_range_does_not_have() -> None:
    fields = [
        [HeatCell(2.5, "two and a half", "hour=0"), HeatCell(0.0, "none")],
        [HeatCell(None, "no such hour"), HeatCell(7, "7")],
    ]
    for rtl in (False, True):
        figure: Any = heat(fields, ["Monday", "Tuesday"], [(0, "00:00")], "per day", str, rtl=rtl)
        scaled, none, nowhere = figure["data"]
        assert scaled["z"] == [[2.5, None], [None, 7]]
        assert none["z"] == [[None, 0], [None, None]]
        assert nowhere["z"] == [[None, None], [0, None]]
        assert none["colorscale"][0][1] != scaled["colorscale"][0][1] != nowhere["colorscale"][0][1]
        assert all(layer["hoverongaps"] is False for layer in figure["data"])
        scale_of = scaled["colorbar"]
        assert (scaled["showscale"], scale_of["tickvals"], scaled["zmax"]) == (True, [0, 2, 4, 6, 8], 8)
        assert "per day" in scale_of["title"]["text"]


@pytest.mark.parametrize(
    ("most", "marks"),
    [(0.3, [0, 0.1, 0.2, 0.3]), (1, [0, 0.25, 0.5, 0.75, 1]), (3.4, [0, 1, 2, 3, 4]), (489, [0, 200, 400, 600])],
)
def test_the_scale_of_fields_has_a_few_round_marks(most: float, marks: list[float]) -> None:
    figure: Any = heat([[HeatCell(most, "")]], ["Monday"], [], "per day", str, rtl=False)
    assert figure["data"][0]["colorbar"]["tickvals"] == pytest.approx(marks)


PAIRS = (
    ("--chart-answered", "--chart-missed"),
    ("--chart-unknown", "--chart-identified"),
    ("--chart-unknown", "--chart-rest"),
    ("--chart-identified", "--chart-rest"),
    ("--chart-new", "--chart-returning"),
)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_kinds_that_stand_upon_each_other_differ_in_lightness_not_in_hue_alone(theme: int) -> None:
    sheet = (assets_folder() / "charts/charts.css").read_text()
    blocks = re.findall(r"\{([^}]*--chart-answered:[^}]*)\}", sheet)
    colors = dict(re.findall(r"(--chart-[\w-]+): (#[0-9a-f]{6});", blocks[theme]))

    def lightness(name: str) -> float:
        """L* of CIELAB, for stripes averaged with the space between them."""
        parts = [colors[name], *([colors[f"{name}-ground"]] if name in PATTERNS else [])]
        return sum(map(_lightness, parts)) / len(parts)

    for one, other in PAIRS:
        assert abs(lightness(one) - lightness(other)) >= 10, (one, other)
    for one, other in PAIRS[:2] + PAIRS[4:]:
        assert PATTERNS.get(one) != PATTERNS.get(other)


def _lightness(color: str) -> float:
    channels = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return float(116 * luminance ** (1 / 3) - 16)


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
