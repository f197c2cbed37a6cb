"""The cost of a poll beside an empty callback on the same server with the same sign-in."""

from __future__ import annotations

import json
import re

from bench import load
from bench.report import Cost, Line, Spread, interleaved, ratio
from bench.served import Served, event, serving
from bench.server import EMPTY
from bench.world import Scale, World
from callerid_dash.web.polls import PATH

CALLBACKS = "/_dash-update-component"
CURSOR = r'\{"feed":[^{}]*\}'
"""Where the page stands, in an answer and in the next question."""
REACH = 0.9


def polls(world: World) -> list[Line]:
    """Measure polls without change and with one changed row each, against the empty callback."""
    with serving(world.database()) as served:
        unchanged, empty = interleaved(
            world.scale.rounds,
            lambda: rate(served, poll(current_cursor(served)), world.scale, brings=False),
            lambda: rate(served, empty_callback(), world.scale, brings=False),
        )
        before = current_cursor(served)
        served.post_events(event("changed", "ringing", "+989390000001"))
        changed, empty_too = interleaved(
            world.scale.rounds,
            lambda: rate(served, poll(before), world.scale, brings=True),
            lambda: rate(served, empty_callback(), world.scale, brings=False),
        )
    brought = ratio(changed.rate, empty_too.rate)
    named = f"{world.scale.connections} connections, polls/s"
    return [
        Line(f"empty callback, {named}", empty.text(), figures=empty.figures),
        Line(f"unchanged poll, {named}", unchanged.text(), figures=unchanged.figures),
        _ratio("unchanged poll / empty callback, throughput", ratio(unchanged.rate, empty.rate)),
        _ratio("unchanged poll / empty callback, 1 / processor time", ratio(empty.cpu, unchanged.cpu)),
        Line(f"poll that brings one row, {named}", changed.text(), figures=changed.figures),
        Line("poll that brings one row / empty callback, throughput", brought.text(), figures={"ratio": brought}),
    ]


def rate(served: Served, body: str, scale: Scale, *, brings: bool) -> Cost:
    """Send one request over and over. Raises RuntimeError if it `brings` rows against expectation."""
    before = served.processor()
    path = CALLBACKS if EMPTY in body else PATH
    heard = load.run(
        load.Load(served.port, path, served.poll_headers, (body,), connections=scale.connections, seconds=scale.load)
    )
    if set(heard.statuses) != {"200"} or ('"cursor"' in heard.last) != brings:
        raise RuntimeError(f"an unexpected answer among {heard.statuses}: {heard.last[:300]}")
    return Cost(heard.rate, (served.processor() - before) / heard.answers * 1000, heard.own)


def current_cursor(served: Served) -> dict[str, str]:
    """The feed's cursor for the signed-in user."""
    answer = served.post(PATH, poll(None))
    found = re.search(CURSOR, answer)
    if not found:
        raise RuntimeError(f"a poll answered without a cursor: {answer[:300]}")
    cursor: dict[str, str] = json.loads(found[0])
    return cursor


def poll(cursor: dict[str, str] | None) -> str:
    """The body of a page's poll."""
    return json.dumps({"cursor": cursor or {"feed": None, "health": None}}, separators=(",", ":"))


def empty_callback() -> str:
    """The body of a request to the empty callback."""
    return json.dumps(
        {
            "output": f"{EMPTY}.data",
            "outputs": {"id": EMPTY, "property": "data"},
            "inputs": [{"id": EMPTY, "property": "n_intervals", "value": 1}],
            "changedPropIds": [f"{EMPTY}.n_intervals"],
        },
        separators=(",", ":"),
    )


def _ratio(what: str, measured: Spread) -> Line:
    return Line(what, measured.text(), f">= {REACH:g}", measured.median >= REACH, {"ratio": measured})
