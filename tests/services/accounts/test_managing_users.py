"""Managing users: permissions, names and passwords, preferences, and the audit trail."""

from __future__ import annotations

import pytest

from callerid_dash.domain.audit import AuditAction, Change
from callerid_dash.domain.errors import Forbidden, InvalidInput, NotFound
from callerid_dash.domain.preferences import UNTOUCHED, OnCall, Preferences
from callerid_dash.domain.users import Role, User
from callerid_dash.services.accounts.accounts import OPERATOR, Accounts
from callerid_dash.services.accounts.usernames import check_username
from callerid_dash.services.live.feed import Feed
from callerid_dash.services.shared.audit_trail import Audit
from callerid_dash.services.shared.directory import Directory
from tests.services.accounts.conftest import PASSWORD


def test_only_admins_manage_users_and_everybody_their_own_name(accounts: Accounts, sara: User) -> None:
    other = accounts.add("other", PASSWORD, Role.SUPERVISOR, OPERATOR)
    for action in (
        lambda: accounts.add("new", PASSWORD, Role.ADMIN, sara),
        lambda: accounts.set_password(other.id, "another password", sara),
        lambda: accounts.set_password(sara.id, "not the old one asked", sara),
        lambda: accounts.set_disabled(other.id, True, sara),
        lambda: accounts.update(sara.id, "", Role.ADMIN, sara),
        lambda: accounts.set_display_name(other.id, "Mallory", sara),
    ):
        with pytest.raises(Forbidden):
            action()
    accounts.set_display_name(sara.id, "Sara A.", sara)
    assert accounts.get("sara").display_name == "Sara A."


def test_the_last_admin_stays(accounts: Accounts) -> None:
    first = accounts.add("first", PASSWORD, Role.ADMIN, OPERATOR)
    second = accounts.add("second", PASSWORD, Role.ADMIN, OPERATOR)
    accounts.update(second.id, "", Role.AGENT, first)
    with pytest.raises(InvalidInput, match="last admin"):
        accounts.update(first.id, "", Role.AGENT, first)
    with pytest.raises(InvalidInput, match="last admin"):
        accounts.set_disabled(first.id, True, first)


def test_what_is_not_there_cannot_be_changed(accounts: Accounts) -> None:
    with pytest.raises(NotFound):
        accounts.get("nobody")
    with pytest.raises(NotFound):
        accounts.update(12345, "", Role.AGENT, OPERATOR)


@pytest.mark.usefixtures("sara")
def test_a_new_user_needs_a_free_name_and_a_long_password(accounts: Accounts) -> None:
    for name, password, field in (
        ("SARA", PASSWORD, "username"),
        ("x", PASSWORD, "username"),
        ("new", "1234567", "password"),
    ):
        with pytest.raises(InvalidInput) as refused:
            accounts.add(name, password, Role.AGENT, OPERATOR)
        assert refused.value.field == field
    assert [user.username for user in accounts.all()] == ["sara"]


def test_preferences_are_the_users_own(accounts: Accounts, sara: User) -> None:
    accounts.prefer(sara, "theme", "dark")
    assert accounts.preferences(sara) == {"theme": "dark"}
    with pytest.raises(InvalidInput):
        accounts.prefer(sara, "role", "admin")


def test_what_users_prefer_is_known_without_a_query_and_told_to_their_pages(
    accounts: Accounts, directory: Directory, feed: Feed, sara: User
) -> None:
    assert directory.snapshot.preferences_of(sara) == UNTOUCHED
    before = feed.cursor
    wanted = Preferences(rows=20, on_call=OnCall.RECORD, record_kind=3, sound=True)
    accounts.set_preferences(sara, wanted)
    assert directory.snapshot.preferences_of(sara) == wanted
    assert feed.cursor != before


@pytest.mark.parametrize("rows", [9, 101, -1, 10**9])
def test_no_list_is_shorter_or_longer_than_a_page_can_show(
    accounts: Accounts, directory: Directory, sara: User, rows: int
) -> None:
    with pytest.raises(InvalidInput) as refused:
        accounts.set_preferences(sara, Preferences(rows=rows))
    assert refused.value.field == "rows"
    assert directory.snapshot.preferences_of(sara) == UNTOUCHED


def lines(audit: Audit) -> list[tuple[str, AuditAction, str, tuple[Change, ...]]]:
    """The audit trail, oldest first."""
    page = audit.page(OPERATOR, limit=200)
    return [(line.actor, line.action, line.title, line.changes) for line in reversed(page.items)]


def test_the_trail_tells_who_changed_a_user_and_never_the_password(
    accounts: Accounts, audit: Audit, sara: User
) -> None:
    accounts.update(sara.id, "Sara A.", Role.SUPERVISOR, OPERATOR)
    accounts.update(sara.id, "Sara A.", Role.SUPERVISOR, OPERATOR)
    accounts.change_own_password(accounts.get("sara"), PASSWORD, "another password")
    accounts.set_disabled(sara.id, True, OPERATOR)
    assert lines(audit) == [
        (
            "operator",
            AuditAction.ADDED,
            "sara",
            (Change("display_name", "", "سارا احمدی"), Change("role", "", "agent")),
        ),
        (
            "operator",
            AuditAction.CHANGED,
            "sara",
            (Change("display_name", "سارا احمدی", "Sara A."), Change("role", "agent", "supervisor")),
        ),
        ("sara", AuditAction.CHANGED, "sara", (Change("password", "", "•••"),)),
        ("operator", AuditAction.CHANGED, "sara", (Change("disabled", "no", "yes"),)),
    ]
    assert "another password" not in repr(lines(audit))


def test_what_was_refused_or_failed_is_in_nobodys_name(accounts: Accounts, audit: Audit, sara: User) -> None:
    with pytest.raises(Forbidden):
        accounts.update(sara.id, "", Role.ADMIN, sara)
    with pytest.raises(InvalidInput):
        accounts.add("sara", PASSWORD, Role.AGENT, OPERATOR)
    assert len(lines(audit)) == 1


def test_ones_own_password_changes_for_whoever_knows_the_old_one(accounts: Accounts, sara: User) -> None:
    with pytest.raises(InvalidInput) as refused:
        accounts.change_own_password(sara, "a wrong one", "another password")
    assert refused.value.field == "old"
    now = accounts.change_own_password(sara, PASSWORD, "another password")
    assert accounts.sign_in.user_for_session(sara.id, sara.session_epoch) is None
    assert accounts.sign_in.user_for_session(sara.id, now.session_epoch) == now
    assert accounts.sign_in.authenticate("sara", "another password", "192.0.2.1") == now


@pytest.mark.parametrize(
    "name", ["a", "x" * 65, "a b", "a\tb", "a\u202eb", "a\u200cb", "a/b", "a'b", "\ud800a", "a\x00b"]
)
def test_a_username_that_could_deceive_or_break_is_refused(name: str) -> None:
    with pytest.raises(InvalidInput):
        check_username(name)


@pytest.mark.parametrize(("name", "kept"), [("Ali", "ali"), ("علی", "علی"), ("a.b-c_d@e", "a.b-c_d@e"), ("ＡＢ", "ab")])
def test_a_username_is_kept_in_lower_case(name: str, kept: str) -> None:
    assert check_username(name) == kept
