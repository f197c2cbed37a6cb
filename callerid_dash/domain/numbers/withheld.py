"""Recognizes every spelling of 'the network gave no number'."""

from __future__ import annotations

import re

from callerid_dash.domain.names import search_key


def says_withheld(text: str) -> bool:
    """Does this text, without its address, stand for a number that the network did not give?

    That is: one of the known words in any case; only zeros (FreeSWITCH and analogue gateways send 0000000000 for none);
    only dashes and the like (an empty field in exports); a word typed on the keypad (+266696687 is ANONYMOUS), as cloud
    telephony sends it: no country has these numbers.
    """
    key = " ".join(_NO_WORD.sub(" ", search_key(text)).split())
    if key in _WORDS or (text.strip().startswith("+") and is_keypad_word(text.strip())):
        return True
    return "0" in key and not key.removeprefix("+").strip("0 ")


def keypad_digits(letters: str) -> str:
    """The keypad digits of these letters by ITU-T E.161; digits stay."""
    return letters.lower().translate(_KEYS)


def is_keypad_word(number: str) -> bool:
    """Is this, with or without a plus, a word such as ANONYMOUS typed on the keypad, as carriers send it?

    The numbering plan decides whether the digits are somebody's number all the same.
    """
    return number.removeprefix("+") in _KEYPAD_WORDS


_KEYS = str.maketrans("abcdefghijklmnopqrstuvwxyz", "22233344455566677778889999")
_WORDS = frozenset(
    search_key(words)
    for words in (
        "",
        *("anonymous", "anonymous caller", "private", "private number", "private caller", "restricted", "unknown"),
        *("unknown number", "unknown caller", "unavailable", "not available", "withheld", "number withheld"),
        *("blocked", "hidden", "id unavailable", "no caller id", "no callerid", "no number", "out of area", "none"),
        *("null", "nil", "n a", "asterisk", "freeswitch"),
        *("o", "p"),  # reasons that analogue caller id (FSK) gives for no number: out of area, private
        *("خصوصی", "شماره خصوصی", "ناشناس", "شماره ناشناس", "نامشخص", "ناشناخته", "نامعلوم", "مخفی", "شماره مخفی"),
        *("پنهان", "شماره پنهان", "بدون شماره", "محدود", "محدود شده", "غیرقابل دسترس", "غیر قابل دسترس"),
        *("مجهول", "غير معروف", "رقم خاص", "رقم محجوب"),
        *("anonym", "unbekannt", "unterdrückt", "numéro masqué", "appel masqué", "numéro inconnu", "inconnu"),
        *("número oculto", "número privado", "desconocido", "número desconocido", "numero privato", "sconosciuto"),
        *("gizli numara", "bilinmeyen", "bilinmeyen numara", "скрытый номер", "номер скрыт", "неизвестный номер"),
    )
)
_SPELLED = ("anonymous", "restricted", "blocked", "unknown", "unavailable", "private", "withheld", "notavailable")
_KEYPAD_WORDS = frozenset(keypad_digits(word) for word in _SPELLED)
"""All have seven digits or more: shorter ones are extensions."""
_NO_WORD = re.compile(r"[\s<>\"'()\[\]{}.,:;/\\|_?–—-]+")
