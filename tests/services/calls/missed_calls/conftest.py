"""An office whose callers wait for an answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from callerid_dash.domain.calls.calls import CallEvent, EventKind
from callerid_dash.domain.profiles.profiles import OwnerRole, PhoneDraft, Profile, ProfileDraft, ProfileKind
from callerid_dash.domain.profiles.records import RecordDraft
from callerid_dash.domain.users import Role, User, Visibility
from callerid_dash.factory import build_services
from callerid_dash.services.calls.callback_queue import WaitingBoard, WaitingCaller
from callerid_dash.services.calls.missed_calls import Closed, Missed
from callerid_dash.services.live.caller_lookup import Matcher
from callerid_dash.services.services import Services
from callerid_dash.services.shared.clock import Clock, now
from callerid_dash.settings import read_settings
from callerid_dash.store.accounts import accounts
from callerid_dash.store.engine.protocol import Session
from callerid_dash.store.office import directory as small_tables
from tests.scenes import API, an_hour_of_one_day

MOBILE, OTHER, THIRD = "09121234567", "02188881111", "09351112233"


CANONICAL = "+989121234567"


START = an_hour_of_one_day(timedelta(hours=3)).replace(second=30)


@dataclass
class Office:
    """The services of a product with the agents Sara (101) and Omid (102), the supervisor Reza and an admin."""

    services: Services
    sara: User = field(init=False)
    omid: User = field(init=False)
    reza: User = field(init=False)
    boss: User = field(init=False)

    def __post_init__(self) -> None:
        roles = {"sara": Role.AGENT, "omid": Role.AGENT, "reza": Role.SUPERVISOR, "boss": Role.ADMIN}

        def work(session: Session) -> dict[str, int]:
            ids = {name: accounts.add_user(session, name, name.title(), role, "") or 0 for name, role in roles.items()}
            small_tables.set_extension(session, "101", ids["sara"])
            small_tables.set_extension(session, "102", ids["omid"])
            return ids

        ids = self.services.store.write(work)
        self.services.directory.reload()
        users = self.services.directory.snapshot.users
        self.sara, self.omid, self.reza, self.boss = (users[ids[name]] for name in roles)

    def tell(self, call_id: str, caller: str, *steps: tuple[str, float], extension: str = "101") -> None:
        """Ingest the events of a call, each this many minutes after the start."""
        self.services.calls.ingest.submit(
            [
                CallEvent(
                    "pbx",
                    call_id,
                    EventKind(kind),
                    START + timedelta(minutes=minute),
                    caller=caller,
                    extension=extension if kind != "ended" else "",
                )
                for kind, minute in steps
            ]
        )

    def misses(self, call_id: str, caller: str = MOBILE, minute: float = 0, extension: str = "101") -> None:
        self.tell(call_id, caller, ("ringing", minute), ("ended", minute + 0.5), extension=extension)

    def answers(self, call_id: str, caller: str = MOBILE, minute: float = 10, extension: str = "101") -> None:
        self.tell(call_id, caller, ("ringing", minute), ("answered", minute + 0.1), extension=extension)

    def profile(self, number: str, owner: User | None = None, name: str = "Maryam") -> Profile:
        draft = ProfileDraft(
            ProfileKind.PERSON,
            last_name=name,
            phones=(PhoneDraft(number),),
            owners={OwnerRole.SALES: owner.id} if owner else {},
        )
        return self.services.profiles.create(draft, API).profile

    def caller_of(self, number: str) -> WaitingCaller:
        (found,) = [
            caller for caller in self.services.calls.missed.waiting(self.reza).callers if caller.number == number
        ]
        return found

    def phone_call(self, profile: Profile, minute: float, actor: User | None = None) -> int:
        kinds = self.services.directory.snapshot.record_kinds.values()
        kind = next(kind for kind in kinds if kind.is_phone_call)
        happened = START + timedelta(minutes=minute)
        draft = RecordDraft(profile.id, kind.id, "Called back", happened_at=happened)
        return self.services.records.create(draft, actor or self.reza).id

    def numbers(self, viewer: User | None = None, *, mine: bool = False) -> list[str]:
        """The numbers in a list; the count agrees, and so does a freshly loaded queue."""
        viewer = viewer or self.reza
        listed = self.services.calls.missed.waiting(viewer, mine=mine)
        fresh = build_missed(self.services).waiting(viewer, mine=mine)
        assert listed.callers == fresh.callers
        assert listed.total == len(listed.callers) == self.services.calls.missed.waiting_count(viewer, mine=mine)
        if not mine and viewer == self.reza:
            assert self.services.calls.missed.overall()[0] == listed.total
        return [caller.number for caller in listed.callers]

    def late(self, viewer: User | None = None) -> list[str]:
        """The callers who were never called back; the count agrees."""
        viewer = viewer or self.reza
        listed = self.services.calls.missed.waiting(viewer, late=True)
        assert listed.total == len(listed.callers) == self.services.calls.missed.waiting_count(viewer, late=True)
        return [caller.number for caller in listed.callers]

    def caller(self, viewer: User | None = None) -> WaitingCaller:
        (caller,) = self.services.calls.missed.waiting(viewer or self.reza).callers
        return caller

    def close(self, viewer: User, caller: WaitingCaller, reason: str) -> Closed:
        return self.services.calls.missed.close(viewer, {caller.number: caller.last_at}, reason)

    def rule(self, rule: Visibility) -> None:
        self.services.store.write(lambda session: small_tables.set_setting(session, "visibility", rule.value))
        self.services.directory.reload()
        self.services.feed.touch()


def build_missed(services: Services, clock: Clock = now) -> Missed:
    """A second instance, as in another process."""
    from callerid_dash.services.calls.missed_calls import Missed

    core = replace(services.core, matcher=Matcher(services.store, services.directory), clock=clock)
    return Missed(core, WaitingBoard(core))


@pytest.fixture
def office(store_url: str) -> Iterator[Office]:
    services = build_services(read_settings({"CALLERID_DATABASE_URL": store_url}))
    yield Office(services)
    services.store.close()


DAY = 60 * 24
