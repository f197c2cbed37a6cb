"""Reads the documents of a JSON file: one per line, an array, or simply one after the other.

A file may be one endless line or pretty-printed. An unreadable document is rejected alone; reading continues where the
next one seems to begin.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO, NamedTuple

from callerid_dash.domain.calls.history import Position, Rejected
from callerid_dash.sources.history.lines import BLOCK, pieces

LONGEST = BLOCK
"""Characters of the longest document; FreeSWITCH writes some ten thousand."""

_BETWEEN = re.compile(r"[\s,\[\]]*")
_NEXT = re.compile(r'(?=\{\s*"(?:core-uuid|switchname|channel_data|variables)")|\n(?=\{)')
"""Where a document may begin after a damaged one: at the beginning of a line, or with FreeSWITCH's first keys."""
_SHOWN = 200


class Document(NamedTuple):
    """One document's content, the number of its first line, and its text."""

    number: int
    content: Any
    text: str


def read_documents(file: BinaryIO, encoding: str) -> Iterator[Document | Rejected | Position]:
    """Every document in order; a `Position` after each block. Raises InvalidInput for an unknown encoding."""
    read, encoding = pieces(file, encoding)
    decoder = codecs.getincrementaldecoder(encoding)("surrogateescape")
    decode = json.JSONDecoder().raw_decode
    text, number, at_start, at_end = "", 1, True, False
    while not at_end:
        block = next(read, b"")
        at_end = not block
        text += decoder.decode(block.removeprefix(codecs.BOM_UTF8) if at_start else block, final=at_end)
        place, at_start = 0, False
        while (begin := _begin(text, place)) < len(text):
            number += text.count("\n", place, begin)
            place = begin
            try:
                content, end = decode(text, begin)
            except (ValueError, RecursionError):
                if not at_end and len(text) - begin <= LONGEST:
                    break  # it may continue in the next block
                following = _NEXT.search(text, begin + 1)
                end = following.end() if following else len(text)
                yield Rejected(number, "The document is cut off or no JSON.", _shown(text[begin:end]))
            else:
                yield _checked(Document(number, content, text[begin:end]), encoding)
            number += text.count("\n", begin, end)
            place = end
        text = text[place:]
        if block:
            yield Position(file.tell())


def _begin(text: str, place: int) -> int:
    between = _BETWEEN.match(text, place)
    return between.end() if between else place


def _checked(document: Document, encoding: str) -> Document | Rejected:
    text = document.text
    if text.isascii() or not any("\udc80" <= letter <= "\udcff" for letter in text):
        return document
    return Rejected(
        document.number,
        "The document is not written in %(encoding)s; name the file's encoding.",
        _shown(text),
        {"encoding": encoding},
    )


def _shown(text: str) -> str:
    """The beginning of a document, with undecodable bytes made visible."""
    whole = text.encode("utf-8", "backslashreplace").decode().rstrip(", \n")
    return whole if len(whole) <= LONGEST else whole[:_SHOWN] + "…"
