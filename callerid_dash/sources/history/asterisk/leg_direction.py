"""Decides the direction of calls from the legs of detail records, by the rule of `asterisk/direction.py`. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from callerid_dash.domain.calls.history import Reading, Why
from callerid_dash.sources.asterisk.channels import named
from callerid_dash.sources.asterisk.direction import Detail, Direction
from callerid_dash.sources.history.asterisk.dialled import dial_string_of, numbers_dialled
from callerid_dash.sources.history.asterisk.legs import Leg

_DIAL = "Dial"
_SERIAL = len("-0000000a")
_MOST_CACHED = 100_000


class LegDirection:
    """Learns from every leg (`note`) as it is read; decides about a call (`left_out`) when it is complete."""

    def __init__(self, how: Reading) -> None:
        self.rule = Direction(how.incoming_contexts, how.is_internal)
        self._begun: set[tuple[str, str]] = set()
        self._reached: set[str] = set()

    def note(self, leg: Leg) -> None:
        """Learn the kind of the channels of a leg. Files have millions, so legs that reveal nothing new are skipped."""
        if leg.uniqueid == leg.linkedid or not leg.linkedid:
            begun = (leg.channel[:-_SERIAL], leg.context)
            if begun not in self._begun and self.rule.note(_detail(leg)) and len(self._begun) < _MOST_CACHED:
                self._begun.add(begun)
        if leg.app == _DIAL and leg.dstchannel and (reached := leg.dstchannel[:-_SERIAL]) not in self._reached:
            technology, peer = named(leg.dstchannel)
            if dial_string := dial_string_of(leg.data, technology, peer):
                self.rule.note_dialled(technology, peer, dial_string)
                if len(self._reached) < _MOST_CACHED:
                    self._reached.add(reached)

    def left_out(self, first: Leg, own: Sequence[Leg]) -> Why | None:
        """Why a call that began with `first` and has the legs `own` does not come from outside; None if it does."""
        did = first.did if len(own) == 1 else next((leg.did for leg in own if leg.did), "")
        detail = Detail(first.channel, first.src, first.context, first.dst, did)
        return self.rule.was_last(detail, lambda: any(map(self._dials_out, own)))

    def _dials_out(self, leg: Leg) -> bool:
        return leg.app == _DIAL and any(not self.rule.is_internal(number) for number in numbers_dialled(leg.data))


def _detail(leg: Leg) -> Detail:
    return Detail(leg.channel, leg.src, leg.context, leg.dst)
