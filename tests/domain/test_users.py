"""Permissions: the table of allowed actions, and actions that are not in it."""

from __future__ import annotations

import itertools
from typing import cast

import pytest

from callerid_dash.domain.users import Action, Role, Subject, User, Visibility, can, may_see_call

EVERYBODY = "agent supervisor admin"
LEADERS = "supervisor admin"
EXPECTED = {
    "see_calls": EVERYBODY,
    "see_all_calls": LEADERS,
    "act_on_call": f"agent:visible {LEADERS}",
    "close_missed": f"agent:visible {LEADERS}",
    "see_profiles": EVERYBODY,
    "edit_profiles": EVERYBODY,
    "set_owner": f"agent:mine {LEADERS}",
    "merge_profiles": f"agent:mine {LEADERS}",
    "delete_profiles": LEADERS,
    "change_many_profiles": LEADERS,
    "write_records": EVERYBODY,
    "change_record": f"agent:mine {LEADERS}",
    "undo": f"agent:mine {LEADERS}",
    "change_view": "agent:mine supervisor:mine admin:mine",
    "share_views": LEADERS,
    "see_reports": LEADERS,
    "see_wall": LEADERS,
    "manage_wall": LEADERS,
    "change_own_settings": EVERYBODY,
    "change_settings": "admin",
    "manage_users": "admin",
    "manage_tokens": "admin",
    "see_audit_trail": "admin",
    "import": "admin",
    "follow_job": "agent:mine supervisor:mine admin",
}
"""Action to roles; 'role:condition' where it depends on the subject."""
SUBJECTS = [Subject(mine, visible) for mine, visible in itertools.product((False, True), repeat=2)]


def test_the_table_covers_every_action() -> None:
    assert {action.value for action in Action} == set(EXPECTED)


@pytest.mark.parametrize("action", list(Action))
@pytest.mark.parametrize("role", list(Role))
def test_each_role_may_what_the_table_says_and_nothing_else(role: Role, action: Action) -> None:
    granted = dict(entry.partition(":")[::2] for entry in EXPECTED[action.value].split())
    condition = granted.get(role.value)
    assert can(role, action) is (condition == "")
    for subject in SUBJECTS:
        expected = condition == "" or (condition is not None and bool(getattr(subject, condition)))
        assert can(role, action, subject) is expected, subject


@pytest.mark.parametrize("role", ["owner", "ADMIN", "", None])
def test_an_unknown_role_may_nothing(role: str | None) -> None:
    for action, subject in itertools.product(Action, [None, *SUBJECTS]):
        assert not can(cast("Role", role), action, subject)


@pytest.mark.parametrize("action", ["fly", "SEE_CALLS", "", None])
def test_an_unknown_action_nobody_may(action: str | None) -> None:
    for role, subject in itertools.product(Role, [None, *SUBJECTS]):
        assert not can(role, cast("Action", action), subject)


@pytest.mark.parametrize(
    ("rule", "by_extension", "by_profile", "neither"),
    [
        (Visibility.ALL, True, True, True),
        (Visibility.OWN_EXTENSION, True, False, False),
        (Visibility.OWN_PROFILES, False, True, False),
        (Visibility.OWN_EXTENSION_OR_PROFILES, True, True, False),
    ],
)
def test_the_visibility_rule_binds_agents_and_nobody_else(
    rule: Visibility, by_extension: bool, by_profile: bool, neither: bool
) -> None:
    agent = User(7, "sara", "", Role.AGENT, extensions=("101",))
    assert may_see_call(agent, rule, ["101", "102"], [8]) is by_extension
    assert may_see_call(agent, rule, ["102"], [8, 7]) is by_profile
    assert may_see_call(agent, rule, ["102", ""], [8]) is neither
    for role in (Role.SUPERVISOR, Role.ADMIN):
        assert may_see_call(User(7, "reza", "", role), rule, ["102"], [8])
