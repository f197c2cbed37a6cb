"""Names for calls that have none: what is told of them, so that the same file gives the same names again."""

from __future__ import annotations

from callerid_dash.domain.calls.history import digest_of

_REMEMBERED = 50_000


class Naming:
    """The names given so far, the recent ones; the second of two calls that are told alike is another call."""

    def __init__(self) -> None:
        self._given: dict[str, int] = {}

    def name(self, *told: object) -> str:
        """A name for the next call of which that is told."""
        digest = digest_of(*told)
        if len(self._given) >= _REMEMBERED and digest not in self._given:
            for forgotten in list(self._given)[: _REMEMBERED // 2]:
                del self._given[forgotten]
        count = self._given[digest] = self._given.get(digest, 0) + 1
        return digest if count == 1 else f"{digest}#{count}"
