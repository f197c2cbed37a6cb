"""An office whose calls, profiles and changes the tests of attribution follow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from callerid_dash.domain.calls.calls import call_uuid
from callerid_dash.domain.calls.filter import CallFilter
from callerid_dash.domain.numbers.phones import Dialing
from callerid_dash.domain.profiles.profiles import PhoneDraft, Profile, ProfileDraft, ProfileKind
from callerid_dash.domain.profiles.records import RecordDraft
from callerid_dash.domain.users import Role, User
from callerid_dash.factory import build_services
from callerid_dash.services.live.feed import FeedRow
from callerid_dash.services.profiles.merge_rules import Choices
from callerid_dash.services.services import Services
from callerid_dash.services.shared.verify import verify
from callerid_dash.settings import read_settings
from callerid_dash.store.accounts import accounts
from callerid_dash.store.engine.protocol import Session
from callerid_dash.store.office import directory as small_tables
from callerid_dash.store.office import snapshots
from tests.scenes import API, event

MOBILE = "09121234567"


OTHER = "02188881111"


@dataclass
class Office:
    """The services of a product with one agent, Sara (101), and one supervisor, Reza."""

    services: Services
    sara: User = field(init=False)
    reza: User = field(init=False)

    def __post_init__(self) -> None:
        def work(session: Session) -> tuple[int, int]:
            sara = accounts.add_user(session, "sara", "Sara", Role.AGENT, "") or 0
            small_tables.set_extension(session, "101", sara)
            return sara, accounts.add_user(session, "reza", "Reza", Role.SUPERVISOR, "") or 0

        added = self.services.store.write(work)
        self.services.directory.reload()
        self.sara, self.reza = (self.services.directory.snapshot.users[user_id] for user_id in added)

    def rings(self, call_id: str = "c1", caller: str = MOBILE, second: int = 0, extension: str = "101") -> None:
        self.services.calls.ingest.submit([event("ringing", second, call_id, caller=caller, extension=extension)])

    def row(self, call_id: str = "c1", viewer: User | None = None) -> FeedRow:
        return self.services.calls.log.get(viewer, call_uuid("pbx", call_id))

    def live(self, call_id: str = "c1") -> FeedRow:
        delta = self.services.feed.since(None, self.reza, 100)
        assert delta
        return next(row for row in delta.changed if row.call.external_id == call_id)

    def shown(self, call_id: str = "c1") -> str | None:
        """The profile of a call over the API; the live list and the log agree."""
        logged, live = self.row(call_id), self.live(call_id)
        assert (logged.holders, logged.chosen_id, logged.former_id, logged.unassigned) == (
            live.holders,
            live.chosen_id,
            live.former_id,
            live.unassigned,
        )
        holder = logged.shown_to(None)
        return holder.name if holder else None

    def save(self, name: str, *numbers: str, kind: ProfileKind = ProfileKind.PERSON, **given: Any) -> Profile:
        draft = ProfileDraft(kind, name, phones=tuple(map(PhoneDraft, numbers)), **given)
        return self.services.profiles.create(draft, API).profile

    def choose(self, profile: Profile | None, call_id: str = "c1", actor: User | None = None) -> None:
        profile_id = profile.id if profile else None
        self.services.calls.attribution.choose(call_uuid("pbx", call_id), profile_id, actor or self.reza)

    def merge(self, keep: Profile, *others: Profile, choices: Choices | None = None, actor: User | None = None) -> int:
        fresh = [self.services.profiles.get(profile.id) for profile in (keep, *others)]
        versions = {profile.id: profile.version for profile in fresh}
        return self.services.profiles.merging.merge(
            keep.id, list(versions), choices or {}, versions, actor or self.reza
        )

    def known(self, known: bool) -> list[str]:
        return [row.call.external_id for row in self.services.calls.log.page(None, CallFilter(known=known)).items]

    def of(self, profile: Profile) -> list[str]:
        found = self.services.calls.log.page(None, CallFilter(profile=profile.id)).items
        return sorted(row.call.external_id for row in found)

    def check(self) -> None:
        """No reference dangles."""
        assert verify(self.services.store, Dialing("IR", "21")).differences == ()

    def contents(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every row that an action may change; versions only grow."""
        tables: dict[str, list[tuple[Any, ...]]] = {}
        with self.services.store.read() as session:
            taken = snapshots.take(session, range(1, 100), records=True)
            for table, rows in taken.items():
                skipped = {"version"} if table == "profiles" else set()
                tables[table] = sorted(tuple((k, v) for k, v in row.items() if k not in skipped) for row in rows)
            calls = session.rows("calls.newest", count=1000)
            tables["calls"] = sorted(
                (str(row["id"]), row["profile_id"], row["chosen_profile_id"], row["known_then"]) for row in calls
            )
        return tables


@pytest.fixture
def office(store_url: str) -> Iterator[Office]:
    services = build_services(read_settings({"CALLERID_DATABASE_URL": store_url}))
    yield Office(services)
    services.store.close()


def record(office: Office, profile: Profile) -> None:
    kind = next(iter(office.services.directory.snapshot.record_kinds))
    office.services.records.create(RecordDraft(profile.id, kind, "Subject"), office.reza)
