"""The live feed: the newest calls in memory, and what changed since a cursor.

A poll whose cursor is current costs a comparison. `since` is the only thing that the page knows of it, so that
polling can become streaming later. It stores nothing; `services/ingest.py` publishes into it after each commit.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from callerid_dash.domain.calls import Call
from callerid_dash.domain.phones import PhoneNumber
from callerid_dash.domain.profiles import Holder, winner
from callerid_dash.domain.users import User


@dataclass(frozen=True, slots=True)
class FeedRow:
    """One call with everybody who holds its number, lowest id first."""

    call: Call
    number: PhoneNumber
    holders: tuple[Holder, ...] = ()
    chosen_id: int | None = None
    version: int = 0

    def shown_to(self, viewer: User) -> Holder | None:
        """Under which holder this viewer sees the call; None when nobody holds the number."""
        return winner(self.holders, self.chosen_id, viewer.id)


@dataclass(frozen=True, slots=True)
class FeedDelta:
    """What a poller must know: the rows that changed, and which rows are there, top first."""

    cursor: str
    changed: tuple[FeedRow, ...]
    order: tuple[UUID, ...]


class Feed:
    """The newest calls. Thread-safe."""

    def since(self, cursor: str | None, viewer: User, limit: int) -> FeedDelta | None:
        """What this viewer's list of `limit` rows needs to be current; None when it is already.

        An unknown cursor (None, or of an earlier run of the server) yields every row.
        """
        raise NotImplementedError
