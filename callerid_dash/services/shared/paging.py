"""Pages of long lists: items, and an opaque cursor to the next page. The cursor is not secret and not trusted."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from callerid_dash.domain.errors import InvalidInput

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
_LONGEST = 4_000
_LARGEST = 1 << 31


@dataclass(frozen=True, slots=True)
class Page(Generic[T_co]):
    """Some items, and the cursor of the next page; None after the last one."""

    items: tuple[T_co, ...]
    next_cursor: str | None


def page_of(found: Sequence[T], limit: int, position: Callable[[T], Sequence[object]]) -> Page[T]:
    """The first `limit` items; if more were found, another page follows the last one's `position`."""
    items = tuple(found[:limit])
    return Page(items, to_cursor(position(items[-1])) if len(found) > limit else None)


def to_cursor(position: Sequence[object]) -> str:
    """A cursor for a position in an order, made of texts, integers, instants and UUIDs."""
    written = json.dumps(position, ensure_ascii=False, default=_written)
    return base64.urlsafe_b64encode(written.encode()).decode().rstrip("=")


def from_cursor(cursor: str | None, shape: Sequence[type]) -> tuple[Any, ...] | None:
    """The position in a cursor that `to_cursor` made, None for no cursor. Raises InvalidInput for anything else."""
    if cursor is None:
        return None
    try:
        position = json.loads(base64.urlsafe_b64decode(cursor[:_LONGEST] + "=" * (-len(cursor) % 4)))
        return tuple(_read(part, kind) for part, kind in zip(position, shape, strict=True))
    except (ValueError, TypeError, RecursionError, OverflowError) as error:
        raise InvalidInput("This cursor is not one that was given out; begin with the first page.", "cursor") from error


def _written(part: datetime | UUID) -> str:
    return part.astimezone(UTC).isoformat() if isinstance(part, datetime) else str(part)


def _read(part: Any, kind: type) -> object:
    if type(part) is not (int if kind is int else str) or not storable(part):
        raise ValueError(part)
    return datetime.fromisoformat(str(part)).astimezone(UTC) if kind is datetime else kind(part)


def checked_limit(limit: int, most: int) -> int:
    """The limit if it is valid. Raises InvalidInput."""
    if not 1 <= limit <= most:
        raise InvalidInput("A page has 1 to %(most)s items.", "limit", values={"most": most})
    return limit


def storable(part: str | int) -> bool:
    """Can a database store it? NUL, lone surrogates and numbers beyond its integers cannot be stored."""
    if isinstance(part, int):
        return abs(part) < _LARGEST
    return "\0" not in part and not any("\ud800" <= character <= "\udfff" for character in part)
