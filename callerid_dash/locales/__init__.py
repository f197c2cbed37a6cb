"""Gettext: the product's words in each language. English words are the message ids.

Catalogues are read from their `.po` files, so that there is nothing to compile and nothing to go stale;
`scripts/check_translations.py` holds them complete. Dates and durations are `ui/text/formats.py`.
"""

from __future__ import annotations

import gettext
import io
from functools import cache
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from callerid_dash.locales.numerals import number

LANGUAGES = {"en": "English", "fa": "فارسی"}
"""Language codes with their own names, in the order in which they are offered."""

_MONDAY, _SATURDAY = 1, 6
_FOLDER = Path(__file__).parent


class Translator:
    """The words of one language: `t("Save")`, `t.n("%(n)s call", "%(n)s calls", count)`."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._catalogue = _catalogue(language)

    @property
    def direction(self) -> str:
        """'rtl' or 'ltr', for the `dir` attribute."""
        return "rtl" if self.language == "fa" else "ltr"

    @property
    def first_weekday(self) -> int:
        """With which day a week begins, 1 for Monday to 7 for Sunday: Saturday in Persian, Monday elsewhere."""
        return _SATURDAY if self.language == "fa" else _MONDAY

    def __call__(self, message: str, **values: object) -> str:
        """The message in this language, with %(name)s placeholders filled in."""
        text = self._catalogue.gettext(message)
        return text % values if values else text

    def n(self, singular: str, plural: str, count: int, **values: object) -> str:
        """The form of the message that fits `count`, which %(n)s shows as a number of this language."""
        given = {"count": count, "n": number(count, self.language), **values}
        return self._catalogue.ngettext(singular, plural, count) % given


@cache
def translator(language: str) -> Translator:
    """The translator of a language; of English for one that we do not speak."""
    return Translator(language if language in LANGUAGES else "en")


def _catalogue(language: str) -> gettext.NullTranslations:
    file = _FOLDER / language / "LC_MESSAGES" / "messages.po"
    compiled = io.BytesIO()
    with file.open("rb") as source:
        write_mo(compiled, read_po(source, locale=language))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
