"""What admins keep in the settings: every rule, two admins at once, and who may not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest

from callerid_dash.domain.audit import AuditEntry, Deed, SubjectKind
from callerid_dash.domain.calls import CallState
from callerid_dash.domain.errors import Forbidden, InvalidInput, NotFound, Stale
from callerid_dash.domain.phones import Dialing
from callerid_dash.domain.profiles import PhoneDraft, ProfileDraft, ProfileKind
from callerid_dash.domain.users import Actor, Role, User, Visibility
from callerid_dash.factory import build_services
from callerid_dash.services.accounts import OPERATOR
from callerid_dash.services.feed import FeedRow
from callerid_dash.services.office import Office
from callerid_dash.services.office_categories import stamp as category_stamp
from callerid_dash.services.office_colors import stamp as color_stamp
from callerid_dash.services.office_kinds import stamp as kind_stamp
from callerid_dash.services.office_place import stamp as place_stamp
from callerid_dash.services.rehearsal import Rehearsal
from callerid_dash.services.suite import Services
from callerid_dash.services.verify import verify
from callerid_dash.settings import Settings
from callerid_dash.store import holders
from callerid_dash.store.audit import AuditFilter
from tests.scenes import API, SUPERVISOR, event
from tests.serving import wait_for

ADMIN = User(1, "admin", "", Role.ADMIN)
GOLD = ("Gold", "Our best customers", "#d4a017")
HIDDEN = ("a\u202eb", "a\x00b", "a\u2066b")


@pytest.fixture
def services(store_url: str) -> Iterator[Services]:
    """The services of a whole product on an empty store of each engine."""
    services = build_services(Settings(database_url=store_url))
    yield services
    services.office.rehearsal.stop()
    services.store.close()


@pytest.fixture
def office(services: Services) -> Office:
    """What admins keep."""
    return services.office


@pytest.fixture
def sara(services: Services) -> User:
    """An agent."""
    return services.accounts.add("sara", "a long password", Role.AGENT, OPERATOR)


@pytest.fixture
def reza(services: Services) -> User:
    """Another agent."""
    return services.accounts.add("reza", "a long password", Role.AGENT, OPERATOR)


def trail(services: Services, kind: SubjectKind) -> list[AuditEntry]:
    """Its lines about one kind of thing, newest first."""
    return list(services.audit.page(ADMIN, AuditFilter(kind=kind)).items)


def shown(services: Services, viewer: User) -> list[FeedRow]:
    """The viewer's open page."""
    delta = services.feed.since(None, viewer, 50)
    assert delta
    return [row for call_id in delta.order for row in delta.changed if row.call.id == call_id]


def file_profile(services: Services, **facts: object) -> int:
    draft = ProfileDraft(ProfileKind.PERSON, **{"name": "Ali", **facts})  # type: ignore[arg-type]
    return services.profiles.create(draft, API).profile.id


# Who may


@dataclass(frozen=True)
class Attempt:
    name: str
    do: Callable[[Office, Actor], object]


ATTEMPTS = [
    Attempt("visibility", lambda o, a: o.rules.set_visibility("own_profiles", a)),
    Attempt("place", lambda o, a: o.rules.set_place("DE", "30", "Europe/Berlin", a)),
    Attempt("line added", lambda o, a: o.lines.add("2001", "Front desk", a)),
    Attempt("line renamed", lambda o, a: o.lines.rename("1000", "x", a)),
    Attempt("line removed", lambda o, a: o.lines.remove("1000", a)),
    Attempt("extension added", lambda o, a: o.extensions.add("102", 1, a)),
    Attempt("extension given", lambda o, a: o.extensions.give("101", 1, a)),
    Attempt("extension removed", lambda o, a: o.extensions.remove("101", a)),
    Attempt("color added", lambda o, a: o.colors.add(*GOLD, a)),
    Attempt("color changed", lambda o, a: o.colors.update(1, *GOLD, a)),
    Attempt("colors ordered", lambda o, a: o.colors.reorder([1], a)),
    Attempt("color removed", lambda o, a: o.colors.remove(1, a)),
    Attempt("category added", lambda o, a: o.categories.add("New", None, a)),
    Attempt("category changed", lambda o, a: o.categories.change(1, "New", None, a)),
    Attempt("categories ordered", lambda o, a: o.categories.reorder(None, [1], a)),
    Attempt("category removed", lambda o, a: o.categories.remove(1, a)),
    Attempt("default category", lambda o, a: o.categories.set_default(1, a)),
    Attempt("kind added", lambda o, a: o.kinds.add("Visit", a)),
    Attempt("kind renamed", lambda o, a: o.kinds.rename(17, "Visit", a)),
    Attempt("kind retired", lambda o, a: o.kinds.set_retired(1, True, a)),
    Attempt("kinds ordered", lambda o, a: o.kinds.reorder([1], a)),
    Attempt("kind removed", lambda o, a: o.kinds.remove(17, a)),
    Attempt("call simulated", lambda o, a: o.rehearsal.ring("0912", "", "", a)),
    Attempt("lines suggested", lambda o, a: o.lines.suggested(a)),  # type: ignore[arg-type]
    Attempt("uses of colors", lambda o, a: o.colors.uses(a)),  # type: ignore[arg-type]
]


