"""What commands work with: a few services over the configured database, opened for their duration."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from callerid_dash.commands.exports.work import Exports
from callerid_dash.domain.numbers.locality import Locality
from callerid_dash.services.accounts.accounts import Accounts
from callerid_dash.services.accounts.tokens import Tokens
from callerid_dash.services.calls.call_log import CallLog
from callerid_dash.services.exports.service import Exporting
from callerid_dash.services.live.caller_lookup import Matcher
from callerid_dash.services.profiles.search import ProfileFinder
from callerid_dash.services.records.visibility import RecordSight
from callerid_dash.services.shared.audit_trail import Audit
from callerid_dash.services.shared.directory import Directory
from callerid_dash.settings import Settings
from callerid_dash.store.engine.database import open_store


@contextmanager
def open_accounts(settings: Settings, *, make: bool = False) -> Iterator[Accounts]:
    """Users and tokens of the configured database, which is made where there is none, or refused.

    Raises StoreUnavailable or BadSettings.
    """
    store = open_store(settings.database_url, make=make)
    try:
        directory = Directory(store, Locality(settings.dialing, settings.timezone))
        audit = Audit(store)
        yield Accounts(store, directory, Tokens(store, audit, settings.api_token), audit)
    finally:
        store.close()


@contextmanager
def open_exports(settings: Settings) -> Iterator[Exports]:
    """What leaves in files. Raises StoreUnavailable, also where there is no database, or BadSettings."""
    store = open_store(settings.database_url, make=False)
    try:
        directory = Directory(store, Locality(settings.dialing, settings.timezone))
        matcher = Matcher(store, directory)
        log, finder = CallLog(store, directory, matcher), ProfileFinder(store, directory, matcher)
        exporting = Exporting(store, directory, log, finder, RecordSight(directory, matcher), Audit(store))
        yield Exports(exporting, directory)
    finally:
        store.close()
