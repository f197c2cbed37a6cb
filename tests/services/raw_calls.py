"""Some hundred calls of five days, as raw rows, for tests that compare figures with pandas."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pandas as pd

from callerid_dash.domain.calls.calls import CallEvent, EventKind
from callerid_dash.domain.profiles.profiles import PhoneDraft, ProfileDraft, ProfileKind
from callerid_dash.domain.reports.periods import instant_of
from callerid_dash.services.services import Services
from callerid_dash.store.calls import calls as call_tables
from callerid_dash.store.engine.database import Store
from callerid_dash.store.engine.protocol import Session
from tests.scenes import API

TEHRAN = "Asia/Tehran"
FIRST = datetime(2022, 9, 19, tzinfo=UTC)
"""Two days before Iran put its clocks back for the last time: at midnight, so that the 21st had 25 hours."""
KNOWN, UNKNOWN, LATER = "09121110001", "09122220002", "09123330003"


def save(services: Services, name: str, number: str) -> int:
    draft = ProfileDraft(ProfileKind.PERSON, name=name, phones=(PhoneDraft(number),))
    return services.profiles.create(draft, API).profile.id


def some_calls(randomness: random.Random, how_many: int) -> list[CallEvent]:
    """Calls of five days: answered, missed, open, with unknown end; some events late, some with odd times."""
    events: list[CallEvent] = []
    for i in range(how_many):
        began = FIRST + timedelta(seconds=randomness.uniform(0, 5 * 86_400))
        facts = {
            "caller": randomness.choice([KNOWN, UNKNOWN, LATER, "anonymous", "!", f"0935{i:07d}"]),
            "line": randomness.choice(["2001", "2002", ""]),
            "queue": randomness.choice(["", "sales"]),
        }

        def event(kind: EventKind, after: float, extension: str = "", i: int = i, began: datetime = began) -> CallEvent:
            return CallEvent("pbx", f"c{i}", kind, began + timedelta(seconds=after), extension=extension, **facts)  # noqa: B023

        rang = randomness.sample(["101", "102", "103"], randomness.randint(1, 2))
        events += [event(EventKind.RINGING, j / 10, extension) for j, extension in enumerate(rang)]
        wait = randomness.choice([5.0, 10.0, 20.5, randomness.expovariate(1 / 40)])
        fate = randomness.random()
        if fate < 0.6:
            events.append(event(EventKind.ANSWERED, wait, rang[0]))
        if fate < 0.9:
            events.append(event(EventKind.ENDED, wait + randomness.expovariate(1 / 200) * (fate < 0.6)))
        elif fate < 0.95:
            events.append(
                CallEvent("pbx", f"c{i}", EventKind.ENDED, began + timedelta(seconds=wait), cause="end_unknown")
            )
    randomness.shuffle(events)
    return events


def built_until(store: Store, until: datetime) -> None:
    """Stop the summaries at this instant; figures add later calls from the raw calls."""

    def take_away(session: Session) -> None:
        at = f"TIMESTAMP '{until:%Y-%m-%d %H:%M:%S}'"
        session.script(f"UPDATE summaries SET materialized_until = {at} WHERE name = 'rollups'")
        session.script(f"DELETE FROM rollups WHERE bucket >= {at}")

    store.write(take_away)


def raw(services: Services, zone: str) -> pd.DataFrame:
    """All stored calls, with derived columns."""
    with services.store.read() as session:
        stored = call_tables.newest(session, 100_000)
    frame = pd.DataFrame(
        {
            "id": [s.call.id for s in stored],
            "start": [s.call.started_at for s in stored],
            "answered_at": [s.call.answered_at for s in stored],
            "ended_at": [s.call.ended_at for s in stored],
            "outcome": [s.call.outcome.value if s.call.outcome else "open" for s in stored],
            "line": [s.call.line for s in stored],
            "queue": [s.call.queue for s in stored],
            "number": [s.number.canonical for s in stored],
            "extension": [s.call.extension for s in stored],
            "rang": [{*s.call.rang, *filter(None, [s.call.extension])} for s in stored],
            "has_number": [s.number.canonical is not None for s in stored],
            "withheld": [s.number.kind.value == "withheld" for s in stored],
            "known_then": [s.known_then for s in stored],
            "profile": [s.profile_id for s in stored],
        }
    )
    for column in ("start", "answered_at", "ended_at"):
        frame[column] = pd.to_datetime(frame[column], utc=True)
    timed = frame.outcome.isin(["answered", "missed"])
    frame["wait"] = (frame.answered_at.fillna(frame.ended_at) - frame.start).dt.total_seconds().where(timed)
    frame["talk"] = (frame.ended_at - frame.answered_at).dt.total_seconds().where(timed)
    frame["local"] = frame.start.dt.tz_convert(zone)
    frame["unknown"] = frame.has_number & ~frame.known_then
    frame["identified"] = frame.unknown & frame.profile.notna()
    return frame


def local(day: date, zone: str = TEHRAN) -> datetime:
    return instant_of(datetime(day.year, day.month, day.day), ZoneInfo(zone))
