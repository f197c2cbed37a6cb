"""Brings the .po files up to date with the words in the code: `python -m scripts.translations`.

Finds every `t("…")` and `t.n("…", "…", …)` in Python and templates, and the sentence of every error that a page may
say. New messages come in empty, to be translated by hand; messages that nobody uses any more are dropped. English is
its own translation, so its file stays empty.
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
    """Where the words of a language are."""
    return PACKAGE / "locales" / language / "LC_MESSAGES" / "messages.po"


def in_code() -> Catalog:
    """Every message that the code asks for, in the order of the files."""
    catalog = Catalog()
    for _file, _line, message, _comments, context in extract_from_dir(PACKAGE, _METHODS, keywords=_KEYWORDS):
        catalog.add(message, context=context)
    return catalog


def translated(language: str) -> Catalog:
    """What the file of a language says."""
    with po_file(language).open("rb") as source:
        return read_po(source, locale=language)


def updated(language: str) -> Catalog:
    """The messages of the code with the translations that there are."""
    known, catalog = translated(language), Catalog(locale=language)
    for message in in_code():
        if message.id:
            catalog.add(message.id, string=_translation(known, message), flags=message.flags)
    return catalog


def write(language: str) -> None:
    """Store the updated file."""
    text = io.BytesIO()
    write_po(text, updated(language), width=0, omit_header=True)
    po_file(language).write_text(_HEADER.format(language=language) + text.getvalue().decode().strip() + "\n")


def _translation(known: Catalog, message: Message) -> str | tuple[str, ...]:
    found = known.get(key(message))
    if found is not None and found.pluralizable == message.pluralizable:
        return strings(found) if found.pluralizable else strings(found)[0]
    return ("",) if message.pluralizable else ""


def key(message: Message) -> str:
    """The English words by which a message is known; the singular of a pair."""
    return ids(message)[0]


def ids(message: Message) -> tuple[str, ...]:
    """The English words: one text, or singular and plural."""
    return _forms(message.id)


def strings(message: Message) -> tuple[str, ...]:
    """The forms of a translation."""
    return _forms(message.string)


def _forms(texts: str | Iterable[str] | None) -> tuple[str, ...]:
    return (texts or "",) if texts is None or isinstance(texts, str) else tuple(texts)


if __name__ == "__main__":
    for code in TRANSLATED:
        write(code)
        missing = [key(message) for message in translated(code) if message.id and not all(strings(message))]
        print(f"{code}: {len(missing)} to translate", *missing, sep="\n  ")
