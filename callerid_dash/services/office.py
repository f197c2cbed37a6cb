"""Everything that admins keep in the settings, put together."""

from __future__ import annotations

from dataclasses import dataclass

from callerid_dash.services.audit import Audit
from callerid_dash.services.directory import Directory
from callerid_dash.services.feed import Feed
from callerid_dash.services.ingest import Ingest
from callerid_dash.services.matching import Matcher
from callerid_dash.services.office_categories import Categories
from callerid_dash.services.office_colors import Colors
from callerid_dash.services.office_desk import Desk
from callerid_dash.services.office_kinds import RecordKinds
from callerid_dash.services.office_lists import Extensions, Lines
from callerid_dash.services.office_place import Rules
from callerid_dash.services.rehearsal import Rehearsal
from callerid_dash.store.database import Store


@dataclass(frozen=True, slots=True)
class Office:
    """One service for each list or rule; `desk` is what they share."""

    desk: Desk
    rules: Rules
    lines: Lines
    extensions: Extensions
    colors: Colors
    categories: Categories
    kinds: RecordKinds
    rehearsal: Rehearsal


def build_office(
    store: Store, directory: Directory, audit: Audit, matcher: Matcher, feed: Feed, ingest: Ingest
) -> Office:
    """The office on these services."""
    desk = Desk(store, directory, audit, matcher, feed, ingest)
    return Office(
        desk=desk,
        rules=Rules(desk),
        lines=Lines(desk),
        extensions=Extensions(desk),
        colors=Colors(desk),
        categories=Categories(desk),
        kinds=RecordKinds(desk),
        rehearsal=Rehearsal(store, directory, matcher, ingest, audit),
    )
