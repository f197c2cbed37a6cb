"""Gives ids to calls without one: digests of their fields, so that the same file gives the same ids again."""

from __future__ import annotations

from callerid_dash.domain.calls.history import digest_of

_MOST_KEPT = 50_000


class Naming:
    """The recent ids; the second of two calls with the same fields gets another id."""

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}

    def name(self, *fields: object) -> str:
        """An id for the next call with these fields."""
        digest = digest_of(*fields)
        if len(self._counts) >= _MOST_KEPT and digest not in self._counts:
            for forgotten in list(self._counts)[: _MOST_KEPT // 2]:
                del self._counts[forgotten]
        count = self._counts[digest] = self._counts.get(digest, 0) + 1
        return digest if count == 1 else f"{digest}#{count}"
