"""Reads FreeSWITCH's call detail records from JSON (mod_json_cdr): a document for each leg.

The leg that came in is the call; legs that FreeSWITCH created itself are not. Times are microseconds since 1970, 0 for
never. Values may be URL-encoded. A person answered if the leg was connected with another one, not if a machine
answered; mod_callcenter is more precise. The phones that rang are in `originated_legs`, the dialled number is in the
last entry of `callflow`, before any transfer. Facts: FreeSWITCH's documentation of mod_json_cdr and its channel
variables.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from fnmatch import fnmatchcase
from typing import Any, BinaryIO
from urllib.parse import unquote

from callerid_dash.domain.calls.history import EARLIEST, Entry, LeftOut, PastCall, Reading, Rejected, Why
from callerid_dash.domain.errors import InvalidInput
from callerid_dash.sources.asterisk.causes import NORMAL
from callerid_dash.sources.history.call_times import check_course
from callerid_dash.sources.history.freeswitch.causes import cause_of_missed
from callerid_dash.sources.history.freeswitch.json_documents import Document, read_documents
from callerid_dash.sources.history.naming import Naming
from callerid_dash.sources.history.written_times import is_never

_UNIX = EARLIEST.replace(year=1970)
_LONGEST_NUMBER = 17
"""Digits of microseconds since 1970, for a thousand years."""


def read(file: BinaryIO, how: Reading) -> Iterator[Entry]:
    """The calls of the file; see the package. Its rows are documents."""
    reader = _JsonReader(how)
    for document in read_documents(file, how.encoding):
        yield reader.entry(document) if isinstance(document, Document) else document


class _JsonReader:
    def __init__(self, how: Reading) -> None:
        self._how = how
        self._naming = Naming()

    def entry(self, document: Document) -> Entry:
        try:
            return self._call(document)
        except InvalidInput as fault:
            return Rejected(document.number, fault.message, document.text, fault.values)

    def _call(self, document: Document) -> PastCall | LeftOut:
        content = document.content
        variables = content.get("variables") if isinstance(content, dict) else None
        if not isinstance(variables, dict):
            raise InvalidInput("The document has no 'variables': it is no record of a call.")
        variable = _Variables(variables)
        profile = _first_profile(content)
        caller = profile("caller_id_number") or variable("caller_id_number") or variable("sip_from_user")
        from_outside = any(fnmatchcase(profile("context"), pattern) for pattern in self._how.incoming_contexts)
        if variable("direction") == "outbound":
            return LeftOut(document.number, why=Why.SAID)
        if self._is_ours(variable, caller) and not from_outside:
            return LeftOut(document.number, why=Why.OURS, context=profile("context"))
        start, end = variable.instant("start"), variable.instant("end")
        if start is None or end is None:
            raise InvalidInput("The document does not say when the call begins and ends.")
        picked_up_at = variable.instant("answer")
        check_course(start, picked_up_at, end, variable("duration") or "0", variable("billsec") or "0", self._how.now)
        answered_at = _answered_by_a_person(variable, picked_up_at)
        legs = _originated(variable("originated_legs"))
        reached = next((legs[uuid] for name in _PARTNERS if (uuid := variable(name)) in legs), "") or variable(
            "dialed_user"
        )
        extension = variable("cc_agent").partition("@")[0] or reached
        rang = {*legs.values(), variable("dialed_user"), extension if answered_at else ""} - {""}
        line = profile("destination_number") or variable("sip_req_user") or variable("destination_number")
        return PastCall(
            line_no=document.number,
            external_id=variable("uuid") or self._naming.name(start, end, caller, line),
            named=variable("uuid") != "",
            started_at=start,
            answered_at=answered_at,
            ended_at=end,
            caller=caller,
            caller_name=_name(profile("caller_id_name") or variable("sip_from_display"), caller),
            line=line,
            extension=extension if answered_at else "",
            rang=tuple(sorted(rang, key=lambda phone: (len(phone), phone))),
            queue=variable("cc_queue").partition("@")[0],
            cause=NORMAL if answered_at else cause_of_missed(variable("hangup_cause"), variable("last_app")),
        )

    def _is_ours(self, variable: _Variables, caller: str) -> bool:
        return self._how.is_internal(variable("sip_auth_username") or caller)


_PARTNERS = ("last_bridge_to", "bridge_uuid", "signal_bond", "originate_signal_bond")
"""Variables that name the leg that a call was connected with, the most reliable first."""


class _Variables:
    """The variables of a channel, as text."""

    def __init__(self, variables: Mapping[str, Any]) -> None:
        self._variables = variables

    def __call__(self, name: str) -> str:
        value = self._variables.get(name)
        if value is None or isinstance(value, dict | list):
            return ""
        text = str(value)
        return unquote(text) if "%" in text else text

    def instant(self, what: str) -> datetime | None:
        """The instant of an event; None for never. Raises InvalidInput."""
        text, unit = self(f"{what}_uepoch"), timedelta(microseconds=1)
        if not text:
            text, unit = self(f"{what}_epoch"), timedelta(seconds=1)
        if is_never(text):
            return None
        try:
            if len(text) < _LONGEST_NUMBER:
                return _UNIX + int(text) * unit
        except (ValueError, OverflowError):
            pass
        raise InvalidInput("'%(value)s' is no date and time.", values={"value": text[:40]})


def _first_profile(content: Mapping[str, Any]) -> _Variables:
    """The caller and the dialled number before any transfer: the last profile in the call flow."""
    flow = content.get("callflow")
    flows = flow if isinstance(flow, list) else [flow]
    for part in reversed(flows):
        if isinstance(part, dict) and isinstance(profile := part.get("caller_profile"), dict):
            return _Variables(profile)
    return _Variables({})


def _answered_by_a_person(variable: _Variables, picked_up_at: datetime | None) -> datetime | None:
    if picked_up_at is None or variable("last_app") == "voicemail":
        return None
    queued = variable.instant("cc_queue_answered")
    if queued or variable("cc_queue"):
        return queued
    bridged = variable.instant("bridge")
    return max(picked_up_at, bridged) if bridged else None


def _originated(legs: str) -> dict[str, str]:
    """The numbers that rang, by the ids of their legs: `ARRAY::uuid;name;101|:uuid;name;102`."""
    found = {}
    for leg in legs.removeprefix("ARRAY::").split("|:"):
        uuid, _, rest = leg.partition(";")
        if number := rest.rpartition(";")[2]:
            found[uuid] = number
    return found


def _name(variable: str, caller: str) -> str:
    return "" if variable == caller else variable
