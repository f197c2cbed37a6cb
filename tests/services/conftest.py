"""Services over a real store, put together by hand so that each test sees its parts."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from callerid_dash.factory import build_services
from callerid_dash.services.calls.call_log import CallLog
from callerid_dash.services.calls.ingest import Ingest
from callerid_dash.services.exports.service import Exporting
from callerid_dash.services.live.caller_lookup import Matcher
from callerid_dash.services.live.change_notifications import News
from callerid_dash.services.live.feed import Feed
from callerid_dash.services.profiles.search import ProfileFinder
from callerid_dash.services.records.visibility import RecordSight
from callerid_dash.services.services import Services
from callerid_dash.services.shared.audit_trail import Audit
from callerid_dash.services.shared.directory import Directory
from callerid_dash.settings import read_settings
from callerid_dash.store.engine.database import Store, open_store
from tests.services.raw_calls import KNOWN, LATER, save, some_calls


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    """An empty store on each engine, closed after the test."""
    store = open_store(store_url)
    yield store
    store.close()


@pytest.fixture
def directory(store: Store) -> Directory:
    """The small tables in memory."""
    return Directory(store)


@pytest.fixture
def matcher(store: Store, directory: Directory) -> Matcher:
    """Who holds a number."""
    return Matcher(store, directory)


@pytest.fixture
def feed(directory: Directory) -> Feed:
    """An empty live feed."""
    return Feed(lambda: directory.snapshot.visibility)


@pytest.fixture
def ingest(store: Store, feed: Feed, matcher: Matcher, directory: Directory) -> Ingest:
    """The writer of calls, for an office in Tehran."""
    return Ingest(store, feed, matcher, directory)


@pytest.fixture
def audit(store: Store) -> Audit:
    """The audit trail."""
    return Audit(store)


@pytest.fixture
def news(matcher: Matcher, feed: Feed) -> News:
    """What follows a change."""
    return News(matcher, feed)


@pytest.fixture
def finder(store: Store, directory: Directory, matcher: Matcher) -> ProfileFinder:
    """The search in the address book."""
    return ProfileFinder(store, directory, matcher)


@pytest.fixture
def services(store_url: str) -> Iterator[Services]:
    """The whole product on each engine, empty."""
    services = build_services(read_settings({"CALLERID_DATABASE_URL": store_url}))
    yield services
    services.store.close()


@pytest.fixture
def furnished(services: Services) -> Services:
    """A few hundred calls, one caller known from the start, one saved afterwards, and one of those undone."""
    save(services, "Known", KNOWN)
    events = some_calls(random.Random(7), 250)
    for i in range(0, len(events), 100):
        services.ingest.submit(events[i : i + 100])
    save(services, "Later", LATER)
    return services


@pytest.fixture
def log(store: Store, directory: Directory, matcher: Matcher) -> CallLog:
    """The log of calls."""
    return CallLog(store, directory, matcher)


@pytest.fixture
def exporting(
    store: Store, directory: Directory, matcher: Matcher, log: CallLog, finder: ProfileFinder, audit: Audit
) -> Exporting:
    """What leaves in files."""
    return Exporting(store, directory, log, finder, RecordSight(directory, matcher), audit)
