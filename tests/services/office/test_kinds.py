"""The kinds of records."""

from __future__ import annotations

import pytest

from callerid_dash.domain.audit import AuditAction, SubjectKind
from callerid_dash.domain.errors import InvalidInput, Stale
from callerid_dash.services.office.lists import RECORD_KINDS
from callerid_dash.services.office.office import Office
from callerid_dash.services.office.ordered_list import stamp
from callerid_dash.services.services import Services
from tests.services.office.scenes import ADMIN, file_profile, trail


def test_kinds_of_ones_own_come_and_go(services: Services, office: Office) -> None:
    visit = office.list(RECORD_KINDS).add({"title": "Visit"}, ADMIN)
    office.list(RECORD_KINDS).change(visit, {"title": "Site visit"}, ADMIN)
    assert list(services.directory.snapshot.record_kinds)[-1] == visit
    seen = stamp(services.directory.snapshot.record_kinds[visit])
    office.list(RECORD_KINDS).change(visit, {"retired": True}, ADMIN, seen)
    with pytest.raises(Stale):
        office.list(RECORD_KINDS).change(visit, {"title": "Trip"}, ADMIN, seen)
    assert services.directory.snapshot.record_kinds[visit].retired
    office.list(RECORD_KINDS).remove(visit, ADMIN)
    assert visit not in services.directory.snapshot.record_kinds
    assert [line.action for line in trail(services, SubjectKind.RECORD_KIND)][:2] == [
        AuditAction.REMOVED,
        AuditAction.CHANGED,
    ]


def test_built_in_kinds_can_only_be_retired(services: Services, office: Office) -> None:
    note = next(kind.id for kind in services.directory.snapshot.record_kinds.values() if kind.key == "note")
    with pytest.raises(InvalidInput):
        office.list(RECORD_KINDS).change(note, {"title": "Memo"}, ADMIN)
    with pytest.raises(InvalidInput):
        office.list(RECORD_KINDS).remove(note, ADMIN)
    office.list(RECORD_KINDS).change(note, {"retired": True}, ADMIN)
    office.list(RECORD_KINDS).change(note, {"retired": False}, ADMIN)


def test_a_kind_with_records_stays(services: Services, office: Office) -> None:
    visit, profile = office.list(RECORD_KINDS).add({"title": "Visit"}, ADMIN), file_profile(services)
    services.store.write(
        lambda session: session.script(
            "INSERT INTO records (profile_id, kind_id, subject, happened_at, author_id) "
            f"VALUES ({profile}, {visit}, 'x', TIMESTAMP '2026-01-01 00:00:00', 1)"
        )
    )
    with pytest.raises(InvalidInput) as used:
        office.list(RECORD_KINDS).remove(visit, ADMIN)
    assert used.value.values == {"count": 1}
    assert office.list(RECORD_KINDS).uses(ADMIN) == {visit: 1}


def test_one_kind_is_always_offered(services: Services, office: Office) -> None:
    *others, last = services.directory.snapshot.record_kinds
    for kind in others:
        office.list(RECORD_KINDS).change(kind, {"retired": True}, ADMIN)
    with pytest.raises(InvalidInput):
        office.list(RECORD_KINDS).change(last, {"retired": True}, ADMIN)


def test_kinds_are_put_in_order(services: Services, office: Office) -> None:
    before = list(services.directory.snapshot.record_kinds)
    office.list(RECORD_KINDS).reorder(before[::-1], ADMIN, seen=before)
    assert list(services.directory.snapshot.record_kinds) == before[::-1]
