"""What tokens let their bearers do."""

from __future__ import annotations

from enum import StrEnum


class Scope(StrEnum):
    """What a token lets its bearer do."""

    EVENTS_WRITE = "events:write"
    CALLS_READ = "calls:read"
    PROFILES_READ = "profiles:read"
    PROFILES_WRITE = "profiles:write"
    REPORTS_READ = "reports:read"
    METRICS_READ = "metrics:read"
    WALL_READ = "wall:read"
    """The wallboard and nothing else: what a wall link is."""
