"""A small office for page tests: users, profiles, calls, and the context of one request."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from dash.development.base_component import Component

from callerid_dash.background import TaskHealth
from callerid_dash.domain.calls.calls import END_UNKNOWN, CallEvent, EventKind, fold
from callerid_dash.domain.calls.sources import SourceHealth
from callerid_dash.domain.errors import NotFound
from callerid_dash.domain.numbers.locality import Locality
from callerid_dash.domain.numbers.phones import Dialing, parse_number
from callerid_dash.domain.profiles.profiles import Color, Holder, Owner, OwnerRole, Profile, ProfileKind
from callerid_dash.domain.users import Role, User, Visibility
from callerid_dash.services.live.feed import Feed, FeedRow
from callerid_dash.services.records.timeline import Entry, TimelineFilter
from callerid_dash.services.shared.directory import Snapshot
from callerid_dash.services.shared.paging import Page
from callerid_dash.ui import UiContext

START = datetime(2026, 11, 22, 20, 10, tzinfo=UTC)
DIALING = Dialing("IR", "21")
ZONE = ZoneInfo("Asia/Tehran")
GOLD = Color(1, 1, "VIP", "our best customers", "#e0a800")
SARA = User(1, "sara", "Sara Karimi", Role.AGENT, extensions=("201",))
REZA = User(2, "reza", "", Role.AGENT)
ADMIN = User(3, "admin", "", Role.ADMIN)
DIRECTORY = Snapshot(users={user.id: user for user in (SARA, REZA, ADMIN)}, lines={"02188881111": "Main line"})


def holder(key: int = 1, name: str = "Maryam Ahmadi", **given: object) -> Holder:
    values: dict[str, object] = {
        "kind": ProfileKind.PERSON,
        "organization": "",
        "organization_id": None,
        "color": None,
        "owners": (),
    }
    return Holder(id=key, name=name, **{**values, **given})  # type: ignore[arg-type]


def owner(user: User, role: OwnerRole = OwnerRole.SALES) -> Owner:
    return Owner(role, user.id, user.username)


def ring(
    caller: str = "09123456789",
    *holders: Holder,
    answered: int | None = None,
    ended: int | None = None,
    key: str = "1",
    unknown_end: bool = False,
    rang: tuple[str, ...] = ("201",),
    chosen: int | None = None,
    start: datetime = START,
    **facts: str,
) -> FeedRow:
    """A call that rang at `start`; `answered` and `ended` are seconds after it."""

    def event(kind: EventKind, after: int, **more: str) -> CallEvent:
        return CallEvent("pbx", key, kind, start + timedelta(seconds=after), **more)

    given = {"line": "02188881111", **facts}
    events = [event(EventKind.RINGING, 0, caller=caller, extension=phone, **given) for phone in rang]
    events = events or [event(EventKind.QUEUED, 0, caller=caller, **given)]
    if answered is not None:
        events.append(event(EventKind.ANSWERED, answered, extension="201"))
    if ended is not None:
        events.append(event(EventKind.ENDED, ended, cause=END_UNKNOWN if unknown_end else "hangup"))
    return FeedRow(fold(events), parse_number(caller, DIALING), holders, chosen, version=1)


def context(viewer: User = SARA, language: str = "en", theme: str = "auto") -> UiContext:
    return UiContext(
        viewer=lambda: viewer,
        language=lambda: language,
        theme=lambda: theme,
        vendor_url=lambda name: f"/vendor/{name}",
        locality=lambda: Locality(DIALING, str(ZONE)),
    )


class FakeSources:
    def __init__(self, *sources: SourceHealth) -> None:
        self.sources = sources

    def health(self) -> tuple[SourceHealth, ...]:
        return self.sources

    def unwell(self) -> tuple[TaskHealth, ...]:
        return ()


@dataclass
class FakeMerging:
    """Merged profiles, and the profile that each was merged into."""

    former: dict[int, int] = field(default_factory=dict)

    def went_to(self, profile_id: int) -> int | None:
        return self.former.get(profile_id)


class FakeProfiles:
    def __init__(self, *profiles: Profile) -> None:
        self.profiles = {profile.id: profile for profile in profiles}
        self.shared: dict[str, list[Holder]] = {}
        self.merging = FakeMerging()

    def get(self, profile_id: int) -> Profile:
        if profile_id not in self.profiles:
            raise NotFound("no such profile")
        return self.profiles[profile_id]

    def shared_numbers(self, profile: Profile) -> dict[str, list[Holder]]:
        return self.shared

    def people(self, organization_id: int, most: int) -> tuple[int, list[Profile]]:
        found = [profile for profile in self.profiles.values() if profile.organization_id == organization_id]
        return len(found), found[:most]


@dataclass
class FakeTimeline:
    """Returns the same entries for every request, and records the requests."""

    entries: tuple[Entry, ...] = ()
    asked: list[TimelineFilter] = field(default_factory=list)

    def page(
        self, viewer: User, profile_id: int, wanted: TimelineFilter, cursor: str | None, limit: int
    ) -> Page[Entry]:
        self.asked.append(wanted)
        return Page(self.entries[:limit], "more" if len(self.entries) > limit else None)


@dataclass
class FakeMissed:
    """This many callers wait."""

    count: int = 0
    stamp: str = "1"

    def waiting_count(self, viewer: User) -> int:
        return self.count


@dataclass
class FakeCalls:
    sources: FakeSources = field(default_factory=FakeSources)
    missed: FakeMissed = field(default_factory=FakeMissed)


@dataclass
class FakeDirectory:
    snapshot: Snapshot = DIRECTORY


@dataclass
class FakeServices:
    """The parts of the services that pages use."""

    feed: Feed = field(default_factory=lambda: Feed(lambda: Visibility.ALL))
    calls: FakeCalls = field(default_factory=FakeCalls)
    profiles: FakeProfiles = field(default_factory=FakeProfiles)
    directory: FakeDirectory = field(default_factory=FakeDirectory)
    timeline: FakeTimeline = field(default_factory=FakeTimeline)


def walk(tree: object) -> Iterator[Any]:
    """The component and all its descendants."""
    if isinstance(tree, list | tuple):
        for part in tree:
            yield from walk(part)
    elif isinstance(tree, Component):
        yield tree
        yield from walk(getattr(tree, "children", None))


def text(tree: object) -> str:
    """The visible text, with spaces between parts."""
    if isinstance(tree, list | tuple):
        return " ".join(filter(None, (text(part) for part in tree)))
    if isinstance(tree, Component):
        return text(getattr(tree, "children", None))
    return "" if tree is None else str(tree)


def by_class(tree: object, name: str) -> list[Any]:
    """The components with this CSS class."""
    return [part for part in walk(tree) if name in str(getattr(part, "className", "") or "").split()]


def attribute(part: Component, name: str) -> object:
    """A data-* or aria-* attribute, or None."""
    return part.to_plotly_json()["props"].get(name)
