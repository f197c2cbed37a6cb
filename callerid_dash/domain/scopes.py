"""The scopes of API tokens."""

from __future__ import annotations

from enum import StrEnum


class Scope(StrEnum):
    """What a token allows its bearer to do."""

    EVENTS_WRITE = "events:write"
    CALLS_READ = "calls:read"
    PROFILES_READ = "profiles:read"
    PROFILES_WRITE = "profiles:write"
    REPORTS_READ = "reports:read"
    METRICS_READ = "metrics:read"
    WALL_READ = "wall:read"
    """The wallboard and nothing else: the scope of a wall link."""
