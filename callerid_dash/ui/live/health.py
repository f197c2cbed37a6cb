"""The feed's health: a badge; one click away, the problems and the state of every source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from dash import html
from dash.development.base_component import Component

from callerid_dash.background import TaskHealth
from callerid_dash.domain.calls.sources import SourceHealth
from callerid_dash.locales import Translator
from callerid_dash.services.services import Services
from callerid_dash.ui.kit.basics import attrs, button, icon, name_text, popover, present, ticking
from callerid_dash.ui.text.formats import Formats
from callerid_dash.ui.words.health import STORE, VITAL, unwell_words

SILENT_AFTER = 600
"""Seconds without any event after which the badge turns amber; the browser counts them."""
LOSS_TOLD_FOR = timedelta(hours=1)
"""After this time, only the list of sources shows that events were lost."""
_BEAT = 5
_ANCHOR = "health-details"


@dataclass(frozen=True, slots=True)
class FeedHealth:
    """The sources, the time of the newest event, failing background tasks, and the number of events lost lately."""

    sources: tuple[SourceHealth, ...]
    last_event_at: datetime | None
    unwell: tuple[TaskHealth, ...] = ()
    lost: int = 0

    @classmethod
    def of(
        cls,
        sources: Sequence[SourceHealth],
        last_event_at: datetime | None,
        unwell: Sequence[TaskHealth] = (),
        now: datetime | None = None,
    ) -> FeedHealth:
        """The health from the states of the sources, the feed and the background tasks."""
        seen = [at for at in (last_event_at, *(source.last_event_at for source in sources)) if at]
        since = (now or datetime.now(UTC)) - LOSS_TOLD_FOR
        lost = sum(source.lost for source in sources if source.lost_at and source.lost_at > since)
        return cls(tuple(sources), max(seen, default=None), tuple(unwell), lost)

    @property
    def stamp(self) -> str:
        """Changes when the badge must be redrawn; the newest event counts in steps of five seconds."""
        beat = int(self.last_event_at.timestamp()) // _BEAT if self.last_event_at else 0
        parts = [f"{s.name}|{s.connected}|{s.since.timestamp()}|{s.lost}|{s.detail}" for s in self.sources]
        return "\n".join([str(beat), str(self.lost), *parts, *(f"{task.name}|{task.problem}" for task in self.unwell)])

    @property
    def state(self) -> str:
        """`down`: calls do not come in or are not stored; `unwell`: something else fails; else `live` or `waiting`."""
        if any(not source.connected for source in self.sources) or self.stores_nothing:
            return "down"
        if self.unwell or self.lost:
            return "unwell"
        return "live" if self.last_event_at else "waiting"

    @property
    def stores_nothing(self) -> bool:
        """Whether calls that are sent now are lost."""
        return any(task.name in VITAL for task in self.unwell)


def feed_health(services: Services) -> FeedHealth:
    """The current health of the feed."""
    return FeedHealth.of(services.calls.sources.health(), services.feed.last_event_at, services.calls.sources.unwell())


def health_badge(health: FeedHealth, t: Translator, formats: Formats) -> list[html.Button | html.Div]:
    """The badge and its popover."""
    state = health.state
    since = {"data-since": str(round(health.last_event_at.timestamp() * 1000))} if health.last_event_at else {}
    return [
        button(
            present(
                html.Span(className="health-dot", **attrs({"aria-hidden": "true"})),
                *_words(health, t),
                html.Span(
                    [html.Span(t("last event"), className="health-label"), ticking("ago", health.last_event_at)],
                    className="health-last",
                )
                if health.last_event_at
                else None,
            ),
            "health-badge",
            {
                "data-health": state,
                "data-silent-after": str(SILENT_AFTER),
                "data-popover-target": _ANCHOR,
                **since,
            },
        ),
        popover(
            _ANCHOR,
            [
                *_unwell(health.unwell, t, formats),
                html.P(t("Sources of calls"), className="pop-head"),
                _sources(health.sources, t, formats),
            ],
            t("Sources of calls"),
            "sources",
        ),
    ]


def _words(health: FeedHealth, t: Translator) -> list[html.Span]:
    if health.stores_nothing:
        words = unwell_words(STORE, t)
    elif down := [source.name for source in health.sources if not source.connected]:
        words = t("%(source)s is down", source=t(", ").join(down))
    elif health.unwell:
        words = unwell_words(health.unwell[0].name, t)
    elif health.lost:
        words = t.n("%(n)s event lost", "%(n)s events lost", health.lost)
    elif health.state == "waiting":
        words = t("Waiting for the first call")
    else:
        return [
            html.Span(t("Live"), className="text-truncate when-live"),
            html.Span(t("Quiet"), className="text-truncate when-silent"),
        ]
    return [html.Span(words, className="text-truncate")]


def _unwell(unwell: Sequence[TaskHealth], t: Translator, formats: Formats) -> list[Component]:
    if not unwell:
        return []
    rows = [
        html.Li(
            [
                icon("exclamation-triangle-fill"),
                html.Span(
                    present(
                        html.Span(unwell_words(task.name, t), className="text-body fw-semibold"),
                        html.Span(t("since %(moment)s", moment=formats.moment(task.since))) if task.since else None,
                        html.Span(task.problem, className="source-detail", dir="auto"),
                    ),
                    className="source-text d-grid muted small",
                ),
            ],
            className="source d-flex gap-2 p-2",
            **attrs({"data-connected": "unwell"}),
        )
        for task in unwell
    ]
    return [html.P(t("What does not work"), className="pop-head"), html.Ul(rows, className="source-list lined")]


def _sources(sources: Sequence[SourceHealth], t: Translator, formats: Formats) -> html.Ul | html.P:
    if not sources:
        return html.P(t("No telephone system is connected. Calls come in through the API."), className="px-2 pb-2")
    return html.Ul([_source(source, t, formats) for source in sources], className="source-list lined")


def _source(source: SourceHealth, t: Translator, formats: Formats) -> html.Li:
    words = t("connected since %(moment)s") if source.connected else t("down since %(moment)s")
    return html.Li(
        present(
            icon("check-circle-fill" if source.connected else "x-circle-fill"),
            html.Span(
                present(
                    html.Span(name_text(source.name), className="text-body fw-semibold"),
                    html.Span(words % {"moment": formats.moment(source.since)}),
                    html.Span([t("last event"), " ", ticking("ago", source.last_event_at)])
                    if source.last_event_at
                    else None,
                    html.Span(
                        t.n("%(n)s event lost", "%(n)s events lost", source.lost),
                        className="source-lost",
                    )
                    if source.lost
                    else None,
                    html.Span(source.detail, className="source-detail", dir="auto") if source.detail else None,
                ),
                className="source-text d-grid muted small",
            ),
        ),
        className="source d-flex gap-2 p-2",
        **attrs({"data-connected": str(source.connected).lower()}),
    )
