"""The product on PostgreSQL, with one and with several web processes beside each other."""

from __future__ import annotations

import json
from contextlib import ExitStack
from pathlib import Path

from bench import load, traffic
from bench.peers import postgresql_of_ours
from bench.report import Line, Spread
from bench.rows.polls import current_cursor, poll
from bench.served import API_HEADERS, EVENTS, Served, serving
from bench.world import Scale, World
from callerid_dash.web.polls import PATH

_MOST_CALLS = 1_000_000
"""More calls would be loaded into PostgreSQL for longer than everything else takes."""


def postgresql(world: World) -> list[Line]:
    """Single events and unchanged polls, from clients that are spread over the processes."""
    calls = min(world.scale.calls, _MOST_CALLS)
    with postgresql_of_ours(world, calls) as url:
        if url is None:
            return [Line("on PostgreSQL", "skipped: PostgreSQL is not installed")]
        return [line for processes in world.scale.processes for line in _measured(world, url, processes, calls)]


def _measured(world: World, url: str, processes: int, calls: int) -> list[Line]:
    with ExitStack() as running:
        served = [
            running.enter_context(serving(_logs(world), CALLERID_DATABASE_URL=url, CALLERID_SECRET_KEY="s" * 64))
            for _ in range(processes)
        ]
        rounds = range(world.scale.rounds)
        events = Spread(tuple(_rate([_events(each, world.scale, i, processes) for each in served]) for i in rounds))
        polls = Spread(tuple(_rate([_polls(each, world.scale, processes) for each in served]) for _ in rounds))
        memory = sum(each.resident() for each in served)
    named = f"on PostgreSQL, {calls:,} calls, {processes} web process{'es' if processes > 1 else ''}"
    clients = f"one by one from {world.scale.clients} clients"
    return [
        Line(f"{named}: events/s, {clients}", events.text(",.0f"), figures={"per s": events}),
        Line(
            f"{named}: unchanged polls/s",
            f"{polls.text(',.0f')}; {memory:.0f} MB together",
            figures={"per s": polls, "MB": Spread((memory,))},
        ),
    ]


def _rate(loads: list[load.Load]) -> float:
    """The sum of the rates of loads that run at the same time."""
    return sum(running.heard().rate for running in [load.Running(each) for each in loads])


def _events(served: Served, scale: Scale, number: int, processes: int) -> load.Load:
    told = traffic.events(scale.single // processes, f"postgresql-{served.port}-{number}")
    bodies, clients = tuple(json.dumps(event) for event in told), max(1, scale.clients // processes)
    return load.Load(
        served.port, EVENTS, API_HEADERS, bodies, connections=clients, requests=len(bodies), seconds=scale.load * 2
    )


def _polls(served: Served, scale: Scale, processes: int) -> load.Load:
    body, connections = poll(current_cursor(served)), max(1, scale.connections // processes)
    return load.Load(served.port, PATH, served.poll_headers, (body,), connections=connections, seconds=scale.load)


def _logs(world: World) -> Path:
    """Where the log of a process goes: beside the database that it would have on DuckDB."""
    return world.new_folder() / "callerid.duckdb"
