"""Refuses requests that Dash would fail on: callbacks that no page of ours sends, and missing files.

Only the shape is checked; each callback checks its own permissions.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from flask import Flask, request
from werkzeug.exceptions import BadRequest, NotFound

from callerid_dash.web.errors import http_answer

_CALLBACKS = "/_dash-update-component"
_ANY_PAGE = "/<path:path>"
"""Dash's route for the addresses of pages."""
Entry = Mapping[str, Any]
"""A callback in Dash's map: its `inputs` and `state`, each {"id", "property"}; pattern ids are JSON."""


def init(server: Flask, callbacks: Mapping[str, Entry], missing_file: type[Exception]) -> None:
    """Add the checks, after the guards of `web/access`. `missing_file` is Dash's exception for a missing file."""

    @server.before_request
    def check_request() -> None:
        if request.path == _CALLBACKS and request.method == "POST":
            check(request.get_json(), callbacks)
        elif request.path.startswith("/_") and request.url_rule and request.url_rule.rule == _ANY_PAGE:
            raise NotFound  # no page has such an address

    server.register_error_handler(missing_file, lambda _: http_answer(NotFound()))


def check(body: object, callbacks: Mapping[str, Entry]) -> None:
    """Check that a page would send this. Raises BadRequest, or NotFound for a callback that does not exist."""
    if not isinstance(body, dict) or not isinstance(body.get("output"), str):
        raise BadRequest("A callback's request names its output.")
    entry = callbacks.get(body["output"])
    if entry is None:
        raise NotFound("There is no such callback. Load the page again.")
    changed = body.get("changedPropIds")
    if not (
        _fit(body.get("inputs"), entry["inputs"])
        and _fit(body.get("state", []), entry["state"])
        and (entry.get("no_output") or _outputs_fit(body.get("outputs"), body["output"]))
        and isinstance(changed, list)
        and all(isinstance(each, str) and "." in each for each in changed)
    ):
        raise BadRequest("This is not how a page calls that callback.")


def _fit(given: object, wanted: Sequence[Mapping[str, str]]) -> bool:
    """One part for each; for a pattern with ALL, a list of parts."""
    if not isinstance(given, list) or len(given) != len(wanted):
        return False
    return all(_parts_fit(each, one["id"], one["property"]) for each, one in zip(given, wanted, strict=True))


def _outputs_fit(given: object, output: str) -> bool:
    several = output.startswith("..") and output.endswith("..")
    names = output[2:-2].split("...") if several else [output]
    parts = given if several else [given]
    if not isinstance(parts, list) or len(parts) != len(names):
        return False
    split = [name.rpartition(".") for name in names]
    return all(
        _parts_fit(part, name, prop.partition("@")[0]) for part, (name, _, prop) in zip(parts, split, strict=True)
    )


def _parts_fit(given: object, name: str, prop: str) -> bool:
    pattern = json.loads(name) if name.startswith("{") else name
    of_many = isinstance(pattern, dict) and any(value in (["ALL"], ["ALLSMALLER"]) for value in pattern.values())
    parts = given if of_many else [given]
    return isinstance(parts, list) and all(_part_fits(part, pattern, prop) for part in parts)


def _part_fits(part: object, pattern: str | dict[str, object], prop: str) -> bool:
    # Pages distinguish outputs with the same property by a digest after '@', where a callback has no other output.
    if not isinstance(part, dict) or str(part.get("property")).partition("@")[0] != prop:
        return False
    name = part.get("id")
    if isinstance(pattern, str):
        return bool(name == pattern)
    return isinstance(name, dict) and name.keys() == pattern.keys() and all(map(_is_plain, name.values()))


def _is_plain(value: object) -> bool:
    return isinstance(value, str | int | float | bool)
