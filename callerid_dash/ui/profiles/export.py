"""Exports of profiles and records: the profiles that match the page's address, and all records."""

from __future__ import annotations

from callerid_dash.domain.files.formats import Format
from callerid_dash.domain.users import Action
from callerid_dash.services.exports.job import Make
from callerid_dash.services.exports.profile_tables import ExportedRecords
from callerid_dash.services.services import Services
from callerid_dash.ui.jobs.export_host import ExportedList
from callerid_dash.ui.kit.context import UiContext
from callerid_dash.ui.profiles.query import read_query


def _make_profiles(services: Services, context: UiContext, form: Format, search: str) -> Make:
    viewer, query = context.viewer(), read_query(search)
    return lambda progress: services.exports.files.profiles(viewer, query.words, query.wanted, form, progress)


def _make_records(services: Services, context: UiContext, form: Format, _search: str) -> Make:
    viewer = context.viewer()
    return lambda progress: services.exports.files.records(viewer, ExportedRecords(), form, progress)


PROFILES = ExportedList(Action.SEE_PROFILES, _make_profiles)
RECORDS = ExportedList(Action.SEE_PROFILES, _make_records)
