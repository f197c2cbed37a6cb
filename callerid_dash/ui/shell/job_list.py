"""The background jobs of pages: the view of each kind of job, and the lists that can be exported to files."""

from __future__ import annotations

from callerid_dash.domain.jobs import JobKind
from callerid_dash.ui.analytics.export import FIGURES
from callerid_dash.ui.call_log.export import CALLS
from callerid_dash.ui.imports.profile_view import profile_import_report
from callerid_dash.ui.imports.report import import_report
from callerid_dash.ui.profiles.export import PROFILES, RECORDS

VIEWS = {JobKind.IMPORT_CALLS: import_report, JobKind.IMPORT_PROFILES: profile_import_report}
LISTS = {"calls": CALLS, "profiles": PROFILES, "records": RECORDS, **FIGURES}
