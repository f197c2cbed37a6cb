"""Metrics for Prometheus. The services count; this module names the numbers, in a registry of this app's own, so that
several apps in one process do not mix."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Flask, Response, request
from prometheus_client import CollectorRegistry, Counter, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST as CONTENT_TYPE
from prometheus_client.registry import Collector

from callerid_dash.services.services import Services
from callerid_dash.web.polls import PATH as POLLS

__all__ = ["CONTENT_TYPE", "Metrics"]


class Metrics:
    """The registry of one app."""

    def __init__(self, services: Services) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "callerid_http_requests", "Answers by area and class of status", ["area", "status"], registry=self._registry
        )
        self._registry.register(_Product(services))
        ProcessCollector(registry=self._registry)

    def text(self) -> bytes:
        """All metrics in Prometheus' text format."""
        return generate_latest(self._registry)

    def count_requests(self, server: Flask) -> None:
        """Count every answer of this server."""

        @server.after_request
        def count(response: Response) -> Response:
            self._requests.labels(_area(request.path), f"{response.status_code // 100}xx").inc()
            return response


class _Product(Collector):
    """The services' counts, read when Prometheus asks."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def describe(self) -> list[Metric]:
        """Nothing, because registering must not query the services."""
        return []

    def collect(self) -> Iterator[Metric]:
        """All metrics."""
        services, ingest = self._services, self._services.calls.ingest
        yield CounterMetricFamily("callerid_events_accepted", "Call events stored", ingest.accepted)
        yield CounterMetricFamily("callerid_events_duplicate", "Call events known already", ingest.duplicates)
        yield GaugeMetricFamily(
            "callerid_writer_queue", "Requests that wait to be stored", services.store.writer.waiting()
        )
        if last := services.feed.last_event_at:
            yield GaugeMetricFamily("callerid_last_event_timestamp_seconds", "The newest event", last.timestamp())
        yield from self._sources()
        yield from self._background()

    def _background(self) -> Iterator[Metric]:
        up = GaugeMetricFamily("callerid_background_up", "0 while it fails or its thread has ended", labels=["task"])
        failures = CounterMetricFamily("callerid_background_failures", "Attempts that failed", labels=["task"])
        for task in self._services.store.background.health():
            failures.add_metric([task.name], task.failures)
            if not task.passing:
                up.add_metric([task.name], float(task.well))
        yield from (up, failures)

    def _sources(self) -> Iterator[Metric]:
        connected = GaugeMetricFamily("callerid_source_connected", "1 while the source is connected", labels=["source"])
        last = GaugeMetricFamily("callerid_source_last_event_timestamp_seconds", "Its newest event", labels=["source"])
        lost = CounterMetricFamily("callerid_source_events_lost", "Events it could not hand over", labels=["source"])
        for health in self._services.calls.sources.health():
            connected.add_metric([health.name], float(health.connected))
            lost.add_metric([health.name], health.lost)
            if health.last_event_at:
                last.add_metric([health.name], health.last_event_at.timestamp())
        yield from (connected, last, lost)


def _area(path: str) -> str:
    if path in ("/_dash-update-component", POLLS):
        return "callbacks"
    if path.startswith("/api/"):
        return "api"
    return "assets" if path.startswith(("/_", "/assets/", "/static/", "/vendor/")) else "pages"
