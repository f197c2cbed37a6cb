"""Import of profiles: the duplicates it finds, the profiles it stores, and a repeated import."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from callerid_dash.domain.audit import AuditAction
from callerid_dash.domain.errors import Forbidden, InvalidInput
from callerid_dash.domain.jobs import Cancelled
from callerid_dash.domain.profiles.contacts.contact import Duplicates, Entry
from callerid_dash.domain.profiles.contacts.contact_file import ContactReading, read_contacts
from callerid_dash.domain.profiles.profiles import OwnerRole, PhoneDraft, Profile, ProfileDraft, ProfileKind
from callerid_dash.domain.users import Role
from callerid_dash.services.calls.ingest import Ingest
from callerid_dash.services.core import Core
from callerid_dash.services.imports.profiles import service as importing_profiles
from callerid_dash.services.imports.profiles.duplicates import EntryStatus
from callerid_dash.services.imports.profiles.rejected_file import left_out_file
from callerid_dash.services.imports.profiles.service import ImportOptions, ProfileImport, Report
from callerid_dash.services.profiles.profiles import Profiles
from callerid_dash.services.profiles.search import ProfileFinder
from callerid_dash.services.shared.directory import Directory
from callerid_dash.services.shared.verify import verify
from callerid_dash.store.accounts import accounts
from callerid_dash.store.calls import attribution as attribution_tables
from callerid_dash.store.engine.database import Store
from callerid_dash.store.engine.protocol import Session
from callerid_dash.store.profiles import holders
from callerid_dash.store.shared import audit as audit_tables
from callerid_dash.store.shared.audit import AuditFilter
from tests.scenes import AGENT, API, SUPERVISOR, add_category, add_color, answered_call

MOBILE, OTHER_MOBILE, LANDLINE = "+989121234567", "+989351112222", "+982188776655"
ADD, SKIP, CREATE = Duplicates.ADD_NUMBERS, Duplicates.SKIP, Duplicates.CREATE


@dataclass
class Desk:
    """The import service, with the means to inspect its result."""

    service: ProfileImport
    profiles: Profiles
    finder: ProfileFinder
    store: Store

    def run(self, *rows: str, duplicates: Duplicates = SKIP, head: str = "name,phone,email,company") -> Report:
        return self.service.run(entries(head, *rows), ImportOptions(duplicates), API, "contacts.csv")

    def statuses(self, *rows: str, head: str = "name,phone,email,company") -> list[EntryStatus]:
        """The status of each row, in the order of the file."""
        preview = self.service.preview(entries(head, *rows), ImportOptions(), API)
        found = {each.entry.line: each.status for shown in preview.shown.values() for each in shown}
        return [found[line] for line in sorted(found)]

    def all(self) -> list[Profile]:
        return sorted(self.finder.search("", limit=100).items, key=lambda profile: profile.id)

    def names(self) -> list[str]:
        return [profile.name for profile in self.all()]

    def add(self, name: str, *numbers: str, kind: ProfileKind = ProfileKind.PERSON) -> Profile:
        return self.profiles.create(ProfileDraft(kind, name, phones=tuple(map(PhoneDraft, numbers))), API).profile


def entries(head: str, *rows: str) -> Sequence[Entry]:
    return read_contacts("\n".join((head, *rows, "")).encode(), ContactReading(delimiter=",")).entries


@pytest.fixture
def desk(core: Core, store: Store, directory: Directory, finder: ProfileFinder) -> Desk:
    def work(session: Session) -> None:
        accounts.add_user(session, "sara", "Sara Ahmadi", Role.AGENT, "")
        add_color(session, 0, "VIP", "", "#ffd700")
        branch = add_category(session, None, 0, "Customers")
        add_category(session, branch, 1, "Retail")
        add_category(session, branch, 2, "Wholesale")

    store.write(work)
    directory.reload()
    service = ProfileImport(core)
    return Desk(service, Profiles(core), finder, store)


def test_entries_become_profiles_with_all_that_is_told_of_them(desk: Desk, directory: Directory) -> None:
    report = desk.run(
        "Ali Rezaei,09121234567,a@x.ir,customers / wholesale,vip,SARA,hello",
        head="name,mobile,email,category,color,owners.sales,note",
    )
    (ali,) = desk.all()
    assert (report.added, report.rejected) == (1, 0)
    assert (ali.name, ali.emails, ali.note) == ("Ali Rezaei", ("a@x.ir",), "hello")
    assert ali.category
    assert ali.category.title == "Wholesale"
    assert ali.color
    assert ali.color.title == "VIP"
    assert [(owner.role, owner.username) for owner in ali.owners] == [(OwnerRole.SALES, "sara")]
    assert [phone.canonical for phone in ali.phones] == [MOBILE]


def test_who_is_there_is_told_from_who_is_new(desk: Desk) -> None:
    desk.add("Ali Rezaei", MOBILE)
    desk.add("Maryam Karimi", OTHER_MOBILE)
    desk.add("Zahra Nouri", LANDLINE)
    rows = (
        "Ali Rezaee,0912 123 4567,,",
        "Sara Ahmadi,0935 111 2222,,",
        "Maryam Karimee,09120000001,,",
        "Nima Nouri,09120000002,,",
        "Nouri Nima,09120000002,,",
        "Zahra Nouri,,,",
        ",09120000003,,",
    )
    assert desk.statuses(*rows) == [
        EntryStatus.DUPLICATE,
        EntryStatus.OTHER_NAME,
        EntryStatus.SIMILAR,
        EntryStatus.NEW,
        EntryStatus.REPEATED,
        EntryStatus.DUPLICATE,
        EntryStatus.REJECTED,
    ]
    assert len(desk.all()) == 3


@pytest.mark.parametrize("duplicates", [SKIP, ADD])
def test_the_same_file_a_second_time_adds_nothing(desk: Desk, duplicates: Duplicates) -> None:
    rows = (
        "Ali Rezaei,09121234567,,Pars",
        "Sara Ahmadi,02188776655,,Pars",
        "Reza Ahmadi,02188776655 / 09350000001,,Pars",
        "Nobody's number,,n@x.ir,",
        "Pars Two,02188776655,,Pars",
    )
    first = desk.run(*rows, duplicates=duplicates)
    before = desk.all()
    again = desk.run(*rows, duplicates=duplicates)
    assert (first.added, first.organizations) == (5, 1)
    assert (again.added, again.organizations, again.completed, again.rejected) == (0, 0, 0, 0)
    assert desk.all() == before


def test_created_all_the_same_when_that_is_wanted(desk: Desk) -> None:
    desk.add("Ali Rezaei", MOBILE)
    report = desk.run("Ali Rezaei,09121234567,,", "Sara,09121234567,,", duplicates=CREATE)
    assert report.added == 2
    assert desk.names() == ["Ali Rezaei", "Ali Rezaei", "Sara"]


def test_what_a_profile_lacks_is_added_and_nothing_else_is_touched(desk: Desk) -> None:
    ali = desk.add("Ali Rezaei", MOBILE)
    head = "name,mobile,landline,email,color,note,company"
    row = "Rezaei Ali,09121234567,02188776655,a@x.ir,VIP,knows us,Pars"
    report = desk.run(row, duplicates=ADD, head=head)
    (after, firm) = desk.all()
    assert (report.completed, report.added, report.organizations) == (1, 0, 1)
    assert (after.id, after.name, after.version) == (ali.id, "Ali Rezaei", ali.version + 1)
    assert [phone.canonical for phone in after.phones] == [MOBILE, LANDLINE]
    assert (after.emails, after.note, after.organization, firm.name) == (("a@x.ir",), "knows us", "Pars", "Pars")
    again = desk.run(row, duplicates=ADD, head=head)
    assert (again.completed, again.unchanged) == (0, 1)


def test_a_number_under_another_name_is_left_out_with_the_reason(desk: Desk) -> None:
    desk.add("Ali Rezaei", LANDLINE)
    for duplicates in (SKIP, ADD):
        report = desk.run("Sara Ahmadi,02188776655 / 09121234567,,", duplicates=duplicates)
        assert (report.skipped, report.added, report.completed) == (1, 0, 0)
        assert "Ali Rezaei" in str(report.left_out[0].reason)
    assert [len(profile.phones) for profile in desk.all()] == [1]


def test_colleagues_share_the_telephone_of_their_firm(desk: Desk) -> None:
    desk.add("Pars", LANDLINE, kind=ProfileKind.ORGANIZATION)
    report = desk.run(
        "Mohammad Ahmadi,02188776655 / 09121234567,,Pars", "Mahmoud Ahmadi,02188776655 / 09351112222,,Pars"
    )
    assert (report.added, report.organizations) == (2, 0)
    assert [profile.organization for profile in desk.all()] == ["", "Pars", "Pars"]


def test_an_import_that_was_stopped_is_finished_by_the_next(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing_profiles, "_BATCH", 2)
    rows = [f"Person {number},0218877{number:04},," for number in range(5)]
    shared = [f"Colleague {number},02188770000 / 0912000{number:04},," for number in range(3)]

    def stop(report: Report) -> None:
        if report.seen:
            raise Cancelled

    stopped = desk.service.run(entries("name,phone,email,company", *rows, *shared), ImportOptions(), API, follow=stop)
    assert (stopped.stopped, stopped.seen, stopped.added) == (True, 2, 2)
    rest = desk.run(*rows, *shared)
    assert (rest.added, rest.skipped, rest.stopped) == (6, 2, False)


def test_entries_that_cannot_be_stored_are_reported_and_the_rest_is_stored(desk: Desk) -> None:
    head = "name,phone,email,category,color,owners.sales"
    rows = (
        "A,9.89E+11,,,,",
        "B,09120000001,no address,,,",
        "C,09120000002,,Nowhere,,",
        "D,09120000003,,Customers,,",
        "E,09120000004,,,Pink,",
        "F,09120000005,,,,nobody",
        "G,09120000006,,,,",
    )
    report = desk.run(*rows, head=head)
    assert (report.total, report.added, report.rejected) == (7, 2, 5)
    assert desk.names() == ["A", "G"]
    text = "".join(left_out_file(head.split(","), report.left_out, report.doubts))
    lines = text.removeprefix("\ufeff").splitlines()
    assert lines[0] == '"line","reason","name","phone","email","category","color","owners.sales"'
    assert len(lines) == 7
    assert lines[1].startswith('2,"phone “9.89E+11”: A spreadsheet has shortened')
    assert "Nowhere" in lines[3]


def test_entries_of_one_person_become_one_profile(desk: Desk) -> None:
    report = desk.run("Ali Rezaei,09121234567,,", "Ali Rezaei,09121234567 / 02188776655,a@x.ir,Pars", duplicates=ADD)
    ali = desk.all()[-1]
    assert (report.added, report.completed) == (1, 1)
    assert ([phone.canonical for phone in ali.phones], ali.emails) == ([MOBILE, LANDLINE], ("a@x.ir",))
    assert ali.organization == "Pars"


def test_organizations_of_the_file_are_there_before_their_people(desk: Desk) -> None:
    head = "name,kind,phone,company"
    report = desk.run("Ali,person,09121234567,Pars", "Pars,organization,02188776655,", head=head)
    assert (report.added, report.organizations) == (2, 0)
    assert [(profile.name, profile.organization) for profile in desk.all()] == [("Pars", ""), ("Ali", "Pars")]


def test_a_nameless_contact_gets_its_name(desk: Desk, store: Store) -> None:
    anonymous = desk.add("0912 123 4567", MOBILE)
    store.write(lambda session: session.script("UPDATE profiles SET anonymous = TRUE"))
    desk.run("Ali Rezaei,09121234567,,", duplicates=ADD)
    after = desk.profiles.get(anonymous.id)
    assert (after.name, after.anonymous) == ("Ali Rezaei", False)


def test_past_calls_of_the_numbers_become_theirs(
    desk: Desk, ingest: Ingest, store: Store, directory: Directory
) -> None:
    reza = desk.add("Reza", OTHER_MOBILE)
    ingest.submit(answered_call("c1", caller="09121234567"))
    ingest.submit(answered_call("c2", caller="02188776655"))
    report = desk.run("Ali,09121234567,,", "Reza,09351112222 / 02188776655,,", duplicates=ADD)
    ali = desk.all()[-1]
    assert report.past_calls == 2
    with store.read() as session:
        assert attribution_tables.calls_of(session, [ali.id, reza.id]) == {ali.id: 1, reza.id: 1}
        assert holders.outdated(session) == []
    assert verify(store, directory.snapshot.locality.dialing).total == 0


def test_an_import_is_told_in_the_audit_trail(desk: Desk, store: Store) -> None:
    desk.run("Ali,09121234567,,", ",1,,")
    with store.read() as session:
        (line,) = audit_tables.page(session, AuditFilter(action=AuditAction.IMPORTED), 9)
        assert len(audit_tables.page(session, AuditFilter(action=AuditAction.ADDED), 9)) == 1
    assert line.title == "contacts.csv"
    assert {change.field: change.after for change in line.changes} == {"added": "1", "rejected": "1"}


def test_only_admins_import(desk: Desk) -> None:
    for actor in (AGENT, SUPERVISOR):
        with pytest.raises(Forbidden):
            desk.service.preview([], ImportOptions(), actor)
        with pytest.raises(Forbidden):
            desk.service.run([], ImportOptions(), actor)


def test_those_without_a_category_go_where_it_is_wished(desk: Desk) -> None:
    desk.service.run(entries("name,phone", "Ali,1"), ImportOptions(category="Wholesale"), API)
    (ali,) = desk.all()
    assert ali.category
    assert ali.category.title == "Wholesale"
    with pytest.raises(InvalidInput):
        desk.service.run(entries("name,phone", "Sara,2"), ImportOptions(category="Customers"), API)
