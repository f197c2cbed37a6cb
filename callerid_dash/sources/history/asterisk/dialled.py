"""Reads the argument of Dial() in records: `PJSIP/101&PJSIP/0912…@trunk,20,tT`. It may hold secrets. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from callerid_dash.sources.asterisk.dial_strings import dialled_number, phone_reached
from callerid_dash.sources.asterisk.technologies import PORTS


def first_word(data: str) -> str:
    """The part before the options: `support` in `support,t,,,30`; before 1.6 bars separated them."""
    return data.partition(",")[0].partition("|")[0]


def numbers_dialled(data: str) -> Iterator[str]:
    """The dialled numbers, on trunks and ports."""
    return (number for dialled in _each(data) if (number := dialled_number(*dialled)))


def dial_string_of(data: str, technology: str, peer: str) -> str:
    """The dial string of this endpoint; empty if it is not in the data."""
    return next(
        (dialled for used, dialled in _each(data) if used == technology and (peer in dialled or used in PORTS)), ""
    )


def reached(data: str, technology: str, peer: str) -> str:
    """The number or phone that a channel with this endpoint was to reach: the dialled number, else the endpoint."""
    return phone_reached(technology, dial_string_of(data, technology, peer), peer)


def _each(data: str) -> Iterator[tuple[str, str]]:
    """The technology and dial string of everything that was dialled at once."""
    for dialled in first_word(data).split("&"):
        technology, _, dial_string = dialled.partition("/")
        yield technology, dial_string
