"""The settings of a connection to Asterisk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from callerid_dash.domain.files.code_pages import DEFAULT

FREEPBX_INCOMING = ("from-trunk*", "from-pstn*", "from-digital", "from-analog")
"""The contexts in which incoming calls begin on FreePBX and Issabel (including `from-trunk-sip-NAME` and the like)."""


@dataclass(frozen=True, slots=True)
class AmiSettings:
    """The address and login of Asterisk's manager interface, and the contexts in which incoming calls begin.

    A context may be a pattern, such as `from-trunk*`. A call whose first channel begins elsewhere is internal or
    outgoing and is ignored. `code_page` returns the encoding of names that are not UTF-8; it is called for each name,
    as the setting may change.
    """

    host: str
    port: int = 5038
    username: str = ""
    secret: str = field(default="", repr=False)
    incoming_contexts: tuple[str, ...] = FREEPBX_INCOMING
    name: str = "asterisk"
    code_page: Callable[[], str] = field(default=lambda: DEFAULT, repr=False)
