"""The list of colors, and the effects of a change."""

from __future__ import annotations

import pytest

from callerid_dash.domain.audit import AuditAction, SubjectKind
from callerid_dash.domain.errors import InvalidInput, NotFound, Stale
from callerid_dash.domain.profiles.profiles import PhoneDraft
from callerid_dash.services.office.lists import COLORS
from callerid_dash.services.office.office import Office
from callerid_dash.services.office.ordered_list import stamp
from callerid_dash.services.services import Services
from callerid_dash.store.profiles import holders
from tests.scenes import SUPERVISOR, event
from tests.services.office.scenes import ADMIN, GOLD, file_profile, trail


def test_another_color_repaints_the_rows_of_open_pages(services: Services, office: Office) -> None:
    gold = office.list(COLORS).add(GOLD, ADMIN)
    file_profile(services, color_id=gold, phones=(PhoneDraft("09121234567"),))
    services.calls.ingest.submit([event("ringing")])
    delta = services.feed.since(None, SUPERVISOR, 50)
    assert delta
    office.list(COLORS).change(
        gold, {"title": "Blue", "hex": "#0000FF"}, ADMIN, seen=stamp(services.directory.snapshot.colors[gold])
    )
    repainted = services.feed.since(delta.cursor, SUPERVISOR, 50)
    assert repainted
    (row,) = repainted.changed
    assert row.holders[0].color
    assert (row.holders[0].color.title, row.holders[0].color.hex) == ("Blue", "#0000ff")
    assert "*" in repainted.topics


def test_two_admins_change_a_color(services: Services, office: Office) -> None:
    gold = office.list(COLORS).add(GOLD, ADMIN)
    seen = stamp(services.directory.snapshot.colors[gold])
    office.list(COLORS).change(gold, {"title": "Golden"}, ADMIN, seen)
    with pytest.raises(Stale):
        office.list(COLORS).change(gold, {"title": "Yellow"}, ADMIN, seen)
    assert services.directory.snapshot.colors[gold].title == "Golden"


@pytest.mark.parametrize("code", ["", "red", "#12345", "#gggggg", "#1234567", "url(x)"])
def test_a_color_has_a_hex_code(office: Office, code: str) -> None:
    with pytest.raises(InvalidInput) as wrong:
        office.list(COLORS).add({**GOLD, "hex": code}, ADMIN)
    assert wrong.value.field == "hex"


def test_titles_of_colors_differ(office: Office) -> None:
    office.list(COLORS).add(GOLD, ADMIN)
    with pytest.raises(InvalidInput) as wrong:
        office.list(COLORS).add({**GOLD, "title": "GOLD"}, ADMIN)
    assert wrong.value.field == "title"


def test_colors_are_put_in_order(services: Services, office: Office) -> None:
    a, b, c = (office.list(COLORS).add({**GOLD, "title": title}, ADMIN) for title in "ABC")
    office.list(COLORS).reorder([c, a, b], ADMIN, seen=[a, b, c])
    assert list(services.directory.snapshot.colors) == [c, a, b]
    with pytest.raises(Stale):
        office.list(COLORS).reorder([b, a, c], ADMIN, seen=[a, b, c])
    for wrong in ([a, b], [a, a, b], [a, b, 99]):
        with pytest.raises(InvalidInput):
            office.list(COLORS).reorder(wrong, ADMIN)
    assert trail(services, SubjectKind.COLOR)[0].changes[0].after == "C, A, B"


def test_a_deleted_color_leaves_its_profiles(services: Services, office: Office) -> None:
    gold = office.list(COLORS).add(GOLD, ADMIN)
    profile = file_profile(services, color_id=gold)
    assert office.list(COLORS).uses(ADMIN) == {gold: 1}
    with pytest.raises(Stale):
        office.list(COLORS).remove(gold, ADMIN, uses=0)
    assert services.profiles.get(profile).color
    assert office.list(COLORS).remove(gold, ADMIN, uses=1) == 1
    left = services.profiles.get(profile)
    assert (left.color, left.version) == (None, 2)
    with services.store.read() as session:
        assert holders.outdated(session) == []
    (line,) = [e for e in services.audit.of_profile(ADMIN, profile).items if e.action is AuditAction.CHANGED]
    assert [(c.field, c.before, c.after) for c in line.changes] == [("color", "Gold", "")]
    with pytest.raises(NotFound):
        office.list(COLORS).remove(gold, ADMIN)
