"""Lines of any file: a broken line affects no other line."""

from __future__ import annotations

import codecs
import io
from typing import Any

import pytest

from callerid_dash.domain.calls.history import LeftOut, Position, Rejected
from callerid_dash.domain.errors import InvalidInput
from callerid_dash.sources.history import lines
from callerid_dash.sources.history.lines import BLOCK, LONGEST, FileLine, read_lines


def told(content: bytes, encoding: str = "utf-8", **how: Any) -> list[Any]:
    entries = list(read_lines(io.BytesIO(content), encoding, **how))
    assert sum(isinstance(entry, Position) for entry in entries) >= bool(content)
    return [entry for entry in entries if not isinstance(entry, Position)]


def test_each_has_its_number_its_fields_and_itself() -> None:
    assert told(b'a,"b,c"\r\n\n d\n') == [
        FileLine(1, ["a", "b,c"], 'a,"b,c"'),
        LeftOut(2),
        FileLine(3, [" d"], " d"),
    ]


def test_the_last_needs_no_end() -> None:
    assert [line.text for line in told(b"a\r\nb\r")] == ["a", "b"]


def test_other_bytes_than_the_encodings_are_rejected() -> None:
    good, bad, after = told("سلام\n".encode() + "سلام\n".encode("cp1256") + b"a\n")
    assert (good.text, after.number) == ("سلام", 3)
    assert bad.reason == "The line is not written in utf-8; name the file's encoding."
    assert told("سلام".encode("cp1256"), "windows-1256")[0].text == "سلام"


@pytest.mark.parametrize("name", ["no-such", "hex", "zip", "utf-32"])
def test_an_encoding_whose_lines_cannot_be_told_apart_is_refused(name: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        told(b"a\n", name)
    assert refused.value.field == "encoding"


@pytest.mark.parametrize("mark", [codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE])
def test_utf_16_is_told_by_its_mark_whatever_is_said(mark: bytes) -> None:
    encoding = "utf-16-le" if mark == codecs.BOM_UTF16_LE else "utf-16-be"
    content = mark + "سلام\t1\r\n\r\n😀\t2".encode(encoding)
    for said in ("utf-8", "utf-16", encoding, "windows-1256"):
        first, empty, last = told(content, said, delimiter="\t")
        assert (first.fields, empty, last.fields) == (["سلام", "1"], LeftOut(2), ["😀", "2"])


def test_utf_16_without_a_mark_is_read_when_it_is_named() -> None:
    content = "سلام\na\n".encode("utf-16-be")
    assert [line.text for line in told(content, "UTF_16_BE")] == ["سلام", "a"]
    assert Rejected in map(type, told(content))


@pytest.mark.parametrize("cut", [1, 3])  # in the middle of a letter, and of a letter that takes two places
def test_what_is_damaged_in_utf_16_costs_its_own_line_alone(cut: int) -> None:
    whole = "a\nb😀".encode("utf-16")
    good, cut_off = told(whole[:-cut])
    assert good.text == "a"
    assert (cut_off.line_no, cut_off.reason.partition(":")[0]) == (2, "The line has zero bytes in it")
    lone = "a\n".encode("utf-16") + b"\x3d\xd8" + "\nc\n".encode("utf-16-le")
    assert [type(entry) for entry in told(lone)] == [FileLine, Rejected, FileLine]
    assert [type(entry) for entry in told(codecs.BOM_UTF16_LE + b"a")] == [Rejected]


def test_a_position_counts_bytes_of_the_file() -> None:
    content = ("a\n" * 10).encode("utf-16")
    *_, last = read_lines(io.BytesIO(content), "utf-8")
    assert last == Position(len(content))


def test_zero_bytes_are_rejected() -> None:
    assert [type(entry) for entry in told(b"a\nb\0c\nd")] == [FileLine, Rejected, FileLine]


@pytest.mark.parametrize("length", [LONGEST + 1, BLOCK - 3, BLOCK, 3 * BLOCK + 7])
def test_an_endless_line_is_rejected_without_being_kept(length: int) -> None:
    before, endless, after = told(b"a\n" + b"x" * length + b"\nb\n")
    assert (before.text, endless.line_no, after) == ("a", 2, FileLine(3, ["b"], "b"))
    assert len(endless.row) < 300


@pytest.mark.parametrize("content", [b'"a\n"b\n', b'a"b,"c\nd\n', b'x"y\n' * 5, b'"a"b\n'])
def test_quotes_concern_their_own_line_alone(content: bytes) -> None:
    assert [entry.number if isinstance(entry, FileLine) else entry.line_no for entry in told(content)] == list(
        range(1, content.count(b"\n") + 1)
    )


def test_blocks_need_not_end_with_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "\n".join(f"{n},سلام😀" for n in range(50))
    whole = told(text.encode())
    monkeypatch.setattr(lines, "BLOCK", 7)
    assert told(text.encode()) == told(text.encode("utf-16")) == whole
    assert [line.number for line in whole] == list(range(1, 51))
