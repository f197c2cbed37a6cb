"""All services of one running product, as pages, routes and commands are given them."""

from __future__ import annotations

from dataclasses import dataclass

from callerid_dash.services.accounts import Accounts
from callerid_dash.services.anonymous_desk import AnonymousDesk
from callerid_dash.services.attribution import Attribution
from callerid_dash.services.audit import Audit
from callerid_dash.services.bulk_changes import BulkChanges
from callerid_dash.services.call_views import CallViews
from callerid_dash.services.callers import Callers
from callerid_dash.services.calls import CallLog
from callerid_dash.services.deleting import Deleting
from callerid_dash.services.directory import Directory
from callerid_dash.services.export_jobs import ExportJobs
from callerid_dash.services.exporting import Exporting
from callerid_dash.services.feed import Feed
from callerid_dash.services.import_jobs import ImportJobs
from callerid_dash.services.importing import Importing
from callerid_dash.services.importing_profiles import ProfileImport
from callerid_dash.services.ingest import Ingest
from callerid_dash.services.jobs import Jobs
from callerid_dash.services.merging import Merging
from callerid_dash.services.missed import Missed
from callerid_dash.services.news import News
from callerid_dash.services.office import Office
from callerid_dash.services.origins import Origins
from callerid_dash.services.profile_finder import ProfileFinder
from callerid_dash.services.profile_import_jobs import ProfileImportJobs
from callerid_dash.services.profiles import Profiles
from callerid_dash.services.records import Records
from callerid_dash.services.reports import Reports
from callerid_dash.services.rereading import Rereading
from callerid_dash.services.ringing.ring_times import RingTimes
from callerid_dash.services.sources import Sources
from callerid_dash.services.timeline import Timeline
from callerid_dash.services.today import Today
from callerid_dash.services.undo import Undo
from callerid_dash.services.uploads import Uploads
from callerid_dash.services.wall import Wallboard
from callerid_dash.settings import Settings
from callerid_dash.store.database import Store


@dataclass(frozen=True, slots=True)
class Services:
    """Built once by `factory.build_services`."""

    settings: Settings
    store: Store
    directory: Directory
    accounts: Accounts
    anonymous_desk: AnonymousDesk
    attribution: Attribution
    merging: Merging
    deleting: Deleting
    undo: Undo
    audit: Audit
    news: News
    profiles: Profiles
    finder: ProfileFinder
    bulk: BulkChanges
    profile_import: ProfileImport
    profile_import_jobs: ProfileImportJobs
    records: Records
    calls: CallLog
    call_views: CallViews
    missed: Missed
    rereading: Rereading
    reports: Reports
    origins: Origins
    callers: Callers
    today: Today
    exporting: Exporting
    export_jobs: ExportJobs
    importing: Importing
    timeline: Timeline
    feed: Feed
    ingest: Ingest
    jobs: Jobs
    uploads: Uploads
    import_jobs: ImportJobs
    office: Office
    ring_times: RingTimes
    sources: Sources
    wall: Wallboard
