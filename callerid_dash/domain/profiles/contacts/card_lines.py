"""The lines of vCards: unfolded, split into name, parameters and value, and decoded.

By RFC 6350 (4.0) and RFC 2426 (3.0), and leniently as version 2.1 and phones write them: parameters without a name,
quoted-printable, any character set.
"""

from __future__ import annotations

import quopri
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

_PARAMETER = re.compile(r';(?P<name>[\w-]+)(?:=(?P<values>(?:"[^"]*"|[^;:"])*))?')
_HEAD = re.compile(r"(?:(?P<group>[\w-]+)\.)?(?P<name>[\w-]+)")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_CARET = {"^n": "\n", "^'": '"', "^^": "^"}


@dataclass(frozen=True, slots=True)
class CardLine:
    """A property: its name and parameters in capitals, the parameters' values, and its value as written."""

    line: int
    group: str
    name: str
    parameters: Mapping[str, tuple[str, ...]]
    value: str

    @property
    def types(self) -> list[str]:
        """The values of TYPE in lower case; programs put several into one, or into quotation marks."""
        return [word for value in self.parameters.get("TYPE", ()) for word in value.casefold().split(",") if word]

    @property
    def text(self) -> str:
        """The unescaped value."""
        return unescaped(self.value)

    def parts(self, separator: str = ";") -> list[str]:
        """The parts of a structured value."""
        parts = re.findall(rf"((?:\\.|[^{separator}\\]|\\$)*)(?:{separator}|$)", self.value, re.DOTALL)
        return [unescaped(part).strip() for part in (parts[:-1] if len(parts) > 1 and not parts[-1] else parts)]


def unescaped(text: str) -> str:
    """The text without backslash escapes: \\n is a new line, every other character stands for itself."""
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], text)


def lines_of(text: str) -> list[str]:
    """The lines of a text, split at CRLF, CR or LF and nothing else."""
    return re.split(r"\r\n|\r|\n", text)


def card_lines(text: str) -> Iterator[CardLine | int]:
    """The properties of a text in order; for a line that is none, its number."""
    lines = lines_of(text)
    at = 0
    while at < len(lines):
        number, pieces = at + 1, [lines[at]]
        at += 1
        if not pieces[0].strip():
            continue
        quoted = "QUOTED-PRINTABLE" in pieces[0].partition(":")[0].upper()
        while at < len(lines) and _is_folded(pieces[-1], lines[at], quoted=quoted):
            pieces.append(lines[at])
            at += 1
        parsed = _parsed(number, _joined(pieces, quoted=quoted))
        yield parsed if parsed is not None else number


def _is_folded(line: str, following: str, *, quoted: bool) -> bool:
    """Does the next line continue this one? A folded line begins with a blank; quoted-printable also ends with '='."""
    soft = quoted and line.endswith("=") and not following.upper().startswith("END:VCARD")
    return soft or following[:1] in (" ", "\t")


def _joined(pieces: Sequence[str], *, quoted: bool) -> str:
    """The unfolded line. Some phones fold in both ways at once, and within a letter: then the blanks are not text."""
    rest = pieces[1:]
    both = all(piece[:1] in (" ", "\t") for piece in rest)
    whole = [pieces[0]]
    for piece in rest:
        soft = quoted and whole[-1].endswith("=")
        if soft:
            whole[-1] = whole[-1][:-1]
        whole.append(piece if soft and not both else piece[1:])
    return "".join(whole)


def _parsed(number: int, written: str) -> CardLine | None:
    head = _HEAD.match(written)
    if head is None:
        return None
    parameters: dict[str, tuple[str, ...]] = {}
    at = head.end()
    while found := _PARAMETER.match(written, at):
        at = found.end()
        name, values = found["name"].upper(), found["values"]
        if values is None:  # version 2.1: TEL;CELL, NOTE;QUOTED-PRINTABLE
            name, values = ("ENCODING" if name in ("QUOTED-PRINTABLE", "BASE64", "8BIT") else "TYPE"), name
        parameters[name] = (*parameters.get(name, ()), *_values(values))
    if written[at : at + 1] != ":":
        return None
    value = _decoded(written[at + 1 :], parameters)
    return CardLine(number, (head["group"] or "").casefold(), head["name"].upper(), parameters, value)


def _values(written: str) -> Sequence[str]:
    plain = (re.sub(r"\^[n'^]", lambda found: _CARET[found[0]], part) for part in re.findall(r'"[^"]*"|[^,]+', written))
    return [part.strip('"').strip() for part in plain]


def _decoded(value: str, parameters: Mapping[str, tuple[str, ...]]) -> str:
    if not any(each.upper() == "QUOTED-PRINTABLE" for each in parameters.get("ENCODING", ())):
        return value
    raw = quopri.decodestring(value.encode("utf-8", "surrogatepass"))
    charset = next(iter(parameters.get("CHARSET", ())), "utf-8")
    try:
        text = raw.decode(charset, "replace")
    except LookupError:
        text = raw.decode("utf-8", "replace")
    return text.replace("\r\n", "\\n").replace("\n", "\\n")
