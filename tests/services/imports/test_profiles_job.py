"""The import job of profiles, from the uploaded file to the report."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from uuid import UUID

import pytest

from callerid_dash.domain.errors import Forbidden, InvalidInput, NotFound
from callerid_dash.domain.files.formats import Format
from callerid_dash.domain.jobs import Job, JobKind, JobState
from callerid_dash.domain.profiles.contacts.contact import Contact, Duplicates
from callerid_dash.domain.profiles.contacts.contact_file import ContactReading, read_contacts
from callerid_dash.domain.profiles.profiles import PhoneDraft, ProfileDraft, ProfileKind
from callerid_dash.domain.users import Role, User
from callerid_dash.factory import build_services
from callerid_dash.services.accounts.accounts import OPERATOR
from callerid_dash.services.imports.profiles import service as importing_profiles
from callerid_dash.services.imports.profiles.duplicates import EntryStatus
from callerid_dash.services.imports.profiles.service import ImportOptions
from callerid_dash.services.jobs.rejected_rows import REJECTED, Telling
from callerid_dash.services.profiles.filter import ProfileFilter
from callerid_dash.services.services import Services
from callerid_dash.settings import Settings
from tests.scenes import AGENT

ADMIN = User(3, "neda", "Neda", Role.ADMIN)
OTHER = User(4, "omid", "Omid", Role.ADMIN)
TELLING: Telling[InvalidInput] = Telling(("line", "why"), str)


@pytest.fixture
def services(empty_duckdb: str) -> Iterator[Services]:
    services = build_services(Settings(database_url=empty_duckdb))
    yield services
    services.jobs.stop()
    services.store.close()


def sent(services: Services, text: str) -> UUID:
    data = text.encode()
    upload = services.imports.uploads.begin(ADMIN, JobKind.IMPORT_PROFILES, "contacts.csv", len(data))
    services.imports.uploads.add(ADMIN, upload.id, 0, data)
    return upload.id


def ended(services: Services, job: Job) -> Job:
    until = time.monotonic() + 20
    while (found := services.jobs.get(ADMIN, job.id)).running:
        assert time.monotonic() < until
        time.sleep(0.02)
    return found


def test_a_file_is_looked_at_and_imported(services: Services) -> None:
    key = sent(services, "Who,Cell\nAli,09121234567\nSara,ask her\n,09121234568\n")
    desk, reading = services.imports.profiles, ContactReading(fields=("name", "mobile"))
    found = desk.read(ADMIN, key, ContactReading())
    assert ([column.field for column in found.columns], len(found.entries)) == (["skip", "mobile"], 3)
    with pytest.raises(InvalidInput):
        desk.preview(ADMIN, key, ContactReading(), ImportOptions())
    counts = desk.preview(ADMIN, key, reading, ImportOptions()).counts
    assert (counts[EntryStatus.NEW], counts[EntryStatus.REJECTED]) == (2, 1)
    done = ended(services, desk.start(ADMIN, key, reading, ImportOptions(), TELLING))
    assert (done.state, done.done, done.total) == (JobState.DONE, 3, 3)
    assert (done.result["added"], done.result["rejected"], done.result["left_out"]) == (2, 1, 1)
    told = [3, "Sara", "Cell", "ask her", "This is no telephone number.", {}]
    assert (done.result["doubts"], done.result["doubts_told"]) == (1, [told])
    left_out = (services.jobs.files.folder(job_id=done.id) / REJECTED).read_text(encoding="utf-8-sig").splitlines()
    assert left_out == [
        '"line","why","Who","Cell"',
        '3,"Cell “ask her”: This is no telephone number.","Sara","ask her"',
        '4,"There is no name.",,"09121234568"',
    ]


def test_a_file_is_its_senders_own(services: Services) -> None:
    key = sent(services, "name,phone\nAli,09121234567\n")
    with pytest.raises(NotFound):
        services.imports.profiles.read(OTHER, key, ContactReading())
    with pytest.raises(Forbidden):
        services.imports.profiles.read(AGENT, key, ContactReading())


def test_one_that_is_ended_keeps_what_is_stored_and_its_file(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing_profiles, "_BATCH", 1)
    key = sent(services, "name,phone\n" + "".join(f"Person {n},0912{n:07}\n" for n in range(3_000)))
    job = services.imports.profiles.start(ADMIN, key, ContactReading(), ImportOptions(Duplicates.SKIP), TELLING)
    while not services.jobs.get(ADMIN, job.id).result.get("added"):
        time.sleep(0.01)
    services.jobs.cancel(ADMIN, job.id)
    cancelled = ended(services, job)
    assert cancelled.state is JobState.CANCELLED
    added = cancelled.result["added"]
    assert isinstance(added, int)
    assert 0 < added < 3_000
    assert services.profiles.finder.counts().total == added
    assert Path(services.imports.profiles.whole(ADMIN, key).path).exists()


def test_what_is_wrong_with_the_whole_is_said_before_it_begins(services: Services) -> None:
    key = sent(services, "name,phone\nAli,1\n")
    with pytest.raises(InvalidInput):
        services.imports.profiles.start(ADMIN, key, ContactReading(), ImportOptions(category_id=99), TELLING)
    with pytest.raises(InvalidInput):
        services.imports.profiles.start(ADMIN, key, ContactReading(encoding="klingon"), ImportOptions(), TELLING)
    assert services.jobs.latest(ADMIN, JobKind.IMPORT_PROFILES) is None


def test_our_own_export_is_understood(services: Services) -> None:
    firm = services.profiles.create(ProfileDraft(ProfileKind.ORGANIZATION, "Pars"), OPERATOR).profile
    phones = (PhoneDraft("+989121234567"), PhoneDraft("02188776655", extension="12"))
    draft = ProfileDraft(
        ProfileKind.PERSON,
        prefix="Dr.",
        first_name="Ali",
        last_name="Rezaei",
        organization_id=firm.id,
        phones=phones,
        emails=("a@x.ir", "b@x.ir"),
        note="one\ntwo",
    )
    services.profiles.create(draft, OPERATOR)
    with closing(services.exports.files.profiles(OPERATOR, "", ProfileFilter(), Format.CSV)) as download:
        found = read_contacts(b"".join(download), ContactReading())
    contacts = [entry for entry in found.entries if isinstance(entry, Contact)]
    (ali,) = [contact for contact in contacts if contact.kind is ProfileKind.PERSON]
    assert (ali.name, ali.prefix, ali.first_name, ali.last_name) == ("Dr. Ali Rezaei", "Dr.", "Ali", "Rezaei")
    assert (ali.organization, ali.emails, ali.note) == ("Pars", ("a@x.ir", "b@x.ir"), "one\ntwo")
    counts = services.imports.profiles.importing.preview(found.entries, ImportOptions(), OPERATOR).counts
    assert counts == {EntryStatus.DUPLICATE: 2}
    report = services.imports.profiles.importing.run(found.entries, ImportOptions(Duplicates.ADD_NUMBERS), OPERATOR)
    assert (report.unchanged, report.completed, report.rejected) == (2, 0, 0)
