"""Users, extensions, lines and settings: all read at once, changed one by one; and the numbers that are found in
calls. Ordered lists are in `lists.py`.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime

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


def remove_line(session: Session, number: str) -> None:
    """Remove a line's title."""
    session.run("directory.remove_line", number=number)


def remove_extension(session: Session, number: str) -> None:
    """Take an extension from its user."""
    session.run("directory.remove_extension", number=number)


def lines_seen(session: Session, since: datetime) -> dict[str, int]:
    """Our own numbers that were called since then, each with its number of calls, busiest first."""
    return {row["number"]: int(row["calls"]) for row in session.rows("directory.lines_seen", since=since)}


def extensions_seen(session: Session, since: datetime) -> dict[str, int]:
    """The phones that rang or answered since then, each with its number of calls, busiest first."""
    seen: Counter[str] = Counter()
    for row in session.rows("directory.phones_seen", since=since):
        for extension in {row["extension"], *row["rang"].split(",")} - {""}:
            seen[extension] += int(row["calls"])
    return dict(seen.most_common())


def some_numbers(session: Session) -> list[str]:
    """A few public numbers that profiles hold."""
    return [row["number"] for row in session.rows("directory.some_numbers")]
