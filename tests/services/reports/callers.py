"""Helpers for tests of reports on callers."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from callerid_dash.domain.numbers.phones import Dialing
from callerid_dash.domain.users import Role, User
from callerid_dash.services.services import Services
from callerid_dash.store.summaries.catalogue import SUMMARIES
from callerid_dash.store.summaries.refresher import refresh
from tests.services.raw_calls import TEHRAN

IRAN = Dialing("IR", "21")


def new_user(services: Services, username: str, extension: str = "") -> User:
    admin = first_admin(services)
    user = services.accounts.add(username, "correct horse battery", Role.AGENT, admin, username.title())
    if extension:
        services.office.extensions.add(extension, user.id, admin)
    return services.directory.snapshot.users[user.id]


def first_admin(services: Services) -> User:
    services.accounts.ensure_first_admin(services.settings)
    return services.directory.snapshot.usernames["admin"]


def refreshed(services: Services, until: datetime, zone: str = TEHRAN) -> None:
    """Refresh all summaries up to the calls before this instant."""
    for summary in SUMMARIES.values():
        while refresh(services.store, summary, until, ZoneInfo(zone)):
            pass
    services.feed.notify(["refreshed"])
