"""Exports of the call log, with the filters of the page's address."""

from __future__ import annotations

from datetime import UTC, datetime

from callerid_dash.domain.files.formats import Format
from callerid_dash.domain.users import Action
from callerid_dash.services.exports.job import Make
from callerid_dash.services.services import Services
from callerid_dash.ui.call_log.query import read_call_query
from callerid_dash.ui.jobs.export_host import ExportedList
from callerid_dash.ui.kit.context import UiContext


def _make(services: Services, context: UiContext, form: Format, search: str) -> Make:
    viewer, calls = context.viewer(), read_call_query(search).wanted(datetime.now(UTC), context.formats())
    return lambda progress: services.exports.files.calls(viewer, calls, form, progress)


CALLS = ExportedList(Action.SEE_CALLS, _make)
