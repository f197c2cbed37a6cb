"""A new order of a list: everything that is on it, once, and nothing that others have changed meanwhile."""

from __future__ import annotations

from collections.abc import Sequence

from callerid_dash.domain.errors import InvalidInput, Stale


def check_order(now: Sequence[int], wanted: Sequence[int], seen: Sequence[int] | None) -> None:
    """`now` is the order that is stored, `seen` the one that was read. Raises Stale or InvalidInput."""
    if seen is not None and list(seen) != list(now):
        raise Stale("Somebody else has changed this list meanwhile. Here it is as it is now.")
    if sorted(wanted) != sorted(now):
        raise InvalidInput("An order names everything on the list once.")