@pytest.mark.parametrize("attempt", ATTEMPTS, ids=lambda attempt: attempt.name)
@pytest.mark.parametrize("role", [Role.AGENT, Role.SUPERVISOR])
def test_only_admins_change_the_settings(services: Services, attempt: Attempt, role: Role) -> None:
    services.office.lines.add("1000", "Main", ADMIN)
    services.office.colors.add("Red", "", "#ff0000", ADMIN)
    services.office.categories.add("Customers", None, ADMIN)
    services.office.kinds.add("Visit", ADMIN)
    before, lines = services.directory.snapshot, len(services.audit.page(ADMIN).items)
    with pytest.raises(Forbidden):
        attempt.do(services.office, User(5, "mina", "", role))
    services.directory.reload()
    assert services.directory.snapshot == before
    assert len(services.audit.page(ADMIN).items) == lines
    assert services.calls.page(None).items == ()


# Visibility


def test_the_rule_holds_for_open_pages_at_once(services: Services, office: Office, sara: User) -> None:
    office.extensions.add("101", sara.id, ADMIN)
    sara = services.directory.snapshot.users[sara.id]
    services.ingest.submit(
        [event("ringing", 0, "mine", extension="101"), event("ringing", 1, "other", extension="102")]
    )
    delta = services.feed.since(None, sara, 50)
    assert delta
    assert len(delta.order) == 2
    office.rules.set_visibility(Visibility.OWN_EXTENSION, ADMIN, seen="all")
    narrowed = services.feed.since(delta.cursor, sara, 50)
    assert narrowed
    assert [row.call.external_id for row in shown(services, sara)] == ["mine"]
    office.rules.set_visibility(Visibility.ALL, ADMIN)
    widened = services.feed.since(narrowed.cursor, sara, 50)
    assert widened
    assert {row.call.external_id for row in widened.changed} == {"mine", "other"}
    newest = trail(services, SubjectKind.SETTING)[0]
    assert [(c.field, c.before, c.after) for c in newest.changes] == [("visibility", "own_extension", "all")]


def test_the_slower_of_two_admins_is_told(office: Office) -> None:
    office.rules.set_visibility("own_profiles", ADMIN, seen="all")
    with pytest.raises(Stale):
        office.rules.set_visibility("own_extension", ADMIN, seen="all")
    with pytest.raises(InvalidInput):
        office.rules.set_visibility("nobody", ADMIN)


# Lines and extensions


def test_lines_are_named_renamed_and_removed(services: Services, office: Office) -> None:
    office.lines.add("۲۰۰۱", " Front   desk ", ADMIN)
    assert services.directory.snapshot.lines == {"2001": "Front desk"}
    with pytest.raises(InvalidInput) as twice:
        office.lines.add("2001", "Again", ADMIN)
    assert twice.value.field == "number"
    office.lines.rename("2001", "<b>Reception</b>", ADMIN, seen="Front desk")
    with pytest.raises(Stale):
        office.lines.rename("2001", "Door", ADMIN, seen="Front desk")
    with pytest.raises(Stale):
        office.lines.remove("2001", ADMIN, seen="Front desk")
    assert services.directory.snapshot.lines == {"2001": "<b>Reception</b>"}
    office.lines.remove("2001", ADMIN, seen="<b>Reception</b>")
    assert services.directory.snapshot.lines == {}
    with pytest.raises(NotFound):
        office.lines.rename("2001", "Door", ADMIN)
    assert [line.deed for line in trail(services, SubjectKind.LINE)] == [Deed.REMOVED, Deed.CHANGED, Deed.ADDED]


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
        lambda: office.colors.add(title, "", "#ff0000", ADMIN),
        lambda: office.categories.add(title, None, ADMIN),
        lambda: office.kinds.add(title, ADMIN),
    ):
        with pytest.raises(InvalidInput) as wrong:
            attempt()
        assert wrong.value.field == "title"
    assert not services.directory.snapshot.lines


