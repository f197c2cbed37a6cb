from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from uuid import uuid4

import pytest

from callerid_dash.domain.errors import Forbidden, InvalidInput, NotFound
from callerid_dash.domain.numbers.phones import parse_number
from callerid_dash.domain.profiles.profiles import PhoneKind, Profile, ProfileDraft, ProfileKind, ProfilePhone
from callerid_dash.domain.users import Role, User
from callerid_dash.factory import build_services
from callerid_dash.services.services import Services
from callerid_dash.settings import Settings
from callerid_dash.store.office import directory as tables
from callerid_dash.ui.add_number.dialogs import opener
from callerid_dash.ui.add_number.form import buttons, caller_line, confirmation, found, is_on
from callerid_dash.ui.profile_form.caller_asked import AskedCaller, caller_asked
from callerid_dash.ui.shell import search_box
from tests.scenes import AGENT, SUPERVISOR, answered_call, event
from tests.ui.office import DIALING, DIRECTORY, GOLD, SARA, attribute, by_class, context, owner, text, walk

NUMBER = "+989121234567"
SARAS = Profile(
    id=7,
    kind=ProfileKind.PERSON,
    name="Maryam Ahmadi",
    version=1,
    organization="Pars",
    color=GOLD,
    owners=(owner(SARA),),
    phones=(ProfilePhone(1, "02188776655", "+982188776655", kind=PhoneKind.LANDLINE, label="Office"),),
)


def caller(raw: str = "09121234567", call: str = "c1") -> AskedCaller:
    return AskedCaller(parse_number(raw, DIALING), "0912 123 4567", call)


def test_a_hit_tells_profiles_apart() -> None:
    [hit] = by_class(found([SARAS], 0, "mar", caller(), DIRECTORY, context()), "hit")
    words = text(hit)
    for expected in ("Person", "Maryam Ahmadi", "Pars", "VIP", "Sales", "sara", "021 8877 6655", "Select and close"):
        assert expected in words
    assert attribute(hit, "data-hit") == "7"


def test_hits_that_are_only_written_similarly_come_under_a_heading() -> None:
    shown = found(
        [SARAS, replace(SARAS, id=8, name="Maryam Ahmady")], 1, "maryam ahmadi", caller(), DIRECTORY, context()
    )
    [listed] = by_class(shown, "hits")
    assert [text(line).split()[0] for line in listed.children] == ["Person", "Written", "Person"]


def test_before_anything_is_typed_nothing_is_claimed() -> None:
    assert "Type a part" in text(found([], 0, "", caller(), DIRECTORY, context()))


def test_with_nothing_found_the_caller_can_be_saved_instead() -> None:
    parts = list(walk(found([], 0, "zz", caller(), DIRECTORY, context())))
    asked = [
        (attribute(p, "data-dialog"), json.loads(str(attribute(p, "data-args"))))
        for p in parts
        if attribute(p, "data-dialog")
    ]
    given = {"call": "c1", "number": "0912 123 4567"}
    assert asked == [("profile-new", {"kind": "person", **given}), ("profile-new", {"kind": "organization", **given})]


def test_the_number_is_shown_on_the_profile_as_not_saved_yet() -> None:
    step = confirmation(SARAS, caller(), 3, DIRECTORY, context())
    [new] = by_class(step, "add-new")
    assert "0912 123 4567 not saved yet" in text(new)
    assert "3 calls of this number" in text(step)
    fields = {
        part.id["field"]: part.value
        for part in walk(step)
        if isinstance(getattr(part, "id", None), dict) and "field" in part.id
    }
    assert fields == {"kind": "mobile", "label": "", "call": "c1", "number": "09121234567", "profile": "7"}
    assert [text(part).strip() for part in buttons(SARAS, caller(), context().words())] == ["Search again", "Save"]


