"""Lines of any file: what is wrong with one is its own."""

from __future__ import annotations

import io
from typing import Any

import pytest

from callerid_dash.domain.errors import InvalidInput
from callerid_dash.domain.history import LeftOut, Position, Rejected
from callerid_dash.sources.history import lines
from callerid_dash.sources.history.lines import BLOCK, LONGEST, Line, read_lines


def told(content: bytes, encoding: str = "utf-8", **how: Any) -> list[Any]:
    entries = list(read_lines(io.BytesIO(content), encoding, **how))
    assert sum(isinstance(entry, Position) for entry in entries) >= bool(content)
    return [entry for entry in entries if not isinstance(entry, Position)]


def test_each_has_its_number_its_fields_and_itself() -> None:
    assert told(b'a,"b,c"\r\n\n d\n') == [
        Line(1, ["a", "b,c"], 'a,"b,c"'),
        LeftOut(2),
        Line(3, [" d"], " d"),
    ]


def test_the_last_needs_no_end() -> None:
    assert [line.text for line in told(b"a\r\nb\r")] == ["a", "b"]


def test_other_bytes_than_the_encodings_are_rejected() -> None:
    good, bad, after = told("سلام\n".encode() + "سلام\n".encode("cp1256") + b"a\n")
    assert (good.text, after.number) == ("سلام", 3)
    assert bad.reason == "The line is not written in utf-8; name the file's encoding."
    assert told("سلام".encode("cp1256"), "windows-1256")[0].text == "سلام"


@pytest.mark.parametrize("name", ["utf-16", "no-such", "hex", "zip", "utf-32"])
def test_an_encoding_whose_lines_cannot_be_told_apart_is_refused(name: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        told(b"a\n", name)
    assert refused.value.field == "encoding"


def test_zero_bytes_are_rejected() -> None:
    assert [type(entry) for entry in told(b"a\nb\0c\nd")] == [Line, Rejected, Line]


@pytest.mark.parametrize("length", [LONGEST + 1, BLOCK - 3, BLOCK, 3 * BLOCK + 7])
def test_an_endless_line_is_rejected_without_being_kept(length: int) -> None:
    before, endless, after = told(b"a\n" + b"x" * length + b"\nb\n")
    assert (before.text, endless.line_no, after) == ("a", 2, Line(3, ["b"], "b"))
    assert len(endless.row) < 300


@pytest.mark.parametrize("content", [b'"a\n"b\n', b'a"b,"c\nd\n', b'x"y\n' * 5, b'"a"b\n'])
def test_quotes_concern_their_own_line_alone(content: bytes) -> None:
    assert [entry.number if isinstance(entry, Line) else entry.line_no for entry in told(content)] == list(
        range(1, content.count(b"\n") + 1)
    )


def test_blocks_need_not_end_with_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    content = "\n".join(f"{n},سلام" for n in range(50)).encode()
    whole = told(content)
    monkeypatch.setattr(lines, "BLOCK", 7)
    assert told(content) == whole
    assert [line.number for line in whole] == list(range(1, 51))
