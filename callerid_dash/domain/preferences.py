"""What a user prefers, as far as the product acts on it. Language and theme are settled before anybody signs in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

FEWEST_ROWS = 10
MOST_ROWS = 100
USUAL_ROWS = 50


class OnCall(StrEnum):
    """What a page does when a call comes to one of the user's own extensions."""

    NOTHING = "nothing"
    PROFILE = "profile"
    RECORD = "record"


@dataclass(frozen=True, slots=True)
class Preferences:
    """`rows` of the live list; `record_kind` is what kind of record is begun where `on_call` says so."""

    rows: int = USUAL_ROWS
    on_call: OnCall = OnCall.NOTHING
    record_kind: int | None = None
    sound: bool = False
    notification: bool = False

    @property
    def watchful(self) -> bool:
        """Must a page that nobody sees go on listening?"""
        return self.sound or self.notification


UNTOUCHED = Preferences()


def read_preferences(kept: Mapping[str, str]) -> Preferences:
    """From what is stored by name; what cannot be read counts as never set."""
    rows, on_call, kind = (kept.get(name, "") for name in ("rows", "on_call", "record_kind"))
    return Preferences(
        rows=int(rows) if rows.isdecimal() and FEWEST_ROWS <= int(rows) <= MOST_ROWS else USUAL_ROWS,
        on_call=OnCall(on_call) if on_call in set(OnCall) else OnCall.NOTHING,
        record_kind=int(kind) if kind.isdecimal() else None,
        sound=kept.get("sound") == "on",
        notification=kept.get("notification") == "on",
    )


def write_preferences(preferences: Preferences) -> dict[str, str]:
    """As they are stored, by name."""
    return {
        "rows": str(preferences.rows),
        "on_call": preferences.on_call.value,
        "record_kind": "" if preferences.record_kind is None else str(preferences.record_kind),
        "sound": "on" if preferences.sound else "off",
        "notification": "on" if preferences.notification else "off",
    }
