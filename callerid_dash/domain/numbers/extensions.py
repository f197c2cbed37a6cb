"""Splits the extension off a number, by the word or sign that precedes it in many languages."""

from __future__ import annotations

from callerid_dash.domain.names import search_key

LONGEST = 7
"""The most digits of an extension."""
_FEWEST_BEFORE_SIGN = 5
"""A '#' or '~' begins an extension only after at least this many digits; after fewer it is part of a dialled code."""
_FEWEST_BEFORE_PAUSE = 7
_FEWEST_BEFORE_BLANK = 10
_PAUSES = ",;pPwW"

_WORDS = frozenset(
    search_key(word)
    for words in (
        "x ext extn extension xtn extensión extensao extensão",  # English, Spanish, Portuguese
        "int interno interna anexo ramal poste interior internal",  # Romance languages
        "доб добав добавочный вн внутр внутренний дод додатковий вътр вътрешен",  # Russian, Ukrainian, Bulgarian
        "durchwahl dw nst nebenstelle app apparat hausruf klappe",  # German
        "dahili dah",  # Turkish
        "داخلی داخلي تحويلة تحویله فرعي مقسم",  # Persian, Arabic
        "wew wewn wewnętrzny linka klapka kl mellék lokal kućni pobočka vnitřní",  # Polish, Czech, Hungarian, Serbian
        "toestel tst anknytning ankn alanumero",  # Dutch, Swedish, Finnish
        "εσωτ εσωτερικό שלוחה ایکسٹینشن",  # Greek, Hebrew, Urdu
        "分机 分機 转 轉 内線 내선",  # Chinese, Japanese, Korean
    )
    for word in words.split()
)
_BETWEEN = " .:=-"


def split_extension(text: str) -> tuple[str, str | None]:
    """The number and the digits of its extension, None if there is none. Takes time in proportion to the text."""
    whole = text.rstrip(" )")
    ahead = whole.rstrip("0123456789")
    digits = whole[len(ahead) :]
    if not 1 <= len(digits) <= LONGEST:
        return text, None
    ahead = ahead.rstrip(_BETWEEN)
    if ahead.casefold().endswith(";ext"):
        return ahead[:-4].strip(), digits
    if ahead[-1:] in ("#", "~") and _digits_at_end(ahead[:-1]) >= _FEWEST_BEFORE_SIGN:
        return ahead[:-1].strip(), digits
    word = _word_at_end(ahead)
    if word and search_key(word) in _WORDS:
        return ahead[: -len(word)].rstrip(" (,;/" + _BETWEEN).strip(), digits
    return text, None


def split_pause(text: str) -> tuple[str, str | None]:
    """The number and what phones dial after a pause: 02188776655,12 or 02188776655p12#. Linear time."""
    whole = text.removesuffix("#")
    ahead = whole.rstrip("0123456789")
    number, digits = ahead.rstrip(_PAUSES), whole[len(ahead) :]
    before_blank = ahead.rstrip(" ")
    if before_blank[-1:] in (",", ";") and sum(map(str.isdecimal, before_blank)) >= _FEWEST_BEFORE_BLANK:
        number = before_blank.rstrip(_PAUSES)
    if number == ahead or len(number) < _FEWEST_BEFORE_PAUSE or not 1 <= len(digits) <= LONGEST:
        return text, None
    return number, digits


def _word_at_end(text: str) -> str:
    start = len(text)
    while start and text[start - 1].isalpha():
        start -= 1
    return text[start:]


def _digits_at_end(text: str) -> int:
    trimmed = text.rstrip(" )")
    return len(trimmed) - len(trimmed.rstrip("0123456789"))
