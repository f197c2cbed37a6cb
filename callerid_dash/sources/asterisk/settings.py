"""What a person configures about a switchboard."""

from __future__ import annotations

from dataclasses import dataclass, field

FREEPBX_INCOMING = ("from-trunk*", "from-pstn*", "from-digital", "from-analog")
"""The contexts that incoming calls start in on FreePBX and Issabel (`from-trunk-sip-NAME` and the like, too)."""


@dataclass(frozen=True, slots=True)
class AmiSettings:
    """Where Asterisk's manager interface is, who we are there, and in which contexts incoming calls start.

    A context may be a pattern, such as `from-trunk*`. A call whose first channel starts elsewhere is an internal or
    an outgoing one and none of our business.
    """

    host: str
    port: int = 5038
    username: str = ""
    secret: str = field(default="", repr=False)
    incoming_contexts: tuple[str, ...] = FREEPBX_INCOMING
    name: str = "asterisk"
