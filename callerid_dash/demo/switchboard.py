"""Scripts one call after another, as an office of this size would receive them. Pure except for its random numbers.

A phone in a conversation does not ring; most missed callers try again. Outside office hours one phone of each team
answers.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from callerid_dash.demo.numbers import WITHHELD, as_network_says
from callerid_dash.demo.office import SampleCaller, SampleLine, SampleOffice
from callerid_dash.demo.tables import chance, lognormal
from callerid_dash.domain.calls.calls import EventKind, Outcome
from callerid_dash.domain.calls.scripts import CallScript, ScriptStep

WITHHELD_SHARE = 0.04
UNKNOWN_SHARE = 0.28
ENGAGED_SHARE = 0.015
TRANSFERRED_SHARE = 0.09
TRIES_AGAIN_SHARE = 0.2
_NOBODY = SampleCaller("", 0)
_REMEMBERED = 20


@dataclass(frozen=True, slots=True)
class _Incoming:
    at: datetime
    caller: str
    line: SampleLine


class Switchboard:
    """Creates the scripts of calls in the order of time. `talk` is the median length of a conversation in seconds."""

    def __init__(self, office: SampleOffice, rng: Random, talk: float = 130.0) -> None:
        self._office = office
        self._rng = rng
        self._talk = talk
        self._phones = tuple(extension for team in office.teams.values() for extension in team)
        self._night = tuple(team[0] for team in office.teams.values())
        self._present = self._phones
        self._free_at: dict[str, datetime] = {}
        self._missed: list[tuple[datetime, SampleCaller]] = []

    def call(self, at: datetime, staffed: bool = True, number: str = "", extension: str = "") -> CallScript:
        """The call that begins now; `number` and `extension`, if given, are the caller and the phone that rings."""
        caller = SampleCaller(number, 0) if number else self._caller(at)
        spelled = number or (as_network_says(caller.number, self._rng) if caller.number else self._withheld())
        incoming = _Incoming(at, spelled, self._line())
        self._present = self._phones if staffed else self._night
        if extension:
            script = self._ringing(incoming, (extension,), lognormal(self._rng, 8, 0.5, 1, 25))
        elif chance(self._rng, ENGAGED_SHARE):
            script = self._engaged(incoming)
        else:
            script = self._routed(incoming, caller)
        self._remember(at, caller, script)
        return script

    def _caller(self, at: datetime) -> SampleCaller:
        if self._missed and chance(self._rng, TRIES_AGAIN_SHARE):
            patient = [entry for entry in self._missed if timedelta(minutes=2) < at - entry[0] < timedelta(hours=1)]
            if patient:
                self._missed.remove(patient[-1])
                return patient[-1][1]
        kind = self._rng.random()
        if kind < WITHHELD_SHARE:
            return _NOBODY
        unknown = kind < WITHHELD_SHARE + UNKNOWN_SHARE
        callers = self._office.unknown if unknown or not self._office.known else self._office.known
        return self._rng.choices(callers, [caller.weight for caller in callers])[0]

    def _withheld(self) -> str:
        return self._rng.choice(WITHHELD)

    def _line(self) -> SampleLine:
        return self._rng.choices(self._office.lines, [line.share for line in self._office.lines])[0]

    def _remember(self, at: datetime, caller: SampleCaller, script: CallScript) -> None:
        talked = (EventKind.ANSWERED, EventKind.TRANSFERRED)
        for phone in {step.extension for step in script.steps if step.event in talked}:
            self._free_at[phone] = at + timedelta(seconds=script.length)
        if script.outcome is Outcome.MISSED and caller.number:
            self._missed = [*self._missed, (at, caller)][-_REMEMBERED:]

    # How a call can go

    def _engaged(self, call: _Incoming) -> CallScript:
        return _missed(call, (ScriptStep(0.0, EventKind.RINGING),), self._rng.uniform(0.3, 2.0), "busy")

    def _routed(self, call: _Incoming, who: SampleCaller) -> CallScript:
        reaction = lognormal(self._rng, 8, 0.6, 1, 40)
        if who.extension in self._present and self._is_free(who.extension, call.at) and chance(self._rng, 0.3):
            return self._ringing(call, (who.extension,), reaction)
        if call.line.queue and chance(self._rng, 0.85):
            return self._queued(call)
        free = [phone for phone in self._present if self._is_free(phone, call.at)]
        if not free:
            return self._engaged(call)
        group = self._rng.sample(free, min(len(free), self._rng.choice([1, 1, 2, 3])))
        return self._ringing(call, tuple(group), reaction)

    def _queued(self, call: _Incoming) -> CallScript:
        team = [phone for phone in self._office.teams[call.line.queue] if phone in self._present]
        first_free = min(self._free_at.get(phone, call.at) for phone in team)
        held = max((first_free - call.at).total_seconds(), 0.0) + self._rng.uniform(1.5, 4.0)
        entered = ScriptStep(0.0, EventKind.QUEUED, queue=call.line.queue)
        patience = self._patience()
        if patience < held:
            return _missed(call, (entered,), patience, "caller_hung_up")
        then = call.at + timedelta(seconds=held)
        free = [phone for phone in team if self._is_free(phone, then)]
        phones = tuple(self._rng.sample(free, min(len(free), self._rng.choice([1, 2, 2, 3]))))
        return self._ringing(call, phones, lognormal(self._rng, 7, 0.6, 1, 60), (entered, held, patience - held))

    def _ringing(
        self,
        call: _Incoming,
        phones: tuple[str, ...],
        reaction: float,
        queue: tuple[ScriptStep, float, float] | None = None,
    ) -> CallScript:
        """Rings until somebody answers or the caller gives up. `queue`: its step, seconds in it, patience left."""
        entered, held, patience = ((queue[0],), *queue[1:]) if queue else ((), 0.0, self._patience())
        rings = (*entered, *(ScriptStep(held + 0.05 * i, EventKind.RINGING, phone) for i, phone in enumerate(phones)))
        if patience < reaction:
            until = max(held + patience, rings[-1].after + 0.1)  # a phone that rang did so before the caller gave up
            return _missed(call, rings, until, "caller_hung_up" if queue else "no_answer")
        return self._conversation(call, rings, held + reaction, self._rng.choice(phones))

    def _conversation(self, call: _Incoming, rings: tuple[ScriptStep, ...], wait: float, phone: str) -> CallScript:
        talk = lognormal(self._rng, self._talk, 0.9, 4, 2_700)
        steps = [*rings, ScriptStep(wait, EventKind.ANSWERED, phone)]
        hands_over = wait + talk * self._rng.uniform(0.2, 0.6)
        then = call.at + timedelta(seconds=hands_over)
        others = [other for other in self._present if other != phone and self._is_free(other, then)]
        if others and chance(self._rng, TRANSFERRED_SHARE):
            phone = self._rng.choice(others)
            steps.append(ScriptStep(hands_over, EventKind.TRANSFERRED, phone))
        steps.append(ScriptStep(wait + talk, EventKind.ENDED, cause="normal"))
        return CallScript(call.caller, call.line.number, tuple(steps), Outcome.ANSWERED, wait, talk, phone)

    def _patience(self) -> float:
        return lognormal(self._rng, 32, 1.0, 1.5, 600)

    def _is_free(self, phone: str, at: datetime) -> bool:
        return phone not in self._free_at or self._free_at[phone] <= at


def _missed(call: _Incoming, steps: tuple[ScriptStep, ...], wait: float, cause: str) -> CallScript:
    ended = ScriptStep(wait, EventKind.ENDED, cause=cause)
    return CallScript(call.caller, call.line.number, (*steps, ended), Outcome.MISSED, wait)
