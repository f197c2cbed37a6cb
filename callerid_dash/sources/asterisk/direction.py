"""Decides whether a call comes from outside, by one rule for live events and for records. Pure.

A call comes from outside if its first channel is neither an internal connection nor a machine, was not created by
Asterisk itself, and **begins in an incoming context** (a setting). The endpoint's name does not matter: a phone may be
`alice`, a trunk `101`. The manager interface and channel events (CEL) give the context where a channel begins; for them
that is the whole rule (`Direction.begins`).

Detail records (CDR) give only the context where a channel was last. That may be the context of a group that a caller
was led to, or that of one of our lines that one of our phones has dialled. `Direction.was_last` infers what the live
source would have seen from the kind of the channel, which the surrounding records reveal (`note`):
- a trunk: calls with outside numbers were in an incoming context, or outside numbers are dialled through it;
- a phone: it is named like an extension, is dialled by its bare name, or calls with an internal number from a context
  of our phones. Its calls are ours, unless an outside number in an incoming context says otherwise;
- unknown: an incoming context makes it an incoming call; an internal number, a context of our phones, or an outside
  number that is dialled makes it one of ours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import NamedTuple

from callerid_dash.domain.calls.history import Why
from callerid_dash.sources.asterisk.channels import named
from callerid_dash.sources.asterisk.dial_strings import dialled_number
from callerid_dash.sources.asterisk.technologies import PORTS, is_phone

_INSIDE = ("from-internal*",)
"""The contexts of our own phones on FreePBX and Issabel."""
_MOST_CACHED = 50_000


class Detail(NamedTuple):
    """The beginning of a call by a detail record; `did` is FreePBX's own mark of an incoming call."""

    channel: str
    number: str
    context: str
    dialled: str
    did: str = ""


class Direction:
    """Caches what it finds out: a file asks the same about few contexts and endpoints.

    `is_incoming`: do calls from outside begin in this context? `is_internal`: is this number one of our extensions, or
    this endpoint named like one?
    """

    def __init__(self, contexts: Iterable[str], is_internal: Callable[[str], bool] = lambda _number: False) -> None:
        self.is_incoming = _cached_match(tuple(contexts))
        self.is_internal: Callable[[str], bool] = lru_cache(_MOST_CACHED)(is_internal)
        self._inside = _cached_match(_INSIDE)
        self._entering: set[str] = set()
        self._trunks: set[str] = set()
        self._phones: set[str] = set()

    def begins(self, channel: str, context: str) -> bool:
        """Does a call come from outside whose first channel, of this name, begins in this context?"""
        return is_phone(*named(channel)) and self.is_incoming(context)

    def note(self, detail: Detail) -> bool:
        """Learn the kind of a channel from a record of its beginning; False: another record may reveal more."""
        technology, peer = named(detail.channel)
        endpoint = f"{technology}/{peer}"
        if technology in PORTS or not peer or not is_phone(technology, peer) or self.is_internal(peer):
            return True
        incoming = self.is_incoming(detail.context)
        if not incoming and not self._inside(detail.context):
            return True
        if incoming is self.is_internal(detail.number):
            return False
        _remember(self._entering if incoming else self._phones, endpoint)
        return True

    def note_dialled(self, technology: str, peer: str, dial_string: str) -> None:
        """Learn the kind of a channel from how it was dialled: through it to a number, or by its own name."""
        if technology in PORTS or not peer or not is_phone(technology, peer):
            return
        number = dialled_number(technology, dial_string)
        if not number or number == peer:
            _remember(self._phones, f"{technology}/{peer}")
        elif not self.is_internal(number):
            _remember(self._trunks, f"{technology}/{peer}")

    def was_last(self, detail: Detail, dials_out: Callable[[], bool]) -> Why | None:
        """Why a call whose first channel was last in this context is not incoming; None if it is.

        `dials_out`: was an outside number dialled for it?
        """
        technology, peer = named(detail.channel)
        if not is_phone(technology, peer):
            return Why.OURS
        if technology in PORTS or not peer:
            ours = self.is_internal(detail.number) or (self._inside(detail.context) and not detail.did)
            return Why.OURS if ours else None
        endpoint, enters = f"{technology}/{peer}", detail.did != "" or self.is_incoming(detail.context)
        if self.is_internal(peer) or endpoint in self._phones:
            if enters and not self.is_internal(detail.number):
                return None
            return Why.CONTEXT if endpoint in self._entering else Why.OURS
        if enters or endpoint in self._entering:
            return None
        return self._unclear(detail, endpoint, dials_out)

    def _unclear(self, detail: Detail, endpoint: str, dials_out: Callable[[], bool]) -> Why | None:
        """The same for an endpoint whose calls nothing shows to be incoming."""
        if self._inside(detail.context):
            return Why.OURS
        if endpoint in self._trunks:
            return None
        if self.is_internal(detail.number):
            return Why.OURS
        return Why.CONTEXT if self._is_outside(detail.dialled) or dials_out() else None

    def _is_outside(self, dialled: str) -> bool:
        return dialled.removeprefix("+").isdecimal() and not self.is_internal(dialled)


def _cached_match(patterns: tuple[str, ...]) -> Callable[[str], bool]:
    """Does a name match one of these patterns?"""
    return lru_cache(_MOST_CACHED)(lambda name: any(fnmatchcase(name, pattern) for pattern in patterns))


def _remember(known: set[str], endpoint: str) -> None:
    if len(known) < _MOST_CACHED:
        known.add(endpoint)
