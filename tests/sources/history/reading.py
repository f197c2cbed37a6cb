"""Files of past calls, written by hand, and the entries that a reader makes of them."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any

from callerid_dash.domain.calls.history import Entry, LeftOut, PastCall, Position, Reading, Rejected
from callerid_dash.sources.history import READERS

NOW = datetime(2026, 6, 1, tzinfo=UTC)
NEVER = (
    "",
    "0",
    "0.000000",
    "-",
    "NULL",
    "\\N",
    "None",
    "00:00:00",
    "0000-00-00",
    "0000-00-00 00:00:00",
    "00/00/0000 00:00",
    "0001-01-01 00:00:00",
    "1970-01-01 00:00:00",
    "1970-01-01T05:30:00Z",
    "1970-01-01 03:30:00",
    "1969-12-31 19:00:00",
    "1899-12-30",
    "1899-12-30 00:00:00",
    "1900-01-01 00:00:00.000",
)
"""How systems write into the cell of a time that there was none."""
HOW: dict[str, Any] = {"zone": "UTC", "now": NOW, "incoming_contexts": ("from-trunk*",)}


def entries(name: str, content: str | bytes, **how: Any) -> list[Entry]:
    """All entries of the named reader."""
    raw = content.encode() if isinstance(content, str) else content
    return list(READERS[name](io.BytesIO(raw), Reading(**{**HOW, **how})))


def calls(name: str, content: str | bytes, **how: Any) -> list[PastCall]:
    """The calls; no row may be rejected."""
    told = entries(name, content, **how)
    assert not [entry for entry in told if isinstance(entry, Rejected)]
    return [entry for entry in told if isinstance(entry, PastCall)]


def the_call(name: str, content: str | bytes, **how: Any) -> PastCall:
    """The only call."""
    (call,) = calls(name, content, **how)
    return call


def rejected(name: str, content: str | bytes, **how: Any) -> list[Rejected]:
    """The rejected rows."""
    return [entry for entry in entries(name, content, **how) if isinstance(entry, Rejected)]


def rows_in(told: list[Entry]) -> int:
    """The number of rows that the entries stand for."""
    rows = [entry.rows for entry in told if isinstance(entry, PastCall | LeftOut)]
    return sum(rows) + sum(isinstance(entry, Rejected) for entry in told)


def last_position(told: list[Entry]) -> int:
    """The reader's last position."""
    return max((entry.done for entry in told if isinstance(entry, Position)), default=0)
