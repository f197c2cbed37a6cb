"""Links of bars, marks and tables on the analytics page."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

from callerid_dash.domain.calls.calls import CallEvent, EventKind
from callerid_dash.domain.profiles.profiles import PhoneDraft, ProfileDraft, ProfileKind
from callerid_dash.factory import build_services
from callerid_dash.services.services import Services
from callerid_dash.services.shared.clock import now
from callerid_dash.settings import read_settings
from callerid_dash.ui.analytics.page import callers
from callerid_dash.ui.kit import ids
from callerid_dash.ui.text.formats import formats
from tests.scenes import API
from tests.ui.analytics.page.conftest import KNOWN, STRANGER, asked, kinds_of, the_day, the_time, words
from tests.ui.office import ZONE


def the_hour() -> int:
    return the_time().hour


def marks(data: Any, chart: str) -> dict[str, set[str]]:
    """The links of a chart's marks, by the name of their kind."""
    return {name: set(filter(None, each["customdata"])) for name, each in kinds_of(data, chart).items()}


def test_a_bar_leads_to_its_days_and_its_kind(services: Services) -> None:
    data = asked(services, "?line=2001")
    days = f"range=custom&from={the_day()}&to={the_day()}&hour={the_hour()}"
    assert marks(data, "volume") == {
        "Answered calls": {f"{days}&outcome=answered"},
        "Missed calls": {f"{days}&outcome=missed"},
    }
    assert marks(data, "unknown") == {"Unknown": {f"{days}&known=false&known_then=false"}, "Everybody else": {days}}
    first = f"First call since {formats('en', ZONE).full_day(the_time())}"
    assert marks(asked(services, answer=callers), "newcomers") == {first: {days}, "Had called before": set()}
    assert marks(data, "waits") == {
        "Answered calls": {"wait_over=5&wait_up_to=10&outcome=answered"},
        "Missed calls": {"wait_over=5&wait_up_to=10&outcome=missed"},
    }


def test_within_one_day_a_bar_leads_to_its_hour_and_its_kind(services: Services) -> None:
    day = f"?range=custom&from={the_day()}&to={the_day()}"
    data = asked(services, f"{day}&outcome=answered")
    assert marks(data, "volume") == {"Answered calls": {f"hour={the_hour()}&outcome=answered"}}
    assert marks(data, "unknown")["Unknown"] == {f"hour={the_hour()}&known=false&known_then=false"}
    assert marks(asked(services, f"{day}&outcome=answered&hour={the_hour()}"), "volume") == {"Answered calls": set()}


def test_what_a_mark_leads_to_is_what_it_counts(services: Services) -> None:
    data = asked(services)
    bars = [bar for chart in ("volume", "waits") for bar in kinds_of(data, chart).values()]
    counted = [(link, y) for bar in bars for link, y in zip(bar["customdata"], bar["y"], strict=True) if link]
    field = data["figures"]["chart-hours"]["data"][0]
    fields = zip(chain(*field["customdata"]), chain(*field["z"]), strict=True)  # one such day in the range
    counted += [(link, calls) for link, calls in fields if link]
    assert len(counted) >= 5
    for link, calls in counted:
        shown = asked(services, f"?{link}")
        assert f"Calls {calls:g}" in words(shown["parts"][ids.ANALYTICS_FIGURES]), link


def test_tables_lead_where_marks_do(services: Services) -> None:
    table = json.dumps(asked(services, "?line=2001")["parts"]["chart-volume-more"])
    narrowed = f"range=custom&from={the_day()}&to={the_day()}&line=2001&hour={the_hour()}"
    assert f'"href": "/analytics?{narrowed}"' in table
    assert '"data-narrow": "range from to hour"' in table
    assert '"href": "/analytics?range=7days&line=2001&outcome=missed"' in table
    hours = json.dumps(asked(services, "?range=30days")["parts"]["chart-hours-more"])
    assert '"href": "/analytics?range=30days&weekday=7"' in hours
    assert '"href": "/analytics?range=30days&hour=23"' in hours
    phones = json.dumps(asked(services, answer=callers)["parts"][ids.ANALYTICS_EXTENSIONS])
    assert '"href": "/analytics?range=7days&extension=201"' in phones
    alone = asked(services, "?extension=201", answer=callers)["parts"][ids.ANALYTICS_EXTENSIONS]
    assert "extension=201" not in json.dumps(alone)


def test_a_bar_of_unknown_callers_leads_to_as_many_calls_as_it_counts(tmp_path: Path) -> None:
    services = build_services(read_settings({"CALLERID_DATABASE_URL": f"duckdb:///{tmp_path / 'callerid.duckdb'}"}))
    draft = ProfileDraft(ProfileKind.PERSON, name="Maryam", phones=(PhoneDraft(KNOWN),))
    maryam = services.profiles.create(draft, API).profile.id
    numbers = (KNOWN, STRANGER, "09123330003")
    events = [CallEvent("pbx", f"c{i}", EventKind.RINGING, now(), caller=number) for i, number in enumerate(numbers)]
    services.calls.ingest.submit(events)
    services.profiles.create(replace(draft, name="Sara", phones=(PhoneDraft(STRANGER),)), API)
    services.accounts.ensure_first_admin(services.settings)
    services.profiles.deleting.delete(maryam, services.directory.snapshot.usernames["admin"])
    bars = kinds_of(asked(services), "unknown")
    assert {name: sum(bar["y"]) for name, bar in bars.items()} == {"Unknown": 1, "Saved since": 1, "Everybody else": 1}
    for name in ("Unknown", "Saved since"):
        [change] = filter(None, bars[name]["customdata"])
        narrowed = kinds_of(asked(services, f"?{change}"), "unknown")
        assert {name: sum(bar["y"]) for name, bar in narrowed.items()} == {name: 1}
    services.store.close()
