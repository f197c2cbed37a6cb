"""The existing channels, their bridges, and which channels can hear each other.

Pure. Local channels come in pairs (`;1`, `;2`) and are not phones but connect two places in the dialplan; `connected`
follows them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from callerid_dash.sources.asterisk.dial_strings import member, phone_reached, without_secret
from callerid_dash.sources.asterisk.technologies import is_phone

_USUAL = len("-0000000a")
_SERIAL = re.compile(r"-[0-9a-f]+(;[12])?$")


@dataclass(slots=True)
class Channel:
    """One leg of a call. `dial_string` and `dialled_by` (a uid) say how it was dialled, if it was."""

    uid: str
    name: str
    bridge: str = ""
    dial_string: str = ""
    dialled_by: str = ""

    @property
    def technology(self) -> str:
        """PJSIP, SIP, DAHDI, Local, …"""
        return self.name.partition("/")[0]

    @property
    def peer(self) -> str:
        """The endpoint's name: 101 for PJSIP/101-00000001, 101 for Local/101@from-queue-00000002;1."""
        return named(self.name)[1]

    @property
    def port(self) -> str:
        """Technology and endpoint, for lines that have no number: DAHDI/4."""
        return f"{self.technology}/{self.peer}"

    @property
    def is_phone(self) -> bool:
        """Can a person be at its end? A trunk to somebody's mobile counts."""
        return is_phone(self.technology, self.peer)


class Channels:
    """All channels by uid (AMI's Uniqueid)."""

    def __init__(self) -> None:
        self._channels: dict[str, Channel] = {}
        self._bridges: defaultdict[str, set[str]] = defaultdict(set)
        self._by_name: dict[str, str] = {}

    def __len__(self) -> int:
        return len(self._channels)

    def get(self, uid: str) -> Channel | None:
        """The channel, if it exists."""
        return self._channels.get(uid)

    def add(self, uid: str, name: str) -> Channel:
        """The channel, new or known."""
        channel = self._channels.get(uid)
        if channel is None:
            channel = self._channels[uid] = Channel(uid, name)
            self._by_name[name] = uid
        return channel

    def rename(self, uid: str, name: str) -> None:
        """Record a new name: a pickup or transfer put another phone behind the channel."""
        if channel := self._channels.get(uid):
            self._by_name.pop(channel.name, None)
            channel.name = name
            self._by_name[name] = uid

    def remove(self, uid: str) -> None:
        """Forget a channel that hung up."""
        if channel := self._channels.pop(uid, None):
            self.move(channel, "")
            if self._by_name.get(channel.name) == uid:
                del self._by_name[channel.name]

    def move(self, channel: Channel, bridge: str) -> None:
        """Move the channel into a bridge, or out of any (empty)."""
        members = self._bridges[channel.bridge]
        members.discard(channel.uid)
        if not members:
            del self._bridges[channel.bridge]
        channel.bridge = bridge
        if bridge:
            self._bridges[bridge].add(channel.uid)

    def members(self, bridge: str) -> frozenset[str]:
        """The uids of the channels in a bridge."""
        return frozenset(self._bridges.get(bridge, ()))

    def connected(self, uids: Iterable[str]) -> list[Channel]:
        """These channels and all channels that they can hear, through bridges and Local pairs."""
        reached: dict[str, Channel] = {}
        pending = list(uids)
        while pending:
            uid = pending.pop()
            if uid not in reached and (channel := self._channels.get(uid)):
                reached[uid] = channel
                pending.extend(self._neighbours(channel))
        return list(reached.values())

    def extension(self, channel: Channel) -> str:
        """The extension of this phone: its name, or the number that a trunk was used to reach.

        A member reached on a mobile (Local/101@… dialling 0912…@trunk) is still that member.
        """
        reached = phone_reached(channel.technology, channel.dial_string, channel.peer)
        dialler = self._channels.get(channel.dialled_by)
        if reached != channel.peer and dialler and dialler.technology == "Local":
            return member(dialler.peer) or reached
        return reached

    def _neighbours(self, channel: Channel) -> Iterator[str]:
        if channel.bridge:
            yield from self._bridges[channel.bridge]
        if channel.technology == "Local" and channel.name[-2:] in {";1", ";2"}:
            other = self._by_name.get(channel.name[:-1] + ("2" if channel.name.endswith("1") else "1"))
            if other:
                yield other


def named(channel: str) -> tuple[str, str]:
    """The technology and endpoint in a channel's name."""
    technology, _, rest = channel.partition("/")
    if "@" in rest:
        return technology, without_secret(rest.partition("@")[0])
    # Almost every serial has eight digits, and files of past calls have millions of names.
    return technology, rest[:-_USUAL] if rest[-_USUAL:][:1] == "-" else _SERIAL.sub("", rest)
