"""What every service needs: the store and its caches, the audit trail, notifications, and the clock."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from callerid_dash.domain.numbers.locality import Locality
from callerid_dash.services.live.caller_lookup import Matcher
from callerid_dash.services.live.change_notifications import Notifications
from callerid_dash.services.live.feed import Feed
from callerid_dash.services.live.query_cache import Answers
from callerid_dash.services.shared.audit_trail import Audit
from callerid_dash.services.shared.clock import Clock, now
from callerid_dash.services.shared.directory import Directory, Snapshot
from callerid_dash.settings import Settings
from callerid_dash.store.engine.database import Store, open_store


@dataclass(frozen=True, slots=True)
class Core:
    """One set for a running product, a command or a test; services are dataclasses whose first field it is.

    `clock` is the time for everything that shows or stores it; `replace(core, clock=…)` sets another one.
    """

    store: Store
    directory: Directory
    matcher: Matcher
    feed: Feed
    audit: Audit
    notifications: Notifications
    answers: Answers
    clock: Clock = now

    @property
    def snapshot(self) -> Snapshot:
        """The small tables as they are now."""
        return self.directory.snapshot


def core_over(store: Store, locality: Locality | None = None, clock: Clock = now) -> Core:
    """The core for an open store; `locality` applies until an admin sets another one."""
    directory = Directory(store, locality)
    matcher = Matcher(store, directory)
    feed = Feed(lambda: directory.snapshot.visibility)
    return Core(store, directory, matcher, feed, Audit(store), Notifications(matcher, feed), Answers(feed), clock)


@contextmanager
def opened_core(settings: Settings, *, make: bool = False) -> Iterator[Core]:
    """The core for the configured database. A missing database is created if `make`, else refused.

    Raises StoreUnavailable or BadSettings.
    """
    store = open_store(settings.database_url, make=make)
    try:
        yield core_over(store, Locality(settings.dialing, settings.timezone))
    finally:
        store.close()
