"""Profiles, an agent, and readers of exported files."""

from __future__ import annotations

import csv
import io

import pytest

from callerid_dash.domain.calls.filter import CallFilter
from callerid_dash.domain.profiles.profiles import PhoneDraft, ProfileDraft, ProfileKind
from callerid_dash.services.calls.ingest import Ingest
from callerid_dash.services.core import Core
from callerid_dash.services.exports.service import Download
from callerid_dash.services.profiles.profiles import Profiles
from tests.scenes import API, answered_call, event

EVERYTHING = CallFilter()


@pytest.fixture
def profiles(core: Core) -> Profiles:
    return Profiles(core)


def taken(download: Download) -> bytes:
    try:
        return b"".join(download)
    finally:
        download.close()


def read_csv(download: Download) -> list[dict[str, str]]:
    content = taken(download)
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def busy_morning(ingest: Ingest, profiles: Profiles) -> None:
    profiles.create(ProfileDraft(ProfileKind.PERSON, 'علی "رضا" مرادی', phones=(PhoneDraft("02188881111"),)), API)
    ingest.submit(answered_call("known", 0, caller="02188881111", line="L1", queue="sales"))
    ingest.submit([event("ringing", 100, "missed", caller_name="=1+1"), event("ended", 107.25, "missed")])
    ingest.submit([event("ringing", 200, "withheld", caller="anonymous", caller_name="a,b\tc")])
    ingest.submit([event("queued", 300, "odd", caller="@SUM(1)", caller_name="-2", queue="+q")])
