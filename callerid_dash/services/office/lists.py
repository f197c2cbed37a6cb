"""The descriptions of the flat lists, colors and kinds of records, with the rules for their entries.

A new list needs a table (`store/migrations/`), a description here, and the texts of its section
(`ui/settings/office/lists.py`). The tree of categories is in `categories.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from callerid_dash.domain.audit import Change, SubjectKind
from callerid_dash.domain.errors import InvalidInput
from callerid_dash.domain.profiles.profiles import Color
from callerid_dash.domain.profiles.records import RecordKind
from callerid_dash.services.office.ordered_list import ListDescription
from callerid_dash.services.office.validation import description_of, hex_of, title_of
from callerid_dash.services.shared.directory import Snapshot
from callerid_dash.store.engine.protocol import Session
from callerid_dash.store.office import lists as tables
from callerid_dash.store.shared.audit import AuditLine


def _without_color(session: Session, color: Color, now: datetime) -> Sequence[AuditLine]:
    change = (Change("color", color.title, ""),)
    bearers = tables.uncolor(session, color.id, now)
    return [AuditLine(SubjectKind.PROFILE, str(profile_id), name, change) for profile_id, name in bearers]


COLORS = ListDescription(
    table=tables.COLORS,
    blank=Color(0, 0, "", "", ""),
    subject=SubjectKind.COLOR,
    fields={"title": title_of, "description": description_of, "hex": hex_of},
    facts=lambda _now, color: {"title": color.title, "description": color.description, "hex": color.hex},
    most=60,
    let_go=_without_color,
)
"""Colors of profiles. The office decides what a color means."""


def _check_kind(now: Snapshot, before: RecordKind | None, after: RecordKind) -> None:
    if before and before.key and after.title != before.title:
        raise InvalidInput("A kind that came with the product keeps its name; retire it and add your own.")
    others = (kind for kind in now.record_kinds.values() if kind.id != after.id)
    if after.retired and all(kind.retired for kind in others):
        raise InvalidInput("This is the last kind that is offered; bring back another one first.")


def _kind_can_go(_now: Snapshot, kind: RecordKind, records: int) -> None:
    if kind.key:
        raise InvalidInput("A kind that came with the product cannot be deleted; retire it instead.")
    if records:
        raise InvalidInput("Records of this kind: %(count)s. Retire it instead.", values={"count": records})


RECORD_KINDS = ListDescription(
    table=tables.RECORD_KINDS,
    blank=RecordKind(0, 0, None, ""),
    subject=SubjectKind.RECORD_KIND,
    fields={"title": title_of, "retired": bool},
    facts=lambda _now, kind: {"title": kind.title, "retired": "yes" if kind.retired else "no"},
    check=_check_kind,
    removable=_kind_can_go,
)
"""Kinds of records. Built-in kinds are translated, so they keep their names; they can be retired but not deleted."""
