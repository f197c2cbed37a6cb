"""The page of a profile as data: its contents for each viewer, and its filters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from dash.development.base_component import Component

from callerid_dash.domain.errors import InvalidInput
from callerid_dash.domain.numbers.locality import Locality
from callerid_dash.domain.numbers.phones import Dialing
from callerid_dash.domain.profiles.profiles import Category, PhoneKind, Profile, ProfileKind, ProfilePhone
from callerid_dash.domain.profiles.records import Record, RecordKind
from callerid_dash.domain.users import Role, User
from callerid_dash.services.live.feed import FeedRow
from callerid_dash.services.shared.directory import Snapshot
from callerid_dash.ui.add_number.phone_dialogs import phone_dialog, removal_dialog
from callerid_dash.ui.profile import page
from callerid_dash.ui.profile.aside import profile_aside
from callerid_dash.ui.profile.head import profile_head
from callerid_dash.ui.profile.history import history_view, wanted_of
from callerid_dash.ui.profile.history import parts as history_parts
from callerid_dash.ui.profile.timeline import timeline
from tests.ui.office import (
    ADMIN,
    DIRECTORY,
    GOLD,
    REZA,
    SARA,
    START,
    FakeMerging,
    FakeProfiles,
    FakeServices,
    attribute,
    by_class,
    context,
    holder,
    owner,
    ring,
    text,
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


def record(key: int, kind: RecordKind = NOTE, after: int = 0, **given: object) -> Record:
    values: dict[str, object] = {"subject": f"about {key}", "text": "", "author_id": SARA.id, "author": "sara"}
    happened = START + timedelta(seconds=after)
    return Record(key, 7, kind, happened_at=happened, **{**values, **given})  # type: ignore[arg-type]


def history(services: FakeServices, *entries: Record | FeedRow, viewer: User = SARA, **state: bool) -> list[Component]:
    request = context(viewer)
    view = history_view(services, request, viewer, 7, list(entries))  # type: ignore[arg-type]
    made = replace(view(state.get("filtered", False), state.get("more", False)), now=START + timedelta(hours=1))
    return timeline(made, request.words(), request.formats())


def test_entries_are_grouped_by_the_office_s_days(services: FakeServices) -> None:
    call = ring(answered=5, ended=65, start=START + timedelta(minutes=30))
    tree = history(services, call, record(1), record(2, after=-86_400))
    assert [text(part.children) for part in walk(tree) if part.__class__.__name__ == "H3"] == [
        "Today 23 Nov 2026",
        "Yesterday 22 Nov 2026",
        "21 Nov 2026",
    ]
    assert [attribute(part, "data-entry") for part in by_class(tree, "entry")] == ["call", "record", "record"]


def test_an_empty_history_does_not_say_that_nothing_was_where_some_may_be_hidden(services: FakeServices) -> None:
    assert "Nothing has happened yet." in text(history(services))
    services.directory.snapshot = replace(services.directory.snapshot, settings={"visibility": "own_profiles"})
    assert "Nothing that you may see" in text(history(services))
    assert "Nothing has happened yet." in text(history(services, viewer=ADMIN))


def test_a_call_says_how_it_went_and_offers_a_record_about_it(services: FakeServices) -> None:
    [entry] = by_class(history(services, ring(answered=5, ended=65)), "entry")
    said = text(entry)
    for words in ("Incoming call", "Answered", "01:00", "00:05", "0912 345 6789", "201 · Sara Karimi", "Main line"):
        assert words in said
    [offer] = [part for part in walk(entry) if getattr(part, "title", None) == "New record about this call"]
    assert attribute(offer, "data-profile-id") == "7"
    assert attribute(offer, "data-call-id") == entry.id.removeprefix("entry-call-")


def test_a_record_says_what_was_written_by_whom(services: FakeServices) -> None:
    [entry] = by_class(history(services, record(1, text="<b>He called</b>")), "entry")
    assert text(entry).split()[:3] == ["Note", "about", "1"]
    assert text(by_class(entry, "entry-text")) == "<b>He called</b>"
    assert "sara" in text(by_class(entry, "entry-facts"))


def test_long_texts_can_be_unfolded(services: FakeServices) -> None:
    tree = history(services, record(1, text="long " * 100), record(2, text="short"))
    assert len(by_class(tree, "fold")) == 1


def test_a_task_shows_whether_it_is_due_and_who_is_to_do_it(services: FakeServices) -> None:
    late = record(1, TASK, due_at=START, assignee_id=REZA.id, assignee="reza")
    done = record(2, TASK, due_at=START, done_at=START)
    one, two = by_class(history(services, late, done), "entry")
    assert "overdue" in text(one)
    assert "reza" in text(one)
    assert "overdue" not in text(two)
    assert [attribute(part, "data-done") for part in (one, two)] == ["false", "true"]


@pytest.mark.parametrize(
    ("viewer", "toggles", "edits"), [(SARA, 1, 1), (REZA, 1, 0), (User(6, "new", "", Role.AGENT), 0, 0), (BOSS, 1, 1)]
)
def test_only_the_author_the_assignee_and_supervisors_tick_a_task_off(
    services: FakeServices, viewer: User, toggles: int, edits: int
) -> None:
    tree = history(services, record(1, TASK, assignee_id=REZA.id), viewer=viewer)
    assert len(by_class(tree, "entry-toggle")) == toggles
    assert [name for name, _ in dialogs(tree)] == ["record"] * edits


def test_the_number_of_a_phone_call_is_written_as_that_of_its_call(services: FakeServices) -> None:
    call = ring(answered=5, ended=65)
    [shown, written] = by_class(history(services, call, record(1, number=call.number.canonical)), "entry")
    for entry in (shown, written):
        assert text(by_class(entry, "number")) == "0912 345 6789"
    assert not by_class(history(services, record(1)), "number")


def test_a_record_leads_to_its_call_where_that_is_on_the_page(services: FakeServices) -> None:
    call = ring(answered=5, ended=65)
    about = record(1, call_id=call.call.id)
    assert hrefs(history(services, call, about)) == [f"#entry-call-{call.call.id}"]
    assert hrefs(history(services, about)) == []


def test_an_empty_history_says_what_to_do(services: FakeServices) -> None:
    assert "New record" in text(history(services))
    assert "Clear the filters" in text(history(services, filtered=True))


def test_older_entries_are_offered_where_there_are_any(services: FakeServices) -> None:
    [button] = by_class(history(services, record(1), more=True), "history-more")
    assert attribute(button, "data-args") == '{"shown": 31}'
    assert not by_class(history(services, record(1)), "history-more")


def test_filters_ask_for_days_of_the_office(services: FakeServices) -> None:
    wanted = wanted_of(
        {"kind": "open", "author": "2", "text": "x", "from": "2026-11-22", "to": "۱۴۰۵/۰۹/۰۱"}, context()
    )
    assert (wanted.open_tasks, wanted.calls, wanted.records, wanted.author, wanted.text) == (True, False, True, 2, "x")
    assert wanted.since
    assert wanted.before
    assert wanted.since.astimezone(UTC) == datetime(2026, 11, 21, 20, 30, tzinfo=UTC)
    assert wanted.before - wanted.since == timedelta(days=1)


@pytest.mark.parametrize("typed", ["tomorrow", "2026-13-01", "1405/12/31", "0000-01-01", "9999-12-31", "1-1-1"])
def test_what_is_no_date_is_said_and_what_was_shown_stays(services: FakeServices, typed: str) -> None:
    with pytest.raises(InvalidInput):
        wanted_of({"to": typed}, context())
    drawn = history_parts(services, context(), 7, 30, {"to": typed})  # type: ignore[arg-type]
    assert list(drawn) == ["profile-history-problem"]


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
