"""Loopback addresses of a rig, which no other rig on this machine uses.

A process claims 127.77.N.0/24 with its first rig, and each of its rigs takes two addresses of it. So all rigs can use
the same ports.
"""

from __future__ import annotations

import functools
import itertools
import socket
from dataclasses import dataclass

AMI_PORT, SIP_PORT, PROVIDER_PORT, IAX_PORT, FIRST_PHONE_PORT = 5038, 15060, 15061, 4569, 15100
"""Not at 5060, where sipp looks for a port of its own first, nor among those that Linux gives out."""
MEDIA_PORTS = range(6000, 14000, 4)
"""Where a sipp listens for sound (and for video, two above)."""
_CLAIM_PORT = 14999
_ours = itertools.cycle(range(1, 254, 2))


@dataclass(frozen=True, slots=True)
class Addresses:
    """`switchboard` is the address of Asterisk and of its provider, `phones` that of the office's phones."""

    switchboard: str
    phones: str


def take_addresses() -> Addresses:
    """Two addresses for a rig."""
    network, host = _network(), next(_ours)
    return Addresses(f"{network}.{host}", f"{network}.{host + 1}")


@functools.cache
def _network() -> str:
    """The address range of this process. A bound socket claims it, and the kernel releases it when the process ends."""
    for number in range(1, 255):
        network = f"127.77.{number}"
        claim = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        try:
            claim.bind((f"{network}.254", _CLAIM_PORT))
        except OSError:
            claim.close()
        else:
            claim.detach()  # it stays open as long as the process lives
            return network
    raise AssertionError(f"no loopback addresses are left for a rig: port {_CLAIM_PORT} of all of 127.77.* is taken")
