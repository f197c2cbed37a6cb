"""Stretches of time of which a chart does not tell all: not over, not begun, or cut by the ends of the range."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from callerid_dash.domain.reports.periods import Extent
from callerid_dash.locales import Translator
from callerid_dash.services.reports.figure_words import extent_words
from callerid_dash.ui.charts.card import TableCell

_PARTLY = (Extent.RUNNING, Extent.CUT)


@dataclass(frozen=True, slots=True)
class Parts:
    """How much of each place of a chart is counted, for its bars, its tooltips and its table."""

    extents: Sequence[Extent]

    @property
    def dimmed(self) -> list[bool]:
        """Which bars do not tell all."""
        return [each in _PARTLY for each in self.extents]

    @property
    def any(self) -> bool:
        """Is there anything to say?"""
        return any(each is not Extent.WHOLE for each in self.extents)

    def key(self, t: Translator) -> str:
        """What the legend says of such bars."""
        there = set(self.extents)
        if there >= set(_PARTLY):
            return t("Not over, or cut by the range")
        return t("Cut by the range") if Extent.CUT in there else t("Not over yet")

    def told(self, i: int, t: Translator) -> list[str]:
        """What the tooltip adds; nothing of what is whole."""
        words = extent_words(self.extents[i], t)
        return [words] if words else []

    def head(self, t: Translator) -> list[str]:
        """The head of the table's column, where there is one."""
        return [t("Counted")] if self.any else []

    def cell(self, i: int, t: Translator) -> list[TableCell]:
        """Its cell."""
        extent = self.extents[i]
        return [TableCell(extent_words(extent, t) or t("Wholly"), extent.value)] if self.any else []

    def count(self, i: int, cell: TableCell) -> TableCell:
        """A figure of this place; for people there is none yet of what has not begun."""
        return TableCell("–", cell.plain) if self.extents[i] is Extent.AHEAD and cell.plain == "0" else cell


def together(extents: Sequence[Extent]) -> Extent:
    """Of stretches that follow each other, as one."""
    there = set(extents)
    if len(there) == 1:
        return extents[0]
    return Extent.RUNNING if there & {Extent.RUNNING, Extent.AHEAD} else Extent.CUT
