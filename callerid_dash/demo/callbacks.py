"""What happened to the sample office's missed callers: most were called back or closed, a few still wait."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import groupby
from random import Random

from callerid_dash.demo.tables import chance, lognormal, table
from callerid_dash.domain.profiles.records import RecordDraft
from callerid_dash.domain.users import User
from callerid_dash.services.calls.callback_queue import WaitingBoard, WaitingCaller
from callerid_dash.services.calls.missed_calls import Missed
from callerid_dash.services.records.records import Records
from callerid_dash.services.services import Services

DUE, LATE = 9, 5
"""How many callers still wait, and how many were never called back."""
_RECORDED = 0.6
_MOST_RECORDED = 60
_SOON = timedelta(minutes=20)


def add_callbacks(services: Services, seed: int, now: datetime, language: str) -> None:
    """Call back or close all callers except the last ones. What is done already stays."""
    rng = Random(seed)  # noqa: S311 - plausible, not secret
    admin = next(user for user in services.directory.snapshot.users.values() if user.username == "admin")
    missed, records = _as_of(services, now)
    rest: list[WaitingCaller] = []
    for late, kept in ((False, DUE), (True, LATE)):
        callers = missed.waiting(admin, late=late, newest_first=True, limit=1_000_000).callers
        rest += callers[kept:]
    recorded: set[str] = set()
    for caller in sorted(rest, key=lambda caller: caller.last_at):
        shown = caller.row.shown_to(None)
        if shown and len(recorded) < _MOST_RECORDED and chance(rng, _RECORDED):
            author = services.directory.snapshot.users[shown.owners[0].user_id] if shown.owners else admin
            line = next(line for line in table("callbacks") if line["part"] == "recorded")
            draft = RecordDraft(
                profile_id=shown.id,
                kind_id=_phone_call(services),
                subject=line[language],
                happened_at=min(caller.last_at + timedelta(minutes=lognormal(rng, 25, 0.8, 4, 400)), now),
            )
            records.create(draft, author)  # only once: afterwards the caller no longer waits
            recorded.add(caller.number)
    _close(services, [caller for caller in rest if caller.number not in recorded], rng, now, language)


def _close(services: Services, callers: list[WaitingCaller], rng: Random, now: datetime, language: str) -> None:
    """Let a supervisor or an admin close the callers of each day who need no call, at the day's end."""
    reasons = [line for line in table("callbacks") if line["part"] == "closed"]
    zone = services.directory.snapshot.locality.zone
    users = [user for user in services.directory.snapshot.users.values() if user.username in ("supervisor", "admin")]
    by_day = groupby(sorted(callers, key=lambda c: c.last_at), key=lambda c: c.last_at.astimezone(zone).date())
    for _, of_day in by_day:
        together: defaultdict[str, list[WaitingCaller]] = defaultdict(list)
        for caller in of_day:
            together[rng.choice(reasons)[language]].append(caller)
        for reason, closed in together.items():
            at = min(closed[-1].last_at + _SOON, now)
            missed, _ = _as_of(services, at)
            by: User = rng.choice(users)
            missed.close(by, {caller.number: caller.last_at for caller in closed}, reason)


def _as_of(services: Services, at: datetime) -> tuple[Missed, Records]:
    """The services with the clock at that instant."""
    core = replace(services.core, clock=lambda: at)
    return Missed(core, WaitingBoard(core)), Records(core)


def _phone_call(services: Services) -> int:
    kinds = services.directory.snapshot.record_kinds.values()
    return next(kind.id for kind in kinds if kind.is_phone_call and not kind.retired)
