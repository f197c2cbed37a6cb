"""Users, extensions, lines and settings: all read at once, changed one by one. Ordered lists are in `lists.py`."""

from __future__ import annotations

from callerid_dash.domain.users import User
from callerid_dash.store.engine.protocol import Session
from callerid_dash.store.engine.rows import made


def users(session: Session) -> list[User]:
    """All users with their extensions, disabled users included."""
    extensions: dict[int, list[str]] = {}
    for row in session.rows("directory.extensions"):
        extensions.setdefault(row["user_id"], []).append(row["number"])
    return [made(User, row, extensions=tuple(extensions.get(row["id"], ()))) for row in session.rows("directory.users")]


def lines(session: Session) -> dict[str, str]:
    """Title by line number."""
    return {row["number"]: row["title"] for row in session.rows("directory.lines")}


def settings(session: Session) -> dict[str, str]:
    """Stored settings by name."""
    return {row["name"]: row["value"] for row in session.rows("directory.settings")}


def set_setting(session: Session, name: str, value: str) -> None:
    """Store a setting."""
    session.run("directory.set_setting", name=name, value=value)


def set_extension(session: Session, number: str, user_id: int) -> None:
    """Assign an extension to a user; its previous user loses it."""
    session.run("directory.set_extension", number=number, user_id=user_id)


def set_line(session: Session, number: str, title: str) -> None:
    """Set the title of a line, one of our own numbers."""
    session.run("directory.set_line", number=number, title=title)
