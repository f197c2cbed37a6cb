"""Decides which channels come from outside. Pure.

An incoming channel need not begin by ringing: chan_sip announces it as Down and reports Ring in the next Newstate, just
like a leg that Asterisk creates itself, which Ringing or DialBegin reveals next. So a channel that is Down is decided
by its next state.
"""

from __future__ import annotations

from callerid_dash.sources.asterisk.channels import Channel
from callerid_dash.sources.asterisk.direction import Direction
from callerid_dash.sources.asterisk.protocol import Message

_DOWN, _RING, _RINGING, _UP = "0", "4", "5", "6"
"""Channel states: unknown yet, called by somebody, calling somebody, talking."""


class Arrivals:
    """Recognizes channels from outside; `direction` knows the contexts in which their calls begin."""

    def __init__(self, direction: Direction) -> None:
        self._direction = direction
        self._trunks: set[str] = set()
        self._down: dict[str, Message] = {}

    def __len__(self) -> int:
        return len(self._down)

    def announced(self, channel: Channel, message: Message) -> bool:
        """Newchannel: does it come from outside, as far as is known now?"""
        if message.get("Linkedid") != channel.uid or not self._is_incoming(message):
            return False
        state = message.get("ChannelState")
        if state == _DOWN:
            self._down[channel.uid] = message
            return False
        return state != _RINGING and self._came(channel)

    def state_changed(self, channel: Channel | None, message: Message) -> Message | None:
        """Newstate: the message that announced the channel, if it now turns out to come from outside."""
        began = self._down.pop(message["Uniqueid"], None)
        if began is None or channel is None or message.get("ChannelState") not in {_RING, _UP}:
            return None
        self._came(channel)
        return began | {key: message[key] for key in ("CallerIDNum", "CallerIDName") if key in message}

    def forget(self, uid: str) -> None:
        """Forget a channel that we dial, or that is gone."""
        self._down.pop(uid, None)

    def was_incoming(self, channel: Channel | None, status: Message, *, known: bool) -> bool:
        """Did this channel, found in progress, come from outside? It may have moved to any context since."""
        if not channel or status.get("Linkedid") != channel.uid or not channel.is_phone:
            return False
        if status.get("Application", "").startswith("AppDial"):
            return False
        # FreePBX sets FROM_DID on incoming calls.
        named = status.get("Variable", "").removeprefix("FROM_DID=") not in {"", "(null)"}
        return known or named or self._is_incoming(status) or channel.port in self._trunks

    def _came(self, channel: Channel) -> bool:
        self._trunks.add(channel.port)
        return True

    def _is_incoming(self, message: Message) -> bool:
        return self._direction.begins(message.get("Channel", ""), message.get("Context", ""))
