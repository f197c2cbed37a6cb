"""Translates AMI events to call events: a state machine without I/O.

A call is one caller's channel from outside; its Uniqueid is the call's id and the Linkedid of all channels that it
causes. It is answered when a phone is bridged with the caller, not when the dialplan answers to play or to queue. It
ends when the caller's channel does. Event ids come from Asterisk's own ids, so repeated events count once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime

from callerid_dash.domain.calls.calls import Call, CallEvent, EventKind
from callerid_dash.domain.numbers.withheld import says_withheld
from callerid_dash.sources.asterisk.callers.arrivals import Arrivals
from callerid_dash.sources.asterisk.callers.presentation import HeldCalls, PresentationQuestion, is_prohibited
from callerid_dash.sources.asterisk.causes import outcome_of_phone
from callerid_dash.sources.asterisk.channels import Channel, Channels
from callerid_dash.sources.asterisk.direction import Direction
from callerid_dash.sources.asterisk.protocol import Message, age, header, timestamp
from callerid_dash.sources.asterisk.tracked import TrackedCall

VOICEMAIL = frozenset({"VoiceMail", "MinivmRecord"})


class AmiTranslator:
    """Feed it every message in order; it returns the resulting call events.

    If it `asks_presentation`, it holds a call's events back until it knows whether the caller may be shown (see
    `callers.presentation`): whoever feeds it must send its `questions`, feed it the `answer`s, and feed an empty
    message when Asterisk is silent.
    """

    def __init__(self, source: str, incoming_contexts: Iterable[str], *, asks_presentation: bool = False) -> None:
        self._source = source
        self._asks_presentation = asks_presentation
        self._questions: list[PresentationQuestion] = []
        self._held_calls = HeldCalls()
        self._arrivals = Arrivals(Direction(incoming_contexts))
        self._channels = Channels()
        self._calls: dict[str, TrackedCall] = {}
        self._now = self._received = datetime.min.replace(tzinfo=UTC)
        self._handlers: dict[str, Callable[[Message], Iterator[CallEvent]]] = {
            "Newchannel": self._new_channel,
            "Newstate": self._new_state,
            "NewCallerid": self._new_callerid,
            "NewConnectedLine": self._new_callerid,
            "Rename": self._rename,
            "DialBegin": self._dial_begin,
            "DialEnd": self._dial_end,
            "QueueCallerJoin": self._queue_join,
            "QueueCallerAbandon": self._queue_abandon,
            "QueueCallerLeave": self._queue_leave,
            "Newexten": self._newexten,
            "BridgeEnter": self._bridge_enter,
            "BridgeLeave": self._bridge_leave,
            "HangupRequest": self._hangup_request,
            "Hangup": self._hangup,
        }

    def __len__(self) -> int:
        """The number of remembered channels and calls."""
        return len(self._channels) + len(self._calls) + len(self._arrivals) + len(self._held_calls)

    @property
    def is_waiting(self) -> bool:
        """Are any events held back?"""
        return len(self._held_calls) > 0

    def questions(self) -> list[PresentationQuestion]:
        """The new questions about callers, each returned once."""
        taken, self._questions = self._questions, []
        return taken

    def answer(self, uid: str, value: str) -> list[CallEvent]:
        """Take the variable's value for this call's caller; empty if Asterisk has none. Returns the released events."""
        return self._held_calls.answered(uid, value)

    def disconnected(self) -> list[CallEvent]:
        """Release all held events: no answers will come over this connection."""
        self._questions.clear()
        return self._held_calls.all_events()

    def feed(self, message: Message, received: datetime) -> list[CallEvent]:
        """The call events of one AMI event; `received` is used where Asterisk gives no time of its own."""
        late = self._held_calls.overdue(received)
        event = message.get("Event", "")
        handler = self._handlers.get(event)
        if handler is None or not message.get("DestUniqueid" if event.startswith("Dial") else "Uniqueid"):
            return late
        self._now, self._received = timestamp(message) or received, received
        return [*late, *self._held_calls.pass_on(handler(message))]

    def resync(self, snapshot: Iterable[Message], known: Iterable[Call], received: datetime) -> list[CallEvent]:
        """Start again from the present channels: the answer to AMI's `Status` with the variable FROM_DID.

        `known` are the calls that were open when the connection was lost: they are incoming, whatever context they are
        in now. Returns what was not yet reported of the calls in progress.
        """
        self._now = self._received = received
        open_before = {call.external_id: call for call in known}
        tracked, channels_before = self._calls, self._channels
        self._calls, self._channels = {}, Channels()
        statuses = list(snapshot)
        for status in statuses:
            channel = self._channels.add(status.get("Uniqueid", ""), status.get("Channel", ""))
            self._channels.move(channel, status.get("BridgeID", ""))
            if before := channels_before.get(channel.uid):
                channel.dial_string, channel.dialled_by = before.dial_string, before.dialled_by
        events: list[CallEvent] = []
        for status in statuses:
            uid = status.get("Uniqueid", "")
            if uid in tracked:
                self._calls[uid] = tracked[uid]
            elif self._arrivals.was_incoming(self._channels.get(uid), status, known=uid in open_before):
                events += self._found_in_progress(status, open_before.get(uid))
        ringing = [status for status in statuses if status.get("ChannelState") == "5"]
        for call in list(self._calls.values()):
            events += self._phones_found_ringing(call, ringing)
            events += self._connections(call)
        return list(self._held_calls.pass_on(events))

    # What each AMI event means.

    def _new_channel(self, message: Message) -> Iterator[CallEvent]:
        channel = self._channels.add(message["Uniqueid"], message.get("Channel", ""))
        if channel.uid not in self._calls and self._arrivals.announced(channel, message):
            yield self._incoming(message)

    def _new_state(self, message: Message) -> Iterator[CallEvent]:
        began = self._arrivals.state_changed(self._channels.get(message["Uniqueid"]), message)
        if began and message["Uniqueid"] not in self._calls:
            yield self._incoming(began)

    def _new_callerid(self, message: Message) -> Iterator[CallEvent]:
        call = self._calls.get(message["Uniqueid"])
        if call is None:
            return
        number, is_held = header(message, "CallerIDNum"), call.uid in self._held_calls
        if not is_prohibited(message.get("CID-CallingPres", "")):
            if call.learn_caller(number, header(message, "CallerIDName")) and not is_held:
                yield call.event(EventKind.RINGING, self._now, "callerid")
        elif is_held or says_withheld(call.caller):
            call.withhold(number)

    def _rename(self, message: Message) -> Iterator[CallEvent]:
        self._channels.rename(message["Uniqueid"], message.get("Newname", ""))
        yield from self._affected([message["Uniqueid"]])

    def _dial_begin(self, message: Message) -> Iterator[CallEvent]:
        phone = self._channels.add(message["DestUniqueid"], message.get("DestChannel", ""))
        phone.dial_string, phone.dialled_by = message.get("DialString", ""), message.get("Uniqueid", "")
        self._arrivals.forget(phone.uid)
        call = self._call_of(message)
        if call and phone.is_phone:
            call.rings(phone.uid)
            yield self._rings(call, phone)

    def _dial_end(self, message: Message) -> Iterator[CallEvent]:
        if call := self._call_of(message):
            status, phone = message.get("DialStatus", ""), message["DestUniqueid"]
            if status == "CANCEL" and message.get("Uniqueid") == call.uid and phone in call.ringing:
                call.abandoned = True  # analogue lines report a hang-up in no other way
            call.stops_ringing(phone, outcome_of_phone(status))
        yield from ()

    def _queue_join(self, message: Message) -> Iterator[CallEvent]:
        if call := self._call_of(message):
            call.queue, call.in_queue = message.get("Queue", ""), True
            yield call.event(EventKind.QUEUED, self._now, f"queued:{call.queue}", queue=call.queue)

    def _queue_abandon(self, message: Message) -> Iterator[CallEvent]:
        if call := self._call_of(message):
            call.abandon()
        yield from ()

    def _queue_leave(self, message: Message) -> Iterator[CallEvent]:
        # Leaving also precedes the answer and the hang-up of the caller, which say more.
        if call := self._call_of(message):
            call.in_queue = False
        yield from ()

    def _newexten(self, message: Message) -> Iterator[CallEvent]:
        call = self._calls.get(message["Uniqueid"])
        if call:
            call.goes_on(message.get("Exten", ""), voicemail=message.get("Application") in VOICEMAIL)
        yield from ()

    def _bridge_enter(self, message: Message) -> Iterator[CallEvent]:
        channel = self._channels.add(message["Uniqueid"], message.get("Channel", ""))
        # In a holding bridge (parking) nobody hears anybody.
        held = message.get("BridgeTechnology") == "holding_bridge"
        self._channels.move(channel, "" if held else message.get("BridgeUniqueid", ""))
        yield from self._affected([channel.uid])

    def _bridge_leave(self, message: Message) -> Iterator[CallEvent]:
        bridge = message.get("BridgeUniqueid", "")
        channel = self._channels.get(message["Uniqueid"])
        if channel and channel.bridge == bridge:
            self._channels.move(channel, "")
        yield from self._affected(self._channels.members(bridge))

    def _hangup_request(self, message: Message) -> Iterator[CallEvent]:
        uid = message["Uniqueid"]
        outcome = outcome_of_phone(message.get("Cause", ""))
        if call := self._calls.get(uid):
            call.caller_left(outcome)
        elif outcome and (call := self._call_of(message)):
            call.outcomes[uid] = outcome
        yield from ()

    def _hangup(self, message: Message) -> Iterator[CallEvent]:
        if call := self._calls.pop(message["Uniqueid"], None):
            yield call.end(self._now, message.get("Cause", ""))
        self._channels.remove(message["Uniqueid"])
        self._arrivals.forget(message["Uniqueid"])

    # Calls.

    def _incoming(self, message: Message) -> CallEvent:
        """A call comes in from outside."""
        call = self._start(message, message.get("Exten", ""))
        self._ask_after(call)
        return call.event(EventKind.RINGING, self._now, "start")

    def _ask_after(self, call: TrackedCall) -> None:
        channel = self._channels.get(call.uid)
        if self._asks_presentation and channel:
            self._held_calls.add(call, self._received)
            self._questions.append(PresentationQuestion(call.uid, channel.name))

    def _start(self, message: Message, line: str) -> TrackedCall:
        uid = message["Uniqueid"]
        channel = self._channels.add(uid, message.get("Channel", ""))
        call = self._calls[uid] = TrackedCall(
            source=self._source,
            uid=uid,
            caller=header(message, "CallerIDNum"),
            caller_name=header(message, "CallerIDName"),
            line=line if line and line != "s" else channel.port,
        )
        return call

    def _found_in_progress(self, status: Message, before: Call | None) -> Iterator[CallEvent]:
        call = self._start(status, status.get("DNID") or status.get("Exten", ""))
        if before:
            call.restore(before)
        else:
            self._ask_after(call)
            yield call.event(EventKind.RINGING, self._now - age(status), "start")
        application = status.get("Application")
        call.voicemail = application in VOICEMAIL
        queue = status.get("Data", "").partition(",")[0]
        if application == "Queue" and queue and not status.get("BridgeID"):
            call.queue, call.in_queue = queue, True
            if not before or before.queue != queue:
                yield call.event(EventKind.QUEUED, self._now, f"queued:{queue}", queue=queue)

    def _phones_found_ringing(self, call: TrackedCall, ringing: Iterable[Message]) -> Iterator[CallEvent]:
        uids = [status.get("Uniqueid", "") for status in ringing if status.get("Linkedid") == call.uid]
        phones = {uid: phone for uid in uids if (phone := self._channels.get(uid)) and phone.is_phone}
        new, call.ringing = phones.keys() - call.ringing, set(phones)
        for uid in sorted(new):
            yield self._rings(call, phones[uid])

    def _rings(self, call: TrackedCall, phone: Channel) -> CallEvent:
        extension = self._channels.extension(phone)
        return call.event(EventKind.RINGING, self._now, f"ringing:{phone.uid}", extension=extension)

    def _affected(self, uids: Iterable[str]) -> Iterator[CallEvent]:
        for channel in self._channels.connected(uids):
            if call := self._calls.get(channel.uid):
                yield from self._connections(call)

    def _connections(self, call: TrackedCall) -> Iterator[CallEvent]:
        """The answer or transfer, if the caller now talks to another phone than before."""
        phones = [phone for phone in self._channels.connected([call.uid]) if self._is_other_end(phone)]
        names = {self._channels.extension(phone): phone for phone in sorted(phones, key=lambda phone: phone.uid)}
        if not names or (call.answered and call.talks_to in names):
            return
        extension, phone = next(iter(names.items()))
        kind = EventKind.TRANSFERRED if call.answered else EventKind.ANSWERED
        call.answered, call.talks_to, call.in_queue = True, extension, False
        yield call.event(kind, self._now, f"{kind}:{phone.uid}", extension=extension)

    def _is_other_end(self, channel: Channel) -> bool:
        return channel.is_phone and channel.uid not in self._calls

    def _call_of(self, message: Message) -> TrackedCall | None:
        return self._calls.get(message.get("Uniqueid", "")) or self._calls.get(message.get("Linkedid", ""))
