"""The form of a name for searching and comparing, independent of spelling variants and keyboards.

It is never shown. Two names with the same key look alike to a reader; they are not necessarily the same name.
"""

from __future__ import annotations

import unicodedata

# NFKD has already removed hamza and madda from أ إ آ ؤ ئ ۀ and split لا; what is left are letters that keyboards and
# neighbouring languages write differently. Taa marbuta is a he in Persian spelling.
_LETTERS = str.maketrans(
    {
        "ي": "ی",
        "ى": "ی",
        "ے": "ی",
        "ك": "ک",
        "ڪ": "ک",
        "ة": "ه",
        "ہ": "ه",
        "ھ": "ه",
        "ە": "ه",
        "ٱ": "ا",
        "ـ": None,
    }
)
_PLACES = {letter: ord("ا") + place for place, letter in enumerate("ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی")}
_INVISIBLE = frozenset({"Mn", "Me", "Cf", "Cc"})


def search_key(text: str) -> str:
    """The key of a name or of a search text; '' for text without visible characters.

    Compatibility forms, case, diacritics, tatweel, joiners and direction marks are removed, Arabic letters become the
    Persian ones, digits Latin, white space single spaces. `search_key(search_key(x)) == search_key(x)`.
    """
    folded = _decompose(_decompose(text).casefold())
    letters = latin_digits(" ".join(folded.split())).translate(_LETTERS)
    visible = "".join(char for char in letters if unicodedata.category(char) not in _INVISIBLE)
    return " ".join(unicodedata.normalize("NFC", visible).split())


def alphabetical(text: str) -> list[int]:
    """The sort key of a name in alphabetical order: پ comes after ب, not at the end."""
    return [_PLACES.get(char, ord(char)) for char in search_key(text)]


def latin_digits(text: str) -> str:
    """The text with the decimal digits of every script written as 0-9."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)


def _decompose(text: str) -> str:
    return unicodedata.normalize("NFKD", text)
