"""Readers of past calls, one module per format: they turn the records of another system into `PastCall`s.

A reader is a function from a file, opened for reading bytes, and a `Reading` to entries in the order of the file: a
`PastCall`, or `Rejected` or `LeftOut` rows; every row of the file is in exactly one entry. A `Position` comes about
every five thousand rows. Readers know neither the store nor services, and take the same memory for a file of any size.
They raise `InvalidInput` before the first entry if the file cannot be read as asked at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import BinaryIO

from callerid_dash.domain.calls.history import Entry, Reading
from callerid_dash.sources.history.asterisk import cdr as asterisk_cdr
from callerid_dash.sources.history.asterisk import cel as asterisk_cel
from callerid_dash.sources.history.freeswitch import csv_files as freeswitch_csv
from callerid_dash.sources.history.freeswitch import json_files as freeswitch_json
from callerid_dash.sources.history.generic import mapped_csv
from callerid_dash.sources.history.generic.mapping import read_mapping
from callerid_dash.sources.history.secrets_hidden import hidden

Reader = Callable[[BinaryIO, Reading], Iterator[Entry]]


def _without_secrets(read: Reader) -> Reader:
    return lambda file, how: hidden(read(file, how))


READERS: Mapping[str, Reader] = {
    "asterisk-cdr": _without_secrets(asterisk_cdr.read),
    "asterisk-cel": _without_secrets(asterisk_cel.read),
    "freeswitch-csv": _without_secrets(freeswitch_csv.read),
    "freeswitch-json": _without_secrets(freeswitch_json.read),
    "csv": _without_secrets(mapped_csv.read),
}
"""Readers by the name of the format."""

__all__ = ["READERS", "Reader", "read_mapping"]
