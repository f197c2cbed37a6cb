"""Keeps what the analytics page last drew, so that an unchanged answer is not drawn again."""

from __future__ import annotations

from collections.abc import Callable

from callerid_dash.services.live.query_cache import Answers
from callerid_dash.services.services import Services
from callerid_dash.services.shared.clock import now
from callerid_dash.ui.analytics.query import AnalyticsQuery, days_of
from callerid_dash.ui.kit.context import UiContext

Answer = Callable[[AnalyticsQuery, Services, UiContext], dict[str, object]]
MOST_DRAWN = 16
"""The most drawn answers in memory; one may have a megabyte."""


def drawn_once(answer: Answer, drawn: Answers) -> Answer:
    """The answer as it was drawn when a viewer asked the same within this minute, if nothing has changed since."""

    def kept(query: AnalyticsQuery, services: Services, context: UiContext) -> dict[str, object]:
        at, snapshot = now(), services.core.snapshot
        minute = at.replace(second=0, microsecond=0)
        asked = (answer.__name__, query.changed({}), context.language(), context.viewer().id, minute)
        outages = services.reports.outages.between(days_of(query, at, context.formats()).span)  # the feed stays
        key = (*asked, outages, id(snapshot))  # the snapshot is held, so its id stays its own
        _held, found = drawn.get(key, lambda: (snapshot, answer(query, services, context)))
        return found

    return kept
