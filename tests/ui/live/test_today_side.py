from __future__ import annotations

import json
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pandas as pd

from callerid_dash.domain.reports.figures import Figures
from callerid_dash.domain.reports.periods import Extent
from callerid_dash.locales import translator
from callerid_dash.services.reports.metrics import CallCounts
from callerid_dash.services.reports.today import TodayFigures, active_hours
from callerid_dash.ui.live.today_side import summary, tiles, today_data, unknown_chart, volume_chart
from callerid_dash.ui.text.formats import formats
from tests.ui.office import text

MIDNIGHT = datetime(2026, 11, 21, 20, 30, tzinfo=UTC).astimezone(ZoneInfo("Asia/Tehran"))
T, FORMATS = translator("en"), formats("en", ZoneInfo("Asia/Tehran"))
BUSY = CallCounts(answered=Figures(3), missed=Figures(1), open=2, waiting=1, unknown=2, identified=1)
NIGHT = pd.DataFrame({"start": pd.date_range(MIDNIGHT, periods=96, freq="15min")}).assign(
    **dict.fromkeys(("calls", "answered", "missed", "open", "end_unknown", "was_unknown", "identified"), 0),
    unknown=0,
    rest=0,
    extent=Extent.WHOLE,
    usual=0.0,
)
QUARTERS = NIGHT.copy()
QUARTERS.loc[24, ["calls", "answered", "missed", "open"]] = (6, 3, 1, 2)
QUARTERS.loc[24, ["was_unknown", "unknown", "identified", "rest", "usual"]] = (2, 1, 1, 4, 2.5)
DAY = TodayFigures(BUSY, QUARTERS, MIDNIGHT)


def test_the_figures_say_how_many_and_what_share() -> None:
    said = text(tiles(BUSY, T, FORMATS))
    assert "Calls 6 1 waiting now" in said
    assert "Answered calls 75% 3" in said
    assert "Unknown callers 33% 2" in said


def test_the_line_above_the_list_says_the_same_figures() -> None:
    said = " ".join(text(summary(BUSY, T, FORMATS)).split())
    assert said == "Calls 6 Answered 75% Missed 1"


def test_the_night_is_left_out_unless_something_happens() -> None:
    shown = active_hours(DAY.quarters)
    assert [FORMATS.clock(shown.start.iloc[i]) for i in (0, -1)] == ["06:00", "17:45"]
    assert FORMATS.clock(active_hours(NIGHT).start.iloc[0]) == "08:00"


def test_every_bar_of_today_is_also_in_the_table() -> None:
    chart = volume_chart(DAY, T, FORMATS)
    assert [cell.plain for cell in chart.rows[0]][1:] == ["6", "3", "1", "2", "2.50"]
    assert chart.heads == ["Time", "Calls", "Answered calls", "Missed calls", "Going on", "Usual"]
    unknown = unknown_chart(DAY, T, FORMATS)
    assert [cell.plain for cell in unknown.rows[0]][1:] == ["6", "2", "1", "0.3333"]


def test_what_is_sent_is_plain_data() -> None:
    data = today_data(DAY, T, FORMATS)
    json.dumps(data)
    assert set(data) == {"behind", "caption", "parts", "figures"}
    assert "–" in text(tiles(CallCounts(), T, FORMATS))
