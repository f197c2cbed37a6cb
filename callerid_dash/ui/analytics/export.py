"""Exports of the page's charts and tables, with the range and filters of the page's address."""

from __future__ import annotations

from callerid_dash.domain.files.formats import Format
from callerid_dash.domain.reports.rollups import Dimension
from callerid_dash.domain.users import Action
from callerid_dash.locales import Translator
from callerid_dash.services.exports.figures import ALL
from callerid_dash.services.exports.job import Make
from callerid_dash.services.reports.figure_words import Figure
from callerid_dash.services.services import Services
from callerid_dash.services.shared.clock import now
from callerid_dash.ui.analytics.filters import Called, chosen
from callerid_dash.ui.analytics.query import days_of, filter_of, read_query
from callerid_dash.ui.jobs.export_host import ExportedList
from callerid_dash.ui.kit.context import UiContext


def called_of(services: Services, t: Translator) -> Called:
    """The lines, queues, extensions and origins that have had calls."""
    had = services.reports.values
    return Called(
        had(Dimension.LINE), had(Dimension.QUEUE), had(Dimension.EXTENSION), services.calls.origins.seen(t.language)
    )


def _list(figure: Figure | None) -> ExportedList:
    def make(services: Services, context: UiContext, form: Format, search: str) -> Make:
        viewer, query, t, formats = context.viewer(), read_query(search), context.words(), context.formats()
        wanted = filter_of(query, days_of(query, now(), formats).span, formats)
        filters = chosen(query, services.directory.snapshot, called_of(services, t), t, formats)
        return lambda progress: services.exports.figures.download(viewer, figure, wanted, form, t, filters, progress)

    return ExportedList(Action.SEE_REPORTS, make)


FIGURES = {ALL: _list(None), **{f"{ALL}/{figure}": _list(figure) for figure in Figure}}
"""The exported lists by their addresses below `/export/`."""
