"""Sign-in: passwords, sessions, and the delay after wrong passwords."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callerid_dash.domain.errors import Forbidden, InvalidInput
from callerid_dash.domain.users import User
from callerid_dash.services.accounts.accounts import OPERATOR, Accounts
from callerid_dash.services.accounts.passwords import SCRYPT
from callerid_dash.services.accounts.sign_in import TooManyAttempts, WrongCredentials
from callerid_dash.services.accounts.usernames import check_display_name, check_username
from callerid_dash.store.engine.database import Store
from tests.clock import Clock
from tests.conftest import QUICK_HASHING
from tests.services.accounts.conftest import PASSWORD


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
