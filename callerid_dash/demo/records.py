"""Records that the people of the sample office wrote about their customers."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from callerid_dash.demo.tables import table
from callerid_dash.domain.profiles.profiles import Profile
from callerid_dash.domain.profiles.records import RecordDraft
from callerid_dash.domain.users import User
from callerid_dash.services.services import Services
from callerid_dash.store.engine.submissions import StoredBefore, Submission

_FEWEST, _MOST = 2, 5
_DAYS = 40
_OPEN = (9, 16)


def add_records(services: Services, seed: int, now: datetime, histories: int, language: str) -> None:
    """Give this many owned profiles some records each; existing records stay as they are."""
    rng = Random(seed)  # noqa: S311 - plausible, not secret
    owned = [profile for profile in _profiles(services) if profile.owners]
    for profile in rng.sample(owned, min(histories, len(owned))):
        author = services.directory.snapshot.users[profile.owners[0].user_id]
        for nth in range(rng.randint(_FEWEST, _MOST)):
            draft = _draft(services, profile, author, rng, now, language)
            sending = Submission(f"sample-{seed}-{profile.id}-{nth}", "")
            with suppress(StoredBefore), services.store.submitting(sending):
                services.records.create(draft, author)


def _profiles(services: Services) -> list[Profile]:
    found: list[Profile] = []
    cursor: str | None = None
    while True:
        page = services.profiles.finder.search("", limit=100, cursor=cursor)
        found += page.items
        cursor = page.next_cursor
        if cursor is None:
            return sorted(found, key=lambda profile: profile.id)


def _draft(
    services: Services, profile: Profile, author: User, rng: Random, now: datetime, language: str
) -> RecordDraft:
    line = rng.choice(table("records"))
    kind = next(kind for kind in services.directory.snapshot.record_kinds.values() if kind.key == line["kind"])
    zone = ZoneInfo(services.settings.timezone)
    day = now.astimezone(zone).date() - timedelta(days=rng.randint(1, _DAYS))
    happened = datetime.combine(day, time(rng.randint(*_OPEN), rng.randint(0, 59)), zone)
    done = rng.random() < 0.5  # noqa: PLR2004 - every other one
    return RecordDraft(
        profile_id=profile.id,
        kind_id=kind.id,
        subject=line[language],
        text=line[f"text_{language}"],
        happened_at=happened,
        due_at=happened + timedelta(days=rng.randint(1, _DAYS)) if kind.to_do else None,
        assignee_id=author.id if kind.to_do else None,
        done=kind.to_do and done,
    )
