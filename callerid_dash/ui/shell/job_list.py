"""What pages have done in the background: how each kind of job looks, and which lists leave in files."""

from __future__ import annotations

from callerid_dash.domain.jobs import JobKind
from callerid_dash.ui.analytics.export import FIGURES
from callerid_dash.ui.call_log.export import CALLS
from callerid_dash.ui.imports.profile_view import profile_import_report
from callerid_dash.ui.imports.report import import_report
from callerid_dash.ui.profiles.export import PROFILES, RECORDS

VIEWS = {JobKind.IMPORT_CALLS: import_report, JobKind.IMPORT_PROFILES: profile_import_report}
LISTS = {"calls": CALLS, "profiles": PROFILES, "records": RECORDS, **FIGURES}
