"""What a caller field or an address book says, reduced to the number that is written in it.

Takes off display names, `sip:` and `tel:` addresses, invisible characters and scripts of digits, splits off the
extension, and knows every spelling of 'no number'. It does not know any numbering plan: that is `phones.py`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import unquote

from callerid_dash.domain.names import latin_digits, search_key

MAX_WRITTEN = 250
"""Longer fields are no numbers; work on one is bounded by this."""


@dataclass(frozen=True, slots=True)
class Written:
    """Digits, `+`, `*` and `#` as written, and the digits of the extension.

    `withheld` when the text says that there is no number; `number` is '' when what was written is none.
    """

    number: str = ""
    extension: str | None = None
    withheld: bool = False


def read_written(raw: str | None) -> Written:
    """Find the number in a field. Never raises."""
    if raw is None or not raw.strip():
        return Written(withheld=True)
    if len(raw) > MAX_WRITTEN:
        return Written()
    if _BARE.fullmatch(raw) and raw.strip("+0") and raw not in _KEYPAD_WITHHELD:
        return Written(raw)  # most calls and imported rows; a third of the time is saved
    address, host = _address(_plain(raw))
    if host.endswith(".invalid") or says_withheld(address):
        return Written(withheld=True)
    base, extension = _split_extension(address)
    if not base and extension:  # 'داخلی 12' alone is a number of the house
        base, extension = extension, None
    return Written(_dialable(base), extension)


def says_withheld(text: str) -> bool:
    """Does this text, cleaned of its address, stand for a number that the network did not give?

    Words in any case; nothing but zeros (FreeSWITCH and analogue gateways send 0000000000 for none); nothing but
    dashes and the like (an empty field in exports); a word typed on the keypad (+266696687 is ANONYMOUS), as
    cloud telephony sends it.
    """
    key = " ".join(_NO_WORD.sub(" ", search_key(text)).split())
    return key in _WITHHELD or not key.strip("0 ") or text.strip() in _KEYPAD_WITHHELD


def _plain(raw: str) -> str:
    text = latin_digits(unicodedata.normalize("NFKC", raw))
    return " ".join("".join(char for char in text if unicodedata.category(char) != "Cf").split())


def _address(text: str) -> tuple[str, str]:
    """The part that holds the number, and the host it came with."""
    if bracketed := _BRACKETED.findall(text):  # the last: a display name may hold brackets too
        text = bracketed[-1].strip()
    scheme = _SCHEME.match(text)
    if scheme:
        text = unquote(text[scheme.end() :])
    user, at, host = text.rpartition("@")
    if at:
        host = re.split(r"[;:?>]", host, maxsplit=1)[0].casefold()
        text = user.partition(":")[0]
    elif scheme and _HOST_ONLY.match(text):
        return "", text
    context = _CONTEXT.search(text)
    text = _PARAMETER.sub("", text).strip()
    if context and not text.startswith("+"):
        text = context[1] + text
    return text, host if at else ""


def _split_extension(text: str) -> tuple[str, str | None]:
    found = _EXTENSION.search(text)
    return (text[: found.start()].strip(), found[1]) if found else (text, None)


def _dialable(text: str) -> str:
    """Only what can be dialled; '' when anything else than separators is left, or a plus amid the digits."""
    number = _SEPARATORS.sub("", text)
    return number if _DIALABLE.fullmatch(number) else ""


def _keypad(word: str) -> str:
    keys = dict(zip("abcdefghijklmnopqrstuvwxyz", "22233344455566677778889999", strict=True))
    return "+" + "".join(keys[letter] for letter in word)


_WITHHELD = frozenset(
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
    )
)
_KEYPAD_WITHHELD = frozenset(map(_keypad, ("anonymous", "restricted", "blocked", "unknown", "unavailable")))
_BARE = re.compile(r"\+?[0-9]{1,30}")
_NO_WORD = re.compile(r"[\s<>\"'()\[\]{}.,:;/\\|_?–—-]+")
_BRACKETED = re.compile(r"<([^<>]*)>")
_SCHEME = re.compile(r"(?:sips?|tel|callto):(?://)?", re.IGNORECASE)
_HOST_ONLY = re.compile(r"\[|\d{1,3}(?:\.\d{1,3}){3}(?:[:;]|$)|[^;:]*[a-z][^;:]*\.", re.IGNORECASE)
_CONTEXT = re.compile(r";phone-context=(\+\d{1,15})", re.IGNORECASE)
_PARAMETER = re.compile(r";(?!ext=)[^;]*", re.IGNORECASE)
_EXTENSION = re.compile(
    r"(?:;ext=|(?<![^\W\d_])(?:extension|extn?|x|داخل[یي])|(?<=\d{5})\s*#)[\s.:=]*(\d{1,7})\s*\)?$",
    re.IGNORECASE,
)
_SEPARATORS = re.compile(r"[\s()\[\].,/\\_~\"'`‐‑‒–—―−-]+")
_DIALABLE = re.compile(r"\+?[\d*#]{1,30}")
