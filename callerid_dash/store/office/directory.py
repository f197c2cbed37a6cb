"""Users, extensions, lines, colors, categories, record kinds and settings: read whole, changed one by one."""

from __future__ import annotations

from callerid_dash.domain.profiles.profiles import Category, Color
from callerid_dash.domain.profiles.records import RecordKind
from callerid_dash.domain.users import Role, User
from callerid_dash.store.engine.protocol import Session


def users(session: Session) -> list[User]:
    """All users with their extensions, also disabled ones."""
    extensions: dict[int, list[str]] = {}
    for row in session.rows("directory.extensions"):
        extensions.setdefault(row["user_id"], []).append(row["number"])
    return [
        User(
            id=row["id"],
            username=row["username"],
            display_name=row["display_name"],
            role=Role(row["role"]),
            session_epoch=row["session_epoch"],
            disabled=row["disabled"],
            extensions=tuple(extensions.get(row["id"], ())),
        )
        for row in session.rows("directory.users")
    ]


def colors(session: Session) -> list[Color]:
    """The color list in its order."""
    return [Color(**row) for row in session.rows("directory.colors")]


def categories(session: Session) -> list[Category]:
    """All nodes of the category tree, siblings in their order."""
    return [Category(**row) for row in session.rows("directory.categories")]


def record_kinds(session: Session) -> list[RecordKind]:
    """The kinds of records in their order, also retired ones."""
    return [RecordKind(**row) for row in session.rows("directory.record_kinds")]


def lines(session: Session) -> dict[str, str]:
    """Title by line number."""
    return {row["number"]: row["title"] for row in session.rows("directory.lines")}


def settings(session: Session) -> dict[str, str]:
    """Stored settings by name."""
    return {row["name"]: row["value"] for row in session.rows("directory.settings")}


def set_setting(session: Session, name: str, value: str) -> None:
    """Store a setting."""
    session.run("directory.set_setting", name=name, value=value)


def add_color(session: Session, position: int, title: str, description: str, hex_code: str) -> int:
    """Append a color and answer its id."""
    row = session.row("directory.add_color", position=position, title=title, description=description, hex=hex_code)
    return _id(row)


def add_category(session: Session, parent_id: int | None, position: int, title: str) -> int:
    """Add a node under `parent_id` (None: a root) and answer its id."""
    return _id(session.row("directory.add_category", parent_id=parent_id, position=position, title=title))


def set_extension(session: Session, number: str, user_id: int) -> None:
    """Give an extension to a user, taking it from whoever had it."""
    session.run("directory.set_extension", number=number, user_id=user_id)


def set_line(session: Session, number: str, title: str) -> None:
    """Name one of our own numbers."""
    session.run("directory.set_line", number=number, title=title)


def _id(row: dict[str, int] | None) -> int:
    assert row is not None  # noqa: S101 - INSERT … RETURNING answers a row
    return row["id"]
