"""What calls add up to, grouped by time, by hour of the week, or by extension.

Out of the figures kept with the calls (`store/summaries/tallies.py`) where those tell, else out of the calls. What the
groups mean, and who may see them, is decided above.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from callerid_dash.domain.reports.figures import Figures, Spread
from callerid_dash.domain.reports.periods import Offset, Range, Unit, WeekHours
from callerid_dash.domain.reports.rollups import TALK_BOUNDS, WAIT_BOUNDS, Caller, Dimension, Standing, bucket_of
from callerid_dash.store.calls.call_log import Sight
from callerid_dash.store.calls.origins import Beginnings, beginning
from callerid_dash.store.engine.instants import to_column
from callerid_dash.store.engine.protocol import Row, Session


@dataclass(frozen=True, slots=True)
class Among:
    """Which calls; None is no condition. `extensions`: one of them rang or answered. `number` is canonical.

    `wait_over`, `wait_up_to`: in seconds; whoever asks for these asks for no standing without waits. `simulated`: also
    those that nobody made.
    """

    standings: tuple[Standing, ...] | None = None
    callers: tuple[Caller, ...] | None = None
    line: str | None = None
    queue: str | None = None
    extensions: tuple[str, ...] | None = None
    number: str | None = None
    profile_id: int | None = None
    category_ids: tuple[int, ...] | None = None
    color_id: int | None = None
    sight: Sight | None = None
    simulated: bool = False
    hours: WeekHours | None = None
    wait_over: int | None = None
    wait_up_to: int | None = None
    origin: Beginnings | None = None


@dataclass(frozen=True, slots=True)
class Grouping:
    """By what the sums are kept apart, besides standing and caller.

    `unit`: by local time; `first_weekday` is 1 for Monday to 7. `hours`: by weekday and hour. `extensions`: by
    extension, with its own view of each call's standing. `lines`: by the line that was called. `timed`: with waits and
    talks.
    """

    unit: Unit | None = None
    first_weekday: int = 1
    hours: bool = False
    extensions: bool = False
    lines: bool = False
    timed: bool = True


@dataclass(frozen=True, slots=True)
class Sum:
    """One group. `start` is naive: UTC for exact units, else local. `value` is the extension or the line."""

    standing: Standing
    caller: Caller
    figures: Figures
    start: datetime | None = None
    weekday: int | None = None
    hour: int | None = None
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Percentiles:
    """In how many seconds half of the calls were through, and 90 %; None of nothing."""

    wait: tuple[float | None, float | None]
    talk: tuple[float | None, float | None]


def sums(session: Session, span: Range, zone: Sequence[Offset], among: Among, grouping: Grouping) -> list[Sum]:
    """The sums of the calls of a range; `zone` are its offsets in this range."""
    dimension, value, raw = _from_where(span, among, grouping)
    rows = session.rows(
        "reports.sums" if grouping.timed else "reports.counts",
        raw=raw,
        dimension=dimension.value,
        value=value,
        by_time=grouping.unit is not None,
        **stretches(zone, grouping.unit or Unit.QUARTER, grouping.first_weekday),
        by_hour=grouping.hours,
        by_value=grouping.extensions or grouping.lines,
        **asked(session, span, among),
    )
    return [_sum(row, timed=grouping.timed) for row in rows]


def percentiles(session: Session, span: Range, among: Among) -> Percentiles:
    """How long waits and talks took, exactly; reads every call of the range."""
    row = session.row("reports.percentiles", **asked(session, span, among)) or {}
    seconds = {name: None if value is None else float(value) / 1_000_000 for name, value in row.items()}
    return Percentiles((seconds["wait_p50"], seconds["wait_p90"]), (seconds["talk_p50"], seconds["talk_p90"]))


def values(session: Session, dimension: Dimension, limit: int) -> list[str]:
    """The lines, extensions or queues that have had calls, in alphabetical order."""
    return [row["value"] for row in session.rows("reports.values", dimension=dimension.value, limit=limit)]


def stretches(zone: Sequence[Offset], unit: Unit, first_weekday: int) -> dict[str, object]:
    """The parameters by which queries find out in which stretch of local time a quarter of an hour lies."""
    return {
        "starts": [to_column(offset.range.since) for offset in zone],
        "ends": [to_column(offset.range.until) for offset in zone],
        "aheads": [int(offset.ahead.total_seconds()) for offset in zone],
        "unit": "minute" if unit is Unit.QUARTER else unit.value,
        "exact": unit.exact,
        "shift": (1 - first_weekday) % 7 if unit is Unit.WEEK else 0,
    }


def asked(session: Session, span: Range, among: Among) -> dict[str, object]:
    """The parameters of `fragments/asked.sql`, and standings and callers."""
    of_profile = session.rows("call_log.numbers_of", profile_id=among.profile_id) if among.profile_id else []
    sight = among.sight or Sight()
    return {
        "since": to_column(span.since),
        "until": to_column(span.until),
        "standings": _values(among.standings),
        "caller_classes": _values(among.callers),
        "line": among.line,
        "queue": among.queue,
        "extensions": None if among.extensions is None else list(among.extensions),
        "number": among.number,
        "profile_id": among.profile_id,
        "profile_numbers": [row["number"] for row in of_profile],
        "category_ids": None if among.category_ids is None else list(among.category_ids),
        "color_id": among.color_id,
        "limited": among.sight is not None,
        "simulated": among.simulated,
        "hours": among.hours.among(span) if among.hours else None,
        "hours_from": to_column(bucket_of(span.since)),
        "wait_over": _microseconds(among.wait_over),
        "wait_up_to": _microseconds(among.wait_up_to),
        **beginning(among.origin),
        "viewer_id": sight.owner_id,
        "viewer_extensions": list(sight.extensions),
    }


def _from_where(span: Range, among: Among, grouping: Grouping) -> tuple[Dimension, str | None, bool]:
    """Which dimension of the kept figures, which of its values, and whether only the calls themselves can tell."""
    kept = {
        Dimension.LINE: among.line,
        Dimension.QUEUE: among.queue,
        Dimension.EXTENSION: among.extensions[0] if among.extensions and len(among.extensions) == 1 else None,
    }
    asked = {dimension: value for dimension, value in kept.items() if value is not None}
    raw = (
        not span.whole
        or among.simulated
        or any(
            condition is not None
            for condition in (
                *(among.number, among.profile_id, among.category_ids, among.color_id, among.sight),
                *(among.wait_over, among.wait_up_to, among.origin),
            )
        )
    )
    raw = raw or (among.extensions is not None and Dimension.EXTENSION not in asked)
    if grouping.extensions:
        return Dimension.EXTENSION, None, raw or bool(asked)
    if grouping.lines:
        return Dimension.LINE, among.line, raw or bool(asked.keys() - {Dimension.LINE})
    if raw or len(asked) > 1:
        return Dimension.ALL, None, True
    dimension, value = next(iter(asked.items()), (Dimension.ALL, None))
    return dimension, value, False


def _microseconds(seconds: int | None) -> int | None:
    return None if seconds is None else seconds * 1_000_000


def _values(wanted: Sequence[Standing | Caller] | None) -> list[str] | None:
    return None if wanted is None else [each.value for each in wanted]


def _sum(row: Row, *, timed: bool) -> Sum:
    figures = _figures(row) if timed else Figures(row["calls"])
    return Sum(
        Standing(row["standing"]),
        Caller(row["caller_class"]),
        figures,
        row["start"],
        row["weekday"],
        row["hour"],
        row["value"],
    )


def _figures(row: Row) -> Figures:
    waits = Spread(
        WAIT_BOUNDS,
        tuple(row[f"wait_{bound}"] for bound in WAIT_BOUNDS),
        row["waits"],
        row["wait"],
        row["wait_most"],
    )
    talks = Spread(
        TALK_BOUNDS,
        tuple(row[f"talk_{bound}"] for bound in TALK_BOUNDS),
        row["talks"],
        row["talk"],
        row["talk_most"],
    )
    return Figures(row["calls"], waits, talks)