def test_what_calls_have_shown_is_suggested(services: Services, office: Office, sara: User) -> None:
    now = datetime.now(UTC)

    def ring(key: str, line: str, extension: str, ago: timedelta = timedelta(0)) -> None:
        rings = event("ringing", 0, key, line=line, extension=extension)
        services.ingest.submit([replace(rings, at=now - ago)])

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
    office.extensions.give("101", reza.id, ADMIN, seen=sara.id)
    with pytest.raises(Stale):
        office.extensions.give("101", sara.id, ADMIN, seen=sara.id)
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


# Colors


def test_another_color_repaints_the_rows_of_open_pages(services: Services, office: Office) -> None:
    gold = office.colors.add(*GOLD, ADMIN)
    file_profile(services, color_id=gold, phones=(PhoneDraft("09121234567"),))
    services.ingest.submit([event("ringing")])
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
    (line,) = [e for e in services.audit.of_profile(ADMIN, profile).items if e.deed is Deed.CHANGED]
    assert [(c.field, c.before, c.after) for c in line.changes] == [("color", "Gold", "")]
    with pytest.raises(NotFound):
        office.colors.remove(gold, ADMIN)


# Categories


def test_a_tree_grows_and_is_moved(services: Services, office: Office) -> None:
    customers = office.categories.add("Customers", None, ADMIN)
    retail = office.categories.add("Retail", customers, ADMIN)
    others = office.categories.add("Others", None, ADMIN)
    office.categories.change(retail, "Shops", others, ADMIN)
    now = services.directory.snapshot
    assert [node.title for node in now.category_path(retail)] == ["Others", "Shops"]
    assert {leaf.id for leaf in now.leaves} == {customers, retail}
    assert [(c.field, c.after) for c in trail(services, SubjectKind.CATEGORY)[0].changes] == [
        ("title", "Shops"),
        ("parent", "Others"),
    ]


def test_no_category_comes_to_stand_under_itself(services: Services, office: Office) -> None:
    top = office.categories.add("Top", None, ADMIN)
    middle = office.categories.add("Middle", top, ADMIN)
    leaf = office.categories.add("Leaf", middle, ADMIN)
    for parent in (top, middle, leaf):
        with pytest.raises(InvalidInput) as cycle:
            office.categories.change(top, "Top", parent, ADMIN)
        assert cycle.value.field == "parent"
    other = office.categories.add("Other", None, ADMIN)
    office.categories.change(other, "Other", leaf, ADMIN)
    with pytest.raises(InvalidInput):  # another admin's page still shows both as roots
        office.categories.change(top, "Top", other, ADMIN)
    assert [node.id for node in services.directory.snapshot.category_path(other)] == [top, middle, leaf, other]


def test_a_tree_has_a_bottom(office: Office) -> None:
    parent = None
    for level in range(8):
        parent = office.categories.add(f"Level {level}", parent, ADMIN)
    with pytest.raises(InvalidInput) as deep:
        office.categories.add("Deeper", parent, ADMIN)
    assert deep.value.field == "parent"


def test_siblings_have_different_titles(office: Office) -> None:
    customers = office.categories.add("Customers", None, ADMIN)
    office.categories.add("customers", customers, ADMIN)
    with pytest.raises(InvalidInput):
        office.categories.add("CUSTOMERS", None, ADMIN)


def test_two_admins_change_a_category(services: Services, office: Office) -> None:
    key = office.categories.add("Customers", None, ADMIN)
    seen = category_stamp(services.directory.snapshot.categories[key])
    office.categories.change(key, "Clients", None, ADMIN, seen)
    with pytest.raises(Stale):
        office.categories.change(key, "Buyers", None, ADMIN, seen)
    with pytest.raises(Stale):
        office.categories.remove(key, ADMIN, seen)
    office.categories.remove(key, ADMIN)
    with pytest.raises(NotFound):
        office.categories.change(key, "Buyers", None, ADMIN)
    with pytest.raises(InvalidInput) as gone:
        office.categories.add("Below", key, ADMIN)
    assert gone.value.field == "parent"


def test_only_empty_categories_are_deleted(services: Services, office: Office) -> None:
    customers = office.categories.add("Customers", None, ADMIN)
    retail = office.categories.add("Retail", customers, ADMIN)
    profile = file_profile(services, category_id=retail)
    for key in (customers, retail):
        with pytest.raises(InvalidInput, match="still"):
            office.categories.remove(key, ADMIN)
    below = office.categories.add("Below", retail, ADMIN)
    filed = services.profiles.get(profile).category
    assert filed
    assert filed.id == retail, "who is filed in it already stays"
    assert office.categories.uses(ADMIN) == {retail: 1}
    office.categories.remove(below, ADMIN)
    assert below not in services.directory.snapshot.categories


