"""Accounts with a clock, and an agent."""

from __future__ import annotations

import pytest

from callerid_dash.domain.users import Role, User
from callerid_dash.services.accounts.accounts import OPERATOR, Accounts
from callerid_dash.services.accounts.sign_in import SignIn
from callerid_dash.services.accounts.tokens import Tokens
from callerid_dash.services.core import Core
from callerid_dash.services.shared.throttle import Limit, Throttle
from tests.clock import Clock

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
