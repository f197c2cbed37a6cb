"""The preview of an import of calls: what the first rows would become. Nothing is stored."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from callerid_dash.domain.calls.calls import call_uuid
from callerid_dash.domain.calls.history import Entry, LeftOut, LeftOutRows, PastCall, Reasons, Rejected
from callerid_dash.domain.numbers.phones import PhoneNumber
from callerid_dash.domain.profiles.profiles import Holder, preferred_holder
from callerid_dash.services.core import Core
from callerid_dash.services.imports.calls.batching import sound
from callerid_dash.services.imports.calls.pipeline import NumberReader
from callerid_dash.store.calls import calls as call_tables

LOOKED_AT = 5_000
"""The most rows that a preview reads if few of them are calls."""


@dataclass(frozen=True, slots=True)
class PreviewedCall:
    """A call as it would be stored, for the profile `holder`; `already`: it is stored already."""

    call: PastCall
    number: PhoneNumber
    holder: Holder | None
    already: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CallsPreview(LeftOutRows):
    """What the first rows would become."""

    calls: tuple[PreviewedCall, ...]
    rejected: tuple[Rejected, ...]


def preview_of(core: Core, entries: Iterable[Entry], source: str, limit: int) -> CallsPreview:
    """The first `limit` calls and rejected rows; `source` is the source that the calls would belong to."""
    calls: list[PastCall] = []
    rejected: list[Rejected] = []
    left_out = Reasons()
    for entry in itertools.islice(entries, LOOKED_AT):
        match sound(entry) if isinstance(entry, PastCall) else entry:
            case PastCall() as call:
                calls.append(call)
            case Rejected() as row:
                rejected.append(row)
            case LeftOut() as other:
                left_out.add(other)
        if max(len(calls), len(rejected)) >= limit:
            break
    previewed = _previewed(core, calls, source)
    return CallsPreview(calls=previewed, rejected=tuple(rejected), **asdict(left_out.summary()))


def _previewed(core: Core, calls: Sequence[PastCall], source: str) -> tuple[PreviewedCall, ...]:
    numbers = NumberReader(core.directory).read((call.caller for call in calls), (call.started_at for call in calls))
    holders = core.matcher.holders(number.canonical for number in numbers)
    ids = [call_uuid(source, call.external_id) for call in calls]
    with core.store.read() as session:
        stored = call_tables.by_ids(session, ids)
    return tuple(
        PreviewedCall(call, number, preferred_holder(holders.get(number.canonical or "", ())), call_id in stored)
        for call, number, call_id in zip(calls, numbers, ids, strict=True)
    )
