"""The page of a profile as data: its head, numbers and people for each viewer, and the dialog of a number."""

from __future__ import annotations

from dataclasses import replace

import pytest

from callerid_dash.domain.numbers.phones import Dialing
from callerid_dash.domain.profiles.profiles import Profile, ProfileKind
from callerid_dash.domain.users import User
from callerid_dash.ui.add_number.phone_dialogs import phone_dialog, removal_dialog
from callerid_dash.ui.profile import page
from tests.ui.office import (
    ADMIN,
    REZA,
    SARA,
    FakeMerging,
    FakeServices,
    attribute,
    by_class,
    context,
    holder,
    text,
    walk,
)
from tests.ui.profile.conftest import BOSS, MARYAM, Drawn, dialogs, hrefs


def test_the_head_says_who_it_is_and_who_answers_for_it(drawn: Drawn) -> None:
    head, _ = drawn()
    for words in ("Pars", "Maryam Ahmadi", "Person", "Customers › Hospitals", "VIP", "sara"):
        assert words in text(head)
    assert [part.title for part in by_class(head, "fact") if getattr(part, "title", None)] == ["our best customers"]
    assert hrefs(head) == ["/profiles/9", "tel:+982188776655"]  # the default number is the one that is called


@pytest.mark.parametrize(
    ("viewer", "offered"),
    [
        (SARA, ["Call", "New record", "Edit", "Merge…"]),
        (REZA, ["Call", "New record", "Edit"]),
        (BOSS, ["Call", "New record", "Edit", "Merge…", "Delete"]),
        (ADMIN, ["Call", "New record", "Edit", "Merge…", "Delete"]),
    ],
)
def test_only_what_the_viewer_may_do_is_offered(drawn: Drawn, viewer: User, offered: list[str]) -> None:
    head, _ = drawn(viewer)
    assert [text(part).strip() for part in by_class(head, "action")] == offered


def test_a_new_record_can_be_of_every_kind_that_is_still_offered(drawn: Drawn) -> None:
    head, _ = drawn(REZA)
    assert [args for name, args in dialogs(head) if name == "record"] == [
        '{"profile": "7", "kind": "1"}',
        '{"profile": "7", "kind": "3"}',
    ]


def test_an_anonymous_contact_is_marked(drawn: Drawn) -> None:
    assert by_class(drawn(profile=replace(MARYAM, anonymous=True))[0], "anonymous-mark")
    assert not by_class(drawn()[0], "anonymous-mark")


def test_numbers_say_what_is_known_of_them_and_invalid_ones_stay_as_they_were_written(drawn: Drawn) -> None:
    _, aside = drawn()
    assert [text(part).strip() for part in by_class(aside, "phone-text")] == [
        "0912 345 6789 private IR-MCI",
        "021 8877 6655 ext. 12   Default Tehran province",
        "۱۲x   not a valid number",
    ]
    assert hrefs(aside) == ["tel:+989123456789", "tel:+982188776655", "mailto:maryam@example.com"]


def test_numbers_follow_the_office_s_own_region(drawn: Drawn) -> None:
    assert "+98 912 345 6789" in text(drawn(dialing=Dialing("DE", "30"))[1])


def test_each_number_can_be_changed_and_removed_and_all_but_the_default_made_the_default(drawn: Drawn) -> None:
    _, aside = drawn()
    menus = [text([item for item in walk(menu) if item.__class__.__name__ == "Li"]) for menu in by_class(aside, "menu")]
    assert [("default" in menu) for menu in menus] == [True, False, True]
    assert ("phone", '{"profile": "7", "position": "2"}') in dialogs(aside)
    assert ("phone-remove", '{"profile": "7", "position": "0"}') in dialogs(aside)
    assert ("phone", '{"profile": "7"}') in dialogs(aside)


def test_a_shared_number_warns_on_the_profile_too(drawn: Drawn, services: FakeServices) -> None:
    services.profiles.shared = {"+982188776655": [holder(3, "Ali")]}
    [mark] = by_class(drawn()[1], "shared")
    assert "1 other profile has this number" in text(mark)


def test_an_organization_shows_its_people(drawn: Drawn, services: FakeServices) -> None:
    firm = Profile(9, ProfileKind.ORGANIZATION, "Pars", 1)
    _, aside = drawn(profile=firm)
    assert "People (1)" in text(aside)
    assert "/profiles/7" in hrefs(by_class(aside, "profile-person"))
    services.profiles.profiles.clear()
    assert "Nobody is filed under it yet." in text(drawn(profile=firm)[1])


def test_an_empty_profile_says_so(drawn: Drawn) -> None:
    _, aside = drawn(profile=Profile(7, ProfileKind.PERSON, "Ali", 1))
    assert "No phone number yet." in text(aside)


def test_the_page_follows_its_profile(services: FakeServices) -> None:
    tree = page.layout(services, context(), 7)  # type: ignore[arg-type]
    assert attribute(tree, "data-topic") == "profile:7"
    assert {"profile-head", "profile-aside", "profile-history", "profile-trail"} <= {
        getattr(part, "id", None) for part in walk(tree)
    }


def test_a_profile_that_was_merged_leads_to_the_one_it_went_into(services: FakeServices) -> None:
    services.profiles.merging = FakeMerging({8: 7})
    request = context()
    tree = page.layout(services, request, 8)  # type: ignore[arg-type]
    assert hrefs(tree) == ["/profiles/7", "/"]
    assert hrefs(page.gone_notice(MARYAM, request.words())) == ["/profiles/7"]
    assert "deleted" in text(page.gone_notice(None, request.words()))


def test_the_number_dialog_shows_what_there_is_and_what_goes() -> None:
    t = context().words()
    dialog = phone_dialog(MARYAM, MARYAM.phones[1], t)
    values = {
        part.id["field"]: part.value
        for part in walk(dialog.body)
        if isinstance(getattr(part, "id", None), dict) and "field" in part.id
    }
    assert (values["number"], values["extension"], values["kind"], values["preferred"]) == (
        "88776655",
        "12",
        "landline",
        True,
    )
    removal = removal_dialog(MARYAM, MARYAM.phones[0], context())
    assert "0912 345 6789" in text(removal.body)
    assert "Maryam Ahmadi" in text(removal.body)
    assert "New calls of this number" in text(removal.body)


def test_a_number_that_stays_with_another_extension_is_still_matched() -> None:
    desk = MARYAM.phones[1]
    desks = replace(MARYAM, phones=(desk, replace(desk, extension="13")))
    removal = text(removal_dialog(desks, desk, context()).body)
    assert "ext. 12" in removal
    assert "New calls of this number" not in removal
