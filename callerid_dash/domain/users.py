"""Users, their roles, what each may do, and which calls each may see.

The one place that answers "may they?". Enforced in services and at every callback and route.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a user is in the office."""

    AGENT = "agent"
    SUPERVISOR = "supervisor"
    ADMIN = "admin"


class Action(StrEnum):
    """What can be asked of the product."""

    SEE_CALLS = "see_calls"
    SEE_ALL_CALLS = "see_all_calls"
    SEE_PROFILES = "see_profiles"
    EDIT_PROFILES = "edit_profiles"
    SEE_REPORTS = "see_reports"
    CHANGE_SETTINGS = "change_settings"
    MANAGE_USERS = "manage_users"


_AGENT = frozenset({Action.SEE_CALLS, Action.SEE_PROFILES, Action.EDIT_PROFILES})
_SUPERVISOR = _AGENT | {Action.SEE_ALL_CALLS, Action.SEE_REPORTS}
_ALLOWED = {
    Role.AGENT: _AGENT,
    Role.SUPERVISOR: _SUPERVISOR,
    Role.ADMIN: _SUPERVISOR | {Action.CHANGE_SETTINGS, Action.MANAGE_USERS},
}


def can(role: Role, action: Action) -> bool:
    """May this role do this? Unknown pairs are denied."""
    return action in _ALLOWED.get(role, frozenset())


class Visibility(StrEnum):
    """Which calls agents see; supervisors and admins see all."""

    ALL = "all"
    OWN_EXTENSION = "own_extension"
    OWN_PROFILES = "own_profiles"
    OWN_EXTENSION_OR_PROFILES = "own_extension_or_profiles"


@dataclass(frozen=True, slots=True)
class User:
    """A user as the product knows them. `session_epoch` grows when their sessions must end."""

    id: int
    username: str
    display_name: str
    role: Role
    session_epoch: int = 0
    disabled: bool = False
    extensions: tuple[str, ...] = ()


def may_see_call(user: User, rule: Visibility, extensions: Collection[str], owner_ids: Collection[int]) -> bool:
    """Does the visibility rule show this user a call that involved these extensions and profiles' owners?"""
    if rule is Visibility.ALL or can(user.role, Action.SEE_ALL_CALLS):
        return True
    rang_here = any(extension in user.extensions for extension in extensions)
    mine = user.id in owner_ids
    return {
        Visibility.OWN_EXTENSION: rang_here,
        Visibility.OWN_PROFILES: mine,
        Visibility.OWN_EXTENSION_OR_PROFILES: rang_here or mine,
    }[rule]
