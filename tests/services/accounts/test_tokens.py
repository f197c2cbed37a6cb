"""Tokens: created once, checked without a query, invalid as soon as they are revoked."""

from __future__ import annotations

import re

import pytest

from callerid_dash.domain.audit import AuditAction
from callerid_dash.domain.errors import Forbidden, InvalidInput, NotFound
from callerid_dash.domain.scopes import Scope
from callerid_dash.domain.users import User
from callerid_dash.services.accounts.accounts import OPERATOR
from callerid_dash.services.accounts.tokens import Tokens
from callerid_dash.services.core import Core
from callerid_dash.services.shared.audit_trail import Audit
from callerid_dash.store.engine.database import Store
from tests.clock import Clock
from tests.scenes import AGENT, SUPERVISOR


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def tokens(core: Core, clock: Clock) -> Tokens:
    return Tokens(core, clock=clock)


def test_a_token_is_verified_with_its_scopes(tokens: Tokens) -> None:
    token = tokens.create("pbx", ["events:write", "calls:read"], OPERATOR)
    bearer = tokens.verify(token)
    assert bearer
    assert (bearer.name, bearer.scopes) == ("pbx", frozenset({Scope.EVENTS_WRITE, Scope.CALLS_READ}))


def test_a_token_has_256_random_bits_and_is_not_stored(tokens: Tokens) -> None:
    token = tokens.create("pbx", ["events:write"], OPERATOR)
    assert re.fullmatch(r"cid_[\w-]{43}", token)
    assert token not in repr(tokens.all())


@pytest.mark.parametrize("token", ["", "cid_", "cid_" + "A" * 43, "\ud800", "x" * 10_000])
def test_an_unknown_token_is_nobody(tokens: Tokens, token: str) -> None:
    tokens.create("pbx", ["events:write"], OPERATOR)
    assert tokens.verify(token) is None


def test_a_revoked_token_is_refused_at_once(tokens: Tokens) -> None:
    token = tokens.create("pbx", ["events:write"], OPERATOR)
    assert tokens.verify(token)
    tokens.revoke(tokens.all()[0].id, OPERATOR)
    assert tokens.verify(token) is None
    with pytest.raises(NotFound):
        tokens.revoke(tokens.all()[0].id, OPERATOR)


def test_what_another_process_changes_is_noticed_within_seconds(core: Core, tokens: Tokens, clock: Clock) -> None:
    token = tokens.create("pbx", ["events:write"], OPERATOR)
    assert tokens.verify(token)
    elsewhere = Tokens(core)
    newer = elsewhere.create("newer", ["events:write"], OPERATOR)
    elsewhere.revoke(elsewhere.all()[0].id, OPERATOR)
    clock.now += 10
    assert tokens.verify(token) is None
    assert tokens.verify(newer)


def test_verifying_costs_no_query_while_what_is_known_is_fresh(tokens: Tokens, monkeypatch: pytest.MonkeyPatch) -> None:
    token = tokens.create("pbx", ["events:write"], OPERATOR)
    assert tokens.verify(token)
    monkeypatch.setattr(tokens, "all", lambda: pytest.fail("asked the store"))
    assert tokens.verify(token)
    assert tokens.verify("cid_unknown") is None


def test_the_last_use_is_noted_at_most_once_a_minute(store: Store, tokens: Tokens, clock: Clock) -> None:
    token = tokens.create("pbx", ["events:write"], OPERATOR)

    def last_used() -> object:
        store.write(lambda _: None)  # what was submitted earlier is written by now
        return tokens.all()[0].last_used_at

    assert last_used() is None
    tokens.verify(token)
    first = last_used()
    assert first
    clock.now += 59
    tokens.verify(token)
    assert last_used() == first
    clock.now += 1
    tokens.verify(token)
    assert last_used() != first


def test_the_configured_token_may_do_everything(core: Core) -> None:
    tokens = Tokens(core, "from the environment")
    bearer = tokens.verify("from the environment")
    assert bearer
    assert bearer.scopes == set(Scope)
    assert tokens.verify("from the environmen") is None


def test_no_configured_token_means_no_empty_token(tokens: Tokens) -> None:
    assert tokens.verify("") is None


@pytest.mark.parametrize(
    ("name", "scopes", "field"), [("", ["calls:read"], "name"), ("x", [], "scopes"), ("x", ["all"], "scopes")]
)
def test_a_token_needs_a_name_and_known_scopes(tokens: Tokens, name: str, scopes: list[str], field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        tokens.create(name, scopes, OPERATOR)
    assert refused.value.field == field
    assert tokens.all() == []


@pytest.mark.parametrize("user", [AGENT, SUPERVISOR], ids=lambda user: user.role)
def test_only_admins_make_and_revoke_tokens(tokens: Tokens, user: User) -> None:
    with pytest.raises(Forbidden):
        tokens.create("pbx", ["events:write"], user)
    assert tokens.all() == []
    tokens.create("pbx", ["events:write"], OPERATOR)
    with pytest.raises(Forbidden):
        tokens.revoke(tokens.all()[0].id, user)
    assert tokens.all()[0].revoked_at is None


def test_the_trail_tells_of_tokens_and_never_the_token(tokens: Tokens, store: Store) -> None:
    token = tokens.create("pbx", ["events:write"], OPERATOR)
    tokens.revoke(tokens.all()[0].id, OPERATOR)
    lines = Audit(store).page(OPERATOR).items
    assert [(line.action, line.title) for line in lines] == [(AuditAction.REMOVED, "pbx"), (AuditAction.ADDED, "pbx")]
    assert token not in repr(lines)


def test_supervisors_make_and_revoke_wall_links_and_no_other_token(tokens: Tokens) -> None:
    tokens.create("hall", [Scope.WALL_READ], SUPERVISOR)
    tokens.create("pbx", ["events:write"], OPERATOR)
    with pytest.raises(Forbidden):
        tokens.create("hall", [Scope.WALL_READ], AGENT)
    link, other = tokens.all()
    with pytest.raises(Forbidden):
        tokens.revoke(other.id, SUPERVISOR)
    with pytest.raises(Forbidden):
        tokens.revoke(link.id, AGENT)
    tokens.revoke(link.id, SUPERVISOR)
    assert [token.revoked_at is None for token in tokens.all()] == [False, True]


def test_a_wall_link_shows_the_wall_and_nothing_else(tokens: Tokens) -> None:
    key = tokens.create("hall", [Scope.WALL_READ], OPERATOR)
    assert tokens.wall_link(key)
    assert not tokens.wall_link(tokens.create("pbx", ["reports:read"], OPERATOR))
    with pytest.raises(InvalidInput):
        tokens.create("hall", [Scope.WALL_READ, "calls:read"], OPERATOR)
