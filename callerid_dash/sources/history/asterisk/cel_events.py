"""Translates Asterisk's channel events (CEL) to call events by the rules of the live source. Pure.

Facts: the meaning of each event is in Asterisk's cel.conf.sample, the content of `extra` in its documentation of CEL.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, NamedTuple

from callerid_dash.domain.calls.calls import CallEvent
from callerid_dash.domain.calls.history import Reading, Why
from callerid_dash.sources.asterisk.channels import named
from callerid_dash.sources.asterisk.direction import Direction
from callerid_dash.sources.asterisk.technologies import is_phone
from callerid_dash.sources.asterisk.translate import VOICEMAIL, AmiTranslator
from callerid_dash.sources.history.asterisk.dialled import dial_string_of, first_word

_RING, _RINGING = "4", "5"
"""Channel states: called by somebody, calling somebody."""
_MADE_BY_US = "AppDial"
"""The application on a channel that Asterisk itself has called (AppDial, AppDial2)."""
_DIAL_STATUS = {
    "17": "17",
    "21": "21",
    "3": "CHANUNAVAIL",
    "20": "CHANUNAVAIL",
    "27": "CHANUNAVAIL",
    "34": "CONGESTION",
}
"""Causes (Q.850) that say why a phone did not answer, and the dial status of each."""
_ANSWERED_ELSEWHERE = "26"
_REFUSED = frozenset({"NOANSWER", "BUSY", "CONGESTION", "CHANUNAVAIL"})
"""The results of Dial() when it was not the caller who gave up."""


class CelEvent(NamedTuple):
    """One row of the log."""

    kind: str
    at: datetime
    name: str
    number: str
    exten: str
    context: str
    channel: str
    app: str
    data: str
    uid: str
    linkedid: str
    peer: str
    extra: str


class CelTranslator:
    """Feed it all events in order, then take those of a call."""

    def __init__(self, how: Reading) -> None:
        self._direction = Direction(how.incoming_contexts, how.is_internal)
        self._translator = AmiTranslator("", how.incoming_contexts)
        self._events: defaultdict[str, list[CallEvent]] = defaultdict(list)
        self._uids: dict[str, str] = {}
        self._of: defaultdict[str, set[str]] = defaultdict(set)
        self._queues: dict[str, str] = {}
        self._dialling: dict[str, CelEvent] = {}
        self._answered: dict[str, CelEvent] = {}
        self._rang_out: defaultdict[str, list[CelEvent]] = defaultdict(list)
        self._left: dict[str, CelEvent] = {}
        self._not_from_outside: dict[str, tuple[Why, str]] = {}

    def feed(self, event: CelEvent) -> None:
        """Take the next event."""
        if event.uid == event.linkedid:
            self._feed_queue_and_voicemail(event)
            if event.app.startswith(_MADE_BY_US):
                self._not_from_outside[event.linkedid] = (Why.OURS, event.context)
        if event.kind == "CHAN_START":
            self._chan_start(event)
        elif event.kind in {"BRIDGE_ENTER", "BRIDGE_START"}:
            self._bridge(event)
        elif event.kind in {"BRIDGE_EXIT", "BRIDGE_END"}:
            self._feed(event, "BridgeLeave", BridgeUniqueid=_bridge_id(event))
        elif event.kind == "HANGUP":
            self._hangup(event)
        elif event.kind == "ANSWER" and event.uid != event.linkedid:
            self._answered[event.linkedid] = event
        elif event.kind == "APP_START" and event.app == "Dial":
            self._dialling[event.linkedid] = event

    def take(self, linkedid: str) -> list[CallEvent] | tuple[Why, str]:
        """The events of a call that is complete.

        If the call did not come from outside: the reason, and the context in which it began.
        """
        if caller := self._left.pop(linkedid, None):
            self._caller_hangs_up(caller)
        for uid in self._of.pop(linkedid, set()):
            self._forget(uid)
        self._queues.pop(linkedid, None)
        self._dialling.pop(linkedid, None)
        self._answered.pop(linkedid, None)
        self._rang_out.pop(linkedid, None)
        events, why = self._events.pop(linkedid, []), self._not_from_outside.pop(linkedid, None)
        return why or events or (Why.NO_BEGINNING, "")

    def _chan_start(self, event: CelEvent) -> None:
        self._uids[event.channel] = event.uid
        self._of[event.linkedid].add(event.channel)
        is_first = event.uid == event.linkedid
        if is_first and not self._direction.begins(event.channel, event.context):
            ours = not is_phone(*named(event.channel))
            self._not_from_outside[event.linkedid] = (Why.OURS if ours else Why.CONTEXT, event.context)
        self._feed(
            event,
            "Newchannel",
            Context=event.context,
            Exten=event.exten,
            ChannelState=_RING if is_first else _RINGING,
            CallerIDNum=event.number,
            CallerIDName=event.name,
        )
        if not is_first:
            technology, peer = named(event.channel)
            dial = self._dialling.get(event.linkedid)
            self._feed(
                event,
                "DialBegin",
                DestUniqueid=event.uid,
                DestChannel=event.channel,
                Uniqueid=dial.uid if dial else "",
                DialString=dial_string_of(dial.data, technology, peer) if dial else "",
            )

    def _bridge(self, event: CelEvent) -> None:
        bridge, technology = _bridge_id(event), str(_extra(event).get("bridge_technology", ""))
        self._feed(event, "BridgeEnter", BridgeUniqueid=bridge, BridgeTechnology=technology)
        # A phone that picks a call up from elsewhere enters while it still belongs to a call of its own.
        peers = event.peer or ("" if "bridge_id" in _extra(event) else self._answerer(event))
        for peer in peers.split(","):
            if peer and technology != "holding_bridge":
                uid = self._uids.get(peer, peer)
                self._feed(event, "BridgeEnter", Uniqueid=uid, Channel=peer, BridgeUniqueid=bridge)

    def _answerer(self, event: CelEvent) -> str:
        """The channel that answered last, for files that have neither ids of bridges nor their other ends."""
        answer = self._answered.get(event.linkedid)
        return answer.channel if answer else ""

    def _hangup(self, event: CelEvent) -> None:
        if event.uid == event.linkedid:
            # Channels run on threads of their own: a phone's refusal may be logged after the caller's end.
            self._left[event.linkedid] = event
            return
        cause = str(_extra(event).get("hangupcause", ""))
        if cause in _DIAL_STATUS:
            self._feed(event, "DialEnd", DestUniqueid=event.uid, DialStatus=_DIAL_STATUS[cause])
        elif cause != _ANSWERED_ELSEWHERE:
            self._rang_out[event.linkedid].append(event)
        self._hang_up(event, cause)

    def _caller_hangs_up(self, event: CelEvent) -> None:
        """Phones that stopped ringing meanwhile did so because the caller left, or because nobody answered."""
        extra = _extra(event)
        cause, dial_status = str(extra.get("hangupcause", "")), str(extra.get("dialstatus", ""))
        by_caller = extra.get("hangupsource") == event.channel
        if dial_status != "CANCEL" and (dial_status in _REFUSED or not by_caller):
            for phone in self._rang_out.pop(event.linkedid, ()):
                self._feed(phone, "DialEnd", DestUniqueid=phone.uid, DialStatus="NOANSWER")
        if dial_status == "CANCEL" or by_caller:
            self._feed(event, "HangupRequest", Cause=cause)
        self._hang_up(event, cause)

    def _hang_up(self, event: CelEvent, cause: str) -> None:
        self._feed(event, "Hangup", Cause=cause)
        self._of[event.linkedid].discard(event.channel)
        self._uids.pop(event.channel, None)

    def _feed_queue_and_voicemail(self, event: CelEvent) -> None:
        if event.app == "Queue":
            queue = first_word(event.data)
            if event.kind == "APP_END":
                self._queues.pop(event.linkedid, None)
                self._feed(event, "QueueCallerLeave")
            elif queue and self._queues.get(event.linkedid) != queue:
                self._queues[event.linkedid] = queue
                self._feed(event, "QueueCallerJoin", Queue=queue)
        elif event.app in VOICEMAIL:
            self._feed(event, "Newexten", Application=event.app)

    def _feed(self, event: CelEvent, what: str, **headers: str) -> None:
        message = {"Uniqueid": event.uid, "Channel": event.channel, "Linkedid": event.linkedid, **headers}
        self._keep(self._translator.feed({"Event": what, **message}, event.at))

    def _keep(self, events: Iterable[CallEvent]) -> None:
        for event in events:
            self._events[event.call_id].append(event)

    def _forget(self, channel: str) -> None:
        """End a channel of which no more events come."""
        uid = self._uids.pop(channel, "")
        self._translator.feed({"Event": "Hangup", "Uniqueid": uid}, datetime.max.replace(tzinfo=UTC))


def _extra(event: CelEvent) -> dict[str, Any]:
    """The event's extra data, JSON since Asterisk 12."""
    try:
        extra = json.loads(event.extra) if event.extra.startswith("{") else {}
    except (ValueError, RecursionError):
        return {}
    return extra if isinstance(extra, dict) else {}


def _bridge_id(event: CelEvent) -> str:
    """The bridge's id. Before Asterisk 12 bridges had no ids, but two ends."""
    return str(_extra(event).get("bridge_id") or f"{event.uid}&{event.peer}")
