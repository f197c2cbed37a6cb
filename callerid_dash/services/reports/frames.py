"""Every chart and table of the analytics page for files: the columns of its frame, with words in a language.

The frames are those of `services/reports/metrics.py`; the heads of columns are `figure_words.column_heads`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from callerid_dash.domain.profiles.numbering import describe
from callerid_dash.locales import Translator
from callerid_dash.services.core import Core
from callerid_dash.services.reports.caller_reports import MOST, Callers, OriginQuestion
from callerid_dash.services.reports.figure_words import (
    Figure,
    extent_words,
    identified_by,
    origin_kind_words,
    origin_name,
    weekday_name,
)
from callerid_dash.services.reports.filter import ReportFilter
from callerid_dash.services.reports.metrics import records, waits
from callerid_dash.services.reports.reports import Reports

if TYPE_CHECKING:
    from pandas import DataFrame

_RANKS = ("number", "name", "place", "profiles", "calls", "missed", "last_at")
_COLUMNS: dict[Figure, tuple[str, ...]] = {
    Figure.VOLUME: ("start", "calls", "answered", "missed", "open", "end_unknown", "missed_share", "counted", "down"),
    Figure.UNKNOWN: ("start", "calls", "unknown", "identified", "rest", "unknown_share", "counted"),
    Figure.IDENTIFIED: ("by", "calls", "half_within", "most_within"),
    Figure.NEWCOMERS: ("start", "newcomers", "returning", "counted"),
    Figure.HOURS: ("weekday", "hour", "per_day", "calls", "days", "missed"),
    Figure.ORIGINS: ("origin", "kind", "calls", "calls_share", "callers", "missed"),
    Figure.OPERATORS: ("operator", "calls", "calls_share", "callers", "missed"),
    Figure.WAITS: ("wait_over", "wait_up_to", "answered", "missed"),
    Figure.EXTENSIONS: (
        *("extension", "user", "offered", "answered", "answered_share", "missed", "elsewhere"),
        *("mean_wait", "mean_talk", "talk", "own", "own_share"),
    ),
    Figure.TOP_CALLERS: _RANKS,
    Figure.TOP_UNKNOWN: _RANKS,
    Figure.REPEAT_CALLERS: tuple("again" if name == "missed" else name for name in _RANKS),
    Figure.SHARED_NUMBERS: _RANKS,
}
"""The columns of each figure in files."""


@dataclass(frozen=True, slots=True)
class Frames:
    """Gives the frames their words. Raises InvalidInput for a filter that makes no sense."""

    core: Core
    reports: Reports
    callers: Callers

    def frame(self, figure: Figure, wanted: ReportFilter, t: Translator) -> DataFrame:
        """A chart or table of these calls; words among its values are in the translator's language."""
        return self._frame(figure, wanted, t)[list(_COLUMNS[figure])]

    def _frame(self, figure: Figure, wanted: ReportFilter, t: Translator) -> DataFrame:
        makers: dict[Figure, Callable[[], DataFrame]] = {
            Figure.VOLUME: lambda: _in_words(self.reports.volume(wanted).frame, t),
            Figure.UNKNOWN: lambda: _in_words(self.reports.volume(wanted).frame, t),
            Figure.IDENTIFIED: lambda: self._identified(wanted, t),
            Figure.NEWCOMERS: lambda: _in_words(self.callers.newcomers(wanted).frame, t),
            Figure.HOURS: lambda: self._hours(wanted, t),
            Figure.ORIGINS: lambda: self._origins(wanted, OriginQuestion.PLACE, t),
            Figure.OPERATORS: lambda: self._origins(wanted, OriginQuestion.OPERATOR, t),
            Figure.WAITS: lambda: waits(self.reports.summary(wanted)),
            Figure.EXTENSIONS: lambda: self.reports.extensions(wanted),
        }
        return makers.get(figure, lambda: self._ranks(figure, wanted, t))()

    def _identified(self, wanted: ReportFilter, t: Translator) -> DataFrame:
        _whole, frame = self.callers.identified(wanted)
        users = self.core.snapshot.users
        return frame.assign(by=[identified_by(each.how, each.user_id, users, t) for each in records(frame)])

    def _hours(self, wanted: ReportFilter, t: Translator) -> DataFrame:
        """The hours of the week in the range, from the first day of the week."""
        frame = self.reports.heatmap(wanted)
        frame = frame[(frame["days"] > 0) | (frame["calls"] > 0)]
        frame = frame.sort_values("weekday", key=lambda day: (day - wanted.first_weekday) % 7, kind="stable")
        return frame.assign(
            weekday=[weekday_name(day, t) for day in frame["weekday"]],
            hour=[f"{hour:02}:00" for hour in frame["hour"]],
        )

    def _origins(self, wanted: ReportFilter, question: OriginQuestion, t: Translator) -> DataFrame:
        frame = self.callers.origins(wanted, t.language)
        frame = frame[frame["question"] == question]
        names = [origin_name(each, t) for each in records(frame)]
        return frame.assign(
            origin=names,
            operator=names,
            kind=[origin_kind_words(kind, t) for kind in frame["kind"]],
            calls_share=frame["calls"] / frame["calls"].sum(),
        )

    def _ranks(self, figure: Figure, wanted: ReportFilter, t: Translator) -> DataFrame:
        frame = self.callers.ranked(figure, wanted, MOST)
        dialing = self.core.snapshot.locality.dialing
        places = [describe(number, dialing, t.language) for number in frame["number"]]
        return frame.assign(
            name=[holder.name if holder else "" for holder in frame["holder"]],
            place=[each.place or each.operator for each in places],
        )


def _in_words(frame: DataFrame, t: Translator) -> DataFrame:
    return frame.assign(counted=[extent_words(extent, t) or t("Wholly") for extent in frame["extent"]])
