"""Rows of Asterisk's Master.csv for tests of its reader."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

CDR = "asterisk-cdr"


DAY = "2026-05-04"


UID = "1777885200.10"


ALL = {"uniqueid": UID, "userfield": "", "peeraccount": "", "linkedid": UID, "sequence": "7"}


def row(start: str = "09:00:00", answer: str = "09:00:05", end: str = "09:01:00", **fields: Any) -> str:
    """A line of a file with all columns, except those given as None."""
    at = {name: time and (time if "-" in time else f"{DAY} {time}") for name, time in _times(start, answer, end)}
    lasted = _seconds(at["start"], at["end"])
    values: dict[str, Any] = {
        "accountcode": "",
        "src": "09121234567",
        "dst": "2001",
        "dcontext": "from-trunk",
        "clid": '"Sara" <09121234567>',
        "channel": "PJSIP/trunk-0000000a",
        "dstchannel": "PJSIP/101-0000000b",
        "lastapp": "Dial",
        "lastdata": "PJSIP/101,20,tT",
        **at,
        "duration": lasted,
        "billsec": _seconds(at["answer"], at["end"]) if at["answer"] else 0,
        "disposition": "ANSWERED" if at["answer"] else "NO ANSWER",
        "amaflags": "DOCUMENTATION",
        **ALL,
        **fields,
    }
    return ",".join(_quoted(value) for value in values.values() if value is not None) + "\n"


def _times(start: str, answer: str, end: str) -> tuple[tuple[str, str], ...]:
    return (("start", start), ("answer", answer), ("end", end))


def _seconds(first: str, last: str) -> int:
    try:
        return int((datetime.fromisoformat(last) - datetime.fromisoformat(first)).total_seconds())
    except ValueError:
        return 0


def _quoted(value: Any) -> str:
    return str(value) if isinstance(value, int) or value == "" else '"' + str(value).replace('"', '""') + '"'


def at(time: str) -> datetime:
    return datetime.fromisoformat(f"{DAY} {time}").replace(tzinfo=UTC)
