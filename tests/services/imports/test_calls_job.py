"""The import job of calls: preview, import, report, and rejected rows."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from callerid_dash.domain.audit import AuditAction
from callerid_dash.domain.errors import Forbidden, InvalidInput, NotFound
from callerid_dash.domain.jobs import Job, JobKind, JobState
from callerid_dash.domain.users import Role, User
from callerid_dash.factory import build_services
from callerid_dash.services.imports.calls.service import FileFormat
from callerid_dash.services.jobs.rejected_rows import kept_rejects
from callerid_dash.services.services import Services
from callerid_dash.settings import read_settings
from callerid_dash.store.calls.calls import count
from callerid_dash.store.shared.audit import AuditFilter
from tests.parts.cdr import ROWS, cdr_row
from tests.scenes import SUPERVISOR
from tests.serving import wait_for

BOSS, OTHER_BOSS = User(1, "boss", "", Role.ADMIN), User(2, "chief", "", Role.ADMIN)
CDR = FileFormat("asterisk-cdr")


@pytest.fixture
def services(store_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Services]:
    monkeypatch.chdir(tmp_path)  # with a PostgreSQL database, files of jobs lie in data/ of where the product runs
    services = build_services(read_settings({"CALLERID_DATABASE_URL": store_url}))
    yield services
    services.jobs.stop()
    services.store.close()


def sent(services: Services, content: str = ROWS) -> UUID:
    data = content.encode()
    upload = services.imports.uploads.begin(BOSS, JobKind.IMPORT_CALLS, "Master.csv", len(data))
    services.imports.uploads.add(BOSS, upload.id, 0, data)
    return upload.id


def imported(services: Services, upload: UUID, form: FileFormat = CDR) -> Job:
    job = services.imports.calls.start(BOSS, upload, form)
    wait_for(lambda: not services.jobs.get(BOSS, job.id).running, 20)
    return services.jobs.get(BOSS, job.id)


def test_a_file_is_guessed_previewed_and_imported_with_a_report(services: Services) -> None:
    upload = sent(services)
    assert services.imports.calls.guess(services.imports.uploads.get(BOSS, upload)).form == "asterisk-cdr"
    preview = services.imports.calls.preview(BOSS, upload, CDR)
    assert (len(preview.calls), len(preview.rejected)) == (2, 2)
    assert services.calls.log.page(None).items == ()
    job = imported(services, upload)
    assert (job.state, job.label) == (JobState.DONE, "Master.csv")
    told = {name: job.result[name] for name in ("rows", "added", "already", "rejected")}
    assert told == {"rows": 4, "added": 2, "already": 0, "rejected": 2}
    assert len(services.calls.log.page(None).items) == 2
    with kept_rejects(services.jobs, BOSS, job.id).open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    assert [line[0] for line in lines] == ["line", "2", "4"]
    (noted,) = services.audit.page(BOSS, AuditFilter(action=AuditAction.IMPORTED)).items
    assert (noted.actor, noted.title) == ("boss", "Master.csv")


def test_the_file_itself_goes_when_it_was_taken_in_and_importing_it_again_adds_nothing(services: Services) -> None:
    upload = sent(services)
    imported(services, upload)
    with pytest.raises(InvalidInput):
        services.imports.calls.preview(BOSS, upload, CDR)
    again = imported(services, sent(services))
    assert (again.result["added"], again.result["already"]) == (0, 2)


def test_whoever_stops_an_import_may_start_it_again_with_the_same_file(services: Services) -> None:
    upload = sent(services, "\n".join(cdr_row(i) for i in range(30_000)))
    job = services.imports.calls.start(BOSS, upload, CDR)
    services.jobs.cancel(BOSS, job.id)
    wait_for(lambda: not services.jobs.get(BOSS, job.id).running, 20)
    stopped = services.jobs.get(BOSS, job.id)
    assert stopped.state is JobState.CANCELLED
    with services.store.read() as session:
        assert stopped.result["added"] == count(session)
    assert services.imports.uploads.get(BOSS, upload).complete


def test_a_file_without_rejected_rows_has_no_file_of_them(services: Services) -> None:
    job = imported(services, sent(services, cdr_row(1)))
    with pytest.raises(NotFound):
        kept_rejects(services.jobs, BOSS, job.id)


@pytest.mark.parametrize(
    "form", [FileFormat("asterisk-cdr", zone="Mars/Base"), FileFormat("asterisk-cdr", encoding="klingon")]
)
def test_what_makes_no_sense_is_refused_before_anything_runs(services: Services, form: FileFormat) -> None:
    upload = sent(services)
    for ask in (services.imports.calls.preview, services.imports.calls.start):
        with pytest.raises(InvalidInput):
            ask(BOSS, upload, form)
    assert services.jobs.latest(BOSS, JobKind.IMPORT_CALLS) is None


def test_half_a_file_is_not_imported(services: Services) -> None:
    upload = services.imports.uploads.begin(BOSS, JobKind.IMPORT_CALLS, "Master.csv", 1000)
    services.imports.uploads.add(BOSS, upload.id, 0, cdr_row(1).encode())
    for ask in (services.imports.calls.preview, services.imports.calls.start):
        with pytest.raises(InvalidInput):
            ask(BOSS, upload.id, CDR)


def test_others_get_at_neither_the_file_nor_what_was_rejected(services: Services) -> None:
    upload = sent(services)
    for stranger, why in ((OTHER_BOSS, NotFound), (SUPERVISOR, NotFound)):
        with pytest.raises(why):
            services.imports.calls.preview(stranger, upload, CDR)
        with pytest.raises(why):
            services.imports.calls.start(stranger, upload, CDR)
    imported(services, upload)
    with pytest.raises(NotFound):
        kept_rejects(services.jobs, SUPERVISOR, upload)
    with pytest.raises(NotFound):
        kept_rejects(services.jobs, BOSS, uuid4())


def test_who_is_no_admin_any_more_imports_nothing(services: Services) -> None:
    upload = sent(services)
    demoted = User(BOSS.id, BOSS.username, "", Role.SUPERVISOR)
    for ask in (services.imports.calls.preview, services.imports.calls.start):
        with pytest.raises(Forbidden):
            ask(demoted, upload, CDR)
