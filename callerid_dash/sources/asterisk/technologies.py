"""What a channel's technology says about its end, by the beginning of its name. Pure.

Checked against the channel drivers and internal technologies of Asterisk 13 to 22 and third-party drivers. A technology
that is not listed here, such as PJSIP, SIP, IAX2, SCCP, Skinny, USTM, MGCP, OOH323, Motif or Mobile, has named
endpoints where a person may be.
"""

from __future__ import annotations

_INTERNAL = frozenset({"Local", "Surrogate", "Bridge", "AsyncGoto", "Transfered", "Parked", "Bridged"})
"""They connect two places within Asterisk; other channels show who is at the ends."""

_MACHINES = frozenset({"Announcer", "CBAnn", "CBRec", "ConfBridgeRecorder", "Recorder", "Snoop", "Message", "Page"})
"""They play, record, or carry texts."""

_MEDIA = frozenset({"MulticastRTP", "UnicastRTP", "AudioSocket", "WebSocket", "NBS", "TestChannel", "NULL"})
"""Audio sent to a loudspeaker or a program: paging, bots, transcription."""

_SOUND_CARDS = frozenset({"Console", "ALSA", "OSS"})
"""The switchboard's own loudspeaker, such as Console/dsp: door stations and paging, not a caller's phone."""

NOT_A_PHONE = _INTERNAL | _MACHINES | _MEDIA | _SOUND_CARDS
"""No person is at their ends: they neither call nor are called."""

PORTS = frozenset({"DAHDI", "Zap", "Phone", "mISDN", "CAPI", "vpb", "Khomp", "Dongle", "Quectel"})
"""Channels named after a port, a card or a modem, which does not say what is connected to it."""

_NO_PORT = "pseudo"
"""DAHDI/pseudo-123 mixes a conference; nothing is connected to it."""


def is_phone(technology: str, peer: str) -> bool:
    """Can a person be at the end of such a channel? A trunk to somebody's mobile counts."""
    return technology not in NOT_A_PHONE and not (technology in PORTS and peer.startswith(_NO_PORT))
