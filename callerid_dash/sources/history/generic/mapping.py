"""Reads a mapping file, which gives the column or columns of a CSV file for each field of a call.

It is TOML or JSON without tables, for example:

    started_at = ["date", "time"]   # headings, or numbers from 1; several are joined, durations are added up
    time_format = "%d/%m/%Y %H:%M:%S"
    wait = "ring seconds"
    talk = "talk seconds"
    caller = "from"
    status = "result"
    answered = ["OK", "TRANSFERRED"]
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping

from callerid_dash.domain.errors import InvalidInput

COLUMNS = (
    "id",
    "started_at",
    "answered_at",
    "ended_at",
    "duration",
    "wait",
    "talk",
    "caller",
    "caller_name",
    "line",
    "extension",
    "queue",
    "cause",
    "status",
    "direction",
)
"""Fields that a column may have. `duration` is the whole call, `talk` from answer to end, `wait` until then."""
OPTIONS = ("delimiter", "heading", "time_format", "calendar", "answered", "missed", "left_out", "incoming", "empty")
"""Options: how times are written, and the meaning of values of `status` and `direction`."""

_BETWEEN = "\n"
_CALENDARS = ("gregorian", "jalali")


def read_mapping(text: str) -> Mapping[str, str]:
    """Parse the text of a mapping file for a `Reading`. Raises InvalidInput."""
    try:
        content = json.loads(text) if text.lstrip().startswith("{") else tomllib.loads(text)
    except ValueError as error:
        raise InvalidInput(
            "The mapping is neither TOML nor JSON: %(problem)s.", "mapping", values={"problem": str(error)[:100]}
        ) from None
    mapping = {str(field): _text(field, value) for field, value in content.items()}
    check_mapping(mapping)
    return mapping


def values_in(mapping: Mapping[str, str], field: str) -> tuple[str, ...]:
    """All values that the mapping has for a field."""
    said = mapping.get(field, "")
    return tuple(said.split(_BETWEEN)) if said else ()


def check_mapping(mapping: Mapping[str, str]) -> None:
    """Check that calls can be read by this mapping. Raises InvalidInput that names its field."""
    known = (*COLUMNS, *OPTIONS)
    for field in mapping:
        if field not in known:
            raise InvalidInput(
                "The mapping names '%(field)s', which is none of: %(known)s.",
                field,
                values={"field": field, "known": ", ".join(known)},
            )
    if not mapping.get("started_at"):
        raise InvalidInput("The mapping does not say which column tells when a call begins (started_at).", "started_at")
    if not any(mapping.get(field) for field in ("ended_at", "duration", "wait", "talk")):
        raise InvalidInput(
            "The mapping does not say when a call ends: name ended_at, or duration, or wait and talk.", "ended_at"
        )
    if not any(mapping.get(field) for field in ("answered_at", "talk", "status")):
        raise InvalidInput(
            "The mapping does not say which calls were answered: name answered_at, talk or status.", "answered_at"
        )
    if mapping.get("direction") and not mapping.get("incoming"):
        raise InvalidInput("Say which values of the direction mean an incoming call (incoming).", "incoming")
    if mapping.get("status") and not (mapping.get("answered") or mapping.get("missed")):
        raise InvalidInput("Say which values of the status mean an answered call (answered).", "answered")
    if mapping.get("calendar", _CALENDARS[0]) not in _CALENDARS:
        raise InvalidInput("The calendar is gregorian or jalali.", "calendar")
    if len(mapping.get("delimiter", ",")) != 1 and mapping["delimiter"] != "tab":
        raise InvalidInput("The delimiter is one character, or the word tab.", "delimiter")


def _text(field: str, value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str | int):
        return str(value)
    if isinstance(value, list) and all(isinstance(one, str | int) for one in value):
        return _BETWEEN.join(map(str, value))
    raise InvalidInput("'%(field)s' of the mapping is no text and no list of texts.", field, values={"field": field})
