"""Events over HTTP, each answered after its commit, beside plain SQL that inserts the same rows, and beside the same
server when it stores nothing.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from itertools import count

import duckdb

from bench import load, traffic
from bench.report import Cost, Line, interleaved, ratio
from bench.served import API_HEADERS, EVENTS, STORING_NOTHING, Served, serving
from bench.world import Scale, World

BATCH_REACH = 5_000.0
SINGLE_REACH = 0.6
"""Of what the same server answers when it stores nothing."""

_TABLES = """
CREATE TABLE floor_events (call_id UUID, key TEXT, source TEXT, external_id TEXT, event TEXT, happened_at TIMESTAMP,
                           caller TEXT, line TEXT, extension TEXT, PRIMARY KEY (call_id, key));
CREATE TABLE floor_calls (id UUID PRIMARY KEY, source TEXT, external_id TEXT, state TEXT, last_event_at TIMESTAMP,
                          caller TEXT, line TEXT, extension TEXT);
"""
_INSERT_EVENTS = """
INSERT INTO floor_events
SELECT CAST(md5(call) AS UUID), kind, 'bench', call, kind, happened, caller, '02191000000', extension
FROM (SELECT unnest($calls::TEXT[]) AS call, unnest($kinds::TEXT[]) AS kind,
             unnest($instants::TIMESTAMPTZ[]) AT TIME ZONE 'UTC' AS happened,
             unnest($callers::TEXT[]) AS caller, unnest($extensions::TEXT[]) AS extension)
ON CONFLICT DO NOTHING
"""
_UPSERT_CALLS = """
INSERT INTO floor_calls
SELECT CAST(md5(call) AS UUID), 'bench', call, arg_max(kind, happened), max(happened), any_value(caller), '02191000000',
       any_value(extension)
FROM (SELECT unnest($calls::TEXT[]) AS call, unnest($kinds::TEXT[]) AS kind,
             unnest($instants::TIMESTAMPTZ[]) AT TIME ZONE 'UTC' AS happened,
             unnest($callers::TEXT[]) AS caller, unnest($extensions::TEXT[]) AS extension)
GROUP BY call
ON CONFLICT (id) DO UPDATE SET state = excluded.state, last_event_at = excluded.last_event_at
"""


def ingest(world: World) -> list[Line]:
    """Measure batches, plain SQL, and single events from many clients, stored and not, in the same rounds."""
    scale = world.scale
    floor = duckdb.connect(str(world.new_folder() / "floor.duckdb"))
    floor.execute(_TABLES)
    rounds = count()
    with serving(world.database()) as served, serving(world.database(), STORING_NOTHING) as unstored:
        batched, plain, single, answered = interleaved(
            scale.rounds,
            lambda: _batched(served, traffic.batches(scale.batches, scale.batch, f"b{next(rounds)}")),
            lambda: _plain(floor, traffic.batches(scale.batches, scale.batch, f"p{next(rounds)}")),
            lambda: _single(served, traffic.events(scale.single, f"s{next(rounds)}"), scale),
            lambda: _single(unstored, traffic.events(scale.single, f"u{next(rounds)}"), scale),
        )
    floor.close()
    of_plain, of_answered = ratio(batched.rate, plain.rate), ratio(single.rate, answered.rate)
    return [
        Line(
            f"ingest by HTTP, batches of {scale.batch:,}: events/s",
            batched.text(),
            f">= {BATCH_REACH:,.0f}",
            batched.rate.median >= BATCH_REACH,
            batched.figures,
        ),
        Line("ingest, plain SQL in the same batches: events/s", plain.text(), figures=plain.figures),
        Line("ingest in batches / plain SQL", of_plain.text(), figures={"ratio": of_plain}),
        Line(
            f"ingest by HTTP, one by one from {scale.clients} clients: events/s", single.text(), figures=single.figures
        ),
        Line("the same without storing: events/s", answered.text(), figures=answered.figures),
        Line(
            "ingest one by one / without storing",
            of_answered.text(),
            f">= {SINGLE_REACH}",
            of_answered.median >= SINGLE_REACH,
            {"ratio": of_answered},
        ),
    ]


def _batched(served: Served, batches: Sequence[list[dict[str, str]]]) -> Cost:
    before = served.processor()
    rate = _rate(batches, lambda batch: served.post_events(*batch))
    return Cost(rate, (served.processor() - before) / sum(map(len, batches)) * 1000)


def _plain(floor: duckdb.DuckDBPyConnection, batches: Sequence[list[dict[str, str]]]) -> Cost:
    def insert(batch: list[dict[str, str]]) -> None:
        names = {"calls": "call_id", "kinds": "event", "instants": "at", "callers": "caller", "extensions": "extension"}
        columns = {column: [told[name] for told in batch] for column, name in names.items()}
        floor.begin()
        floor.execute(_INSERT_EVENTS, columns)
        floor.execute(_UPSERT_CALLS, columns)
        floor.commit()

    before = time.process_time()
    rate = _rate(batches, insert)
    return Cost(rate, (time.process_time() - before) / sum(map(len, batches)) * 1000)


def _single(served: Served, events: Sequence[dict[str, str]], scale: Scale) -> Cost:
    """Send as many single events as the time allows."""
    bodies = tuple(json.dumps(told) for told in events)
    before = served.processor()
    heard = load.run(
        load.Load(
            served.port,
            EVENTS,
            API_HEADERS,
            bodies,
            connections=scale.clients,
            requests=len(bodies),
            seconds=scale.load * 2,
        )
    )
    return Cost(heard.rate, (served.processor() - before) / heard.answers * 1000, heard.own)


def _rate(batches: Sequence[list[dict[str, str]]], send: Callable[[list[dict[str, str]]], object]) -> float:
    begun = time.perf_counter()
    for batch in batches:
        send(batch)
    return sum(map(len, batches)) / (time.perf_counter() - begun)
