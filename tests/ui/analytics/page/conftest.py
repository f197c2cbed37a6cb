"""A store with a few calls, and readers of the analytics page's answers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from callerid_dash.domain.calls.calls import CallEvent, EventKind
from callerid_dash.domain.profiles.profiles import PhoneDraft, ProfileDraft, ProfileKind
from callerid_dash.factory import build_services
from callerid_dash.services.services import Services
from callerid_dash.services.shared.clock import now
from callerid_dash.settings import read_settings
from callerid_dash.ui.analytics.page import answered, sheet
from callerid_dash.ui.text.formats import formats
from tests.scenes import API
from tests.ui.office import ADMIN, ZONE, context

KNOWN, STRANGER = "09121110001", "09122220002"


BEGAN = now().replace(minute=15, second=0) - timedelta(days=2)
"""Two days ago, within one quarter of an hour of any zone."""


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    path = tmp_path_factory.mktemp("analytics") / "callerid.duckdb"
    services = build_services(read_settings({"CALLERID_DATABASE_URL": f"duckdb:///{path}"}))
    services.profiles.create(ProfileDraft(ProfileKind.PERSON, name="=Maryam", phones=(PhoneDraft(KNOWN),)), API)
    events = []
    for i, caller in enumerate((KNOWN, STRANGER, STRANGER, "anonymous")):
        at = BEGAN + timedelta(minutes=i)
        kinds = [EventKind.RINGING, *([EventKind.ANSWERED] if i < 2 else []), EventKind.ENDED]
        events += [
            CallEvent("pbx", f"c{i}", kind, at + timedelta(seconds=8 * j), caller=caller, line="2001", extension="201")
            for j, kind in enumerate(kinds)
        ]
    services.calls.ingest.submit(events)
    yield services
    services.store.close()


def asked(services: Services, search: str = "", language: str = "en", answer: Any = sheet) -> Any:
    return answered(answer, services, context(ADMIN, language), search)


def words(tree: Any) -> str:
    """The visible text of a tree."""
    if isinstance(tree, dict):
        return words(tree["props"].get("children"))
    return " ".join(map(words, tree)) if isinstance(tree, list) else "" if tree is None else str(tree)


def the_time() -> datetime:
    """The time of the calls."""
    return formats("en", ZONE).local(BEGAN)


def the_day() -> str:
    return the_time().date().isoformat()


def kinds_of(data: Any, chart: str) -> dict[str, Any]:
    """The bars of a chart by the names of their kinds, without the legend's entries for pale bars."""
    drawn = data["figures"][f"chart-{chart}"]["data"]
    return {each["name"]: each for each in drawn if each["hoverinfo"] != "skip"}
