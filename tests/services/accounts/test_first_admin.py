"""The first start creates an admin."""

from __future__ import annotations

import pytest

from callerid_dash.domain.errors import BadSettings
from callerid_dash.domain.users import Role, User
from callerid_dash.services.accounts.accounts import Accounts
from callerid_dash.settings import Settings
from tests.services.accounts.conftest import PASSWORD


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
