"""A call as one viewer sees it: everything that its row shows and no service says by itself."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from callerid_dash.domain.numbers.phones import NumberKind
from callerid_dash.domain.profiles.numbering import NumberDescription
from callerid_dash.domain.profiles.profiles import Holder
from callerid_dash.services.live.feed import FeedRow


class CallerKind(StrEnum):
    """Whose call it is to the viewer; told by shape, color and words."""

    MINE = "mine"
    KNOWN = "known"
    UNKNOWN = "unknown"
    WITHHELD = "withheld"
    INTERNAL = "internal"


@dataclass(frozen=True, slots=True)
class RowView:
    """A row as one viewer sees it.

    `shown` is the holder under which it is shown, `mine` whether the viewer owns that one. `line` and `answered_by`
    are the words for our own number and for who has the answering extension. `at_my_phone`: it rings or is talked at
    an extension of the viewer.
    """

    row: FeedRow
    shown: Holder | None
    mine: bool
    described: NumberDescription
    line: str
    answered_by: str
    at_my_phone: bool = False

    @property
    def kind(self) -> CallerKind:
        """Whose call it is."""
        if self.row.number.kind is NumberKind.WITHHELD:
            return CallerKind.WITHHELD
        if self.shown:
            return CallerKind.MINE if self.mine else CallerKind.KNOWN
        return CallerKind.INTERNAL if self.row.number.kind is NumberKind.INTERNAL else CallerKind.UNKNOWN