def test_new_profiles_are_filed_in_the_default_category(services: Services, office: Office) -> None:
    office.categories.add("First", None, ADMIN)
    branch = office.categories.add("Branch", None, ADMIN)
    leaf = office.categories.add("Leaf", branch, ADMIN)
    with pytest.raises(InvalidInput):
        office.categories.set_default(branch, ADMIN)
    office.categories.set_default(leaf, ADMIN, seen="")
    with pytest.raises(Stale):
        office.categories.set_default(None, ADMIN, seen="")
    filed = services.profiles.get(file_profile(services)).category
    assert filed
    assert filed.id == leaf
    with pytest.raises(InvalidInput):
        office.categories.remove(office.categories.add("Last", leaf, ADMIN) and leaf, ADMIN)


def test_siblings_are_put_in_order(services: Services, office: Office) -> None:
    top = office.categories.add("Top", None, ADMIN)
    a, b = (office.categories.add(title, top, ADMIN) for title in "AB")
    office.categories.reorder(top, [b, a], ADMIN, seen=[a, b])
    assert [key for key in services.directory.snapshot.categories if key != top] == [b, a]
    with pytest.raises(InvalidInput):
        office.categories.reorder(top, [b, a, top], ADMIN)


# Kinds of records


def test_kinds_of_ones_own_come_and_go(services: Services, office: Office) -> None:
    visit = office.kinds.add("Visit", ADMIN)
    office.kinds.rename(visit, "Site visit", ADMIN)
    assert list(services.directory.snapshot.record_kinds)[-1] == visit
    seen = kind_stamp(services.directory.snapshot.record_kinds[visit])
    office.kinds.set_retired(visit, True, ADMIN, seen)
    with pytest.raises(Stale):
        office.kinds.rename(visit, "Trip", ADMIN, seen)
    assert services.directory.snapshot.record_kinds[visit].retired
    office.kinds.remove(visit, ADMIN)
    assert visit not in services.directory.snapshot.record_kinds
    assert [line.deed for line in trail(services, SubjectKind.RECORD_KIND)][:2] == [Deed.REMOVED, Deed.CHANGED]


def test_built_in_kinds_can_only_be_retired(services: Services, office: Office) -> None:
    note = next(kind.id for kind in services.directory.snapshot.record_kinds.values() if kind.key == "note")
    with pytest.raises(InvalidInput):
        office.kinds.rename(note, "Memo", ADMIN)
    with pytest.raises(InvalidInput):
        office.kinds.remove(note, ADMIN)
    office.kinds.set_retired(note, True, ADMIN)
    office.kinds.set_retired(note, False, ADMIN)


def test_a_kind_with_records_stays(services: Services, office: Office) -> None:
    visit, profile = office.kinds.add("Visit", ADMIN), file_profile(services)
    services.store.write(
        lambda session: session.script(
            "INSERT INTO records (profile_id, kind_id, subject, happened_at, author_id) "
            f"VALUES ({profile}, {visit}, 'x', TIMESTAMP '2026-01-01 00:00:00', 1)"
        )
    )
    with pytest.raises(InvalidInput) as used:
        office.kinds.remove(visit, ADMIN)
    assert used.value.values == {"count": 1}
    assert office.kinds.uses(ADMIN) == {visit: 1}


def test_one_kind_is_always_offered(services: Services, office: Office) -> None:
    *others, last = services.directory.snapshot.record_kinds
    for kind in others:
        office.kinds.set_retired(kind, True, ADMIN)
    with pytest.raises(InvalidInput):
        office.kinds.set_retired(last, True, ADMIN)


def test_kinds_are_put_in_order(services: Services, office: Office) -> None:
    before = list(services.directory.snapshot.record_kinds)
    office.kinds.reorder(before[::-1], ADMIN, seen=before)
    assert list(services.directory.snapshot.record_kinds) == before[::-1]


# The place


