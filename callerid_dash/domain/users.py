"""Users, their roles, what each may do, and which calls each may see.

This is the only place that decides permissions. Services, callbacks and routes enforce them.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """The role of a user in the office."""

    AGENT = "agent"
    SUPERVISOR = "supervisor"
    ADMIN = "admin"


class Action(StrEnum):
    """An action that needs permission."""

    SEE_CALLS = "see_calls"
    SEE_ALL_CALLS = "see_all_calls"
    ACT_ON_CALL = "act_on_call"
    """Choose the holder under which a call is shown, start a record from it."""
    CHANGE_VIEW = "change_view"
    """Rename, update or remove a saved view of the call log."""
    SHARE_VIEWS = "share_views"
    """Offer a saved view to everybody, and tidy the ones that are offered."""
    CLOSE_MISSED = "close_missed"
    """Close a missed call without calling back, so that the caller no longer waits."""
    SEE_PROFILES = "see_profiles"
    EDIT_PROFILES = "edit_profiles"
    """Add profiles, change their fields, put numbers on them."""
    SET_OWNER = "set_owner"
    MERGE_PROFILES = "merge_profiles"
    DELETE_PROFILES = "delete_profiles"
    CHANGE_MANY_PROFILES = "change_many_profiles"
    WRITE_RECORDS = "write_records"
    CHANGE_RECORD = "change_record"
    UNDO = "undo"
    SEE_REPORTS = "see_reports"
    SEE_WALL = "see_wall"
    MANAGE_WALL = "manage_wall"
    """Make and revoke the links that show the wallboard without signing in."""
    CHANGE_OWN_SETTINGS = "change_own_settings"
    CHANGE_SETTINGS = "change_settings"
    MANAGE_USERS = "manage_users"
    MANAGE_TOKENS = "manage_tokens"
    SEE_AUDIT_TRAIL = "see_audit_trail"
    IMPORT = "import"
    """Import calls or profiles from files of other systems."""
    FOLLOW_JOB = "follow_job"
    """See the progress of a background job, cancel it, download its result."""


@dataclass(frozen=True, slots=True)
class Subject:
    """The facts about an action's subject that decide who may act on it.

    `mine`: the user owns it (is the present owner in that role, wrote the record, did what is to be undone). `visible`:
    the visibility rule shows it to the user.
    """

    mine: bool = False
    visible: bool = False


class When(StrEnum):
    """The condition under which a role may do something."""

    NEVER = "never"
    IF_MINE = "if it is mine"
    IF_VISIBLE = "if it is visible"
    ALWAYS = "always"


_N, _M, _S, _A = When.NEVER, When.IF_MINE, When.IF_VISIBLE, When.ALWAYS
_TABLE: dict[Action, tuple[When, When, When]] = {
    #                               agent  supervisor  admin
    Action.SEE_CALLS: (_A, _A, _A),
    Action.SEE_ALL_CALLS: (_N, _A, _A),
    Action.ACT_ON_CALL: (_S, _A, _A),
    Action.CHANGE_VIEW: (_M, _M, _M),
    Action.SHARE_VIEWS: (_N, _A, _A),
    Action.CLOSE_MISSED: (_S, _A, _A),
    Action.SEE_PROFILES: (_A, _A, _A),
    Action.EDIT_PROFILES: (_A, _A, _A),
    Action.SET_OWNER: (_M, _A, _A),
    Action.MERGE_PROFILES: (_M, _A, _A),
    Action.DELETE_PROFILES: (_N, _A, _A),
    Action.CHANGE_MANY_PROFILES: (_N, _A, _A),
    Action.WRITE_RECORDS: (_A, _A, _A),
    Action.CHANGE_RECORD: (_M, _A, _A),
    Action.UNDO: (_M, _A, _A),
    Action.SEE_REPORTS: (_N, _A, _A),
    Action.SEE_WALL: (_N, _A, _A),
    Action.MANAGE_WALL: (_N, _A, _A),
    Action.CHANGE_OWN_SETTINGS: (_A, _A, _A),
    Action.CHANGE_SETTINGS: (_N, _N, _A),
    Action.MANAGE_USERS: (_N, _N, _A),
    Action.MANAGE_TOKENS: (_N, _N, _A),
    Action.SEE_AUDIT_TRAIL: (_N, _N, _A),
    Action.IMPORT: (_N, _N, _A),
    Action.FOLLOW_JOB: (_M, _M, _A),
}
_ROLES = (Role.AGENT, Role.SUPERVISOR, Role.ADMIN)


def can(role: Role, action: Action, subject: Subject | None = None) -> bool:
    """May this role do this to that? Without a subject, only what the role may always do; unknown pairs are denied."""
    row = dict(zip(_ROLES, _TABLE.get(action, ()), strict=False))
    return {
        When.ALWAYS: True,
        When.IF_MINE: subject is not None and subject.mine,
        When.IF_VISIBLE: subject is not None and subject.visible,
    }.get(row.get(role, When.NEVER), False)


class Visibility(StrEnum):
    """Which calls agents see; supervisors and admins see all."""

    ALL = "all"
    OWN_EXTENSION = "own_extension"
    OWN_PROFILES = "own_profiles"
    OWN_EXTENSION_OR_PROFILES = "own_extension_or_profiles"

    @property
    def by_extension(self) -> bool:
        """Does it show an agent the calls at their extensions, if not all?"""
        return self in (Visibility.OWN_EXTENSION, Visibility.OWN_EXTENSION_OR_PROFILES)

    @property
    def by_profile(self) -> bool:
        """Does it show an agent the calls of their profiles, if not all?"""
        return self in (Visibility.OWN_PROFILES, Visibility.OWN_EXTENSION_OR_PROFILES)


@dataclass(frozen=True, slots=True)
class User:
    """A user. `session_epoch` grows when all sessions of the user must end."""

    id: int
    username: str
    display_name: str
    role: Role
    session_epoch: int = 0
    disabled: bool = False
    extensions: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The name in lists."""
        named = self.display_name not in ("", self.username)
        return f"{self.display_name} ({self.username})" if named else self.username


OPERATOR = User(0, "operator", "", Role.ADMIN)
"""The operator of the machine, who uses the command line."""


@dataclass(frozen=True, slots=True)
class Program:
    """Another program with a token; the token's scopes have already decided which routes it may call."""

    name: str


Actor = User | Program
"""The user or program that changes something."""


def sees_every_call(user: User, rule: Visibility) -> bool:
    """Does this user see every call under the visibility rule?"""
    return rule is Visibility.ALL or can(user.role, Action.SEE_ALL_CALLS)


def may_see_call(user: User, rule: Visibility, extensions: Collection[str], owner_ids: Collection[int]) -> bool:
    """Does the visibility rule show this user a call with these extensions and these owners of its profiles?"""
    if sees_every_call(user, rule):
        return True
    rang_here = any(extension in user.extensions for extension in extensions)
    return (rule.by_extension and rang_here) or (rule.by_profile and user.id in owner_ids)


def may_see_record(
    user: User, rule: Visibility, owner_ids: Collection[int], *, involved: bool, call_visible: bool
) -> bool:
    """Does the visibility rule show this user a record on a profile with these owners?

    `involved`: the user wrote it or is its assignee. `call_visible`: it is about a call that the user sees.
    """
    if sees_every_call(user, rule):
        return True
    return involved or call_visible or (rule.by_profile and user.id in owner_ids)
