"""Everything that admins keep in the settings, put together."""

from __future__ import annotations

from dataclasses import dataclass

from callerid_dash.services.calls.ingest import Ingest
from callerid_dash.services.core import Core
from callerid_dash.services.office.categories import Categories
from callerid_dash.services.office.colors import Colors
from callerid_dash.services.office.lines_and_extensions import Extensions, Lines
from callerid_dash.services.office.locality import Rules
from callerid_dash.services.office.record_kinds import RecordKinds
from callerid_dash.services.office.settings_change import Desk


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


def build_office(core: Core, ingest: Ingest) -> Office:
    """The office on these services."""
    desk = Desk(core, ingest)
    return Office(
        desk=desk,
        rules=Rules(desk),
        lines=Lines(desk),
        extensions=Extensions(desk),
        colors=Colors(desk),
        categories=Categories(desk),
        kinds=RecordKinds(desk),
    )