def test_another_area_code_leaves_old_numbers_what_they_were(services: Services, office: Office) -> None:
    local = "88776655"
    start = datetime.now(UTC) - timedelta(hours=1)
    services.ingest.submit([replace(event("ringing", 0, "early", caller=local), at=start)])
    profile = file_profile(services, phones=(PhoneDraft(local),))
    before = services.directory.snapshot.locality
    office.rules.set_place("ir", "031", "Asia/Tehran", ADMIN, seen=place_stamp(before))
    assert services.directory.snapshot.locality.dialing == Dialing("IR", "31")
    late = datetime.now(UTC) + timedelta(minutes=5)
    ended = event("ended", 0, "early", caller=local)
    fresh = event("ringing", 0, "fresh", caller=local)
    for one, at in ((ended, start + timedelta(seconds=30)), (fresh, late)):
        services.ingest.submit([replace(one, at=at)])
    numbers = {row.call.external_id: row.number.canonical for row in services.calls.page(None).items}
    assert numbers == {"early": "+982188776655", "fresh": "+983188776655"}
    assert services.profiles.get(profile).phones[0].canonical == "+982188776655"
    assert verify(services.store, services.settings.dialing).differences == ()
    with pytest.raises(Stale):
        office.rules.set_place("IR", "51", "Asia/Tehran", ADMIN, seen=place_stamp(before))
    assert [c.field for c in trail(services, SubjectKind.SETTING)[0].changes] == ["area_code"]


def test_verify_still_finds_a_number_that_was_never_read_so(services: Services, office: Office) -> None:
    services.ingest.submit([event("ringing", caller="88776655")])
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
    with pytest.raises(InvalidInput) as wrong:
        office.rules.set_place(region, area_code, timezone, ADMIN)
    assert wrong.value.field == field
    assert services.directory.snapshot.settings == {}


def test_another_zone_alone_is_no_other_numbering(services: Services, office: Office) -> None:
    office.rules.set_place("IR", "21", "Europe/Berlin", ADMIN)
    assert services.directory.snapshot.locality.timezone == "Europe/Berlin"
    assert services.directory.snapshot.past_dialings == ()


# Simulated calls


def test_a_simulated_call_rings_is_answered_and_ends(services: Services) -> None:
    desk = services.office.desk
    rehearsal = Rehearsal(
        services.store, services.directory, desk.matcher, services.ingest, services.audit, sleep=lambda _: False
    )
    call_id = rehearsal.ring("09121234567", "2001", "101", ADMIN)
    wait_for(lambda: services.calls.get(None, call_id).call.state is CallState.ENDED, 10)
    call = services.calls.get(None, call_id).call
    assert (call.source, call.line, call.extension, call.outcome) == ("simulated", "2001", "101", "answered")
    (line,) = trail(services, SubjectKind.CALL)
    assert (line.actor, line.title) == ("admin", "simulated")
    assert "0912" not in str(line)
    assert verify(services.store, services.settings.dialing).total == 0


def test_closing_hangs_up_simulated_calls(services: Services, office: Office) -> None:
    call_id = office.rehearsal.ring("", "", "", ADMIN)
    assert services.calls.get(None, call_id).call.state is CallState.RINGING
    office.rehearsal.stop()
    assert services.calls.get(None, call_id).call.state is CallState.ENDED


@pytest.mark.parametrize(
    ("field", "value"), [("caller", "0\x00"), ("caller", "9" * 65), ("line", "a b"), ("extension", "۱,۲")]
)
def test_a_simulated_call_has_a_number_that_calls_can_have(office: Office, field: str, value: str) -> None:
    given = {"caller": "0912", "line": "", "extension": "", field: value}
    with pytest.raises(InvalidInput) as wrong:
        office.rehearsal.ring(given["caller"], given["line"], given["extension"], ADMIN)
    assert wrong.value.field == field


@pytest.mark.postgres
def test_open_pages_of_another_process_follow(postgres_database: str) -> None:
    here, there = (build_services(Settings(database_url=postgres_database)) for _ in range(2))
    try:
        sara = here.accounts.add("sara", "a long password", Role.AGENT, OPERATOR)
        here.ingest.submit([event("ringing", extension="101")])
        wait_for(lambda: len(shown(there, sara)) == 1, 10)
        here.office.rules.set_visibility(Visibility.OWN_EXTENSION, ADMIN)
        wait_for(lambda: shown(there, sara) == [], 10)
        followed = there.feed.since(None, sara, 50)
        assert followed
        here.office.rules.set_visibility(Visibility.ALL, ADMIN)
        since = followed.cursor
        wait_for(lambda: (delta := there.feed.since(since, sara, 50)) and len(delta.changed) == 1, 10)
        with pytest.raises(Stale):
            there.office.rules.set_visibility(Visibility.ALL, ADMIN, seen=Visibility.OWN_EXTENSION)
    finally:
        for services in (here, there):
            services.office.rehearsal.stop()
            services.store.close()
