"""The state of one call in progress, and the call events about it.

Pure. `translate` decides what happened; this module derives the cause of the call's end and creates the events.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from callerid_dash.domain.calls.calls import Call, CallEvent, EventKind
from callerid_dash.domain.numbers.withheld import says_withheld
from callerid_dash.sources.asterisk.causes import cause_of_end


@dataclass(slots=True)
class TrackedCall:
    """A call, identified by the uid of its caller's channel.

    `ringing` holds the uids of phones that ring now, `outcomes` why others stopped. `talks_to` is the extension at the
    other end once answered. `withheld`: the network has a number that must not be shown. `rang_out`: the phones that
    rang last did not answer. `abandoned`: the caller seems to have hung up, unless the call goes on.
    """

    source: str
    uid: str
    caller: str
    caller_name: str
    line: str
    queue: str = ""
    in_queue: bool = False
    answered: bool = False
    talks_to: str = ""
    voicemail: bool = False
    gave_up: bool = False
    withheld: bool = False
    rang_out: bool = False
    abandoned: bool = False
    ringing: set[str] = field(default_factory=set)
    outcomes: dict[str, str] = field(default_factory=dict)

    def learn_caller(self, number: str, name: str) -> bool:
        """Set the caller's number if it comes late, as on analogue lines or after `anonymous`; returns whether it was
        set.

        A known number stays: later ones are the dialplan's.
        """
        if self.withheld or says_withheld(number) or not says_withheld(self.caller):
            return False
        self.caller, self.caller_name = number, name
        return True

    def withhold(self, number: str = "") -> None:
        """Hide the number, also this later one, from now on. Words such as `anonymous` stay."""
        if not says_withheld(self.caller):
            self.withheld, self.caller = True, ""
        self.withheld = self.withheld or not says_withheld(number)
        self.caller_name = ""

    def restore(self, before: Call) -> None:
        """Take over the state that was stored of this call before a restart or reconnection."""
        self.withheld = says_withheld(before.caller) and not says_withheld(self.caller)
        self.caller, self.caller_name, self.line = before.caller, before.caller_name, before.line
        self.queue, self.answered, self.talks_to = before.queue, before.answered_at is not None, before.extension

    def stops_ringing(self, phone: str, outcome: str) -> None:
        """A phone stops ringing; an empty outcome says nothing about why."""
        if phone in self.ringing:
            self.ringing.discard(phone)
            if outcome:
                self.rang_out = True
                self.outcomes.setdefault(phone, outcome)

    def rings(self, phone: str) -> None:
        """A phone begins to ring for the call."""
        self.ringing.add(phone)
        self.rang_out = self.abandoned = False

    def abandon(self) -> None:
        """Handle Asterisk's event that the caller left a queue: the caller hung up, or the queue gave up on them."""
        self.abandoned = not self.rang_out

    def goes_on(self, exten: str, *, voicemail: bool) -> None:
        """The dialplan goes on with the caller. Extension `h` is what it runs after a hang-up."""
        self.voicemail = self.voicemail or voicemail
        self.abandoned = self.abandoned and exten == "h"

    def caller_left(self, outcome: str) -> None:
        """The caller's side hung up. Asterisk also says so when that side only confirms that it was refused."""
        refused = bool(self.outcomes or outcome)
        self.gave_up = bool(self.ringing) or self.in_queue or not refused

    def end(self, at: datetime, number: str) -> CallEvent:
        """The event of the end, with its cause; `number` is the Q.850 cause of the caller's channel."""
        cause = cause_of_end(
            number,
            answered=self.answered,
            voicemail=self.voicemail,
            hung_up=self.gave_up or self.abandoned,
            outcomes=self.outcomes.values(),
        )
        return self.event(EventKind.ENDED, at, "ended", cause=cause)

    def event(
        self, kind: EventKind, at: datetime, event_id: str, *, extension: str = "", queue: str = "", cause: str = ""
    ) -> CallEvent:
        """A call event about this call."""
        return CallEvent(
            source=self.source,
            call_id=self.uid,
            event=kind,
            at=at,
            caller=self.caller,
            caller_name=self.caller_name,
            line=self.line,
            extension=extension,
            queue=queue,
            cause=cause,
            event_id=event_id,
        )
