"""The sums of calls, grouped by time, by hour of the week, by extension or by line.

The sums come from the rollups (`store/summaries/rollups.py`) as far as possible, else from the calls. Services decide
what the groups mean and who may see them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from callerid_dash.domain.reports.figures import Figures, Spread
from callerid_dash.domain.reports.periods import Offset, Range, Unit
from callerid_dash.domain.reports.rollups import TALK_BOUNDS, WAIT_BOUNDS, CallerClass, CallResult, Dimension
from callerid_dash.store.calls.filter import Clauses, Parameters, filtered, hours_in, parameters, within
from callerid_dash.store.engine.protocol import Row, Session
from callerid_dash.store.summaries import rollups
from callerid_dash.store.summaries.local_time import intervals
from callerid_dash.store.summaries.marks import NOTHING


@dataclass(frozen=True, slots=True)
class Grouping:
    """How calls are grouped, besides by result and caller class.

    `unit`: by local time; `first_weekday` is 1 (Monday) to 7. `hours`: by weekday and hour. `extensions`: by extension,
    with the call's result for that extension. `lines`: by the line that was called. `timed`: with waits and talks.
    """

    unit: Unit | None = None
    first_weekday: int = 1
    hours: bool = False
    extensions: bool = False
    lines: bool = False
    timed: bool = True


@dataclass(frozen=True, slots=True)
class Sum:
    """One group with its times. `value` is the extension or the line."""

    standing: CallResult
    caller_class: CallerClass
    figures: Figures
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Percentiles:
    """The seconds within which half, and 90 %, of waits and talks ended; None if there are none."""

    wait: tuple[float | None, float | None]
    talk: tuple[float | None, float | None]


def sums(
    session: Session, span: Range, zone: Sequence[Offset], clauses: Clauses, grouping: Grouping
) -> list[dict[str, Any]]:
    """The sums of the calls of a range, a row for each group; `zone` are the zone's offsets in this range.

    `start` is in UTC for exact units, else by the local clock, although it says UTC. `sum_of` reads rows with times.
    """
    dimension, value, raw = _from_where(span, clauses, grouping)
    kept_apart = {"standings": clauses.get("standings"), "caller_classes": clauses.get("callers")}
    of_calls = clauses.without("standings", "callers", *(() if raw else _ROLLED_UP.values()))
    built = NOTHING if raw else rollups.built_until(session)
    return session.rows(
        filtered("reports.sums" if grouping.timed else "reports.counts", of_calls),
        built=built,
        dimension=dimension.value,
        value=value,
        by_time=grouping.unit is not None,
        **intervals(zone, grouping.unit or Unit.QUARTER, grouping.first_weekday),
        by_hour=grouping.hours,
        by_value=grouping.extensions or grouping.lines,
        **{name: None if values is None else [each.value for each in values] for name, values in kept_apart.items()},
        **within(span),
        **{"hours": None, "hours_from": span.since, **hours_in(clauses, span)},
        **parameters(session, of_calls),
    )


def sum_of(row: Row) -> Sum:
    """A row with times as a sum."""
    return Sum(CallResult(row["standing"]), CallerClass(row["caller_class"]), _figures(row), row["value"])


def percentiles(session: Session, span: Range, clauses: Clauses) -> Percentiles:
    """The exact percentiles of waits and talks; reads every call of the range."""
    row = session.row(filtered("reports.percentiles", clauses), **asked(session, span, clauses)) or {}
    seconds = {name: None if value is None else float(value) / 1_000_000 for name, value in row.items()}
    return Percentiles((seconds["wait_p50"], seconds["wait_p90"]), (seconds["talk_p50"], seconds["talk_p90"]))


def values(session: Session, span: Range) -> set[tuple[Dimension, str]]:
    """The lines, extensions and queues that had calls in a range."""
    rows = session.rows("reports.values", built=rollups.built_until(session), **within(span))
    return {(Dimension(row["dimension"]), row["value"]) for row in rows}


def asked(session: Session, span: Range, clauses: Clauses) -> Parameters:
    """The parameters of a query on the calls of a range."""
    return {**within(span), **hours_in(clauses, span), **parameters(session, clauses)}


_ROLLED_UP = {Dimension.LINE: "line", Dimension.QUEUE: "queue", Dimension.EXTENSION: "extensions"}
"""For each dimension, the clause that selects one of its values."""
_TOLD = {"standings", "callers", "hours", *_ROLLED_UP.values()}
"""The clauses that rollups can answer."""


def _from_where(span: Range, clauses: Clauses, grouping: Grouping) -> tuple[Dimension, str | None, bool]:
    """The dimension of the rollups, the value in it (None: all), and whether only the calls themselves can answer."""
    asked = {dimension: clauses.get(name) for dimension, name in _ROLLED_UP.items() if name in clauses.names}
    extensions = asked.get(Dimension.EXTENSION, ("",))
    raw = not span.whole or not clauses.names <= _TOLD or len(extensions) != 1
    if grouping.extensions:
        return Dimension.EXTENSION, None, raw or bool(asked)
    if grouping.lines:
        return Dimension.LINE, asked.get(Dimension.LINE), raw or bool(asked.keys() - {Dimension.LINE})
    if raw or len(asked) > 1:
        return Dimension.ALL, None, True
    for dimension, value in asked.items():
        return dimension, value if isinstance(value, str) else value[0], False
    return Dimension.ALL, None, False


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
