"""The call that some legs are: is it an incoming one, who called, who was rung, who answered?

It says what the live source says of the same call (`sources/asterisk/`), as far as the records know: they do not tell
a caller who gave up from a telephone that rang in vain, nor when a person answered whom a machine had answered
before. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from fnmatch import fnmatchcase
from itertools import chain
from typing import NamedTuple

from callerid_dash.domain.history import LeftOut, PastCall, Reading
from callerid_dash.sources.asterisk.causes import BUSY, NO_ANSWER, NORMAL, UNREACHABLE, cause_of_end
from callerid_dash.sources.asterisk.channels import NOT_A_PHONE, dialled_number, named
from callerid_dash.sources.asterisk.translate import VOICEMAIL
from callerid_dash.sources.history.legs import Leg
from callerid_dash.sources.history.naming import Naming

ANSWERED = "ANSWERED"

_OUTCOMES = {"NO ANSWER": NO_ANSWER, "BUSY": BUSY, "FAILED": UNREACHABLE, "CONGESTION": UNREACHABLE}
_REFUSALS = {"Busy": BUSY, "Congestion": UNREACHABLE, "Hangup": NO_ANSWER}
"""Applications by which the dialplan ends a call that no telephone was rung for."""
_PORTS = frozenset({"DAHDI", "Zap"})
"""Technologies whose channels are named by a port, which says nothing about what is connected to it."""
_MEMBER = re.compile(r"(?:FM(?:GL|PR)-)?(\d+)#?")
"""A telephone that is called through the dialplan; FreePBX writes FMGL-101 and FMPR-101 for followed ones."""
_REMEMBERED = 50_000


_UNKNOWN = frozenset({"", "unknown", "<unknown>"})


class _Told(NamedTuple):
    """What the legs tell of a call's course."""

    started_at: datetime
    answered_at: datetime | None
    ended_at: datetime
    extension: str
    rang: tuple[str, ...]
    queue: str
    cause: str


