"""The ordered lists that admins edit: reads whole tables, writes single entries, and counts the uses of each entry.

The same queries serve all lists. The rules are in `services/office/lists.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar, cast

from callerid_dash.domain.profiles.profiles import Category, Color
from callerid_dash.domain.profiles.records import RecordKind
from callerid_dash.store.engine.protocol import Session
from callerid_dash.store.engine.rows import made
from callerid_dash.store.profiles import holders


class ListEntry(Protocol):
    """An entry of a list: a dataclass whose first fields are `id` and `position`."""

    @property
    def id(self) -> int:
        """Its key; 0 before it is stored."""

    @property
    def position(self) -> int:
        """Its place in the list; the first entry has the lowest."""

    @property
    def title(self) -> str:
        """The name that users see."""


E = TypeVar("E", bound=ListEntry)


@dataclass(frozen=True, slots=True)
class ListTable(Generic[E]):
    """A table with the columns `id`, `position` and the other fields of `entry`."""

    name: str
    entry: type[E]
    used_by: str
    """The table and the column that refer to its entries."""

    @property
    def fields(self) -> tuple[str, ...]:
        """The columns other than `id` and `position`."""
        return tuple(field.name for field in fields(cast("Any", self.entry)) if field.name not in ("id", "position"))

    def query(self, name: str) -> str:
        """The name of a query of `lists.sql` for this table."""
        return " ".join((f"lists.{name}", self.name, *self.fields))


COLORS = ListTable("colors", Color, "profiles color_id")
CATEGORIES = ListTable("categories", Category, "profiles category_id")
RECORD_KINDS = ListTable("record_kinds", RecordKind, "records kind_id")


def entries(session: Session, table: ListTable[E]) -> dict[int, E]:
    """The entries by id, in their order."""
    return {row["id"]: made(table.entry, row) for row in session.rows(table.query("entries"))}


def add(session: Session, table: ListTable[E], entry: E) -> int:
    """Store a new entry and return its id."""
    return int(session.value(table.query("add"), position=entry.position, **_values(table, entry)))


def change(session: Session, table: ListTable[E], entry: E) -> None:
    """Replace the position and the fields of an entry."""
    session.run(table.query("change"), id=entry.id, position=entry.position, **_values(table, entry))


def remove(session: Session, table: ListTable[E], entry_id: int) -> None:
    """Delete an entry."""
    session.run(f"tables.remove {table.name}", id=entry_id)


def reorder(session: Session, table: ListTable[E], ids: Sequence[int]) -> None:
    """Put these entries in this order."""
    session.run(table.query("reorder"), ids=list(ids), positions=list(range(1, len(ids) + 1)))


def uses(session: Session, table: ListTable[Any]) -> dict[int, int]:
    """How many profiles or records use each entry; unused entries are left out."""
    return {row["id"]: row["uses"] for row in session.rows(f"tables.uses {table.used_by}")}


def uncolor(session: Session, color_id: int, now: datetime) -> list[tuple[int, str]]:
    """Remove a color from all profiles; returns their ids and names."""
    rows = session.rows("lists.profiles_of_color", color_id=color_id)
    if rows:
        session.run("lists.uncolor", color_id=color_id, changed_at=now)
        holders.refresh(session, [row["id"] for row in rows])
    return [(int(row["id"]), str(row["name"])) for row in rows]


def _values(table: ListTable[E], entry: E) -> dict[str, object]:
    return {name: getattr(entry, name) for name in table.fields}
