"""The file of what an import has left out: the entries as they were written, their lines and the reasons.

It is a table with the heads of the file that was imported, so that it can be mended and imported in its turn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from callerid_dash.domain.errors import InvalidInput
from callerid_dash.domain.spreadsheets import BOM, csv_line
from callerid_dash.services.import_plan import Judged


def left_out_file(
    heads: Sequence[str],
    left_out: Iterable[Judged],
    words: tuple[str, ...] = ("line", "reason"),
    told: Callable[[InvalidInput], str] = str,
) -> Iterator[str]:
    """The lines of the file; `words` head the columns of line and reason, `told` says a reason."""
    yield BOM + csv_line((*words, *heads))
    for each in left_out:
        yield csv_line((each.entry.line, told(each.reason) if each.reason else "", *each.entry.cells))
