"""The size of a file in words."""

from __future__ import annotations

from callerid_dash.locales import Translator
from callerid_dash.ui.text.formats import Formats

_KILO = 1000


def size_words(size: int, t: Translator, formats: Formats) -> str:
    """Bytes in the largest unit that gives at least one: 1.4 GB, 32 MB, 512 B."""
    if size < _KILO:
        return t("%(n)s B", n=formats.number(size))
    if size < _KILO**2:
        return t("%(n)s kB", n=formats.decimal(size / _KILO))
    if size < _KILO**3:
        return t("%(n)s MB", n=formats.decimal(size / _KILO**2))
    return t("%(n)s GB", n=formats.decimal(size / _KILO**3))
