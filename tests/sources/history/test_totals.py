"""Every row of a damaged file is in exactly one entry."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callerid_dash.sources.history import READERS
from tests.sources.history import test_asterisk_cel, test_freeswitch_csv, test_freeswitch_json
from tests.sources.history.asterisk_cdr import cdr_rows
from tests.sources.history.reading import entries, last_position, rows_in

CDR = cdr_rows.row
NOTHING_ELSE: dict[str, Any] = dict.fromkeys(cdr_rows.ALL)
FILES = {
    "asterisk-cdr": CDR() + "\n" + CDR(answer="") + CDR(**NOTHING_ELSE),
    "asterisk-cel": test_asterisk_cel.ANSWERED,
    "freeswitch-csv": test_freeswitch_csv.row() + test_freeswitch_csv.row(uuid=test_freeswitch_csv.B, other=""),
    "csv": "2026-05-04 09:00:00,5,55,0912\n" * 4,
    "freeswitch-json": (json.dumps(test_freeswitch_json.document()) + "\n") * 2,
}
MAPPING = {"started_at": "1", "wait": "2", "talk": "3", "caller": "4"}


def test_every_format_is_tried_here() -> None:
    assert FILES.keys() == READERS.keys()


@pytest.mark.parametrize("name", sorted(FILES))
@given(faults=st.lists(st.tuples(st.integers(0, 600), st.binary(max_size=3), st.integers(0, 3)), max_size=8))
def test_totals_add_up_whatever_the_bytes(name: str, faults: list[tuple[int, bytes, int]]) -> None:
    content = FILES[name].encode()
    for place, inserted, dropped in faults:
        content = content[:place] + inserted + content[place + dropped :]
    told = entries(name, content, mapping=MAPPING)
    assert last_position(told) == len(content)
    if name != "freeswitch-json":  # whose rows are documents
        assert rows_in(told) == content.removesuffix(b"\n").count(b"\n") + bool(content)
