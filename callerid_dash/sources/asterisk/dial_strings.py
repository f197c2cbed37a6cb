"""Reads the argument of Dial() by technology: the dialled number, and the phone. Pure.

A dial string follows the technology, as in AMI's `DialString`. It may hold a secret (`office:s3cret@branch/101`), so
only what these functions return is kept. Facts: the syntax of Dial() in the channel drivers' sources and Asterisk's
sample configurations.
"""

from __future__ import annotations

import re

from callerid_dash.sources.asterisk.technologies import PORTS

_NUMBER = re.compile(r"\+?[0-9*#]+")
_IAX = "IAX"
_AFTER_HOST = re.compile(r"[/!]")
_AFTER_EXTEN = re.compile(r"[/@]")
_PAUSES = re.compile(r"[wW,p]+")
_MEMBER = re.compile(r"(?:FMGL-|FMPR-|LC-|RG-\d+-)?(\d+)#?")


def dialled_number(technology: str, dial_string: str) -> str:
    """The dialled number: 0912 in 0912@trunk, trunk/0912, g0/w0912 and user:secret@trunk/0912@context.

    Empty if a phone was dialled by its name: 101, 101/sip:101@192.0.2.1, 101/101/192.0.2.1!did!from.
    """
    if technology in PORTS:
        return _dialled_on_port(dial_string)
    if technology.startswith(_IAX):
        return _dialled_on_iax(dial_string)
    return _dialled_on_endpoint(dial_string.partition("!")[0])


def phone_reached(technology: str, dial_string: str, peer: str) -> str:
    """The number or phone that a channel with this endpoint was to reach: the dialled number, else the endpoint.

    If an account was dialled at a host (`desk:secret@192.0.2.4`), the channel may be named after the host; then the
    account is the phone.
    """
    if number := dialled_number(technology, dial_string):
        return number
    account, at, host = dial_string.partition("@")
    if at and technology not in PORTS and not technology.startswith(_IAX) and "/" not in account:
        called = _AFTER_HOST.split(host, maxsplit=1)[0]
        return without_secret(account) if peer in {called, called.partition(":")[0]} else peer
    return peer


def member(peer: str) -> str:
    """The extension that a Local channel stands for; FreePBX writes FMGL-101, RG-600-101# and the like."""
    found = _MEMBER.fullmatch(peer)
    return found[1] if found else ""


def without_secret(account: str) -> str:
    """The part before the `@` of a dial string or a channel's name, without its password."""
    return account.partition(":")[0]


def _dialled_on_port(dial_string: str) -> str:
    """g0/w0912: a group or port, then digits; digits after a later pause are dialled after the answer."""
    _, _, digits = dial_string.partition("/")
    return _number(next((part for part in _PAUSES.split(digits) if part), ""))


def _dialled_on_iax(dial_string: str) -> str:
    """user:secret@peer/exten@context/options; a slash ends a secret."""
    _, _, rest = dial_string.partition("/")
    return _number(_AFTER_EXTEN.split(rest, maxsplit=1)[0])


def _dialled_on_endpoint(dial_string: str) -> str:
    """101, 0912@trunk, trunk/0912, 101/sip:101@host and peer/exten/host."""
    account, at, _ = dial_string.partition("@")
    if at and "/" not in account:
        return "" if ":" in account else account
    peer, _, rest = dial_string.partition("/")
    exten, _, host = rest.partition("/")
    return "" if host or exten == peer else _number(exten)


def _number(text: str) -> str:
    return text if _NUMBER.fullmatch(text) else ""
