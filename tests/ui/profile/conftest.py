"""A profile and its page, for tests of the page as data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from dash.development.base_component import Component

from callerid_dash.domain.numbers.locality import Locality
from callerid_dash.domain.numbers.phones import Dialing
from callerid_dash.domain.profiles.profiles import Category, PhoneKind, Profile, ProfileKind, ProfilePhone
from callerid_dash.domain.profiles.records import RecordKind
from callerid_dash.domain.users import Role, User
from callerid_dash.services.shared.directory import Snapshot
from callerid_dash.ui.profile import page
from callerid_dash.ui.profile.aside import profile_aside
from callerid_dash.ui.profile.head import profile_head
from tests.ui.office import (
    DIRECTORY,
    GOLD,
    SARA,
    FakeProfiles,
    FakeServices,
    attribute,
    context,
    owner,
    walk,
)

NOTE, TASK = RecordKind(1, 1, "note", "Note"), RecordKind(3, 3, "task", "Task")


RETIRED = RecordKind(9, 9, None, "Fax", retired=True)


BOSS = User(8, "boss", "", Role.SUPERVISOR)


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
        ProfilePhone(2, "88776655", "+982188776655", "12", PhoneKind.LANDLINE, preferred=True),
        ProfilePhone(3, "۱۲x", None),
    ),
    emails=("maryam@example.com",),
    note="Calls back\nafter ten.",
)


@pytest.fixture
def services() -> FakeServices:
    found = FakeServices(profiles=FakeProfiles(MARYAM))
    found.directory.snapshot = Snapshot(
        users=DIRECTORY.users,
        lines=DIRECTORY.lines,
        categories={1: Category(1, None, 1, "Customers"), 2: Category(2, 1, 1, "Hospitals")},
        record_kinds={kind.id: kind for kind in (NOTE, TASK, RETIRED)},
    )
    return found


Drawn = Callable[..., tuple[Component, list[Component]]]


@pytest.fixture
def drawn(services: FakeServices) -> Drawn:
    """The head and the side column, for this viewer."""

    def draw(viewer: User = SARA, profile: Profile = MARYAM, dialing: Dialing | None = None) -> object:
        request = context(viewer)
        if dialing:
            request = replace(request, locality=lambda: Locality(dialing, "Asia/Tehran"))
        view = page.profile_view(services, request, viewer, profile)  # type: ignore[arg-type]
        t, formats = request.words(), request.formats()
        return profile_head(view, t, formats), profile_aside(view, t, formats)

    return draw  # type: ignore[return-value]


def hrefs(tree: object) -> list[str]:
    return [part.href for part in walk(tree) if getattr(part, "href", None)]


def dialogs(tree: object) -> list[tuple[object, object]]:
    return [
        (attribute(part, "data-dialog"), attribute(part, "data-args"))
        for part in walk(tree)
        if attribute(part, "data-dialog")
    ]
