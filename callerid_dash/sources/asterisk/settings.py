"""What a person configures about a switchboard."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from callerid_dash.domain.files.code_pages import DEFAULT

FREEPBX_INCOMING = ("from-trunk*", "from-pstn*", "from-digital", "from-analog")
"""The contexts that incoming calls start in on FreePBX and Issabel (`from-trunk-sip-NAME` and the like, too)."""


@dataclass(frozen=True, slots=True)
class AmiSettings:
    """Where Asterisk's manager interface is, who we are there, and in which contexts incoming calls start.

    A context may be a pattern, such as `from-trunk*`. A call whose first channel starts elsewhere is an internal or
    an outgoing one and none of our business. `code_page` answers how names are written that are not UTF-8; it is
    asked anew for each, for the office may move.
    """

    host: str
    port: int = 5038
    username: str = ""
    secret: str = field(default="", repr=False)
    incoming_contexts: tuple[str, ...] = FREEPBX_INCOMING
    name: str = "asterisk"
    code_page: Callable[[], str] = field(default=lambda: DEFAULT, repr=False)
