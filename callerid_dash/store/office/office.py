"""What admins keep, written one by one: lines, extensions, colors, categories, record kinds; and how much uses them.

Read whole by `store/office/directory.py`; the rules are in `services/office_*.py`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from callerid_dash.domain.profiles.profiles import Category, Color
from callerid_dash.domain.profiles.records import RecordKind
from callerid_dash.store.engine.instants import to_column
from callerid_dash.store.engine.protocol import Session
from callerid_dash.store.profiles import holders


def remove_line(session: Session, number: str) -> None:
    """Take a line's title away."""
    session.run("office.remove_line", number=number)


def remove_extension(session: Session, number: str) -> None:
    """Take an extension from its user."""
    session.run("office.remove_extension", number=number)


def set_color(session: Session, color: Color) -> None:
    """Replace title, description and hex code."""
    session.run("office.set_color", id=color.id, title=color.title, description=color.description, hex=color.hex)


def remove_color(session: Session, color_id: int, now: datetime) -> list[tuple[int, str]]:
    """Take a color off the list and off all profiles; answers their ids and names."""
    bearers = [
        (int(row["id"]), str(row["name"])) for row in session.rows("office.profiles_of_color", color_id=color_id)
    ]
    if bearers:
        session.run("office.uncolor", color_id=color_id, changed_at=to_column(now))
        holders.refresh(session, [profile_id for profile_id, _ in bearers])
    session.run("office.remove_color", id=color_id)
    return bearers


def order_colors(session: Session, ids: Sequence[int]) -> None:
    """Put the colors in this order."""
    session.run("office.order_colors", ids=list(ids), positions=list(range(1, len(ids) + 1)))


def profiles_by_color(session: Session) -> dict[int, int]:
    """How many profiles have each color that any has."""
    return {row["id"]: int(row["profiles"]) for row in session.rows("office.profiles_by_color")}


def set_category(session: Session, category: Category) -> None:
    """Replace parent, position and title."""
    session.run(
        "office.set_category",
        id=category.id,
        parent_id=category.parent_id,
        position=category.position,
        title=category.title,
    )


def remove_category(session: Session, category_id: int) -> None:
    """Take a node out of the tree."""
    session.run("office.remove_category", id=category_id)


def order_categories(session: Session, ids: Sequence[int]) -> None:
    """Put these siblings in this order."""
    session.run("office.order_categories", ids=list(ids), positions=list(range(1, len(ids) + 1)))


def profiles_by_category(session: Session) -> dict[int, int]:
    """How many profiles are filed in each category that has any, those below it not counted."""
    return {row["id"]: int(row["profiles"]) for row in session.rows("office.profiles_by_category")}


def profiles_in_category(session: Session, category_id: int) -> int:
    """How many profiles are filed in this category itself."""
    row = session.row("office.profiles_in_category", category_id=category_id)
    return int(row["profiles"]) if row else 0


def add_kind(session: Session, position: int, title: str) -> int:
    """Add a kind and answer its id."""
    row = session.row("office.add_kind", position=position, title=title)
    assert row is not None  # noqa: S101 - INSERT … RETURNING answers a row
    return int(row["id"])


def set_kind(session: Session, kind: RecordKind) -> None:
    """Replace title and whether it is retired."""
    session.run("office.set_kind", id=kind.id, title=kind.title, retired=kind.retired)


def remove_kind(session: Session, kind_id: int) -> None:
    """Take a kind off the list."""
    session.run("office.remove_kind", id=kind_id)


def order_kinds(session: Session, ids: Sequence[int]) -> None:
    """Put the kinds in this order."""
    session.run("office.order_kinds", ids=list(ids), positions=list(range(1, len(ids) + 1)))


def records_by_kind(session: Session) -> dict[int, int]:
    """How many records there are of each kind that has any."""
    return {row["id"]: int(row["records"]) for row in session.rows("office.records_by_kind")}


def lines_seen(session: Session, since: datetime) -> dict[str, int]:
    """Our own numbers that were called since then, with how many calls, the busiest first."""
    return {row["number"]: int(row["calls"]) for row in session.rows("office.lines_seen", since=to_column(since))}


def extensions_seen(session: Session, since: datetime) -> dict[str, int]:
    """The phones that rang or answered since then, with in how many calls, the busiest first."""
    seen: Counter[str] = Counter()
    for row in session.rows("office.phones_seen", since=to_column(since)):
        for extension in {row["extension"], *row["rang"].split(",")} - {""}:
            seen[extension] += int(row["calls"])
    return dict(seen.most_common())


def some_numbers(session: Session) -> list[str]:
    """A few public numbers that profiles hold."""
    return [row["number"] for row in session.rows("office.some_numbers")]
