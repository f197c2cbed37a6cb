"""The services of a whole product, and two agents."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from callerid_dash.domain.users import Role, User
from callerid_dash.factory import build_services
from callerid_dash.services.accounts.accounts import OPERATOR
from callerid_dash.services.office.office import Office
from callerid_dash.services.services import Services
from callerid_dash.settings import Settings


@pytest.fixture
def services(store_url: str) -> Iterator[Services]:
    """The services of a whole product on an empty store of each engine."""
    services = build_services(Settings(database_url=store_url))
    yield services
    services.calls.test_calls.stop()
    services.store.close()


@pytest.fixture
def office(services: Services) -> Office:
    """The service of the office's settings."""
    return services.office


@pytest.fixture
def sara(services: Services) -> User:
    """An agent."""
    return services.accounts.add("sara", "a long password", Role.AGENT, OPERATOR)


@pytest.fixture
def reza(services: Services) -> User:
    """Another agent."""
    return services.accounts.add("reza", "a long password", Role.AGENT, OPERATOR)
