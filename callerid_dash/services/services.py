"""All services of a running product by feature, for pages, routes and commands."""

from __future__ import annotations

from dataclasses import dataclass

from callerid_dash.services.accounts.accounts import Accounts
from callerid_dash.services.calls.attribution import Attribution
from callerid_dash.services.calls.call_log import CallLog
from callerid_dash.services.calls.ingest import Ingest
from callerid_dash.services.calls.missed_calls import Missed
from callerid_dash.services.calls.origins import Origins
from callerid_dash.services.calls.saved_views import CallViews
from callerid_dash.services.calls.sources import Sources
from callerid_dash.services.calls.test_call import CallSimulation
from callerid_dash.services.core import Core
from callerid_dash.services.exports.figures import FigureExport
from callerid_dash.services.exports.job import ExportJobs
from callerid_dash.services.exports.service import Exporting
from callerid_dash.services.imports.calls.job import ImportJobs
from callerid_dash.services.imports.profiles.job import ProfileImportJobs
from callerid_dash.services.imports.rereading import Rereading
from callerid_dash.services.jobs.jobs import Jobs
from callerid_dash.services.jobs.uploads import Uploads
from callerid_dash.services.live.feed import Feed
from callerid_dash.services.office.office import Office
from callerid_dash.services.profiles.bulk_edit import BulkChanges
from callerid_dash.services.profiles.delete import Deleting
from callerid_dash.services.profiles.merge import Merging
from callerid_dash.services.profiles.profiles import Profiles
from callerid_dash.services.profiles.search import ProfileFinder
from callerid_dash.services.records.records import Records
from callerid_dash.services.records.timeline import Timeline
from callerid_dash.services.reports.caller_reports import Callers
from callerid_dash.services.reports.reports import Reports
from callerid_dash.services.reports.today import Today
from callerid_dash.services.reports.wallboard import Wallboard
from callerid_dash.services.shared.audit_trail import Audit
from callerid_dash.services.shared.directory import Directory
from callerid_dash.services.shared.undo import Undo
from callerid_dash.settings import Settings
from callerid_dash.store.engine.database import Store


@dataclass(frozen=True, slots=True)
class CallServices:
    """Calls: their sources, the log, and use cases on them."""

    ingest: Ingest
    sources: Sources
    log: CallLog
    views: CallViews
    missed: Missed
    attribution: Attribution
    origins: Origins
    test_calls: CallSimulation


@dataclass(frozen=True, slots=True)
class ProfileServices(Profiles):
    """The address book, and use cases on its profiles."""

    finder: ProfileFinder
    bulk: BulkChanges
    merging: Merging
    deleting: Deleting


@dataclass(frozen=True, slots=True)
class ReportServices(Reports):
    """Figures of calls and callers, and the live figures of today and the wallboard."""

    callers: Callers
    today: Today
    wall: Wallboard


@dataclass(frozen=True, slots=True)
class ImportServices:
    """Imports from files."""

    uploads: Uploads
    calls: ImportJobs
    profiles: ProfileImportJobs
    rereading: Rereading


@dataclass(frozen=True, slots=True)
class ExportServices:
    """Exports to files: at once, or in the background."""

    files: Exporting
    figures: FigureExport
    jobs: ExportJobs


@dataclass(frozen=True, slots=True)
class Services:
    """Built once by `factory.build_services`: the core, and the services of each feature."""

    settings: Settings
    core: Core
    undo: Undo
    accounts: Accounts
    calls: CallServices
    profiles: ProfileServices
    records: Records
    timeline: Timeline
    reports: ReportServices
    imports: ImportServices
    exports: ExportServices
    office: Office
    jobs: Jobs

    @property
    def store(self) -> Store:
        """The core's store, which nearly every user of this class needs."""
        return self.core.store

    @property
    def directory(self) -> Directory:
        """The core's directory."""
        return self.core.directory

    @property
    def audit(self) -> Audit:
        """The core's audit trail."""
        return self.core.audit

    @property
    def feed(self) -> Feed:
        """The core's feed."""
        return self.core.feed
