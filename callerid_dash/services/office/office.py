"""Combines the services for everything that admins keep in the settings."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from callerid_dash.domain.users import User
from callerid_dash.services.calls.ingest import Ingest
from callerid_dash.services.core import Core
from callerid_dash.services.office.auto_contacts_admin import AutoContactsAdmin
from callerid_dash.services.office.categories import CATEGORIES, Categories
from callerid_dash.services.office.lines_and_extensions import EXTENSIONS, LINES, NumberList
from callerid_dash.services.office.locality import OfficeSettings
from callerid_dash.services.office.ordered_list import E, ListDescription, OrderedList
from callerid_dash.services.office.ring_times import RingTimes
from callerid_dash.services.office.settings_change import SettingsChange
from callerid_dash.services.profiles.delete import Deleting


@dataclass(frozen=True, slots=True)
class Office:
    """One service for each list or rule; all share `settings`."""

    settings: SettingsChange
    rules: OfficeSettings
    lines: NumberList[str]
    extensions: NumberList[User]
    categories: Categories
    auto_contacts: AutoContactsAdmin
    ring_times: RingTimes

    def list(self, of: ListDescription[E]) -> OrderedList[E]:
        """The use cases of an ordered list (`lists.py`)."""
        return OrderedList(self.settings, of)


def build_office(core: Core, ingest: Ingest, deleting: Deleting, ours: Callable[[], Iterable[str]]) -> Office:
    """Build the office on these services; `ours` returns the names of the sources that the product itself runs."""
    settings = SettingsChange(core, ingest)
    return Office(
        settings=settings,
        rules=OfficeSettings(settings),
        lines=NumberList(settings, LINES),
        extensions=NumberList(settings, EXTENSIONS),
        categories=Categories(settings, CATEGORIES),
        auto_contacts=AutoContactsAdmin(settings, deleting),
        ring_times=RingTimes(settings, ours),
    )
