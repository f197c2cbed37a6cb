"""The sample office for tests of simulated calls."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from callerid_dash.demo.office import imagine
from callerid_dash.domain.numbers.phones import Dialing

NOON = datetime(2026, 5, 4, 8, 30, tzinfo=UTC)


TEHRAN = ZoneInfo("Asia/Tehran")


OFFICE = imagine(1, persons=60, organizations=20)


DIALING = Dialing("IR", "21")
