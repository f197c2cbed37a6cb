"""Detects the encoding of a file and decodes it, or says clearly that it cannot."""

from __future__ import annotations

import codecs

from callerid_dash.domain.errors import InvalidInput

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ARCHIVES = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"\x1f\x8b")
_CUT_OFF = frozenset({"truncated data", "unexpected end of data"})
"""Python's error reasons for a character that the end of the file cuts off."""
_OF_PERSIAN = frozenset("پچژگک")
_LOOKED_AT = 64_000
_PERSIAN = 0.8
_WIDE = 0.25


def decode(data: bytes, encoding: str = "") -> tuple[str, str]:
    """The text of a file and its encoding; `encoding` is the one that the user names, if any. Raises InvalidInput.

    Detected are UTF-8 and UTF-16, with and without a byte order mark, and Windows' code page for Persian and Arabic.
    Other code pages cannot be told from each other, so they have to be named.
    """
    if data.startswith(_ARCHIVES):
        raise InvalidInput("This is no text file. Save the workbook as “CSV UTF-8” and choose that file.", "file")
    if encoding:
        text = _as_named(data, encoding)
        return (_with_persian_ye(text) if codecs.lookup(encoding).name == "cp1256" else text), encoding
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _decoded(data, name), name
    if wide := _without_mark(data[:_LOOKED_AT]):
        return _decoded(data, wide), wide
    if b"\0" in data:
        raise InvalidInput("This is no text file.", "file")
    try:
        return data.decode(), "utf-8"
    except UnicodeDecodeError as error:
        return _persian(data, error), "windows-1256"


def _as_named(data: bytes, encoding: str) -> str:
    try:
        codecs.lookup(encoding)
        "".encode(encoding)
    except LookupError as error:
        raise InvalidInput("There is no encoding “%(name)s”.", "encoding", values={"name": encoding}) from error
    return _decoded(data, encoding).removeprefix("\ufeff")


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeError as error:
        at = getattr(error, "start", 0)
        line = data[:at].count(b"\n") + 1
        if getattr(error, "reason", "") in _CUT_OFF:
            raise InvalidInput(
                "The file is cut off in line %(line)s. Save or send it again.", "file", values={"line": line}
            ) from error
        raise InvalidInput(
            "Line %(line)s is not in the encoding %(name)s.", "encoding", values={"line": line, "name": encoding}
        ) from error


def _without_mark(start: bytes) -> str:
    """UTF-16 without a mark: every other byte is zero in western text, and at spaces and line ends in Persian text."""
    half = max(len(start) // 2, 1)
    even, odd = start[::2].count(0) / half, start[1::2].count(0) / half
    if max(even, odd) < _WIDE / 2 or min(even, odd) > _WIDE / 4:
        return ""
    return "utf-16-be" if even > odd else "utf-16-le"


def _persian(data: bytes, cause: Exception) -> str:
    text = data.decode("windows-1256")
    foreign = [character for character in text[:_LOOKED_AT] if not character.isascii()]
    persian = sum("\u0600" <= character <= "\u06ff" for character in foreign)
    if persian < _PERSIAN * len(foreign):
        raise InvalidInput(
            "This file is not UTF-8, and its encoding cannot be told. Save it as UTF-8, or name its encoding.",
            "encoding",
        ) from cause
    return _with_persian_ye(text)


def _with_persian_ye(text: str) -> str:
    """The code page has only the Arabic letters; if letters of Persian alone occur, they stand for the Persian ones."""
    return text.replace("ي", "ی").replace("ك", "ک") if _OF_PERSIAN.intersection(text) else text
