"""Every chart and table of the analytics page as a pandas frame: a row for each mark or line, with plain numbers.

Columns have the names of `figure_words.column_heads`; instants are aware, in UTC. Importing pandas takes half a second
and 35 MB, so it is imported with the first frame.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from callerid_dash.domain.profiles.numbering import describe
from callerid_dash.domain.reports.figures import classes
from callerid_dash.domain.reports.periods import Extent
from callerid_dash.locales import Translator
from callerid_dash.services.core import Core
from callerid_dash.services.reports.caller_reports import MOST, CallerFigures, Callers, Order, OriginQuestion
from callerid_dash.services.reports.figure_words import (
    Figure,
    extent_words,
    identified_by,
    origin_kind_words,
    origin_name,
    weekday_name,
)
from callerid_dash.services.reports.filter import ReportFilter
from callerid_dash.services.reports.metrics import OwnerAnswerRate
from callerid_dash.services.reports.reports import Reports

if TYPE_CHECKING:
    from pandas import DataFrame

_WEEK, _HOURS = range(7), range(24)
_MICROSECONDS = 1_000_000


@dataclass(frozen=True, slots=True)
class Frames:
    """Builds the frames. Raises InvalidInput for a filter that makes no sense."""

    core: Core
    reports: Reports
    callers: Callers

    def frame(self, figure: Figure, wanted: ReportFilter, t: Translator) -> DataFrame:
        """A chart or table of these calls; words among its values are in the translator's language."""
        makers: dict[Figure, Callable[[], DataFrame]] = {
            Figure.VOLUME: lambda: self._over_time(wanted, t)[_VOLUME],
            Figure.UNKNOWN: lambda: self._over_time(wanted, t)[_UNKNOWN],
            Figure.IDENTIFIED: lambda: self._identified(wanted, t),
            Figure.NEWCOMERS: lambda: self._newcomers(wanted, t),
            Figure.HOURS: lambda: self._hours(wanted, t),
            Figure.ORIGINS: lambda: self._origins(wanted, OriginQuestion.PLACE, t),
            Figure.OPERATORS: lambda: self._origins(wanted, OriginQuestion.OPERATOR, t),
            Figure.WAITS: lambda: self._waits(wanted),
            Figure.EXTENSIONS: lambda: self._extensions(wanted),
        }
        return makers.get(figure, lambda: self._ranks(figure, wanted, t))()

    def _over_time(self, wanted: ReportFilter, t: Translator) -> DataFrame:
        volume = self.reports.volume(wanted)
        rows = (
            {
                "start": point.start,
                "calls": point.counts.total,
                "answered": point.counts.answered.calls,
                "missed": point.counts.missed.calls,
                "open": point.counts.open,
                "end_unknown": point.counts.end_unknown,
                "unknown": point.counts.unknown - point.counts.identified,
                "identified": point.counts.identified,
                "counted": _counted(point.extent, t),
                "down": point.down.total_seconds(),
            }
            for point in volume.points
        )
        frame = _frame(rows, _COUNTED)
        was_unknown = frame["unknown"] + frame["identified"]
        frame["rest"] = frame["calls"] - was_unknown
        frame["unknown_share"] = was_unknown / frame["calls"]
        frame["missed_share"] = frame["missed"] / (frame["answered"] + frame["missed"])
        return frame

    def _identified(self, wanted: ReportFilter, t: Translator) -> DataFrame:
        _whole, every = self.callers.identified(wanted)
        rows = (
            {"by": identified_by(each, t), "calls": each.calls, "half_within": each.p50, "most_within": each.p90}
            for each in every
        )
        return _frame(rows, ["by", "calls", "half_within", "most_within"])

    def _newcomers(self, wanted: ReportFilter, t: Translator) -> DataFrame:
        found = self.callers.newcomers(wanted)
        rows = (
            {
                "start": start,
                "newcomers": each.newcomers,
                "returning": each.returning,
                "counted": _counted(extent, t),
            }
            for (start, each), extent in zip(found.points, found.extents, strict=True)
        )
        return _frame(rows, ["start", "newcomers", "returning", "counted"])

    def _hours(self, wanted: ReportFilter, t: Translator) -> DataFrame:
        """A row for each hour of the week in the range, from the first day of the week."""
        days = self.reports.days_by_hour(wanted)
        found = {(each.weekday, each.hour): each for each in self.reports.heatmap(wanted)}
        week = [(wanted.first_weekday - 1 + i) % 7 + 1 for i in _WEEK]
        rows = (
            {
                "weekday": weekday_name(day, t),
                "hour": f"{hour:02}:00",
                "per_day": found[day, hour].per_day if (day, hour) in found else 0.0,
                "calls": found[day, hour].counts.total if (day, hour) in found else 0,
                "days": days.get((day, hour), 0.0),
                "missed": found[day, hour].counts.missed.calls if (day, hour) in found else 0,
            }
            for day in week
            for hour in _HOURS
            if (day, hour) in found or days.get((day, hour))
        )
        return _frame(rows, ["weekday", "hour", "per_day", "calls", "days", "missed"])

    def _origins(self, wanted: ReportFilter, question: OriginQuestion, t: Translator) -> DataFrame:
        name = "operator" if question is OriginQuestion.OPERATOR else "origin"
        rows = (
            {
                name: origin_name(each.origin, t),
                "kind": origin_kind_words(each.origin.kind, t),
                "calls": each.calls,
                "callers": each.callers,
                "missed": each.missed,
            }
            for each in self.callers.origins(wanted, t.language)
            if each.question is question
        )
        frame = _frame(rows, [name, "kind", "calls", "callers", "missed"])
        frame.insert(3, "calls_share", frame["calls"] / frame["calls"].sum())
        return frame.drop(columns="kind") if question is OriginQuestion.OPERATOR else frame

    def _waits(self, wanted: ReportFilter) -> DataFrame:
        counts = self.reports.summary(wanted)
        answered, missed = classes(counts.answered.waits), classes(counts.missed.waits)
        rows = (
            {"wait_over": over, "wait_up_to": up_to, "answered": calls, "missed": others}
            for (over, up_to, calls), (*_, others) in zip(answered, missed, strict=True)
        )
        return _frame(rows, ["wait_over", "wait_up_to", "answered", "missed"])

    def _extensions(self, wanted: ReportFilter) -> DataFrame:
        """The figures of each extension; owners whose extensions did not ring come last."""
        rates, users = self.reports.owner_answer_rates(wanted), self.core.snapshot.users
        found = self.reports.extensions(wanted)
        there = {each.user.id for each in found if each.user}
        phones = [
            {
                "extension": each.extension,
                "user": each.user.label if each.user else None,
                "offered": each.offered,
                "answered": each.answered.calls,
                "answered_share": each.answered.calls / each.offered if each.offered else None,
                "missed": each.missed,
                "elsewhere": each.elsewhere,
                "mean_wait": each.waits.mean,
                "mean_talk": each.answered.talks.mean,
                "talk": each.answered.talks.total / _MICROSECONDS if each.answered.talks.measured else None,
                **_answer_rate(rates.get(each.user.id) if each.user else None),
            }
            for each in found
        ]
        owners = [
            {"user": users[key].label, **_answer_rate(each)}
            for key, each in rates.items()
            if key in users and key not in there
        ]
        return _frame([*phones, *owners], _EXTENSIONS)

    def _ranks(self, figure: Figure, wanted: ReportFilter, t: Translator) -> DataFrame:
        again = figure is Figure.REPEAT_CALLERS
        rows = (self._caller(each, t) for each in self._ranked(figure, wanted))
        other = "again" if again else "missed"
        return _frame(rows, ["number", "name", "place", "profiles", "calls", other, "last_at"])

    def _ranked(self, figure: Figure, wanted: ReportFilter) -> Iterable[CallerFigures]:
        top = self.callers.top
        match figure:
            case Figure.TOP_UNKNOWN:
                return () if wanted.known else top(replace(wanted, known=False), Order.CALLS, MOST)
            case Figure.REPEAT_CALLERS:
                return [each for each in top(wanted, Order.AGAIN, MOST) if each.sums.again]
            case _:
                return top(wanted, Order.CALLS, MOST, shared=figure is Figure.SHARED_NUMBERS)

    def _caller(self, each: CallerFigures, t: Translator) -> Mapping[str, object]:
        sums = each.sums
        described = describe(sums.number, self.core.snapshot.locality.dialing, t.language)
        return {
            "number": sums.number,
            "name": each.holder.name if each.holder else "",
            "place": described.place or described.operator,
            "profiles": each.shared,
            "calls": sums.calls,
            "missed": sums.missed,
            "again": sums.again,
            "last_at": sums.last_at,
        }


_COUNTED = ["start", "calls", "answered", "missed", "open", "end_unknown", "unknown", "identified", "counted", "down"]
_VOLUME = ["start", "calls", "answered", "missed", "open", "end_unknown", "missed_share", "counted", "down"]
_EXTENSIONS = [
    *("extension", "user", "offered", "answered", "answered_share", "missed", "elsewhere"),
    *("mean_wait", "mean_talk", "talk", "own", "own_share"),
]
_INSTANTS = ("start", "last_at")
_UNKNOWN = ["start", "calls", "unknown", "identified", "rest", "unknown_share", "counted"]


def _answer_rate(rate: OwnerAnswerRate | None) -> dict[str, object]:
    return {"own": rate.answered, "own_share": rate.share} if rate else {}


def _frame(rows: Iterable[Mapping[str, object]], columns: list[str]) -> DataFrame:
    from pandas import DataFrame, to_datetime

    frame = DataFrame(list(rows), columns=columns)
    for name in columns:
        if name in _INSTANTS:
            frame[name] = to_datetime(frame[name], utc=True)
    return frame


def _counted(extent: Extent, t: Translator) -> str:
    return extent_words(extent, t) or t("Wholly")
