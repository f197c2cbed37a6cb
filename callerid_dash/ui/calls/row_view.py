"""A call as one viewer sees it: everything in its row that no service supplies alone."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from callerid_dash.domain.numbers.phones import NumberKind
from callerid_dash.domain.profiles.numbering import NumberDescription
from callerid_dash.domain.profiles.profiles import Holder
from callerid_dash.services.live.feed import FeedRow


class CallerKind(StrEnum):
    """The kind of caller for the viewer, shown by shape, color and words."""

    MINE = "mine"
    KNOWN = "known"
    UNKNOWN = "unknown"
    WITHHELD = "withheld"
    INTERNAL = "internal"


@dataclass(frozen=True, slots=True)
class RowView:
    """A row as one viewer sees it.

    `shown` is the holder under whom it is shown, `mine` whether the viewer owns that profile. `line` and `answered_by`
    are the words for our own number and for the user of the answering extension. `at_my_phone`: the call is ringing or
    answered at an extension of the viewer.
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
        """The kind of caller."""
        if self.row.number.kind is NumberKind.WITHHELD:
            return CallerKind.WITHHELD
        if self.shown:
            return CallerKind.MINE if self.mine else CallerKind.KNOWN
        return CallerKind.INTERNAL if self.row.number.kind is NumberKind.INTERNAL else CallerKind.UNKNOWN
