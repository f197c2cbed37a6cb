"""Undo of an import of profiles as a whole; profiles that somebody has changed since stay."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from callerid_dash.domain.audit import AuditAction
from callerid_dash.domain.errors import Forbidden, Stale, StoreUnavailable
from callerid_dash.domain.profiles.contacts.contact import Duplicates
from callerid_dash.domain.profiles.contacts.contact_file import ContactReading, read_contacts
from callerid_dash.domain.profiles.profiles import PhoneDraft, Profile, ProfileDraft, ProfileKind
from callerid_dash.domain.profiles.records import RecordDraft
from callerid_dash.services.accounts.accounts import OPERATOR
from callerid_dash.services.imports.profiles import service as importing_profiles
from callerid_dash.services.imports.profiles.service import ImportOptions, Report
from callerid_dash.services.profiles.changes import ProfileChanges
from callerid_dash.services.services import Services
from callerid_dash.services.shared.undo import TakenBack, UndoStatus
from callerid_dash.services.shared.verify import verify
from callerid_dash.store.calls import attribution
from callerid_dash.store.office import snapshots
from callerid_dash.store.profiles import holders
from callerid_dash.store.shared import audit as audit_tables
from callerid_dash.store.shared.audit import AuditFilter
from tests.scenes import AGENT, SUPERVISOR, answered_call

ALI, SARA, REZA, HOME = "09121234567", "09351112222", "09363334444", "02188776655"


def bring(services: Services, *rows: str, duplicates: Duplicates = Duplicates.ADD_NUMBERS) -> Report:
    found = read_contacts("\n".join(("name,phone,email,company", *rows, "")).encode(), ContactReading(delimiter=","))
    return services.imports.profiles.importing.run(found.entries, ImportOptions(duplicates), OPERATOR, "contacts.csv")


def take_back(services: Services, report: Report) -> TakenBack | None:
    return services.undo.undo(report.undo_id or 0, SUPERVISOR)


def add(services: Services, name: str, *numbers: str) -> Profile:
    draft = ProfileDraft(ProfileKind.PERSON, name, phones=tuple(map(PhoneDraft, numbers)))
    return services.profiles.create(draft, OPERATOR).profile


def by_name(services: Services) -> dict[str, Profile]:
    return {profile.name: profile for profile in services.profiles.finder.search("", limit=100).items}


def book(services: Services) -> Mapping[str, Any]:
    """Every column of all profiles except the version, and the profiles of calls."""
    ids = [profile.id for profile in by_name(services).values()]
    with services.store.read() as session:
        rows = snapshots.take(session, ids, records=True)
        calls = attribution.calls_of(session, ids)
        assert holders.outdated(session) == []
    assert verify(services.store, services.directory.snapshot.locality.dialing).total == 0
    later = {"version", "updated_at"}
    tables = {name: [{k: v for k, v in row.items() if k not in later} for row in found] for name, found in rows.items()}
    return {**tables, "calls": calls}


def test_everything_is_as_it_was_before(services: Services) -> None:
    add(services, "Sara", SARA)
    for number, caller in enumerate((ALI, SARA, HOME, HOME)):
        services.calls.ingest.submit(answered_call(f"c{number}", caller=caller))
    before = book(services)
    report = bring(services, f"Ali,{ALI},,Pars", f"Sara,{SARA} / {HOME},s@x.ir,Pars", "Reza,,,")
    assert (report.added, report.completed, report.organizations, report.past_calls) == (2, 1, 1, 3)
    assert book(services) != before
    assert take_back(services, report) == TakenBack(done=4, kept=0)
    assert book(services) == before
    assert bring(services, f"Ali,{ALI},,Pars").added == 1


def test_who_was_changed_or_recorded_on_since_stays_with_their_organization(services: Services) -> None:
    report = bring(services, f"Ali,{ALI},,Pars", f"Sara,{SARA},,Pars", f"Reza,{REZA},,Alborz")
    known = by_name(services)
    services.profiles.update(known["Ali"].id, known["Ali"].version, ProfileChanges(note="VIP"), OPERATOR)
    kind = next(iter(services.directory.snapshot.record_kinds))
    services.records.create(RecordDraft(known["Reza"].id, kind, "Called"), OPERATOR)
    assert take_back(services, report) == TakenBack(done=1, kept=4)
    assert {name: each.organization for name, each in by_name(services).items()} == {
        "Ali": "Pars",
        "Pars": "",
        "Reza": "Alborz",
        "Alborz": "",
    }
    assert book(services)


def test_somebody_else_who_came_to_belong_to_a_new_organization_keeps_it(services: Services) -> None:
    sara = add(services, "Sara", SARA)
    report = bring(services, f"Ali,{ALI},,Pars")
    firm = by_name(services)["Pars"].id
    services.profiles.update(sara.id, sara.version, ProfileChanges(organization_id=firm), OPERATOR)
    assert take_back(services, report) == TakenBack(done=1, kept=1)
    assert by_name(services).keys() == {"Pars", "Sara"}


@pytest.mark.parametrize("how", ["changed", "recorded on"])
def test_who_was_completed_and_then_touched_stays_complete(services: Services, how: str) -> None:
    sara = add(services, "Sara", SARA)
    report = bring(services, f"Sara,{SARA} / {HOME},,", f"Ali,{ALI},,")
    if how == "changed":
        services.profiles.update(sara.id, sara.version + 1, ProfileChanges(note="VIP"), OPERATOR)
    else:
        kind = next(iter(services.directory.snapshot.record_kinds))
        services.records.create(RecordDraft(sara.id, kind, "Called"), OPERATOR)
    assert take_back(services, report) == TakenBack(done=1, kept=1)
    assert len(by_name(services)["Sara"].phones) == 2


def test_calls_go_to_another_holder_of_the_number(services: Services) -> None:
    report = bring(services, f"Ali,{ALI},,", f"Sara,{SARA},,")
    later = add(services, "Maryam", ALI)
    services.calls.ingest.submit(answered_call("c1", caller=ALI))
    assert take_back(services, report) == TakenBack(done=2, kept=0)
    assert book(services)["calls"] == {later.id: 1}


def test_what_later_batches_added_to_new_profiles_is_no_change_of_somebody_else(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing_profiles, "_BATCH", 1)
    sara = add(services, "Sara", SARA)
    before = book(services)
    rows = (f"Ali,{ALI},,", f"Ali,{ALI} / {HOME},a@x.ir,Pars", f"Sara,{SARA},s@x.ir,", f"Sara,{SARA},s2@x.ir,")
    report = bring(services, *rows)
    assert services.profiles.get(sara.id).version == 3
    assert take_back(services, report) == TakenBack(done=3, kept=0)
    assert book(services) == before


def test_a_change_between_two_batches_is_one(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing_profiles, "_BATCH", 1)
    sara = add(services, "Sara", SARA)

    def change(report: Report) -> None:
        if report.seen == 1:
            services.profiles.update(sara.id, 2, ProfileChanges(note="VIP"), OPERATOR)

    text = f"name,phone,email\nSara,{SARA},s@x.ir\nSara,{SARA},s2@x.ir\nAli,{ALI},\n"
    entries = read_contacts(text.encode(), ContactReading(delimiter=",")).entries
    report = services.imports.profiles.importing.run(
        entries, ImportOptions(Duplicates.ADD_NUMBERS), OPERATOR, follow=change
    )
    assert take_back(services, report) == TakenBack(done=1, kept=1)
    assert services.profiles.get(sara.id).note == "VIP"


def test_what_was_stored_before_it_broke_off_can_be_taken_back(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing_profiles, "_BATCH", 1)

    def broken(report: Report) -> None:
        if report.seen == 1:
            raise StoreUnavailable("gone")

    entries = read_contacts(f"name,phone\nAli,{ALI}\nSara,{SARA}\n".encode(), ContactReading(delimiter=",")).entries
    with pytest.raises(StoreUnavailable):
        services.imports.profiles.importing.run(entries, ImportOptions(), OPERATOR, "contacts.csv", follow=broken)
    (step,) = services.undo.recent(SUPERVISOR)
    assert step.title == "contacts.csv"
    assert services.undo.undo(step.id, SUPERVISOR) == TakenBack(done=1, kept=0)
    assert by_name(services) == {}


def test_an_import_that_stored_nothing_leaves_nothing_to_take_back(services: Services) -> None:
    bring(services, f"Ali,{ALI},,")
    assert bring(services, f"Ali,{ALI},,", duplicates=Duplicates.SKIP).undo_id is None


def test_when_nothing_can_be_taken_back_any_more_it_is_said_and_nothing_happens(services: Services) -> None:
    report = bring(services, f"Ali,{ALI},,")
    ali = by_name(services)["Ali"]
    services.profiles.update(ali.id, ali.version, ProfileChanges(note="VIP"), OPERATOR)
    with pytest.raises(Stale, match="have been changed since"):
        take_back(services, report)
    assert by_name(services).keys() == {"Ali"}


def test_a_second_time_and_whoever_may_not_are_refused(services: Services) -> None:
    report = bring(services, f"Ali,{ALI},,")
    undo, step = services.undo, report.undo_id or 0
    assert (undo.status(step, SUPERVISOR), undo.status(step, AGENT)) == (UndoStatus.POSSIBLE, UndoStatus.OVER)
    with pytest.raises(Forbidden):
        undo.undo(step, AGENT)
    take_back(services, report)
    assert (undo.status(step, SUPERVISOR), undo.status(0, SUPERVISOR)) == (UndoStatus.UNDONE, UndoStatus.OVER)
    with pytest.raises(Stale, match="already"):
        take_back(services, report)


def test_each_profile_has_its_line_in_the_audit_trail(services: Services) -> None:
    add(services, "Sara", SARA)
    take_back(services, bring(services, f"Ali,{ALI},,", f"Sara,{SARA},s@x.ir,"))
    with services.store.read() as session:
        lines = audit_tables.page(session, AuditFilter(action=AuditAction.UNDONE), 10)
    changed = {line.title: {(change.field, change.before, change.after) for change in line.changes} for line in lines}
    assert ("name", "Ali", "") in changed["Ali"]
    assert changed["Sara"] == {("emails", "s@x.ir", "")}
