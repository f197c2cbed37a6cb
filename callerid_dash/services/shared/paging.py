"""Pages of long lists: items, and an opaque cursor to the next page. The cursor is not secret and not trusted."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from callerid_dash.domain.errors import InvalidInput

T = TypeVar("T")
_LONGEST = 4_000
_LARGEST = 1 << 31


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some items, and the cursor of the next page; None after the last one."""

    items: tuple[T, ...]
    next_cursor: str | None


def to_cursor(position: Sequence[str | int]) -> str:
    """A cursor for a position in an order."""
    return base64.urlsafe_b64encode(json.dumps(position, ensure_ascii=False).encode()).decode().rstrip("=")


def from_cursor(cursor: str, shape: Sequence[type]) -> list[str | int]:
    """The position in a cursor that `to_cursor` made. Raises InvalidInput for anything else."""
    try:
        position = json.loads(base64.urlsafe_b64decode(cursor[:_LONGEST] + "=" * (-len(cursor) % 4)))
        fits = [type(part) for part in position] == list(shape) and all(map(storable, position))
    except (ValueError, TypeError, RecursionError):
        fits = False
    if not fits:
        raise InvalidInput("This cursor is not one that was given out; begin with the first page.", "cursor")
    return list(position)


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
