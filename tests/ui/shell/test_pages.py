from __future__ import annotations

from dataclasses import replace

import pytest

from callerid_dash.domain.profiles.profiles import Category, PhoneKind, Profile, ProfileKind, ProfilePhone
from callerid_dash.domain.users import User, Visibility
from callerid_dash.services.shared.directory import Snapshot
from callerid_dash.ui.live import page as live
from callerid_dash.ui.shell import layout as shell
from callerid_dash.ui.shell.router import page_at
from tests.ui.office import (
    ADMIN,
    DIRECTORY,
    GOLD,
    REZA,
    SARA,
    FakeProfiles,
    FakeServices,
    attribute,
    by_class,
    context,
    owner,
    text,
    walk,
)

MARYAM = Profile(
    7,
    ProfileKind.PERSON,
    "Maryam Ahmadi",
    1,
    organization="Pars",
    organization_id=9,
    category=Category(2, 1, 1, "Hospitals"),
    color=GOLD,
    owners=(owner(SARA),),
    phones=(
        ProfilePhone(1, "0912 345 6789", "+989123456789", kind=PhoneKind.MOBILE, label="private"),
        ProfilePhone(2, "88776655", "+982188776655", "12", PhoneKind.LANDLINE),
        ProfilePhone(3, "12x", None),
    ),
    emails=("maryam@example.com",),
    note="Calls back\nafter ten.",
)


@pytest.fixture
def services() -> FakeServices:
    found = FakeServices(profiles=FakeProfiles(MARYAM))
    found.directory.snapshot = Snapshot(categories={1: Category(1, None, 1, "Customers"), 2: MARYAM.category})  # type: ignore[dict-item]
    return found


def page(path: str, services: FakeServices, viewer: User = SARA, language: str = "en") -> tuple[object, dict[str, str]]:
    return page_at(path, services, context(viewer, language))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("/", "live"),
        ("/window", "window"),
        ("/window/", "window"),
        ("/profiles/7", "profile"),
        ("/profiles/8", "profile"),
        ("/profiles/x", "missing"),
        ("/profiles/7/more", "missing"),
        ("/nowhere", "missing"),
        ("//evil.example", "missing"),
        ("/profiles/99999999999999999999", "missing"),
    ],
)
def test_addresses_lead_to_pages(path: str, key: str, services: FakeServices) -> None:
    tree, arrival = page(path, services)
    assert arrival["key"] == key
    assert text(tree)


def test_a_title_names_the_page_in_the_language(services: FakeServices) -> None:
    assert page("/", services)[1]["title"] == "Live · callerid-dash"
    assert page("/", services, language="fa")[1]["title"] == "زنده · callerid-dash"


def test_what_does_not_exist_offers_a_way_on(services: FakeServices) -> None:
    for path in ("/profiles/8", "/nowhere"):
        tree, _ = page(path, services)
        assert "/" in [part.href for part in walk(tree) if getattr(part, "href", None)]


def test_the_empty_list_tells_admins_how_to_begin_and_agents_to_wait(services: FakeServices) -> None:
    for viewer, told in ((ADMIN, True), (SARA, False)):
        tree = live.layout(services, context(viewer))  # type: ignore[arg-type]
        assert ("make demo" in text(by_class(tree, "empty"))) is told


@pytest.mark.parametrize(
    ("viewer", "rule", "said"),
    [
        (SARA, Visibility.ALL, ""),
        (ADMIN, Visibility.OWN_PROFILES, ""),
        (SARA, Visibility.OWN_EXTENSION, "You see the calls that ring on your extension."),
        (REZA, Visibility.OWN_EXTENSION, "You have none yet; an admin gives you one."),
        (SARA, Visibility.OWN_PROFILES, "You see the calls of the profiles that you are an owner of."),
        (SARA, Visibility.OWN_EXTENSION_OR_PROFILES, "and those of the profiles that you are an owner of."),
    ],
)
def test_an_empty_list_says_which_calls_an_agent_sees(
    services: FakeServices, viewer: User, rule: Visibility, said: str
) -> None:
    services.directory.snapshot = replace(DIRECTORY, settings={"visibility": rule.value})
    for layout in (live.layout, live.window_layout):
        shown = text(by_class(layout(services, context(viewer)), "empty"))  # type: ignore[arg-type]
        assert said in shown
        assert ("You see the calls" in shown) is bool(said)


def test_the_shell_shows_who_is_signed_in_and_lets_them_out() -> None:
    tree = shell.layout(FakeServices(), context(REZA, "fa"))  # type: ignore[arg-type]
    assert "reza" in text(by_class(tree, "about-user"))
    assert "کارشناس" in text(by_class(tree, "about-user"))
    [form] = [part for part in walk(tree) if part.__class__.__name__ == "Form"]
    assert (form.method, form.action) == ("post", "/logout")


def test_the_chosen_language_and_theme_are_marked() -> None:
    tree = shell.layout(FakeServices(), context(language="fa", theme="dark"))  # type: ignore[arg-type]
    marked = [part.href for part in walk(tree) if attribute(part, "aria-current") == "true"]
    assert marked == ["/language/fa", "/theme/dark"]


def test_every_button_opens_something_that_is_there() -> None:
    tree = shell.layout(FakeServices(), context())  # type: ignore[arg-type]
    ids = {getattr(part, "id", None) for part in walk(tree)}
    targets = {attribute(part, "data-popover-target") for part in walk(tree)} - {None}
    assert targets
    assert targets <= ids


def test_every_icon_button_has_a_name_for_those_who_hear() -> None:
    for tree in (shell.layout(FakeServices(), context()), live.layout(FakeServices(), context())):  # type: ignore[arg-type]
        for part in walk(tree):
            if part.__class__.__name__ in ("Button", "A") and not getattr(part, "hidden", None):
                assert text(part).strip() or getattr(part, "title", None), part
