"""A user's preferences. Language and theme are not here: they are chosen before signing in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

FEWEST_ROWS = 10
MOST_ROWS = 100
USUAL_ROWS = 50


class OnCall(StrEnum):
    """What a page does when a call rings on one of the user's own extensions."""

    NOTHING = "nothing"
    PROFILE = "profile"
    RECORD = "record"


@dataclass(frozen=True, slots=True)
class Preferences:
    """`rows` of the live list; `record_kind` is the kind of record to begin when `on_call` is RECORD."""

    rows: int = USUAL_ROWS
    on_call: OnCall = OnCall.NOTHING
    record_kind: int | None = None
    sound: bool = False
    notification: bool = False

    @property
    def watchful(self) -> bool:
        """Must the page keep listening while its tab is hidden?"""
        return self.sound or self.notification


UNTOUCHED = Preferences()


def read_preferences(stored: Mapping[str, str]) -> Preferences:
    """Read stored values by name; an unreadable value counts as never set."""
    rows, on_call, kind = (stored.get(name, "") for name in ("rows", "on_call", "record_kind"))
    return Preferences(
        rows=int(rows) if rows.isdecimal() and FEWEST_ROWS <= int(rows) <= MOST_ROWS else USUAL_ROWS,
        on_call=OnCall(on_call) if on_call in set(OnCall) else OnCall.NOTHING,
        record_kind=int(kind) if kind.isdecimal() else None,
        sound=stored.get("sound") == "on",
        notification=stored.get("notification") == "on",
    )


def write_preferences(preferences: Preferences) -> dict[str, str]:
    """The values to store, by name."""
    return {
        "rows": str(preferences.rows),
        "on_call": preferences.on_call.value,
        "record_kind": "" if preferences.record_kind is None else str(preferences.record_kind),
        "sound": "on" if preferences.sound else "off",
        "notification": "on" if preferences.notification else "off",
    }
