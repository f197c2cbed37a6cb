"""Converts instants for the store: aware UTC in the product, naive UTC `TIMESTAMP` in the tables."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import overload


@overload
def to_column(at: datetime) -> datetime: ...
@overload
def to_column(at: None) -> None: ...
def to_column(at: datetime | None) -> datetime | None:
    """The value to store."""
    if at is None:
        return None
    return (at if at.tzinfo is UTC else at.astimezone(UTC)).replace(tzinfo=None)


@overload
def from_column(at: datetime) -> datetime: ...
@overload
def from_column(at: None) -> None: ...
def from_column(at: datetime | None) -> datetime | None:
    """The instant that was stored."""
    return at.replace(tzinfo=UTC) if at else None
