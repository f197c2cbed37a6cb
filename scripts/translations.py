"""Brings the .po files up to date with the messages in the code: `python -m scripts.translations`.

Finds every `t("…")` and `t.n("…", "…", …)` in Python and templates, and the message of every error that a page may
show. New messages are added without a translation; unused ones are removed. English needs no translation, so its file
stays empty.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).resolve().parent.parent / "callerid_dash"
TRANSLATED = ("fa",)
_METHODS = [("web/api/**.py", "ignore"), ("**.py", "python"), ("**.html", "jinja2")]
_ERRORS = ("InvalidInput", "NotFound", "Forbidden", "Stale", "Busy", "ReadingFailed")
_KEYWORDS = {"t": None, "n": (1, 2), "Rejected": (2,), **dict.fromkeys(_ERRORS)}

_HEADER = r"""msgid ""
msgstr ""
"Language: {language}\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=1; plural=0;\n"

"""


def po_file(language: str) -> Path:
    """The catalogue of a language."""
    return PACKAGE / "locales" / language / "LC_MESSAGES" / "messages.po"


def in_code() -> Catalog:
    """Every message in the code, in the order of the files."""
    catalog = Catalog()
    for _file, _line, message, _comments, context in extract_from_dir(PACKAGE, _METHODS, keywords=_KEYWORDS):
        catalog.add(message, context=context)
    return catalog


def translated(language: str) -> Catalog:
    """The messages in the catalogue of a language."""
    with po_file(language).open("rb") as source:
        return read_po(source, locale=language)


def updated(language: str) -> Catalog:
    """The messages of the code with their existing translations."""
    known, catalog = translated(language), Catalog(locale=language)
    for message in in_code():
        if message.id:
            catalog.add(message.id, string=_translation(known, message), flags=message.flags)
    return catalog


def write(language: str) -> None:
    """Write the updated catalogue."""
    text = io.BytesIO()
    write_po(text, updated(language), width=0, omit_header=True)
    po_file(language).write_text(_HEADER.format(language=language) + text.getvalue().decode().strip() + "\n")


def _translation(known: Catalog, message: Message) -> str | tuple[str, ...]:
    found = known.get(key(message))
    if found is not None and found.pluralizable == message.pluralizable:
        return strings(found) if found.pluralizable else strings(found)[0]
    return ("",) if message.pluralizable else ""


def key(message: Message) -> str:
    """The English text that identifies a message; the singular of a plural message."""
    return ids(message)[0]


def ids(message: Message) -> tuple[str, ...]:
    """The English text: one string, or singular and plural."""
    return _forms(message.id)


def strings(message: Message) -> tuple[str, ...]:
    """The translated forms."""
    return _forms(message.string)


def _forms(texts: str | Iterable[str] | None) -> tuple[str, ...]:
    return (texts or "",) if texts is None or isinstance(texts, str) else tuple(texts)


if __name__ == "__main__":
    for code in TRANSLATED:
        write(code)
        missing = [key(message) for message in translated(code) if message.id and not all(strings(message))]
        print(f"{code}: {len(missing)} to translate", *missing, sep="\n  ")
