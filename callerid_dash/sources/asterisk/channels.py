"""The channels that exist, the bridges that they are in, and who can hear whom.

Pure. Local channels come in pairs (`;1`, `;2`) and are no phones but wires between two places in the dialplan;
`phones_with` follows them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

NOT_A_PHONE = frozenset(
    {"Local", "Surrogate", "Bridge", "Announcer", "CBAnn", "CBRec", "Recorder", "Snoop", "Message", "Page", "AsyncGoto"}
)
"""Technologies at whose end there is a wire or a machine."""
_USUAL = len("-0000000a")
_SERIAL = re.compile(r"-[0-9a-f]+(;[12])?$")


@dataclass(slots=True)
class Channel:
    """One leg of a call. `dial_string` and `dialled_by` (a uid) say how it was called, if it was."""

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
        """Can a person be at its end? (A trunk towards somebody's mobile counts.)"""
        return self.technology not in NOT_A_PHONE


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
        """A pickup or transfer put another phone behind the channel."""
        if channel := self._channels.get(uid):
            self._by_name.pop(channel.name, None)
            channel.name = name
            self._by_name[name] = uid

    def remove(self, uid: str) -> None:
        """The channel hung up."""
        if channel := self._channels.pop(uid, None):
            self.move(channel, "")
            if self._by_name.get(channel.name) == uid:
                del self._by_name[channel.name]

    def move(self, channel: Channel, bridge: str) -> None:
        """Into a bridge, or out of any (empty)."""
        members = self._bridges[channel.bridge]
        members.discard(channel.uid)
        if not members:
            del self._bridges[channel.bridge]
        channel.bridge = bridge
        if bridge:
            self._bridges[bridge].add(channel.uid)

    def members(self, bridge: str) -> frozenset[str]:
        """Who is in a bridge."""
        return frozenset(self._bridges.get(bridge, ()))

    def connected(self, uids: Iterable[str]) -> list[Channel]:
        """These channels and all that they can hear, through bridges and Local pairs."""
        reached: dict[str, Channel] = {}
        to_see = list(uids)
        while to_see:
            uid = to_see.pop()
            if uid not in reached and (channel := self._channels.get(uid)):
                reached[uid] = channel
                to_see.extend(self._neighbours(channel))
        return list(reached.values())

    def extension(self, channel: Channel) -> str:
        """What the office calls this phone: its name, or whom a trunk was used to reach.

        A member reached on a mobile (Local/101@… dialling 0912…@trunk) is still that member.
        """
        number = dialled_number(channel.dial_string)
        if not number:
            return channel.peer
        dialler = self._channels.get(channel.dialled_by)
        if dialler and dialler.technology == "Local" and dialler.peer.isdecimal():
            return dialler.peer
        return number

    def _neighbours(self, channel: Channel) -> Iterator[str]:
        if channel.bridge:
            yield from self._bridges[channel.bridge]
        if channel.technology == "Local" and channel.name[-2:] in {";1", ";2"}:
            other = self._by_name.get(channel.name[:-1] + ("2" if channel.name.endswith("1") else "1"))
            if other:
                yield other


def named(channel: str) -> tuple[str, str]:
    """Technology and endpoint in a channel's name."""
    technology, _, rest = channel.partition("/")
    if "@" in rest:
        return technology, rest.partition("@")[0]
    # Almost every serial has eight digits, and files of past calls have millions of names.
    return technology, rest[:-_USUAL] if rest[-_USUAL:][:1] == "-" else _SERIAL.sub("", rest)


def dialled_number(dial_string: str) -> str:
    """The outside number in 0912@trunk, trunk/0912 or g0/0912; empty for 101 and 101/sip:101@192.0.2.1."""
    if "/sip:" in dial_string or "/sips:" in dial_string:
        return ""
    number, at, _ = dial_string.partition("@")
    if at:
        return number
    return dial_string.rpartition("/")[2] if "/" in dial_string else ""
