"""The small tables in memory: users, extensions, lines, colors, categories, record kinds, stored settings.

Every poll and every row needs them, so they are read at start and again after a change (`reload`). A snapshot is
immutable; take it once per request.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property

from callerid_dash.domain.errors import InvalidInput
from callerid_dash.domain.numbers.locality import Locality
from callerid_dash.domain.numbers.phones import Dialing
from callerid_dash.domain.preferences import UNTOUCHED, Preferences, read_preferences
from callerid_dash.domain.profiles.categories import path_of
from callerid_dash.domain.profiles.profiles import Category, Color, Profile
from callerid_dash.domain.profiles.records import RecordKind
from callerid_dash.domain.users import User, Visibility
from callerid_dash.services.shared.paging import storable
from callerid_dash.store.accounts import accounts
from callerid_dash.store.engine.database import Store
from callerid_dash.store.engine.protocol import Session
from callerid_dash.store.office import directory as tables
from callerid_dash.store.office import lists
from callerid_dash.store.profiles.profiles import ProfileLookups, by_ids

PAST_DIALINGS = "past_dialings"
"""A stored setting: JSON, [[until, region, area code], …], oldest first."""
RING_TIMES = "ring_times"
"""A stored setting: JSON, seconds by source; 0 for never (`services/office/ring_times.py`)."""

MISSED_DAYS = "missed_days"
"""A stored setting: the days after which a missed caller counts as never called back."""
USUAL_MISSED_DAYS = 7
MOST_MISSED_DAYS = 30
"""A caller who was missed longer ago is not listed at all (`services/calls/callback_queue.py`)."""


@dataclass(frozen=True)
class Snapshot:
    """The small tables at one instant."""

    users: dict[int, User] = field(default_factory=dict)
    colors: dict[int, Color] = field(default_factory=dict)
    categories: dict[int, Category] = field(default_factory=dict)
    record_kinds: dict[int, RecordKind] = field(default_factory=dict)
    lines: dict[str, str] = field(default_factory=dict)
    settings: dict[str, str] = field(default_factory=dict)
    configured: Locality = field(default_factory=Locality)
    preferences: dict[int, Preferences] = field(default_factory=dict)
    """By user id; only of users who have set any."""

    @cached_property
    def usernames(self) -> dict[str, User]:
        """Users by name."""
        return {user.username: user for user in self.users.values()}

    def preferences_of(self, user: User) -> Preferences:
        """The user's preferences."""
        return self.preferences.get(user.id, UNTOUCHED)

    def profiles(self, session: Session, ids: Iterable[int]) -> dict[int, Profile]:
        """The profiles that exist among these ids."""
        lookups = ProfileLookups(self.users, self.colors, self.categories)
        return by_ids(session, [key for key in ids if storable(key)], lookups)

    @cached_property
    def visibility(self) -> Visibility:
        """Which calls agents see."""
        return Visibility(self.settings.get("visibility", Visibility.ALL))

    @cached_property
    def missed_days(self) -> int:
        """For how many days a missed caller is due to be called back."""
        return int(self.settings.get(MISSED_DAYS, USUAL_MISSED_DAYS))

    @cached_property
    def locality(self) -> Locality:
        """The office's place: as an admin has set it, else as the environment says."""
        of = self.settings.get
        given = self.configured
        dialing = Dialing(of("region", given.dialing.region), of("area_code", given.dialing.area_code))
        return Locality(dialing, of("timezone", given.timezone))

    @cached_property
    def past_dialings(self) -> tuple[tuple[datetime, Dialing], ...]:
        """Earlier places for reading numbers, each with the instant until which it was used; oldest first."""
        stored = json.loads(self.settings.get(PAST_DIALINGS, "[]"))
        return tuple((datetime.fromisoformat(until), Dialing(region, area_code)) for until, region, area_code in stored)

    @cached_property
    def ring_times(self) -> dict[str, timedelta]:
        """How long calls of a source ring before they count as missed, where an admin has set it."""
        stored = json.loads(self.settings.get(RING_TIMES, "{}"))
        return {source: timedelta(seconds=seconds) for source, seconds in stored.items()}

    def dialing_at(self, instant: datetime) -> Dialing:
        """The place for reading numbers when a call began: a new area code must not change old numbers."""
        past = self.past_dialings
        if past and instant < past[-1][0]:
            return next(dialing for until, dialing in past if instant < until)
        return self.locality.dialing

    @cached_property
    def leaves(self) -> list[Category]:
        """Categories without children; a new profile is filed in one of them."""
        parents = {category.parent_id for category in self.categories.values()}
        return [category for category in self.categories.values() if category.id not in parents]

    @cached_property
    def leaf_ids(self) -> frozenset[int]:
        """The ids of the leaves."""
        return frozenset(leaf.id for leaf in self.leaves)

    def category_path(self, category_id: int) -> list[Category]:
        """The category and its ancestors, the root first."""
        return path_of(category_id, self.categories)

    def category_words(self, category_id: int | None, separator: str = " › ") -> str:
        """The titles of the category and its ancestors, the root first; '' for None."""
        return separator.join(node.title for node in self.category_path(category_id)) if category_id is not None else ""

    def path_words(self, category_id: int | None) -> str:
        """The same as files and the audit trail write it."""
        return self.category_words(category_id, " / ")

    def check_leaf(self, category_id: int | None) -> None:
        """Raise InvalidInput if this is no category in which profiles are filed."""
        if category_id not in self.leaf_ids:
            raise InvalidInput("This category does not exist or has categories below it.", "category")

    def check_color(self, color_id: int | None) -> None:
        """Raise InvalidInput if this is no color."""
        if color_id is not None and color_id not in self.colors:
            raise InvalidInput("This color does not exist.", "color")

    def check_user(self, user_id: int | None, field: str, before: int | None = None) -> None:
        """Raise InvalidInput if this user cannot be chosen; one who was chosen `before` may be disabled by now."""
        user = self.users.get(user_id) if user_id is not None else None
        if user_id is not None and (user is None or (user.disabled and user_id != before)):
            raise InvalidInput("This user does not exist or is disabled.", field)


class Directory:
    """Holds the current snapshot. `configured` is the office's place by the environment."""

    def __init__(self, store: Store, configured: Locality | None = None) -> None:
        self._store = store
        self._configured = configured or Locality()
        self._reading = threading.Lock()
        self.snapshot = Snapshot()
        self.reload()

    def reload(self) -> None:
        """Read everything again; call it after the commit of a change."""
        with self._reading, self._store.read() as session:  # the last to begin has the last word
            self.snapshot = self.read(session)

    def read(self, session: Session) -> Snapshot:
        """The small tables as this session sees them."""
        return Snapshot(
            users={user.id: user for user in tables.users(session)},
            colors=lists.entries(session, lists.COLORS),
            categories=lists.entries(session, lists.CATEGORIES),
            record_kinds=lists.entries(session, lists.RECORD_KINDS),
            lines=tables.lines(session),
            settings=tables.settings(session),
            configured=self._configured,
            preferences={user: read_preferences(stored) for user, stored in accounts.all_preferences(session).items()},
        )
