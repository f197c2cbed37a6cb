"""Reads a text file line by line and splits the fields, whatever is wrong with single lines.

A record is one line. An unreadable line is rejected alone: an open quote does not swallow the lines after it, bytes
that are not in the encoding do not end the file, and an endless line is not read into memory. Files are read a block at
a time, and a block without faults costs hardly more than reading and splitting it. UTF-16, the "Unicode text" of
spreadsheet programs, is converted to UTF-8 while reading.
"""

from __future__ import annotations

import codecs
import csv
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import count
from typing import BinaryIO, NamedTuple

from callerid_dash.domain.calls.history import Entry, LeftOut, Position, Rejected
from callerid_dash.domain.errors import InvalidInput

LONGEST = 64 * 1024
"""Bytes of the longest line; switchboards write a few hundred."""
BLOCK = 1024 * 1024
"""Bytes read at a time: about five thousand rows."""

_SHOWN_OF_LONGEST = 200
_WIDE = frozenset({"utf-16", "utf-16-le", "utf-16-be"})
_DAMAGED = "callerid-zero"
codecs.register_error(_DAMAGED, lambda error: ("\0", error.end if isinstance(error, UnicodeDecodeError) else 0))


class FileLine(NamedTuple):
    """A readable line: its number from 1, its fields, and its text."""

    number: int
    fields: list[str]
    text: str


class Block(NamedTuple):
    """Consecutive lines: the number of the first, the fields of each, and the text of each; some may be empty."""

    first: int
    rows: list[list[str]]
    texts: list[str]

    def lines(self) -> Iterator[tuple[int, list[str], str]]:
        """The number, fields and text of each line, in the order of `FileLine`."""
        return zip(count(self.first), self.rows, self.texts, strict=False)


def pieces(file: BinaryIO, encoding: str) -> tuple[Iterator[bytes], str]:
    """The file in blocks, and the encoding of the blocks. Raises InvalidInput.

    A byte order mark of UTF-16 takes precedence over `encoding`. Damaged bytes of UTF-16 become a zero, so that only
    their own line is rejected.
    """
    blocks = iter(lambda: file.read(BLOCK), b"")
    if wide := _wide(file, encoding):
        return (text.encode() for text in codecs.iterdecode(blocks, wide, _DAMAGED)), "utf-8"
    return blocks, _checked_encoding(encoding)


def _wide(file: BinaryIO, encoding: str) -> str:
    """The kind of UTF-16 of the file, or ''."""
    mark = file.read(len(codecs.BOM_UTF16))
    file.seek(-len(mark), os.SEEK_CUR)
    if mark in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}:
        return "utf-16"
    said = encoding.lower().replace("_", "-")
    return said if said in _WIDE else ""


def _checked_encoding(name: str) -> str:
    """The encoding's name, if its line ends are single bytes."""
    try:
        known = codecs.lookup(name)
        a_line_end_is_one_byte = known.encode("\n")[0] == b"\n" and isinstance(known.decode(b"\n")[0], str)
    except (LookupError, TypeError, ValueError):
        raise InvalidInput("There is no encoding named '%(value)s'.", "encoding", values={"value": name}) from None
    if not a_line_end_is_one_byte:
        raise InvalidInput(
            "A file in %(value)s cannot be read line by line; save it as UTF-8.", "encoding", values={"value": name}
        )
    return "utf-8" if known.name == "utf-8-sig" else known.name


def read_lines(
    file: BinaryIO, encoding: str, delimiter: str = ","
) -> Iterator[FileLine | Rejected | LeftOut | Position]:
    """Every line of a CSV file in order, empty ones as LeftOut. Raises InvalidInput for an unknown encoding."""
    for entry in read_blocks(file, encoding, delimiter):
        if isinstance(entry, Block):
            for line in map(FileLine._make, entry.lines()):
                yield line if len(line.fields) > 1 or line.text.strip() else LeftOut(line.number)
        else:
            yield entry


def read_entries(
    lines: Iterator[FileLine | Rejected | LeftOut | Position],
    is_heading: Callable[[list[str]], bool],
    read: Callable[[FileLine], Iterable[Entry]],
) -> Iterator[Entry]:
    """The entries that `read` makes of the lines after the headings. It rejects a line by raising InvalidInput."""
    for line in lines:
        if not isinstance(line, FileLine):
            yield line
        elif is_heading(line.fields):
            yield LeftOut(line.number)
        else:
            try:
                yield from read(line)
            except OverflowError:  # a time at the end of the year 9999
                yield Rejected(line.number, "The call lies in the future.", line.text)
            except InvalidInput as fault:
                yield Rejected(line.number, fault.message, line.text, fault.values)


