"""The file of what an import has left out: the entries as they were written, their lines and the reasons; and those
of whose phones one is no valid number.

It is a table with the heads of the file that was imported, so that it can be mended and imported in its turn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from callerid_dash.domain.errors import InvalidInput
from callerid_dash.domain.files.spreadsheets import BOM, csv_line
from callerid_dash.services.imports.profiles.duplicates import Judged
from callerid_dash.services.imports.profiles.phones import Doubt


def left_out_file(
    heads: Sequence[str],
    left_out: Iterable[Judged],
    doubts: Iterable[Doubt],
    words: tuple[str, ...] = ("line", "reason"),
    told: Callable[[InvalidInput], str] = str,
) -> Iterator[str]:
    """The lines of the file; `words` head the columns of line and reason, `told` says a reason."""
    yield BOM + csv_line((*words, *heads))
    rows = [(each.entry, told(each.reason) if each.reason else "") for each in left_out]
    rows += [(each.entry, f"{each.field} “{each.value}”: {told(each.reason)}") for each in doubts]
    for entry, reason in sorted(rows, key=lambda row: row[0].line):
        yield csv_line((entry.line, reason, *entry.cells))
