"""The list of colors, and what follows a change of one."""

from __future__ import annotations

import pytest

from callerid_dash.domain.audit import AuditAction, SubjectKind
from callerid_dash.domain.errors import InvalidInput, NotFound, Stale
from callerid_dash.domain.profiles.profiles import PhoneDraft
from callerid_dash.services.office.colors import stamp as color_stamp
from callerid_dash.services.office.office import Office
from callerid_dash.services.services import Services
from callerid_dash.store.profiles import holders
from tests.scenes import SUPERVISOR, event
from tests.services.office.scenes import ADMIN, GOLD, file_profile, trail


def test_another_color_repaints_the_rows_of_open_pages(services: Services, office: Office) -> None:
    gold = office.colors.add(*GOLD, ADMIN)
    file_profile(services, color_id=gold, phones=(PhoneDraft("09121234567"),))
    services.calls.ingest.submit([event("ringing")])
    delta = services.feed.since(None, SUPERVISOR, 50)
    assert delta
    office.colors.update(gold, "Blue", "", "#0000FF", ADMIN, seen=color_stamp(services.directory.snapshot.colors[gold]))
    repainted = services.feed.since(delta.cursor, SUPERVISOR, 50)
    assert repainted
    (row,) = repainted.changed
    assert row.holders[0].color
    assert (row.holders[0].color.title, row.holders[0].color.hex) == ("Blue", "#0000ff")
    assert "*" in repainted.topics


def test_two_admins_change_a_color(services: Services, office: Office) -> None:
    gold = office.colors.add(*GOLD, ADMIN)
    seen = color_stamp(services.directory.snapshot.colors[gold])
    office.colors.update(gold, "Golden", "", "#d4a017", ADMIN, seen)
    with pytest.raises(Stale):
        office.colors.update(gold, "Yellow", "", "#ffff00", ADMIN, seen)
    assert services.directory.snapshot.colors[gold].title == "Golden"


@pytest.mark.parametrize("code", ["", "red", "#12345", "#gggggg", "#1234567", "url(x)"])
def test_a_color_has_a_hex_code(office: Office, code: str) -> None:
    with pytest.raises(InvalidInput) as wrong:
        office.colors.add("Red", "", code, ADMIN)
    assert wrong.value.field == "hex"


def test_titles_of_colors_differ(office: Office) -> None:
    office.colors.add(*GOLD, ADMIN)
    with pytest.raises(InvalidInput) as wrong:
        office.colors.add("GOLD", "", "#000000", ADMIN)
    assert wrong.value.field == "title"


def test_colors_are_put_in_order(services: Services, office: Office) -> None:
    a, b, c = (office.colors.add(title, "", "#000000", ADMIN) for title in "ABC")
    office.colors.reorder([c, a, b], ADMIN, seen=[a, b, c])
    assert list(services.directory.snapshot.colors) == [c, a, b]
    with pytest.raises(Stale):
        office.colors.reorder([b, a, c], ADMIN, seen=[a, b, c])
    for wrong in ([a, b], [a, a, b], [a, b, 99]):
        with pytest.raises(InvalidInput):
            office.colors.reorder(wrong, ADMIN)
    assert trail(services, SubjectKind.COLOR)[0].changes[0].after == "C, A, B"


def test_a_deleted_color_leaves_its_profiles(services: Services, office: Office) -> None:
    gold = office.colors.add(*GOLD, ADMIN)
    profile = file_profile(services, color_id=gold)
    assert office.colors.uses(ADMIN) == {gold: 1}
    with pytest.raises(Stale):
        office.colors.remove(gold, ADMIN, losing=0)
    assert services.profiles.get(profile).color
    assert office.colors.remove(gold, ADMIN, losing=1) == 1
    left = services.profiles.get(profile)
    assert (left.color, left.version) == (None, 2)
    with services.store.read() as session:
        assert holders.outdated(session) == []
    (line,) = [e for e in services.audit.of_profile(ADMIN, profile).items if e.action is AuditAction.CHANGED]
    assert [(c.field, c.before, c.after) for c in line.changes] == [("color", "Gold", "")]
    with pytest.raises(NotFound):
        office.colors.remove(gold, ADMIN)
