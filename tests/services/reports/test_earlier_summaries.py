"""A database from before the common summaries gives the same figures after the migration, at once and later."""

from __future__ import annotations

from callerid_dash.domain.numbers.phones import Dialing
from callerid_dash.services.reports.filter import ReportFilter
from callerid_dash.services.reports.metrics import records
from callerid_dash.services.services import Services
from callerid_dash.services.shared.verify import verify
from callerid_dash.store.engine.migrate import migrate
from callerid_dash.store.summaries.catalogue import SUMMARIES
from tests.parts.earlier_schema import before_summaries


def everything(services: Services) -> list[object]:
    """The reports of all calls."""
    services.feed.notify(["other tables"])
    wanted = ReportFilter()
    callers = services.reports.callers
    return [
        services.reports.summary(wanted),
        records(services.reports.volume(wanted).frame),
        services.reports.owner_answer_rates(wanted),
        records(callers.top(wanted)),
        callers.newcomers(wanted).whole,
        sorted(map(repr, records(callers.origins(wanted, "fa")))),
    ]


def test_an_earlier_database_tells_the_same(furnished: Services) -> None:
    while furnished.calls.ingest.refresh_summary("rollups"):
        pass
    expected = everything(furnished)
    before_summaries(furnished.store.engine)
    assert [each.name for each in migrate(furnished.store.engine)] == ["summaries"]
    assert everything(furnished) == expected
    assert verify(furnished.store, Dialing("IR", "21")).differences == ()
    for summary in SUMMARIES:
        while furnished.calls.ingest.refresh_summary(summary):
            pass
    assert everything(furnished) == expected
    assert verify(furnished.store, Dialing("IR", "21")).differences == ()
