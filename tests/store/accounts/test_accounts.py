"""Users, preferences and tokens on both engines."""

from __future__ import annotations

from datetime import UTC, datetime

from callerid_dash.domain.users import Role
from callerid_dash.store.accounts import accounts
from callerid_dash.store.engine.database import Store
from callerid_dash.store.office import directory


def add(store: Store, name: str, role: Role = Role.AGENT) -> int:
    user_id = store.write(lambda session: accounts.add_user(session, name, name.title(), role, "a hash"))
    assert user_id is not None
    return user_id


def test_a_user_is_found_by_name_with_the_hash(store: Store) -> None:
    user_id = add(store, "sara")
    with store.read() as session:
        found = accounts.credentials(session, "sara")
        assert found == accounts.Credentials(user_id, "a hash", disabled=False)
        assert accounts.credentials(session, "nobody") is None


def test_a_name_is_given_once(store: Store) -> None:
    add(store, "sara")
    assert store.write(lambda session: accounts.add_user(session, "sara", "", Role.ADMIN, "x")) is None


def test_a_new_password_and_shutting_out_end_sessions_and_a_new_role_does_not(store: Store) -> None:
    user_id = add(store, "sara")
    store.write(lambda session: accounts.set_password(session, user_id, "another hash"))
    store.write(lambda session: accounts.set_disabled(session, user_id, disabled=True))
    store.write(lambda session: accounts.set_role(session, user_id, Role.SUPERVISOR))
    store.write(lambda session: accounts.set_display_name(session, user_id, "سارا"))
    with store.read() as session:
        found = accounts.credentials(session, "sara")
        (user,) = directory.users(session)
    assert found == accounts.Credentials(user_id, "another hash", disabled=True)
    assert (user.session_epoch, user.disabled, user.role, user.display_name) == (2, True, Role.SUPERVISOR, "سارا")


def test_only_enabled_admins_count(store: Store) -> None:
    first, second, out = add(store, "a1", Role.ADMIN), add(store, "a2", Role.ADMIN), add(store, "a3", Role.ADMIN)
    store.write(lambda session: accounts.set_disabled(session, out, disabled=True))
    add(store, "agent")
    with store.read() as session:
        assert accounts.other_admins(session, first) == 1
        assert accounts.other_admins(session, 0) == 2
    store.write(lambda session: accounts.set_role(session, second, Role.AGENT))
    with store.read() as session:
        assert accounts.other_admins(session, first) == 0


def test_a_preference_is_replaced(store: Store) -> None:
    user_id = add(store, "sara")
    for value in ("dark", "light"):
        store.write(lambda session, value=value: accounts.set_preference(session, user_id, "theme", value))  # type: ignore[misc]
    with store.read() as session:
        assert accounts.preferences(session, user_id) == {"theme": "light"}
        assert accounts.preferences(session, user_id + 1) == {}


def test_a_token_is_kept_with_its_life(store: Store) -> None:
    token_id = store.write(lambda session: accounts.add_token(session, "pbx", "d1", ["calls:read", "events:write"]))
    used = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)
    store.write(lambda session: accounts.touch_tokens(session, [(token_id, used)]))
    assert store.write(lambda session: accounts.revoke_token(session, token_id))
    assert not store.write(lambda session: accounts.revoke_token(session, token_id))
    assert not store.write(lambda session: accounts.revoke_token(session, token_id + 1))
    with store.read() as session:
        (token,) = accounts.tokens(session)
    assert (token.name, token.digest, token.scopes) == ("pbx", "d1", ("calls:read", "events:write"))
    assert token.last_used_at == used
    assert token.revoked_at is not None
    assert token.created_at <= token.revoked_at <= datetime.now(UTC)
