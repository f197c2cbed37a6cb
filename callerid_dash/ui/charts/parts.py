"""Intervals that a chart counts only partly: not over, not begun, or cut by the ends of the range."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from callerid_dash.domain.reports.periods import Extent
from callerid_dash.locales import Translator
from callerid_dash.services.reports.figure_words import extent_words
from callerid_dash.ui.charts.card import TableCell

_PARTLY = (Extent.RUNNING, Extent.CUT)


@dataclass(frozen=True)
class Parts:
    """How much of each place of a chart is counted; for its bars, tooltips and table."""

    extents: Sequence[Extent]

    @property
    def dimmed(self) -> list[bool]:
        """For each place, whether it is counted only partly."""
        return [each in _PARTLY for each in self.extents]

    @cached_property
    def any(self) -> bool:
        """Whether any place is not wholly counted."""
        return any(each is not Extent.WHOLE for each in self.extents)

    def key(self, t: Translator) -> str:
        """The legend's words for dimmed bars."""
        there = set(self.extents)
        if there >= set(_PARTLY):
            return t("Not over, or cut by the range")
        return t("Cut by the range") if Extent.CUT in there else t("Not over yet")

    def told(self, i: int, t: Translator) -> list[str]:
        """The addition to the tooltip of this place; empty if it is wholly counted."""
        words = extent_words(self.extents[i], t)
        return [words] if words else []

    def head(self, t: Translator) -> list[str]:
        """The head of the table's extra column; empty if no place needs it."""
        return [t("Counted")] if self.any else []

    def cell(self, i: int, t: Translator) -> list[TableCell]:
        """The cell of this place in the extra column; empty if no place needs it."""
        extent = self.extents[i]
        return [TableCell(extent_words(extent, t) or t("Wholly"), extent.value)] if self.any else []

    def count(self, i: int, cell: TableCell) -> TableCell:
        """A figure of this place; people see a dash instead of 0 if the place has not begun."""
        return TableCell("–", cell.plain) if self.extents[i] is Extent.AHEAD and cell.plain == "0" else cell


def together(extents: Sequence[Extent]) -> Extent:
    """The extent of consecutive intervals taken together."""
    there = set(extents)
    if len(there) == 1:
        return extents[0]
    return Extent.RUNNING if there & {Extent.RUNNING, Extent.AHEAD} else Extent.CUT
