"""Our own lines and extensions: removes the titles and users that admins set, and lists the numbers found in calls."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from callerid_dash.store.engine.protocol import Session


def remove_line(session: Session, number: str) -> None:
    """Remove a line's title."""
    session.run("office.remove_line", number=number)


def remove_extension(session: Session, number: str) -> None:
    """Take an extension from its user."""
    session.run("office.remove_extension", number=number)


def lines_seen(session: Session, since: datetime) -> dict[str, int]:
    """Our own numbers that were called since then, each with its number of calls, busiest first."""
    return {row["number"]: int(row["calls"]) for row in session.rows("office.lines_seen", since=since)}


def extensions_seen(session: Session, since: datetime) -> dict[str, int]:
    """The phones that rang or answered since then, each with its number of calls, busiest first."""
    seen: Counter[str] = Counter()
    for row in session.rows("office.phones_seen", since=since):
        for extension in {row["extension"], *row["rang"].split(",")} - {""}:
            seen[extension] += int(row["calls"])
    return dict(seen.most_common())


def some_numbers(session: Session) -> list[str]:
    """A few public numbers that profiles hold."""
    return [row["number"] for row in session.rows("office.some_numbers")]
