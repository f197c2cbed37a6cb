"""The file of rejected entries: the left-out entries as they were written, and the entries with doubtful phones, each
with its line and the reason.

The table has the heads of the imported file, so that it can be corrected and imported again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from callerid_dash.domain.errors import InvalidInput
from callerid_dash.domain.files.spreadsheets import BOM, csv_line
from callerid_dash.services.imports.profiles.duplicates import Classified
from callerid_dash.services.imports.profiles.phones import Doubt


def left_out_file(
    heads: Sequence[str],
    left_out: Iterable[Classified],
    doubts: Iterable[Doubt],
    words: tuple[str, ...] = ("line", "reason"),
    told: Callable[[InvalidInput], str] = str,
) -> Iterator[str]:
    """The lines of the file. `words` are the heads of the columns line and reason; `told` turns a reason into text."""
    yield BOM + csv_line((*words, *heads))
    rows = [(each.entry, told(each.reason) if each.reason else "") for each in left_out]
    rows += [(each.entry, f"{each.field} “{each.value}”: {told(each.reason)}") for each in doubts]
    for entry, reason in sorted(rows, key=lambda row: row[0].line):
        yield csv_line((entry.line, reason, *entry.cells))