def check_count(fields: Sequence[str], wanted: int) -> None:
    """Raise InvalidInput if a line has fewer fields than wanted."""
    if len(fields) < wanted:
        values = {"count": len(fields), "wanted": wanted}
        raise InvalidInput("The line is cut off: %(count)s of %(wanted)s columns.", values=values)


def read_blocks(file: BinaryIO, encoding: str, delimiter: str = ",") -> Iterator[Block | Rejected | Position]:
    """The same in blocks of many lines, which saves a fast reader a tenth of its time."""
    for number, text in _text_blocks(file, encoding):
        if isinstance(text, list):
            yield from _split(number, text, delimiter)
        else:
            yield text


def _text_blocks(file: BinaryIO, encoding: str) -> Iterator[tuple[int, list[str] | Rejected | Position]]:
    """Decoded lines, many at a time, with the number of the first; and the lines that could not be decoded."""
    number = 1
    read, encoding = pieces(file, encoding)
    for lines, whole in _line_blocks(read):
        block = lines.removeprefix(codecs.BOM_UTF8) if number == 1 else lines
        if whole:
            for entry in _decoded(number, block, encoding):
                yield number, entry
                number += len(entry) if isinstance(entry, list) else 1
        else:
            yield number, _too_long(number, block.decode(encoding, "replace"))
            number += 1
        yield number, Position(file.tell())


def _line_blocks(read: Iterator[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Blocks of about a million bytes that end at a line end, each with whether it is complete.

    It is not for an endless line, of which only the beginning is kept.
    """
    rest = b""
    for more in read:
        rest += more
        if end := rest.rfind(b"\n") + 1:
            yield rest[:end], True
            rest = rest[end:]
        elif len(rest) > LONGEST:
            beginning, rest = rest[:LONGEST], b""
            for following in read:
                if end := following.find(b"\n") + 1:
                    rest = following[end:]
                    break
            yield beginning, False
    if rest:
        yield rest, True


def _decoded(number: int, block: bytes, encoding: str) -> Iterator[list[str] | Rejected]:
    try:
        text = block.decode(encoding).replace("\r\n", "\n").removesuffix("\n")
    except UnicodeError:
        yield from _decoded_one_by_one(number, block, encoding)
        return
    lines = text.split("\n")
    if "\0" in text or len(max(lines, key=len)) > LONGEST:
        yield from _decoded_one_by_one(number, block, encoding)
    else:
        lines[-1] = lines[-1].removesuffix("\r")
        yield lines


def _decoded_one_by_one(number: int, block: bytes, encoding: str) -> Iterator[list[str] | Rejected]:
    for at, raw in enumerate(block.removesuffix(b"\n").split(b"\n"), number):
        try:
            text = raw.removesuffix(b"\r").decode(encoding)
        except UnicodeError:
            shown = raw.decode("ascii", "backslashreplace")
            yield Rejected(
                at, "The line is not written in %(encoding)s; name the file's encoding.", shown, {"encoding": encoding}
            )
            continue
        if len(text) > LONGEST:
            yield _too_long(at, text)
        elif "\0" in text:
            yield Rejected(at, "The line has zero bytes in it: it is damaged, or in UTF-16 without a mark.", text)
        else:
            yield [text]


def _too_long(number: int, text: str) -> Rejected:
    shown = text[:_SHOWN_OF_LONGEST] + "…"
    return Rejected(number, "The line is longer than %(count)s characters.", shown, {"count": LONGEST})


def _split(number: int, lines: list[str], delimiter: str) -> Iterator[Block | Rejected]:
    """A row for every line. If a quote stays open or is misplaced, each line is read separately."""
    try:
        rows = list(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error:
        rows = []
    if len(rows) == len(lines):
        yield Block(number, rows, lines)
        return
    for at, text in enumerate(lines, number):
        try:
            yield Block(at, list(csv.reader((text,), delimiter=delimiter, strict=True)), [text])
        except csv.Error:
            yield Rejected(at, "The quotation marks of the line do not match: it is damaged or cut off.", text)
