"""Turns the legs of a call into a past call: is it incoming, who called, which phones rang, who answered?

The result is that of the live source (`sources/asterisk/`), as far as the records allow: they do not distinguish a
caller who gave up from a phone that rang in vain, nor do they say when a person answered after a machine had. Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import chain
from typing import NamedTuple

from callerid_dash.domain.calls.history import LeftOut, PastCall, Reading
from callerid_dash.sources.asterisk.causes import BUSY, NO_ANSWER, NORMAL, UNREACHABLE, cause_of_end
from callerid_dash.sources.asterisk.channels import named
from callerid_dash.sources.asterisk.dial_strings import member
from callerid_dash.sources.asterisk.technologies import NOT_A_PHONE, PORTS
from callerid_dash.sources.asterisk.translate import VOICEMAIL
from callerid_dash.sources.history.asterisk.dialled import first_word, reached
from callerid_dash.sources.history.asterisk.leg_direction import LegDirection
from callerid_dash.sources.history.asterisk.legs import Leg
from callerid_dash.sources.history.naming import Naming

ANSWERED = "ANSWERED"

_OUTCOMES = {"NO ANSWER": NO_ANSWER, "BUSY": BUSY, "FAILED": UNREACHABLE, "CONGESTION": UNREACHABLE}
_REFUSALS = {"Busy": BUSY, "Congestion": UNREACHABLE, "Hangup": NO_ANSWER}
"""Applications by which the dialplan ends a call for which no phone rang."""
_UNKNOWN = frozenset({"", "unknown", "<unknown>"})


class _Course(NamedTuple):
    """The times and phones of a call, from its legs."""

    started_at: datetime
    answered_at: datetime | None
    ended_at: datetime
    extension: str
    rang: tuple[str, ...]
    queue: str
    cause: str


class LegCalls:
    """Turns legs into calls; keeps the ids given to calls without one.

    Call `note` with every leg when it is read: other legs reveal the kind of a channel.
    """

    def __init__(self, how: Reading) -> None:
        self._direction = LegDirection(how)
        self._naming = Naming()
        self.note = self._direction.note

    def call_of(self, legs: list[Leg]) -> PastCall | LeftOut:
        """The call; LeftOut if it does not come from outside.

        Rejected rows are missing among the legs; the remaining legs still make the call, with what they know.
        """
        head = first = legs[0]
        own, name, alone = legs, head.linkedid or head.uniqueid, len(legs) == 1
        if not alone:
            own = [leg for leg in legs if leg.uniqueid == name] or legs
            first = min(own, key=lambda leg: (leg.start, leg.number))
        if why := self._direction.left_out(first, own):
            return LeftOut(head.number, len(legs), why, first.context)
        technology, peer = named(first.channel)
        course = self._course_of_one(first) if alone else self._course_of_several(own, legs)
        return PastCall(
            head.number,
            name
            or self._naming.name(first.start.isoformat(), first.end.isoformat(), first.src, first.dst, first.channel),
            name != "",
            course.started_at,
            course.answered_at,
            course.ended_at,
            first.src if first.src not in _UNKNOWN else _number_in(first.clid),
            _name_in(first.clid),
            self._line(own) or (f"{technology}/{peer}" if peer else ""),
            course.extension,
            course.rang,
            course.queue,
            course.cause,
            len(legs),
        )

    def _course_of_one(self, leg: Leg) -> _Course:
        phone = self._phone_of(leg) if leg.dstchannel else ""
        rang = (phone,) if phone else ()
        queue = first_word(leg.data) if leg.app == "Queue" else ""
        if _is_talk(leg):
            return _Course(leg.start, leg.answered_at, leg.end, phone, rang, queue, NORMAL)
        return _Course(leg.start, None, leg.end, "", rang, queue, _why_missed((leg,), (leg,)))

    def _course_of_several(self, own: list[Leg], legs: list[Leg]) -> _Course:
        talks = [leg for leg in own if _is_talk(leg)] or [leg for leg in legs if _is_talk(leg)]
        rang = {phone for leg in legs if leg.dstchannel and (phone := self._phone_of(leg))}
        return _Course(
            min([leg.start for leg in legs]),
            min([leg.answered_at for leg in talks if leg.answered_at]) if talks else None,
            max([leg.end for leg in legs]),
            self._extension(talks, legs) if talks else "",
            tuple(sorted(rang, key=lambda phone: (len(phone), phone))),
            next((first_word(leg.data) for leg in reversed(own) if leg.app == "Queue"), ""),
            NORMAL if talks else _why_missed(own, legs),
        )

    def _line(self, own: list[Leg]) -> str:
        for leg in own:
            if leg.did:
                return leg.did
            if leg.dst.removeprefix("+").isdecimal() and self._direction.rule.is_incoming(leg.context):
                return leg.dst
        return ""

    def _phone_of(self, leg: Leg) -> str:
        """The phone at the other end of a leg: its extension, or the outside number that it was reached by."""
        technology, peer = named(leg.dstchannel)
        if technology == "Local":
            return member(peer)
        if technology in NOT_A_PHONE:
            return ""
        if technology not in PORTS and self._direction.rule.is_internal(peer):
            return peer
        if leg.channel.startswith("Local/") and (extension := member(named(leg.channel)[1])):
            return extension
        return reached(leg.data, technology, peer)

    def _extension(self, talks: list[Leg], legs: list[Leg]) -> str:
        """The extension that talked last; behind a Local channel, other legs may name it."""
        last = talks[0] if len(talks) == 1 else max(talks, key=lambda leg: (leg.end, leg.number))
        others = (leg for leg in reversed(legs) if leg is not last and _is_talk(leg))
        return next((phone for leg in chain((last,), others) if (phone := self._phone_of(leg))), "")


def _is_talk(leg: Leg) -> bool:
    """Did somebody answer? Announcements, queues and mailboxes answer, too, but then there is no other channel."""
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
