"""On which day callers had called last, kept for the office's days that are over: how many numbers called in a range
without a look at its calls.

Days are worked out beside the writer, which only hears where that begins and what came of it: after an import of ten
million calls it takes half a minute. Until then the calls themselves are read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from callerid_dash.domain.reports.periods import Range, Unit, instant_of, offsets
from callerid_dash.store.engine.database import Store
from callerid_dash.store.engine.instants import from_column, to_column
from callerid_dash.store.engine.protocol import Row, Session
from callerid_dash.store.summaries.local_time import stretches

AT_ONCE = timedelta(days=366)
"""How long the days are that are worked out in one go, so that memory is bounded."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The days before `until`, a midnight of this zone."""

    zone: ZoneInfo
    until: datetime


def day_of(at: datetime, zone: ZoneInfo) -> date:
    """The zone's day in which this instant lies."""
    return at.astimezone(zone).date()


def midnight(at: datetime, zone: ZoneInfo) -> datetime:
    """When the zone's day begins in which this instant lies."""
    return instant_of(datetime.combine(day_of(at, zone), time()), zone).astimezone(UTC)


def kept(session: Session, zone: ZoneInfo) -> Kept | None:
    """What is kept for this zone."""
    row = session.row("visits.until")
    if row is None or row["zone"] != zone.key:
        return None
    return Kept(zone, midnight(from_column(row["kept_until"]), zone))


def keep(store: Store, before: datetime, zone: ZoneInfo) -> bool:
    """Keep the oldest days that are over at this instant and not kept yet; answers whether there were some."""
    part = store.write(lambda session: _aim(session, before, zone))
    if part is None:
        return False
    with store.read() as session:
        rows = _reckoned(session, part, zone)
    return store.write(lambda session: _put(session, part, zone, rows))


def newcomers(session: Session, span: Range, of: Kept, unit: Unit, first_weekday: int) -> list[Row]:
    """By stretch of kept whole days: how many numbers called, and how many of them for the first time ever."""
    given = stretches((), unit, first_weekday)
    return list(
        session.rows(
            "visits.newcomers",
            since_day=day_of(span.since, of.zone),
            until_day=day_of(span.until, of.zone),
            unit=given["unit"],
            shift=given["shift"],
        )
    )


def callers(session: Session, span: Range, of: Kept) -> int:
    """How many numbers called in a range that begins at midnight."""
    row = session.row(
        "visits.callers",
        since_day=day_of(span.since, of.zone),
        until_day=day_of(min(span.until, of.until), of.zone),
    )
    found: int = row["callers"] if row else 0
    if span.until > of.until:
        since, until = to_column(span.since), to_column(span.until)
        row = session.row("visits.later", since=since, kept_until=to_column(of.until), until=until)
        found += row["callers"] if row else 0
    return found


def rewind(session: Session, at: datetime) -> None:
    """A call that began then has appeared or changed; to be told in the transaction that does it."""
    session.run("visits.rewind", before=to_column(at))


def differences(session: Session) -> list[str]:
    """Where what is kept is not what the calls say, in words."""
    row = session.row("visits.until")
    if row is None or not row["zone"]:
        return []
    zone = ZoneInfo(row["zone"])
    until = midnight(from_column(row["kept_until"]), zone)
    since = _first(session, zone) or until
    wrong: set[date] = set()
    while since < until:
        part = _part(since, until, zone)
        days = {"since_day": day_of(part.since, zone), "until_day": day_of(part.until, zone)}
        there = {tuple(each.values()) for each in session.rows("visits.between", **days)}
        wrong |= {each[0] for each in there ^ {tuple(each.values()) for each in _reckoned(session, part, zone)}}
        since = part.until
    return [f"when the callers of {day} had called last is not kept as the calls say" for day in sorted(wrong)]


def _aim(session: Session, before: datetime, zone: ZoneInfo) -> Range | None:
    """Say which days are worked out next, and forget what was kept of them and of later ones."""
    so_far, first, until = kept(session, zone), _first(session, zone), midnight(before, zone)
    if first is None:
        return None
    since = max(so_far.until, first) if so_far else first
    if since >= until:
        return None
    part = _part(since, until, zone)
    session.run("visits.forget", day=day_of(since, zone) if so_far and since > first else date.min)
    session.run("visits.aim", **_aimed(part, zone))
    return part


def _put(session: Session, part: Range, zone: ZoneInfo, rows: Sequence[Row]) -> bool:
    """Keep these rows, unless a call of these days or before has changed meanwhile."""
    aimed = _aimed(part, zone)
    if session.row("visits.until") != aimed:
        return False
    session.run(
        "visits.add",
        days=[row["day"] for row in rows],
        last_days=[row["last_day"] for row in rows],
        callers=[row["callers"] for row in rows],
    )
    session.run("visits.aim", **(aimed | {"kept_until": aimed["aimed_at"]}))
    return True


def _reckoned(session: Session, part: Range, zone: ZoneInfo) -> list[Row]:
    given = stretches(offsets(zone, Range(_first(session, zone) or part.since, part.until)), Unit.DAY, 1)
    return list(
        session.rows(
            "visits.reckon",
            since=to_column(part.since),
            until=to_column(part.until),
            **{name: given[name] for name in ("starts", "ends", "aheads")},
        )
    )


def _first(session: Session, zone: ZoneInfo) -> datetime | None:
    """When the day of the first call begins."""
    row = session.row("visits.first")
    return midnight(from_column(row["first_at"]), zone) if row and row["first_at"] else None


def _part(since: datetime, until: datetime, zone: ZoneInfo) -> Range:
    return Range(since, min(until, midnight(since + AT_ONCE, zone)))


def _aimed(part: Range, zone: ZoneInfo) -> dict[str, object]:
    return {"zone": zone.key, "kept_until": to_column(part.since), "aimed_at": to_column(part.until)}
