"""Reads vCards (2.1, 3.0 and 4.0) as contacts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from urllib.parse import unquote

from callerid_dash.domain.errors import InvalidInput
from callerid_dash.domain.profiles.contacts.card_lines import CardLine, card_lines, lines_of
from callerid_dash.domain.profiles.contacts.contact import Contact, Entry, FoundPhone, Unread, checked
from callerid_dash.domain.profiles.contacts.words import phone
from callerid_dash.domain.profiles.profiles import PhoneKind, ProfileKind

HEADS = ("name", "card")
"""The names of the cells of an entry."""
_MOST_LINES = 5_000
_LABEL_PARTS = re.compile(r"[;,]")
_EXTENSION = re.compile(r";ext=(\d+)", re.IGNORECASE)
_NOTE_LABELS = {"TITLE": "Title", "ROLE": "Role", "ADR": "Address", "URL": "Web", "BDAY": "Birthday"}
_NO_LABELS = frozenset({"pref", "voice", "internet", "text", "video", "cell", "fax", "pager", "x400", "msg", "pcs"})
_TYPES = _NO_LABELS | {"work", "home", "other", "main", "mobile", "iphone", "car", "isdn", "bbs", "modem", "textphone"}
"""Values of TYPE that are no label; some programs write them into the label."""


def is_cards(text: str) -> bool:
    """Does the text begin like a vCard?"""
    return bool(re.match(r"\s*BEGIN[ \t]*:[ \t]*VCARD", text[:1_000], re.IGNORECASE))


def contacts(text: str, kind: ProfileKind | None = None) -> Iterator[Entry]:
    """The cards in order; `kind` is used for cards that do not state one."""
    lines = lines_of(text)
    card: list[CardLine] = []
    begun, broken = 0, 0
    for each in card_lines(text):
        if isinstance(each, int):
            broken = broken or each
        elif each.name == "BEGIN":
            if begun:
                yield _unread(begun, each.line - 1, lines)
            begun, broken, card = each.line, 0, []
        elif each.name == "END":
            if begun:
                name = next((line.text for line in card if line.name == "FN"), "")
                cells = (name, "\n".join(lines[begun - 1 : each.line]))
                yield _contact(begun, cells, card, kind)
            begun = 0
        elif begun:
            card.append(each)
    if begun:
        yield _unread(begun, len(lines), lines)


def _unread(begun: int, end: int, lines: Sequence[str]) -> Unread:
    cells = ("", "\n".join(lines[begun - 1 : min(end, begun + _MOST_LINES)]))
    return Unread(begun, cells, InvalidInput("This card has no end."))


def _contact(begun: int, cells: tuple[str, ...], card: Sequence[CardLine], kind: ProfileKind | None) -> Entry:
    first = {each.name: each for each in reversed(card)}

    def text(name: str) -> str:
        return " ".join(first[name].text.split()) if name in first else ""

    stated = text("KIND").casefold()
    if stated in ("group", "location"):
        return Unread(begun, cells, InvalidInput("This card is of a group or a place, not of somebody.", "kind"))
    family, given, additional, prefix, suffix = (first["N"].parts() + [""] * 5)[:5] if "N" in first else [""] * 5
    organization = next(iter(first["ORG"].parts()), "") if "ORG" in first else ""
    name = text("FN") or " ".join(filter(None, (prefix, given, additional, family, suffix)))
    company = stated == "org" or text("X-ABSHOWAS").casefold() == "company"
    nobody = not (family or given) and bool(organization) and name in ("", organization)
    of_kind = ProfileKind.ORGANIZATION if company or nobody else None
    if stated == "individual":
        of_kind = ProfileKind.PERSON
    chosen = of_kind or kind or ProfileKind.PERSON
    person = chosen is ProfileKind.PERSON
    labels = {each.group: each.text.strip() for each in card if each.name == "X-ABLABEL" and each.group}
    names = [*(("Name", part) for part in (prefix, given, additional, family, suffix)), ("Organization", organization)]
    lost = [] if person else [f"{what}: {part}" for what, part in names if part and part not in name]
    return checked(
        Contact(
            line=begun,
            cells=cells,
            kind=chosen,
            name=name or organization or text("NICKNAME"),
            prefix=prefix if person else "",
            first_name=" ".join(filter(None, (given, additional))) if person else "",
            last_name=family if person else "",
            organization=organization if person else "",
            tags=tuple(tag for each in card if each.name == "CATEGORIES" for tag in each.parts(",") if tag),
            phones=tuple(_phone(each, labels) for each in card if each.name == "TEL" and each.value.strip()),
            emails=tuple(each.text.strip() for each in card if each.name == "EMAIL" and each.text.strip()),
            note="\n".join([*_notes(card), *lost]),
        )
    )


def _phone(line: CardLine, labels: Mapping[str, str]) -> FoundPhone:
    label, more = _label(labels.get(line.group, ""))
    types = [word.removeprefix("x-") for word in (*line.types, *more)]
    preferred = "pref" in types or bool(line.parameters.get("PREF"))
    kind = PhoneKind.FAX if "fax" in types else PhoneKind.MOBILE if {"cell", "mobile"}.intersection(types) else None
    if kind is None and "pager" in types:
        kind = PhoneKind.OTHER
    label = label or next((word.title() for word in types if word not in _NO_LABELS), "")
    written = line.text.strip()
    extension = None
    if written[:4].casefold() == "tel:":
        written = unquote(written[4:])
        if found := _EXTENSION.search(written):
            extension = found[1]
        written = written.partition(";")[0] if "phone-context" not in written.casefold() else f"tel:{written}"
    draft = phone(written, kind, label, preferred=preferred)
    return replace(draft, extension=extension or draft.extension, field=line.name, written=line.text.strip())


def _label(written: str) -> tuple[str, list[str]]:
    """The label, and the types that were written as a label."""
    label = written.removeprefix("_$!<").removesuffix(">!$_").strip()
    words = [word for part in _LABEL_PARTS.split(label) if (word := part.strip().casefold().removeprefix("x-"))]
    if words and _TYPES.issuperset(words):
        return "", words
    return (label[2:].strip() if label[:2] in ("X-", "x-") else label), []


def _notes(card: Sequence[CardLine]) -> Iterator[str]:
    named = {each.name for each in card if each.text.strip()}
    for each in card:
        if each.name == "NOTE" and each.text.strip():
            yield each.text.strip()
        elif each.name == "ORG" and (department := ", ".join(part for part in each.parts()[1:] if part)):
            yield f"Department: {department}"
        elif each.name == "NICKNAME" and "FN" in named and each.text.strip():
            yield f"Nickname: {each.text.strip()}"
        elif each.name in _NOTE_LABELS:
            parts = each.parts() if each.name == "ADR" else [each.text.strip()]
            if words := ", ".join(" ".join(part.split()) for part in parts if part):
                yield f"{_NOTE_LABELS[each.name]}: {words}"