class LegCalls:
    """Makes calls of legs; knows which names it has given to calls that had none."""

    def __init__(self, how: Reading) -> None:
        self._is_internal = how.is_internal
        self._patterns = how.incoming_contexts
        self._internal: dict[str, bool] = {}
        self._incoming: dict[str, bool] = {}
        self._naming = Naming()

    def call_of(self, legs: list[Leg]) -> PastCall | LeftOut:
        """The call; LeftOut when it is none from outside.

        Rows that were rejected are missing among the legs: the others still tell the call, with what they know.
        """
        head = first = legs[0]
        own, name, alone = legs, head.linkedid or head.uniqueid, len(legs) == 1
        if not alone:
            own = [leg for leg in legs if leg.uniqueid == name] or legs
            first = min(own, key=lambda leg: (leg.start, leg.number))
        technology, peer = named(first.channel)
        if technology in NOT_A_PHONE or self._is_ours(technology, peer, first):
            return LeftOut(head.number, len(legs))
        told = self._told_by_one(first) if alone else self._told_by_several(own, legs)
        return PastCall(
            head.number,
            name
            or self._naming.name(first.start.isoformat(), first.end.isoformat(), first.src, first.dst, first.channel),
            name != "",
            told.started_at,
            told.answered_at,
            told.ended_at,
            first.src if first.src not in _UNKNOWN else _number_in(first.clid),
            _name_in(first.clid),
            self._line(own) or (f"{technology}/{peer}" if peer else ""),
            told.extension,
            told.rang,
            told.queue,
            told.cause,
            len(legs),
        )

    def _told_by_one(self, leg: Leg) -> _Told:
        phone = self._phone_of(leg) if leg.dstchannel else ""
        rang = (phone,) if phone else ()
        queue = _first_word(leg.data) if leg.app == "Queue" else ""
        if _is_talk(leg):
            return _Told(leg.start, leg.answered_at, leg.end, phone, rang, queue, NORMAL)
        return _Told(leg.start, None, leg.end, "", rang, queue, _why_missed((leg,), (leg,)))

    def _told_by_several(self, own: list[Leg], legs: list[Leg]) -> _Told:
        talks = [leg for leg in own if _is_talk(leg)] or [leg for leg in legs if _is_talk(leg)]
        rang = {phone for leg in legs if leg.dstchannel and (phone := self._phone_of(leg))}
        return _Told(
            min([leg.start for leg in legs]),
            min([leg.answered_at for leg in talks if leg.answered_at]) if talks else None,
            max([leg.end for leg in legs]),
            self._extension(talks, legs) if talks else "",
            tuple(sorted(rang, key=lambda phone: (len(phone), phone))),
            next((_first_word(leg.data) for leg in reversed(own) if leg.app == "Queue"), ""),
            NORMAL if talks else _why_missed(own, legs),
        )

    def _is_ours(self, technology: str, peer: str, first: Leg) -> bool:
        """Did one of our own telephones make this call? One that reaches a line of ours from inside is no caller."""
        tells_nothing = technology in _PORTS or not peer
        if not tells_nothing and not self._is_phone_of_ours(peer):
            return False
        return self._is_internal(first.src) or not (tells_nothing or self._is_incoming(first.context))

    def _is_phone_of_ours(self, peer: str) -> bool:
        known = self._internal.get(peer)
        if known is None:
            if len(self._internal) >= _REMEMBERED:
                self._internal.clear()
            known = self._internal[peer] = self._is_internal(peer)
        return known

    def _is_incoming(self, context: str) -> bool:
        known = self._incoming.get(context)
        if known is None:
            if len(self._incoming) >= _REMEMBERED:
                self._incoming.clear()
            known = self._incoming[context] = any(fnmatchcase(context, pattern) for pattern in self._patterns)
        return known

    def _line(self, own: list[Leg]) -> str:
        for leg in own:
            if leg.did:
                return leg.did
            if leg.dst.removeprefix("+").isdecimal() and self._is_incoming(leg.context):
                return leg.dst
        return ""

    def _phone_of(self, leg: Leg) -> str:
        """The telephone at the other end of a leg: its extension, or the outside number that it was reached by."""
        technology, peer = named(leg.dstchannel)
        if technology == "Local":
            return _member(peer)
        if technology in NOT_A_PHONE:
            return ""
        if technology not in _PORTS and self._is_phone_of_ours(peer):
            return peer
        if leg.channel.startswith("Local/") and (member := _member(named(leg.channel)[1])):
            return member
        return _dialled(leg.data, technology, peer) or peer

    def _extension(self, talks: list[Leg], legs: list[Leg]) -> str:
        """Who talked last; who that was behind a Local channel, the other legs may tell."""
        last = talks[0] if len(talks) == 1 else max(talks, key=lambda leg: (leg.end, leg.number))
        others = (leg for leg in reversed(legs) if leg is not last and _is_talk(leg))
        return next((phone for leg in chain((last,), others) if (phone := self._phone_of(leg))), "")


def _is_talk(leg: Leg) -> bool:
    """Did somebody answer? Announcements, queues and mailboxes answer, too, but no other channel is there then."""
    return leg.disposition == ANSWERED and leg.dstchannel != "" and leg.answered_at is not None


def _why_missed(own: Sequence[Leg], legs: Sequence[Leg]) -> str:
    tried = [leg.disposition for leg in legs if leg.dstchannel]
    outcomes = {outcome for disposition in tried if (outcome := _OUTCOMES.get(disposition))}
    if not tried and (refusal := _REFUSALS.get(own[-1].app)):
        outcomes.add(refusal)
    return cause_of_end(
        "",
        answered=False,
        voicemail=any(leg.app in VOICEMAIL for leg in own),
        hung_up="CANCEL" in tried or not outcomes,
        outcomes=outcomes,
    )


def _number_in(clid: str) -> str:
    said = clid.rpartition("<")[2].removesuffix(">")
    return "" if said in _UNKNOWN else said


def _name_in(clid: str) -> str:
    """The name in `"Sara" <02188881111>`."""
    return clid.rpartition("<")[0].strip().removeprefix('"').removesuffix('"').strip()


def _member(peer: str) -> str:
    found = _MEMBER.fullmatch(peer)
    return found[1] if found else ""


def _dialled(data: str, technology: str, peer: str) -> str:
    """The outside number for which a trunk was used, from what Dial() was told: PJSIP/0912…@trunk,10."""
    for dialled in _first_word(data).split("&"):
        used, _, dial_string = dialled.partition("/")
        if used == technology and (peer in dial_string or technology in _PORTS):
            return dialled_number(dial_string)
    return ""


def _first_word(data: str) -> str:
    """What stands before the options: `support` in `support,t,,,30`; before 1.6 they were parted by bars."""
    return data.partition(",")[0].partition("|")[0]
