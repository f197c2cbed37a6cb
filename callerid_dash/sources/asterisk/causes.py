"""The cause of a call's end, in one word.

Pure. Facts: the values of DIALSTATUS in Asterisk's documentation of Dial(), and the cause numbers of ITU-T Q.850.
"""

from __future__ import annotations

from collections.abc import Collection

NORMAL, BUSY, REJECTED, NO_ANSWER = "normal", "busy", "rejected", "no_answer"
UNREACHABLE, VOICEMAIL, CALLER_HUNG_UP = "unreachable", "voicemail", "caller_hung_up"

_OF_PHONE = {
    "NOANSWER": NO_ANSWER,
    "BUSY": BUSY,
    "CHANUNAVAIL": UNREACHABLE,
    "CONGESTION": UNREACHABLE,
    "17": BUSY,
    "21": REJECTED,
}
_OF_CALLER = {"17": BUSY, "18": NO_ANSWER, "19": NO_ANSWER, "21": REJECTED, "34": UNREACHABLE, "38": UNREACHABLE}
_PRECEDENCE = (NO_ANSWER, REJECTED, BUSY, UNREACHABLE)
"""If one phone of a group rang in vain, the call was not answered, whatever the others did."""


def outcome_of_phone(value: str) -> str:
    """Why a phone did not answer, from its dial status or cause number; empty if that says nothing."""
    return _OF_PHONE.get(value, "")


def cause_of_end(number: str, *, answered: bool, voicemail: bool, hung_up: bool, outcomes: Collection[str]) -> str:
    """The cause of a call's end; `number` is the Q.850 cause of the caller's channel."""
    if answered:
        return _OF_CALLER.get(number, NORMAL)
    if voicemail:
        return VOICEMAIL
    if hung_up:
        return CALLER_HUNG_UP
    return next((outcome for outcome in _PRECEDENCE if outcome in outcomes), _OF_CALLER.get(number, NO_ANSWER))
