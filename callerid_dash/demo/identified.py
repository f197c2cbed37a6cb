"""Unknown callers of the sample office who gave their name later and were saved."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from callerid_dash.demo.tables import chance, lognormal, part, table
from callerid_dash.domain.profiles.profiles import OwnerRole, PhoneDraft, ProfileDraft, ProfileKind
from callerid_dash.domain.users import Role
from callerid_dash.services.profiles.profiles import Profiles
from callerid_dash.services.services import Services
from callerid_dash.store.engine.submissions import StoredBefore, Submission

FIRMS = 0.25
"""Share of them that are organizations."""
OWNED = 0.7


def identify(
    services: Services, seed: int, now: datetime, last_calls: Mapping[str, datetime], most: int, language: str
) -> None:
    """Save `most` of these numbers some time after their last calls; saved ones stay as they are."""
    rng = Random(seed)  # noqa: S311 - plausible, not secret
    agents = [user for user in services.directory.snapshot.users.values() if user.role is Role.AGENT]
    numbers = sorted(last_calls)
    for number in rng.sample(numbers, min(most, len(numbers))):
        author, draft = rng.choice(agents), _draft(services, number, rng, language)
        at = last_calls[number] + timedelta(minutes=lognormal(rng, 40, 2.2, 1, 20_000))
        if at < now:
            draft = replace(draft, owners={OwnerRole.SALES: author.id} if chance(rng, OWNED) else {})
            sending = Submission(f"sample-{seed}-identified-{number}", "")
            with suppress(StoredBefore), services.store.submitting(sending):
                _as_of(services, at).create(draft, author)


def _as_of(services: Services, at: datetime) -> Profiles:
    """The service with the clock at that instant."""
    return Profiles(replace(services.core, clock=lambda: at))


def _draft(services: Services, number: str, rng: Random, language: str) -> ProfileDraft:
    leaf = rng.choice(services.directory.snapshot.leaves)
    draft = ProfileDraft(kind=ProfileKind.PERSON, category_id=leaf.id, phones=(PhoneDraft(number),))
    if chance(rng, FIRMS):
        sector, stem = rng.choice(table("sectors")), rng.choice(table("stems"))
        return replace(draft, kind=ProfileKind.ORGANIZATION, name=sector[language].format(stem[language]))
    first, last = rng.choice(part("names", rng.choice(["male", "female"]))), rng.choice(part("names", "last"))
    return replace(draft, first_name=first[language], last_name=last[language])
