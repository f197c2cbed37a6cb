"""Where the office is: from where its numbers are read, and by which clock."""

from __future__ import annotations

from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from callerid_dash.domain.phones import Dialing


@dataclass(frozen=True, slots=True)
class Locality:
    """`timezone` is the name of a zone of the tz database."""

    dialing: Dialing = field(default_factory=Dialing)
    timezone: str = "Asia/Tehran"

    @property
    def zone(self) -> ZoneInfo:
        """The office's clock."""
        return ZoneInfo(self.timezone)
