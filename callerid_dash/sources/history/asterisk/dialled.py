"""What Dial() was told, as records keep it: `PJSIP/101&PJSIP/0912…@trunk,20,tT`. It may hold secrets. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from callerid_dash.sources.asterisk.dial_strings import dialled_number, phone_reached
from callerid_dash.sources.asterisk.technologies import PORTS


def first_word(data: str) -> str:
    """What stands before the options: `support` in `support,t,,,30`; before 1.6 they were parted by bars."""
    return data.partition(",")[0].partition("|")[0]


def numbers_dialled(data: str) -> Iterator[str]:
    """The numbers that were asked for, of trunks and ports."""
    return (number for dialled in _each(data) if (number := dialled_number(*dialled)))


def dial_string_of(data: str, technology: str, peer: str) -> str:
    """How this endpoint was called; empty where that is not told."""
    return next(
        (dialled for used, dialled in _each(data) if used == technology and (peer in dialled or used in PORTS)), ""
    )


def reached(data: str, technology: str, peer: str) -> str:
    """Whom a channel with this endpoint was to reach: the number asked for, else the endpoint."""
    return phone_reached(technology, dial_string_of(data, technology, peer), peer)


def _each(data: str) -> Iterator[tuple[str, str]]:
    """Technology and dial string of all that was dialled at once."""
    for dialled in first_word(data).split("&"):
        technology, _, dial_string = dialled.partition("/")
        yield technology, dial_string
