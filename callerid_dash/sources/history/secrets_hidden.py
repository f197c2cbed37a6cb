"""Removes secrets from reported rows: dial strings hold them, as in IAX2/user:secret@host. Pure."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator

from callerid_dash.domain.calls.history import Entry, Rejected

_SECRET = re.compile(r"([A-Za-z0-9]{2,20}/[^\s:/@,&|\"]{0,80}):[^@,&|\"\s]{1,200}@")
"""Technology, account, secret. Dial() splits its argument at `&` and `,`, so no secret contains them."""


def hidden(entries: Iterator[Entry]) -> Generator[Entry]:
    """The entries of a reader with secrets removed."""
    for entry in entries:
        yield _without_secrets(entry) if isinstance(entry, Rejected) else entry


def _without_secrets(row: Rejected) -> Rejected:
    values = {name: _hide(value) if isinstance(value, str) else value for name, value in row.values.items()}
    return Rejected(row.line_no, row.message, _hide(row.row), values)


def _hide(text: str) -> str:
    return _SECRET.sub(r"\1:***@", text)
