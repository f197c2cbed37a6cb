"""Opens the services that commands need over the configured database, for the duration of a command."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager

from callerid_dash.commands.exports.work import Exports
from callerid_dash.commands.imports.calls_work import CallImports
from callerid_dash.commands.imports.profiles_work import ProfileImports
from callerid_dash.commands.streams import Streamed
from callerid_dash.factory import build_services
from callerid_dash.services.accounts.accounts import Accounts
from callerid_dash.services.accounts.sign_in import SignIn
from callerid_dash.services.accounts.tokens import Tokens
from callerid_dash.services.core import opened_core
from callerid_dash.services.exports.service import Exporting
from callerid_dash.services.profiles.search import ProfileFinder
from callerid_dash.services.services import Services
from callerid_dash.settings import Settings


@contextmanager
def open_accounts(settings: Settings, *, make: bool = False) -> Iterator[Accounts]:
    """Users and tokens of the configured database; see `opened_core`."""
    with opened_core(settings, make=make) as core:
        yield Accounts(core, Tokens(core, settings.api_token), SignIn(core))


@contextmanager
def open_exports(settings: Settings) -> Iterator[Mapping[str, Streamed]]:
    """The exports of the configured database; see `opened_core`."""
    with opened_core(settings) as core:
        yield Exports(Exporting(core, ProfileFinder(core)), core.directory).streams()


@contextmanager
def open_imports(settings: Settings) -> Iterator[Mapping[str, Streamed]]:
    """The imports into the configured database, which is created if there is none."""
    services = build_services(settings)
    with closing(services.store):
        yield import_streams(services)


def import_streams(services: Services) -> dict[str, Streamed]:
    """Each import by its name."""
    imports = services.imports
    return CallImports(imports.calls.importing).streams() | ProfileImports(imports.profiles.importing).streams()
