"""Our own lines, and the users of extensions."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from callerid_dash.domain.audit import AuditAction, SubjectKind
from callerid_dash.domain.errors import InvalidInput, NotFound, Stale
from callerid_dash.domain.users import User
from callerid_dash.services.accounts.accounts import OPERATOR
from callerid_dash.services.office.lists import COLORS, RECORD_KINDS
from callerid_dash.services.office.office import Office
from callerid_dash.services.services import Services
from tests.scenes import event
from tests.services.office.scenes import ADMIN, GOLD, HIDDEN, trail


def test_lines_are_named_renamed_and_removed(services: Services, office: Office) -> None:
    office.lines.add("۲۰۰۱", " Front   desk ", ADMIN)
    assert services.directory.snapshot.lines == {"2001": "Front desk"}
    with pytest.raises(InvalidInput) as twice:
        office.lines.add("2001", "Again", ADMIN)
    assert twice.value.field == "number"
    office.lines.change("2001", "<b>Reception</b>", ADMIN, seen="Front desk")
    with pytest.raises(Stale):
        office.lines.change("2001", "Door", ADMIN, seen="Front desk")
    with pytest.raises(Stale):
        office.lines.remove("2001", ADMIN, seen="Front desk")
    assert services.directory.snapshot.lines == {"2001": "<b>Reception</b>"}
    office.lines.remove("2001", ADMIN, seen="<b>Reception</b>")
    assert services.directory.snapshot.lines == {}
    with pytest.raises(NotFound):
        office.lines.change("2001", "Door", ADMIN)
    assert [line.action for line in trail(services, SubjectKind.LINE)] == [
        AuditAction.REMOVED,
        AuditAction.CHANGED,
        AuditAction.ADDED,
    ]


@pytest.mark.parametrize("number", ["", "  ", "20 01", "1" * 41, "١٢\u0000", "a,b", "خط"])
def test_a_line_is_written_as_calls_carry_it(services: Services, office: Office, number: str) -> None:
    with pytest.raises(InvalidInput) as wrong:
        office.lines.add(number, "Front desk", ADMIN)
    assert wrong.value.field == "number"
    assert services.directory.snapshot.lines == {}


@pytest.mark.parametrize("title", ["", " \u200c ", "x" * 81, *HIDDEN])
def test_titles_are_read_by_people(services: Services, office: Office, title: str) -> None:
    for attempt in (
        lambda: office.lines.add("2001", title, ADMIN),
        lambda: office.list(COLORS).add({**GOLD, "title": title}, ADMIN),
        lambda: office.categories.add({"title": title, "parent_id": None}, ADMIN),
        lambda: office.list(RECORD_KINDS).add({"title": title}, ADMIN),
    ):
        with pytest.raises(InvalidInput) as wrong:
            attempt()
        assert wrong.value.field == "title"
    assert not services.directory.snapshot.lines


def test_what_calls_have_shown_is_suggested(services: Services, office: Office, sara: User) -> None:
    now = datetime.now(UTC)

    def ring(key: str, line: str, extension: str, ago: timedelta = timedelta(0)) -> None:
        rings = event("ringing", 0, key, line=line, extension=extension)
        services.calls.ingest.submit([replace(rings, at=now - ago)])

    ring("a", "2001", "101")
    ring("b", "2001", "102")
    ring("c", "2002", "102")
    ring("d", "2003", "103", timedelta(days=200))
    assert office.lines.suggested(ADMIN) == {"2001": 2, "2002": 1}
    assert office.extensions.suggested(ADMIN) == {"102": 2, "101": 1}
    office.lines.add("2001", "Front desk", ADMIN)
    office.extensions.add("102", sara.id, ADMIN)
    assert office.lines.suggested(ADMIN) == {"2002": 1}
    assert office.extensions.suggested(ADMIN) == {"101": 1}


def test_an_extension_belongs_to_one_user(services: Services, office: Office, sara: User, reza: User) -> None:
    office.extensions.add("101", sara.id, ADMIN)
    with pytest.raises(InvalidInput) as taken:
        office.extensions.add("101", reza.id, ADMIN)
    assert (taken.value.field, taken.value.values) == ("number", {"username": "sara"})
    office.extensions.change("101", reza.id, ADMIN, seen=sara.id)
    with pytest.raises(Stale):
        office.extensions.change("101", sara.id, ADMIN, seen=sara.id)
    users = services.directory.snapshot.users
    assert (users[sara.id].extensions, users[reza.id].extensions) == ((), ("101",))
    office.extensions.remove("101", ADMIN, seen=reza.id)
    with pytest.raises(NotFound):
        office.extensions.remove("101", ADMIN)


def test_extensions_are_given_to_those_who_may_sign_in(services: Services, office: Office, sara: User) -> None:
    services.accounts.set_disabled(sara.id, True, OPERATOR)
    for user_id in (sara.id, 999, None):
        with pytest.raises(InvalidInput) as wrong:
            office.extensions.add("101", user_id, ADMIN)
        assert wrong.value.field == "user"
