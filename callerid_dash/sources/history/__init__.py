"""Readers of past calls, one module per format: what another system has written down, turned into `PastCall`s.

A reader is a function from a file, open for reading bytes, and a `Reading` to entries in the order of the file: a
`PastCall`, or `Rejected` or `LeftOut` rows; every row of the file is in exactly one of them. A `Position` comes about
every five thousand rows. Readers know neither the store nor services, and take the same memory for a file of any
size. They raise `InvalidInput` before the first entry when the file cannot be read as asked at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import BinaryIO

from callerid_dash.domain.history import Entry, Reading
from callerid_dash.sources.history import asterisk_cdr, asterisk_cel, freeswitch_csv, freeswitch_json, mapped_csv
from callerid_dash.sources.history.mapping import read_mapping

Reader = Callable[[BinaryIO, Reading], Iterator[Entry]]

READERS: Mapping[str, Reader] = {
    "asterisk-cdr": asterisk_cdr.read,
    "asterisk-cel": asterisk_cel.read,
    "freeswitch-csv": freeswitch_csv.read,
    "freeswitch-json": freeswitch_json.read,
    "csv": mapped_csv.read,
}
"""By the name of the format."""

__all__ = ["READERS", "Reader", "read_mapping"]
