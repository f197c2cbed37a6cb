"""What is at the end of a channel, by the technology that its name begins with. Pure.

Gone through: the channel drivers and internal technologies of Asterisk 13 to 22 and the drivers that others make. A
technology that stands nowhere here, such as PJSIP, SIP, IAX2, SCCP, Skinny, USTM, MGCP, OOH323, Motif or Mobile, has
endpoints with names, and a person may be there.
"""

from __future__ import annotations

_WIRES = frozenset({"Local", "Surrogate", "Bridge", "AsyncGoto", "Transfered", "Parked", "Bridged"})
"""Between two places within Asterisk; whom they lead to, other channels tell."""

_MACHINES = frozenset({"Announcer", "CBAnn", "CBRec", "ConfBridgeRecorder", "Recorder", "Snoop", "Message", "Page"})
"""They play or record, or carry texts."""

_MEDIA = frozenset({"MulticastRTP", "UnicastRTP", "AudioSocket", "WebSocket", "NBS", "TestChannel", "NULL"})
"""Sound sent to a loudspeaker or a program: paging, bots, transcription."""

_SOUND_CARDS = frozenset({"Console", "ALSA", "OSS"})
"""The switchboard's own loudspeaker, such as Console/dsp: door stations and paging, no caller's telephone."""

NOT_A_PHONE = _WIRES | _MACHINES | _MEDIA | _SOUND_CARDS
"""Nobody can be at their ends: they neither call nor are called."""

PORTS = frozenset({"DAHDI", "Zap", "Phone", "mISDN", "CAPI", "vpb", "Khomp", "Dongle", "Quectel"})
"""Their channels are named by a port, a card or a modem, which says nothing about what is connected to it."""

_NO_PORT = "pseudo"
"""DAHDI/pseudo-123 mixes a conference; nothing is connected to it."""


def is_phone(technology: str, peer: str) -> bool:
    """Can a person be at the end of such a channel? (A trunk towards somebody's mobile counts.)"""
    return technology not in NOT_A_PHONE and not (technology in PORTS and peer.startswith(_NO_PORT))
