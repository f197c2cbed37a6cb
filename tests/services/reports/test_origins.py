"""Origins of callers: places, operators and countries, as figures and as filters."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pandas as pd
import pytest

from callerid_dash.domain.calls.calls import CallEvent, EventKind
from callerid_dash.domain.errors import InvalidInput
from callerid_dash.domain.numbers.phones import Dialing
from callerid_dash.domain.profiles.numbering import Origin, OriginKind, origin, origin_code
from callerid_dash.services.calls import origins
from callerid_dash.services.reports.filter import ReportFilter
from callerid_dash.services.reports.metrics import records
from callerid_dash.services.services import Services
from tests.services.raw_calls import FIRST, TEHRAN, raw
from tests.services.reports.callers import IRAN, refreshed


def from_everywhere(services: Services) -> None:
    """Calls from provinces, operators and countries, service numbers, and a number of an unassigned range."""
    others = ("02188776655", "02632223344", "+49301234567", "+442071234567", "110", "09351234567", "+441534234567")
    services.calls.ingest.submit(
        [
            CallEvent("pbx", f"o{i}", kind, FIRST + timedelta(minutes=i), caller=number)
            for i, number in enumerate((*others, "+989701234567") * 2)
            for kind in (EventKind.RINGING, EventKind.ENDED)
        ]
    )


def test_origins_are_those_of_each_number(furnished: Services) -> None:
    from_everywhere(furnished)
    for wanted in (ReportFilter(), ReportFilter(line="2002"), ReportFilter(from_=FIRST + timedelta(days=1))):
        frame = raw(furnished, TEHRAN)
        frame = frame[frame.has_number]
        if wanted.line:
            frame = frame[frame.line == wanted.line]
        if wanted.from_:
            frame = frame[frame.start >= wanted.from_]
        frame["origin"] = pd.Series([origin(number, IRAN, "fa") for number in frame.number], frame.index)
        expected = {
            whence: (of.number.nunique(), len(of), (of.outcome == "missed").sum())
            for whence, of in frame.groupby("origin", sort=False)
        }
        found = {
            Origin(OriginKind(each.kind), each.name, each.region): (each.callers, each.calls, each.missed)
            for each in records(furnished.reports.callers.origins(wanted, "fa"))
        }
        assert found == expected
    kinds = set(furnished.reports.callers.origins(ReportFilter()).kind)
    assert {OriginKind.PLACE, OriginKind.OPERATOR, OriginKind.COUNTRY, OriginKind.INSIDE} <= kinds


@pytest.mark.parametrize("materialized", [False, True])
def test_an_origin_as_a_filter_finds_the_calls_that_its_bar_counts(furnished: Services, materialized: bool) -> None:
    from_everywhere(furnished)
    if materialized:
        refreshed(furnished, FIRST + timedelta(days=30))
    for wanted in (
        ReportFilter(),
        ReportFilter(line="2002"),
        ReportFilter(from_=FIRST + timedelta(hours=1), known=False),
    ):
        frame = raw(furnished, TEHRAN)
        frame = frame[frame.has_number & (frame.start >= (wanted.from_ or FIRST))]
        frame = frame if wanted.line is None else frame[frame.line == wanted.line]
        frame = frame if wanted.known is None else frame[frame.profile.isna()]
        frame["code"] = [origin_code(number, IRAN) for number in frame.number]
        bars = {each.code: each for each in records(furnished.reports.callers.origins(wanted, "fa"))}
        assert bars.keys() == set(frame.code)
        for code, bar in bars.items():
            narrowed, of_these = replace(wanted, origin=code), frame[frame.code == code]
            counts = furnished.reports.summary(narrowed)
            assert counts.total == bar.calls == len(of_these)
            assert counts.missed.calls == bar.missed == (of_these.outcome == "missed").sum()
            assert (
                furnished.reports.callers.newcomers(narrowed).whole.callers == bar.callers == of_these.number.nunique()
            )
            assert records(furnished.reports.callers.origins(narrowed, "fa")) == [bar]
            assert furnished.reports.heatmap(narrowed).calls.sum() == bar.calls
            top = furnished.reports.callers.top(narrowed, limit=500)
            assert set(top.number) == set(of_these.number)
    seen = furnished.calls.origins.seen("fa")
    assert seen["place:Tehran province"].name == "استان تهران"
    assert {"operator:IR-MCI", "country:DE", "country:JE", "other"} <= seen.keys()
    assert furnished.reports.summary(ReportFilter(origin="country:FR")).total == 0
    for wrong in ("", "Tehran", "moon:1", "place:\n"):
        with pytest.raises(InvalidInput) as caught:
            furnished.reports.summary(ReportFilter(origin=wrong))
        assert caught.value.field == "origin"


def test_numbers_that_begin_alike_but_are_not_as_long_may_be_of_different_origins(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def by_length(canonical: str, _dialing: Dialing) -> str:
        return "place:Short" if len(canonical) == 11 else "place:Long"

    services.calls.ingest.submit(
        [
            CallEvent("pbx", number, EventKind.RINGING, FIRST, caller=number)
            for number in ("+4930123456", "+49301234567", "+49301234568")
        ]
    )
    monkeypatch.setattr(origins, "origin_code", by_length)
    monkeypatch.setattr(origins, "origin_of_code", lambda _code: Origin(OriginKind.COUNTRY))
    found = {code: services.reports.summary(ReportFilter(origin=code)).total for code in ("place:Short", "place:Long")}
    assert found == {"place:Short": 1, "place:Long": 2}
