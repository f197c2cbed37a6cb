"""What a command about accounts works with: the services over the configured database, opened for its duration."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from callerid_dash.domain.locality import Locality
from callerid_dash.services.accounts import Accounts
from callerid_dash.services.audit import Audit
from callerid_dash.services.directory import Directory
from callerid_dash.services.tokens import Tokens
from callerid_dash.settings import Settings
from callerid_dash.store.database import open_store


@contextmanager
def open_accounts(settings: Settings) -> Iterator[Accounts]:
    """Users and tokens of the configured database. Raises StoreUnavailable or BadSettings."""
    store = open_store(settings.database_url)
    try:
        directory = Directory(store, Locality(settings.dialing, settings.timezone))
        audit = Audit(store)
        yield Accounts(store, directory, Tokens(store, audit, settings.api_token), audit)
    finally:
        store.close()
