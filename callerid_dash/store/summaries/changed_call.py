"""What summaries look at of a call that was stored: the calls of `store/calls/calls.py` have this shape."""

from __future__ import annotations

from typing import Protocol

from callerid_dash.domain.calls.calls import Call
from callerid_dash.domain.numbers.phones import PhoneNumber


class ChangedCall(Protocol):
    """A call as it is kept, or was kept before: folded, its number read, attributed."""

    @property
    def call(self) -> Call:
        """What its events say."""

    @property
    def number(self) -> PhoneNumber:
        """Its caller."""

    @property
    def profile_id(self) -> int | None:
        """Whom it belongs to."""

    @property
    def known_then(self) -> bool:
        """Was the caller known when it came in?"""
