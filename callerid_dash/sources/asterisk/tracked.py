"""What is remembered of one call in progress, and how it is told.

Pure. `translate` decides what happened; this knows what it means for the call's end and writes the call event.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from callerid_dash.domain.calls.calls import Call, CallEvent, EventKind
from callerid_dash.domain.numbers.withheld import says_withheld
from callerid_dash.sources.asterisk.causes import cause_of_end


@dataclass(slots=True)
class TrackedCall:
    """A call, by the uid of its caller's channel, which is the call's id.

    `ringing` holds the uids of phones that ring now, `outcomes` why others do not any more. `talks_to` is the
    extension at the other end, from the answer on. `withheld` when the network has a number that must not be shown.
    `rang_out` when the phones that rang last were not answered, `abandoned` when the caller seems to
    have hung up, unless the call goes on.
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
        """The network tells the number late, as analogue lines do, or after `anonymous`; answers whether it is news.

        A number that is known stays: what comes later is what the dialplan makes of it.
        """
        if self.withheld or says_withheld(number) or not says_withheld(self.caller):
            return False
        self.caller, self.caller_name = number, name
        return True

    def withhold(self, number: str = "") -> None:
        """The number, or this one that is told now, must not be shown, whatever comes later. `anonymous` stays."""
        if not says_withheld(self.caller):
            self.withheld, self.caller = True, ""
        self.withheld = self.withheld or not says_withheld(number)
        self.caller_name = ""

    def restore(self, before: Call) -> None:
        """Take over what an earlier life of ours had told of this call."""
        self.withheld = says_withheld(before.caller) and not says_withheld(self.caller)
        self.caller, self.caller_name, self.line = before.caller, before.caller_name, before.line
        self.queue, self.answered, self.talks_to = before.queue, before.answered_at is not None, before.extension

    def stops_ringing(self, phone: str, outcome: str) -> None:
        """A phone that rang does not ring any more; an empty outcome tells nothing."""
        if phone in self.ringing:
            self.ringing.discard(phone)
            if outcome:
                self.rang_out = True
                self.outcomes.setdefault(phone, outcome)

    def rings(self, phone: str) -> None:
        """A phone rings for the call."""
        self.ringing.add(phone)
        self.rang_out = self.abandoned = False

    def abandon(self) -> None:
        """Asterisk says of a queue that its caller left: of one who hung up, but also of one whom it gave up on."""
        self.abandoned = not self.rang_out

    def goes_on(self, exten: str, *, voicemail: bool) -> None:
        """The dialplan does something with the caller. Extension `h` is what it does after a hang-up."""
        self.voicemail = self.voicemail or voicemail
        self.abandoned = self.abandoned and exten == "h"

    def caller_left(self, outcome: str) -> None:
        """The caller's side hung up. Asterisk says so, too, when that side only confirms that it was refused."""
        refused = bool(self.outcomes or outcome)
        self.gave_up = bool(self.ringing) or self.in_queue or not refused

    def end(self, at: datetime, number: str) -> CallEvent:
        """The end, with its cause; `number` is the Q.850 cause of the caller's channel."""
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
