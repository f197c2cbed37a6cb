"""Which channels come from outside. Pure.

A channel from outside need not begin as one that rings: chan_sip announces it as Down and says Ring in the next
Newstate, like a leg that Asterisk makes itself, of which Ringing or DialBegin tells next. So a channel that is Down
decides nothing; its next state does.
"""

from __future__ import annotations

from callerid_dash.sources.asterisk.channels import Channel
from callerid_dash.sources.asterisk.direction import Direction
from callerid_dash.sources.asterisk.protocol import Message

_DOWN, _RING, _RINGING, _UP = "0", "4", "5", "6"
"""Channel states: not told yet, somebody calls us, we call somebody, talking."""


class Arrivals:
    """`direction` knows in which contexts calls from outside begin."""

    def __init__(self, direction: Direction) -> None:
        self._direction = direction
        self._trunks: set[str] = set()
        self._down: dict[str, Message] = {}

    def __len__(self) -> int:
        return len(self._down)

    def announced(self, channel: Channel, message: Message) -> bool:
        """A Newchannel: does it come from outside, as far as is known by now?"""
        if message.get("Linkedid") != channel.uid or not self._is_incoming(message):
            return False
        state = message.get("ChannelState")
        if state == _DOWN:
            self._down[channel.uid] = message
            return False
        return state != _RINGING and self._came(channel)

    def state_told(self, channel: Channel | None, message: Message) -> Message | None:
        """A Newstate: what the channel was announced with, when it turns out now that it comes from outside."""
        began = self._down.pop(message["Uniqueid"], None)
        if began is None or channel is None or message.get("ChannelState") not in {_RING, _UP}:
            return None
        self._came(channel)
        return began | {key: message[key] for key in ("CallerIDNum", "CallerIDName") if key in message}

    def forget(self, uid: str) -> None:
        """This channel is dialled by ours, or gone."""
        self._down.pop(uid, None)

    def was_one(self, channel: Channel | None, status: Message, *, known: bool) -> bool:
        """Did this channel, found in progress, come from outside? It may have moved to any context since."""
        if not channel or status.get("Linkedid") != channel.uid or not channel.is_phone:
            return False
        if status.get("Application", "").startswith("AppDial"):
            return False
        named = status.get("Variable", "").removeprefix("FROM_DID=") not in {"", "(null)"}  # FreePBX marks them so
        return known or named or self._is_incoming(status) or channel.port in self._trunks

    def _came(self, channel: Channel) -> bool:
        self._trunks.add(channel.port)
        return True

    def _is_incoming(self, message: Message) -> bool:
        return self._direction.begins(message.get("Channel", ""), message.get("Context", ""))