def test_a_number_that_is_on_the_profile_already_cannot_be_saved_again() -> None:
    there = caller("021 8877 6655")
    assert is_on(SARAS, there)
    assert "already on the profile" in text(confirmation(SARAS, there, 0, DIRECTORY, context()))
    assert [text(part).strip() for part in buttons(SARAS, there, context().words())] == ["Search again"]


def test_the_caller_is_named_as_far_as_the_network_does() -> None:
    line = caller_line(replace(caller(), network_name="Pars Co"), context())
    assert "0912 123 4567" in text(line)
    assert "Pars Co" in text(line)


def test_the_search_box_leads_to_profiles_and_to_all_results() -> None:
    parts = list(walk(search_box.hits([SARAS], 0, "mar & co", DIRECTORY, context())))
    assert [part.href for part in parts if getattr(part, "href", None)] == ["/profiles/7", "/profiles?q=mar%20%26%20co"]


@pytest.mark.parametrize(
    ("typed", "offered"),
    [("0912 123 4567", True), ("۰۹۱۲۱۲۳۴۵۶۷", True), ("88776655", False), ("202", False), ("zz", False)],
)
def test_a_number_that_nobody_has_can_be_saved_from_the_search_box(typed: str, offered: bool) -> None:
    shown = search_box.hits([SARAS], 0, typed, DIRECTORY, context())
    assert ("is on no profile yet" in text(shown)) == offered


@pytest.fixture
def services(empty_duckdb: str) -> Iterator[Services]:
    built = build_services(Settings(database_url=empty_duckdb, secret_key="for tests"))
    yield built
    built.store.close()


def test_the_caller_of_a_call_is_written_as_people_here_write_it(services: Services) -> None:
    call = services.calls.ingest.submit([event("ringing", caller=NUMBER, caller_name="Pars Co")])
    assert call
    [row] = services.calls.log.page(None).items
    asked = caller_asked(services, SUPERVISOR, {"call": str(row.call.id), "number": "0211234"})
    assert (asked.written, asked.number.canonical, asked.network_name) == ("0912 123 4567", NUMBER, "Pars Co")


def test_a_call_out_of_sight_is_forbidden_even_by_hand(services: Services) -> None:
    services.calls.ingest.submit(answered_call())
    [row] = services.calls.log.page(None).items
    services.store.write(lambda session: tables.set_setting(session, "visibility", "own_extension"))
    services.directory.reload()
    stranger = User(99, "x", "", Role.AGENT, extensions=("555",))
    asked = {"call": str(row.call.id)}
    assert caller_asked(services, AGENT, asked).number.canonical == NUMBER
    for call in (asked, {"call": str(uuid4())}, {"call": "no id"}):
        with pytest.raises(Forbidden):
            caller_asked(services, stranger, call)


@pytest.mark.parametrize("number", ["", "anonymous"])
def test_without_a_number_there_is_nothing_to_add(services: Services, number: str) -> None:
    with pytest.raises(InvalidInput):
        caller_asked(services, AGENT, {"number": number})


def test_an_invalid_number_stays_as_it_was_written(services: Services) -> None:
    assert caller_asked(services, AGENT, {"number": "12-abc"}).written == "12-abc"


def test_with_a_profile_the_dialog_begins_at_the_confirmation(services: Services) -> None:
    saved = services.profiles.create(ProfileDraft(ProfileKind.ORGANIZATION, "Pars"), SUPERVISOR).profile
    here = context(SUPERVISOR)
    dialog = opener(services, here, {"number": NUMBER, "profile": str(saved.id)})
    assert "not saved yet" in text(dialog.body)
    assert "Save" in text(dialog.footer)
    assert "not saved yet" not in text(opener(services, here, {"number": NUMBER}).body)


def test_a_profile_that_somebody_has_deleted_is_said_to_be_gone(services: Services) -> None:
    with pytest.raises(NotFound, match="not there any more"):
        opener(services, context(SUPERVISOR), {"number": NUMBER, "profile": "999"})
