"""Users: sign-in, management, and the delay after wrong passwords."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callerid_dash.domain.audit import AuditAction, Change
from callerid_dash.domain.errors import BadSettings, Forbidden, InvalidInput, NotFound
from callerid_dash.domain.preferences import UNTOUCHED, OnCall, Preferences
from callerid_dash.domain.users import Role, User
from callerid_dash.services.accounts.accounts import OPERATOR, Accounts
from callerid_dash.services.accounts.passwords import SCRYPT
from callerid_dash.services.accounts.sign_in import SignIn, TooManyAttempts, WrongCredentials
from callerid_dash.services.accounts.tokens import Tokens
from callerid_dash.services.accounts.usernames import check_display_name, check_username
from callerid_dash.services.core import Core
from callerid_dash.services.live.feed import Feed
from callerid_dash.services.shared.audit_trail import Audit
from callerid_dash.services.shared.directory import Directory
from callerid_dash.services.shared.throttle import Limit, Throttle
from callerid_dash.settings import Settings
from callerid_dash.store.engine.database import Store
from tests.clock import Clock
from tests.conftest import QUICK_HASHING

PASSWORD = "correct horse"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def accounts(core: Core, clock: Clock) -> Accounts:
    sign_in = SignIn(
        core,
        per_user=Throttle(Limit(free=2, longest=60), clock),
        per_address=Throttle(Limit(free=6, longest=60), clock),
    )
    return Accounts(core, Tokens(core), sign_in)


@pytest.fixture
def sara(accounts: Accounts) -> User:
    return accounts.add("Sara", PASSWORD, Role.AGENT, OPERATOR, "سارا احمدی")


def fail(accounts: Accounts, username: str, address: str = "192.0.2.1") -> None:
    with pytest.raises(WrongCredentials):
        accounts.sign_in.authenticate(username, "wrong password", address)


def test_the_right_password_answers_the_user_however_the_name_is_spelled(accounts: Accounts, sara: User) -> None:
    assert accounts.sign_in.authenticate(" SARA ", PASSWORD, "192.0.2.1") == sara


@pytest.mark.parametrize("name", ["sara", "nobody", "", "a\x00b", "\ud800"])
@pytest.mark.parametrize("password", ["", "wrong", "\x00", "\ud800", "x" * 100_000])
@pytest.mark.usefixtures("sara")
def test_anything_else_is_refused_alike(accounts: Accounts, name: str, password: str) -> None:
    with pytest.raises(WrongCredentials, match="User name or password is wrong"):
        accounts.sign_in.authenticate(name, password, "192.0.2.1")


def test_the_product_hashes_at_a_cost_that_the_tests_are_spared() -> None:
    _, rounds, block, lanes = SCRYPT.split(":")
    assert 128 * int(rounds) * int(block) >= 32 << 20
    assert int(lanes) >= 3


def test_an_unknown_user_costs_the_work_of_a_wrong_password(
    accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked: list[str] = []
    monkeypatch.setattr(
        "callerid_dash.services.accounts.passwords.check_password_hash", lambda hashed, _: bool(checked.append(hashed))
    )
    fail(accounts, "nobody")
    assert checked[0].startswith(QUICK_HASHING)


def test_a_disabled_user_is_refused_and_let_in_again_after_being_enabled(accounts: Accounts, sara: User) -> None:
    accounts.set_disabled(sara.id, True, OPERATOR)
    with pytest.raises(WrongCredentials):
        accounts.sign_in.authenticate("sara", PASSWORD, "192.0.2.1")
    accounts.set_disabled(sara.id, False, OPERATOR)
    assert accounts.sign_in.authenticate("sara", PASSWORD, "192.0.2.1").id == sara.id


def test_a_session_lives_until_the_password_changes(accounts: Accounts, sara: User) -> None:
    assert accounts.sign_in.user_for_session(sara.id, sara.session_epoch) == sara
    accounts.set_password(sara.id, "another password", OPERATOR)
    assert accounts.sign_in.user_for_session(sara.id, sara.session_epoch) is None
    assert accounts.sign_in.user_for_session(sara.id, sara.session_epoch + 1)


def test_a_session_ends_when_the_user_is_shut_out_and_does_not_come_back(accounts: Accounts, sara: User) -> None:
    accounts.set_disabled(sara.id, True, OPERATOR)
    assert accounts.sign_in.user_for_session(sara.id, sara.session_epoch) is None
    accounts.set_disabled(sara.id, False, OPERATOR)
    assert accounts.sign_in.user_for_session(sara.id, sara.session_epoch) is None


def test_failures_slow_down_this_address_only(accounts: Accounts, clock: Clock, sara: User) -> None:
    for _ in range(3):
        fail(accounts, "sara")
    with pytest.raises(TooManyAttempts) as refused:
        accounts.sign_in.authenticate("sara", PASSWORD, "192.0.2.1")
    assert refused.value.retry_after == 1
    assert accounts.sign_in.authenticate("sara", PASSWORD, "198.51.100.7") == sara
    clock.now += 1
    assert accounts.sign_in.authenticate("sara", PASSWORD, "192.0.2.1") == sara


def test_success_forgets_earlier_failures(accounts: Accounts, sara: User) -> None:
    for _ in range(3):
        fail(accounts, "sara")
        fail(accounts, "sara")
        assert accounts.sign_in.authenticate("sara", PASSWORD, "192.0.2.1") == sara
        accounts.sign_in.per_address.forget("192.0.2.1")


def test_an_address_that_tries_many_names_is_slowed_down(accounts: Accounts, sara: User) -> None:
    for number in range(7):
        fail(accounts, f"user{number}")
    with pytest.raises(TooManyAttempts):
        accounts.sign_in.authenticate("sara", PASSWORD, "192.0.2.1")


def test_a_neighbouring_ipv6_address_is_the_same_guesser(accounts: Accounts, sara: User) -> None:
    for number in range(3):
        fail(accounts, "sara", f"2001:db8::{number}")
    with pytest.raises(TooManyAttempts):
        accounts.sign_in.authenticate("sara", PASSWORD, "2001:db8::ffff")
    assert accounts.sign_in.authenticate("sara", PASSWORD, "2001:db8:0:1::1") == sara


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


def test_guessing_the_old_password_is_slowed_down(accounts: Accounts, sara: User) -> None:
    for _ in range(3):
        with pytest.raises(InvalidInput):
            accounts.change_own_password(sara, "a wrong one", "another password")
    with pytest.raises(TooManyAttempts):
        accounts.change_own_password(sara, PASSWORD, "another password")


def test_the_last_sign_in_is_noted(accounts: Accounts, store: Store, sara: User) -> None:
    assert accounts.last_sign_ins(OPERATOR) == {}
    accounts.sign_in.authenticate("sara", PASSWORD, "192.0.2.1")
    store.write(lambda _: None)  # what was submitted earlier is written by now
    assert list(accounts.last_sign_ins(OPERATOR)) == [sara.id]
    with pytest.raises(Forbidden):
        accounts.last_sign_ins(sara)


def test_the_first_start_makes_an_admin_with_a_one_time_password(accounts: Accounts) -> None:
    password = accounts.ensure_first_admin(Settings())
    assert password
    assert accounts.sign_in.authenticate("admin", password, "192.0.2.1").role is Role.ADMIN
    assert accounts.ensure_first_admin(Settings()) is None


def test_a_configured_password_is_used_and_not_told(accounts: Accounts) -> None:
    assert accounts.ensure_first_admin(Settings(admin_password=PASSWORD)) is None
    assert accounts.sign_in.authenticate("admin", PASSWORD, "192.0.2.1").role is Role.ADMIN


def test_agents_alone_do_not_count_as_the_first_admin(accounts: Accounts, sara: User) -> None:
    assert sara.role is Role.AGENT
    assert accounts.ensure_first_admin(Settings())


def test_a_configured_password_that_is_too_short_is_said_by_its_variable(accounts: Accounts) -> None:
    with pytest.raises(BadSettings, match="CALLERID_ADMIN_PASSWORD"):
        accounts.ensure_first_admin(Settings(admin_password="short"))


@pytest.mark.parametrize(
    "name", ["a", "x" * 65, "a b", "a\tb", "a\u202eb", "a\u200cb", "a/b", "a'b", "\ud800a", "a\x00b"]
)
def test_a_username_that_could_deceive_or_break_is_refused(name: str) -> None:
    with pytest.raises(InvalidInput):
        check_username(name)


@pytest.mark.parametrize(("name", "kept"), [("Ali", "ali"), ("علی", "علی"), ("a.b-c_d@e", "a.b-c_d@e"), ("ＡＢ", "ab")])
def test_a_username_is_kept_in_lower_case(name: str, kept: str) -> None:
    assert check_username(name) == kept


@given(st.text(max_size=120))
def test_an_accepted_name_is_stable_and_printable(name: str) -> None:
    try:
        kept = check_username(name)
    except InvalidInput:
        return
    assert kept.isprintable()
    assert check_username(kept) == kept


def test_a_display_name_keeps_half_spaces_and_refuses_what_turns_text() -> None:
    assert check_display_name("  می\u200cآید   علی ") == "می\u200cآید علی"
    with pytest.raises(InvalidInput):
        check_display_name("Ali\u202exe.")
