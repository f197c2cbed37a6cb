"""The location of the office, and the meaning of numbers before it was changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from callerid_dash.domain.audit import SubjectKind
from callerid_dash.domain.errors import InvalidInput, Stale
from callerid_dash.domain.numbers.phones import Dialing
from callerid_dash.domain.profiles.profiles import PhoneDraft
from callerid_dash.services.office.locality import stamp as place_stamp
from callerid_dash.services.office.office import Office
from callerid_dash.services.services import Services
from callerid_dash.services.shared.verify import verify
from tests.scenes import event
from tests.services.office.scenes import ADMIN, file_profile, trail


def test_another_area_code_leaves_old_numbers_what_they_were(services: Services, office: Office) -> None:
    local = "88776655"
    start = datetime.now(UTC) - timedelta(hours=1)
    services.calls.ingest.submit([replace(event("ringing", 0, "early", caller=local), at=start)])
    profile = file_profile(services, phones=(PhoneDraft(local),))
    before = services.directory.snapshot.locality
    office.rules.set_place("ir", "031", "Asia/Tehran", ADMIN, seen=place_stamp(before))
    assert services.directory.snapshot.locality.dialing == Dialing("IR", "31")
    late = datetime.now(UTC) + timedelta(minutes=5)
    ended = event("ended", 0, "early", caller=local)
    fresh = event("ringing", 0, "fresh", caller=local)
    for one, at in ((ended, start + timedelta(seconds=30)), (fresh, late)):
        services.calls.ingest.submit([replace(one, at=at)])
    numbers = {row.call.external_id: row.number.canonical for row in services.calls.log.page(None).items}
    assert numbers == {"early": "+982188776655", "fresh": "+983188776655"}
    assert services.profiles.get(profile).phones[0].canonical == "+982188776655"
    assert verify(services.store, services.settings.dialing).differences == ()
    with pytest.raises(Stale):
        office.rules.set_place("IR", "51", "Asia/Tehran", ADMIN, seen=place_stamp(before))
    assert [c.field for c in trail(services, SubjectKind.SETTING)[0].changes] == ["area_code"]


def test_verify_still_finds_a_number_that_was_never_read_so(services: Services, office: Office) -> None:
    services.calls.ingest.submit([event("ringing", caller="88776655")])
    office.rules.set_place("IR", "31", "Asia/Tehran", ADMIN)
    services.store.write(lambda s: s.script("UPDATE calls SET number = '+985188776655'"))
    assert verify(services.store, services.settings.dialing).total == 1


@pytest.mark.parametrize(
    ("region", "area_code", "timezone", "field"),
    [
        ("XX", "21", "Asia/Tehran", "region"),
        ("", "21", "Asia/Tehran", "region"),
        ("IR", "12345678", "Asia/Tehran", "area_code"),
        ("IR", "x", "Asia/Tehran", "area_code"),
        ("IR", "21", "Asia/Nowhere", "timezone"),
        ("IR", "21", "../../etc/passwd", "timezone"),
        ("IR", "21", "", "timezone"),
    ],
)
def test_a_place_exists(
    services: Services, office: Office, region: str, area_code: str, timezone: str, field: str
) -> None:
    before = services.directory.snapshot.settings
    with pytest.raises(InvalidInput) as wrong:
        office.rules.set_place(region, area_code, timezone, ADMIN)
    assert wrong.value.field == field
    assert services.directory.snapshot.settings == before


def test_another_zone_alone_is_no_other_numbering(services: Services, office: Office) -> None:
    office.rules.set_place("IR", "21", "Europe/Berlin", ADMIN)
    assert services.directory.snapshot.locality.timezone == "Europe/Berlin"
    assert services.directory.snapshot.past_dialings == ()
