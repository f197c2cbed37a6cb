"""The product under other WSGI servers, if the given folder contains them. None is a dependency."""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from bench import load
from bench.report import Cost, Line, interleaved
from bench.rows.polls import CURSOR, current_cursor, poll, rate
from bench.served import WITH_EMPTY_CALLBACK, Served, free_port, serving
from bench.world import World
from callerid_dash.web.polls import PATH

_THREADS = "8"
_HOW_TO = "skipped: uv pip install --target FOLDER granian gunicorn, then --servers FOLDER"


def servers(world: World) -> list[Line]:
    """Measure unchanged polls at full speed, in turns, and then many open pages; each server has its own database."""
    commands = _commands(world.servers)
    path = os.pathsep.join(filter(None, (str(world.servers or ""), os.environ.get("PYTHONPATH", ""))))
    lines = []
    with ExitStack() as running:
        up = {
            name: running.enter_context(serving(world.database(), command, port, PYTHONPATH=path))
            for name, (command, port) in commands.items()
        }
        measures = [partial(_unchanged, served, world) for served in up.values()]
        for (name, served), costs in zip(up.items(), interleaved(world.scale.rounds, *measures), strict=True):
            heard = load.run(_pages(served, world))
            lines.append(
                Line(
                    f"under {name}: unchanged polls/s",
                    f"{costs.text()}; {world.scale.pollers} pages: {heard.rate:,.0f}/s, "
                    f"p95 {heard.p95:.1f} ms; {served.resident():.0f} MB",
                    figures=costs.figures,
                )
            )
    absent = {"granian", "gunicorn gthread"} - commands.keys()
    return [*lines, *(Line(f"under {name}", _HOW_TO) for name in sorted(absent))]


def _unchanged(served: Served, world: World) -> Cost:
    return rate(served, poll(current_cursor(served)), world.scale, brings=False)


def _pages(served: Served, world: World) -> load.Load:
    return load.Load(
        served.port,
        PATH,
        served.poll_headers,
        (poll(current_cursor(served)),),
        connections=world.scale.pollers,
        seconds=world.scale.load * 2,
        period=1.0,
        follow=CURSOR,
    )


def _commands(folder: Path | None) -> dict[str, tuple[tuple[str, ...], int]]:
    """Command and port of each server, by name."""
    found: dict[str, tuple[tuple[str, ...], int]] = {"waitress": (WITH_EMPTY_CALLBACK, free_port())}
    python = (sys.executable, "-m")
    if folder and (folder / "granian").exists():
        port = free_port()
        options = ("--interface", "wsgi", "--workers", "1", "--blocking-threads", _THREADS, "--factory", "--no-ws")
        where = ("--host", "127.0.0.1", "--port", str(port))
        found["granian"] = ((*python, "granian", *options, *where, "bench.server:application"), port)
    if folder and (folder / "gunicorn").exists():
        port = free_port()
        options = ("--worker-class", "gthread", "--workers", "1", "--threads", _THREADS, "--keep-alive", "75")
        bind = ("--bind", f"127.0.0.1:{port}")
        found["gunicorn gthread"] = ((*python, "gunicorn", *options, *bind, "bench.server:application()"), port)
    return found
