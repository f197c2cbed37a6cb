"""Opens the services that commands need over the configured database, for the duration of a command."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from callerid_dash.commands.exports.work import Exports
from callerid_dash.services.accounts.accounts import Accounts
from callerid_dash.services.accounts.sign_in import SignIn
from callerid_dash.services.accounts.tokens import Tokens
from callerid_dash.services.core import opened_core
from callerid_dash.services.exports.service import Exporting
from callerid_dash.services.profiles.search import ProfileFinder
from callerid_dash.settings import Settings


@contextmanager
def open_accounts(settings: Settings, *, make: bool = False) -> Iterator[Accounts]:
    """Users and tokens of the configured database; see `opened_core`."""
    with opened_core(settings, make=make) as core:
        yield Accounts(core, Tokens(core, settings.api_token), SignIn(core))


@contextmanager
def open_exports(settings: Settings) -> Iterator[Exports]:
    """The exports of the configured database; see `opened_core`."""
    with opened_core(settings) as core:
        yield Exports(Exporting(core, ProfileFinder(core)), core.directory)
