"""How the feed is doing: a badge that says it at a glance, and every source's state one click away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from dash import html

from callerid_dash.domain.sources import SourceHealth
from callerid_dash.locales import Translator
from callerid_dash.ui.components.basics import attrs, icon, name_text, popover, present, ticking
from callerid_dash.ui.formats import Formats

SILENT_AFTER = 600
"""Seconds without any event after which the badge turns amber; the browser counts them."""
_BEAT = 5
_ANCHOR = "health-details"


@dataclass(frozen=True, slots=True)
class FeedHealth:
    """The sources and the newest event of all."""

    sources: tuple[SourceHealth, ...]
    last_event_at: datetime | None

    @classmethod
    def of(cls, sources: Sequence[SourceHealth], last_event_at: datetime | None) -> FeedHealth:
        """Put together what the sources and the feed say."""
        seen = [at for at in (last_event_at, *(source.last_event_at for source in sources)) if at]
        return cls(tuple(sources), max(seen, default=None))

    @property
    def stamp(self) -> str:
        """Changes when the badge must be drawn anew; the newest event counts in beats of five seconds."""
        beat = int(self.last_event_at.timestamp()) // _BEAT if self.last_event_at else 0
        parts = [f"{s.name}|{s.connected}|{s.since.timestamp()}|{s.lost}|{s.detail}" for s in self.sources]
        return "\n".join([str(beat), *parts])


def health_badge(health: FeedHealth, t: Translator, formats: Formats) -> list[html.Button | html.Div]:
    """The badge and what it opens."""
    down = [source for source in health.sources if not source.connected]
    state = "down" if down else "live" if health.last_event_at else "waiting"
    since = {"data-since": str(round(health.last_event_at.timestamp() * 1000))} if health.last_event_at else {}
    return [
        html.Button(
            present(
                html.Span(className="health-dot", **attrs({"aria-hidden": "true"})),
                *_words(state, down, t),
                html.Span(
                    [html.Span(t("last event"), className="health-label"), ticking("ago", health.last_event_at)],
                    className="health-last",
                )
                if health.last_event_at
                else None,
            ),
            type="button",
            className="health-badge",
            **attrs(
                {
                    "data-health": state,
                    "data-silent-after": str(SILENT_AFTER),
                    "data-popover-target": _ANCHOR,
                    **since,
                }
            ),
        ),
        popover(
            _ANCHOR,
            [html.P(t("Sources of calls"), className="pop-head"), _sources(health.sources, t, formats)],
            t("Sources of calls"),
            "sources",
        ),
    ]


def _words(state: str, down: Sequence[SourceHealth], t: Translator) -> list[html.Span]:
    if state == "down":
        names = t(", ").join(source.name for source in down)
        return [html.Span(t("%(source)s is down", source=names), className="health-words")]
    if state == "waiting":
        return [html.Span(t("Waiting for the first call"), className="health-words")]
    return [
        html.Span(t("Live"), className="health-words when-live"),
        html.Span(t("Quiet"), className="health-words when-silent"),
    ]


def _sources(sources: Sequence[SourceHealth], t: Translator, formats: Formats) -> html.Ul | html.P:
    if not sources:
        return html.P(t("No telephone system is connected. Calls come in through the API."), className="pop-note")
    return html.Ul([_source(source, t, formats) for source in sources], className="source-list")


def _source(source: SourceHealth, t: Translator, formats: Formats) -> html.Li:
    words = t("connected since %(moment)s") if source.connected else t("down since %(moment)s")
    return html.Li(
        present(
            icon("check-circle-fill" if source.connected else "x-circle-fill"),
            html.Span(
                present(
                    html.Span(name_text(source.name), className="source-name"),
                    html.Span(words % {"moment": formats.moment(source.since)}),
                    html.Span([t("last event"), " ", ticking("ago", source.last_event_at)])
                    if source.last_event_at
                    else None,
                    html.Span(
                        t.n("%(n)s event lost", "%(n)s events lost", source.lost, n=formats.number(source.lost)),
                        className="source-lost",
                    )
                    if source.lost
                    else None,
                    html.Span(source.detail, className="source-detail", dir="auto") if source.detail else None,
                ),
                className="source-text",
            ),
        ),
        className="source",
        **attrs({"data-connected": str(source.connected).lower()}),
    )
