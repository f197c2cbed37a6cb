"""The fixed behaviour of the rig's phones and dialled numbers."""

from __future__ import annotations

from enum import StrEnum

SOON = {"RINGS": "300"}
PHONES: dict[str, tuple[str, dict[str, str]]] = {
    "101": ("answer", SOON),
    "102": ("answer", SOON),
    "103": ("ring", {}),
    "104": ("ring", {}),
    "105": ("refuse", {"REFUSAL": "486 Busy Here"}),
    "106": ("refuse", {"REFUSAL": "603 Decline"}),
    "107": ("transfer", {"REFER_TO": "102"}),
    "108": ("answer", {"RINGS": "4000"}),
    "109": ("ring", {}),
    "alice": ("answer", SOON),
    "bob": ("ring", {}),
    "carol": ("answer", SOON),
}
"""Phone -> its habit (a file in sipp/) and what the habit needs to know. Not every phone is named by its extension."""
NUMBERS = {"alice": "201", "bob": "202", "carol": "02191005000"}
"""Which number phones call with whose name is none; the last one shows the office's outside number."""


class Line(StrEnum):
    """The dialled numbers (DIDs) and the treatment of their callers."""

    ANSWERED = "2001"
    NOBODY = "2002"
    BUSY = "2003"
    DECLINED = "2004"
    GROUP = "2005"
    GROUP_NOBODY = "2006"
    LONG_RING = "2007"
    SLOWLY_ANSWERED = "2008"
    GROUP_OF_THREE_NOBODY = "2009"
    QUEUE = "2010"
    QUEUE_LOCAL = "2011"
    QUEUE_AWAY = "2012"
    QUEUE_TIMEOUT = "2013"
    VOICEMAIL = "2020"
    ANNOUNCEMENT = "2021"
    IVR = "2022"
    MOVED_ON = "2030"
    TRANSFER = "2031"
    REWRITTEN = "2032"
    BRANCH = "2040"
    NAMED = "2050"
    NAMED_NOBODY = "2051"
