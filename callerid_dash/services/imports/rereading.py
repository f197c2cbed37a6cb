"""Parses stored numbers again after the parsing rules have changed, so that old numbers match as new ones do.

This runs in the background, in small transactions with a rest after each, so that pages stay fast. An interrupted run
starts again at the next start and finds most of its work done. A number on a profile keeps its canonical form, unless
it had none or the form itself is parsed differently today: a new area code in the settings must not turn old numbers
into others.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from uuid import UUID

from callerid_dash.background import Background
from callerid_dash.domain.audit import AuditAction, Change, SubjectKind
from callerid_dash.domain.numbers.cells import read_cell
from callerid_dash.domain.numbers.phones import Dialing, PhoneNumber, parse_number
from callerid_dash.domain.numbers.renumbering import VERSION
from callerid_dash.domain.profiles.profiles import preferred_id
from callerid_dash.domain.users import Program
from callerid_dash.services.core import Core
from callerid_dash.services.imports.calls.pipeline import NumberReader
from callerid_dash.store.calls import attribution
from callerid_dash.store.calls import calls as call_tables
from callerid_dash.store.calls import rereading as tables
from callerid_dash.store.calls.calls import StoredCall
from callerid_dash.store.calls.rereading import StoredCaller, StoredPhone
from callerid_dash.store.engine.protocol import Session
from callerid_dash.store.office import directory as small_tables
from callerid_dash.store.shared.audit import AuditLine
from callerid_dash.store.summaries import changes

log = logging.getLogger(__name__)

READ_BY = "numbering_version"
"""The stored setting: the version of the rules by which the stored numbers were parsed."""
_PHONES, _CALLS, _PARSED, _WRITTEN = 5_000, 20_000, 1_000, 500
"""Phones of one query, calls of one query, calls parsed before a rest, and calls written by one transaction."""
_REST = 4
"""Seconds of rest for each second of work, so that requests rarely wait for Python's lock."""
_IDS = 1 << 128
_US = Program("callerid-dash")


class Rereading:
    """Parses the stored numbers again, if that is due."""

    def __init__(self, core: Core, background: Background | None = None) -> None:
        self._core = core
        self._worker = (background or core.store.background).worker("numbers", self._turn)

    def start(self) -> None:
        """Start in the background, if due; returns at once."""
        if self.due():
            self._worker.start()

    def stop(self) -> None:
        """Stop after the current transaction."""
        self._worker.stop()

    def due(self) -> bool:
        """Were the stored numbers parsed by other rules than today's?"""
        return self._core.snapshot.settings.get(READ_BY) != VERSION

    def read_all(self) -> tuple[int, int]:
        """Parse all numbers again; returns how many phones and how many calls have changed. May be repeated."""
        changed = self._phones(), self._calls()
        if self._worker.stopping.is_set():
            return changed
        before = self._core.snapshot.settings.get(READ_BY, "")

        def work(session: Session) -> None:
            small_tables.set_setting(session, READ_BY, VERSION)
            if any(changed):
                phones, calls = changed
                counts = Change("phone_count", "", str(phones)), Change("calls", "", str(calls))
                changes = [Change(READ_BY, before, VERSION), *counts]
                self._core.audit.note(
                    session, _US, AuditAction.CHANGED, AuditLine(SubjectKind.SETTING, READ_BY, READ_BY, changes)
                )
            session.after_commit(self._core.directory.reload)

        self._core.store.write(work)
        if any(changed):
            log.info("Read numbers again: %d phones and %d calls have got another one", *changed)
        return changed

    def _turn(self) -> None:
        self.read_all()
        self._worker.stopping.set()

    def _phones(self) -> int:
        changed, after = 0, 0
        while not self._worker.stopping.is_set():
            since = time.monotonic()
            with self._core.store.read() as session:
                phones = tables.phones_after(session, after, _PHONES)
            if not phones:
                break
            dialing, after = self._core.snapshot.locality.dialing, phones[-1].id
            if others := [phone for phone in phones if _again(phone, dialing) != phone.number]:
                changed += self._core.store.write(partial(self._put_phones, phones=others))
            self._rest(since)
        return changed

    def _put_phones(self, session: Session, phones: Sequence[StoredPhone]) -> int:
        dialing = self._core.snapshot.locality.dialing
        held = tables.numbers_of(session, {phone.profile_id for phone in phones})
        numbers: dict[int, str | None] = {}
        adopting: dict[str, int] = {}
        for phone in phones:
            number = _again(phone, dialing)
            if number is not None and (phone.profile_id, number, phone.extension) in held:
                continue  # the profile already has it in today's form
            numbers[phone.id] = number
            if number is not None:
                held.add((phone.profile_id, number, phone.extension))
                adopting.setdefault(number, phone.profile_id)
        if numbers:
            tables.set_numbers(session, numbers)
            attribution.adopt_each(session, adopting)
            touched = [phone.number for phone in phones if phone.id in numbers]
            self._core.notifications.profiles_changed(session, adopting.values(), [*touched, *adopting])
        return len(numbers)

    def _calls(self) -> int:
        changed = 0
        with self._core.store.read() as session:
            slices = call_tables.count(session) // _CALLS + 1
        for i in range(slices):
            first, last = UUID(int=_IDS * i // slices), UUID(int=_IDS * (i + 1) // slices - 1)
            with self._core.store.read() as session:
                stored = tables.callers_between(session, first, last)
            for start in range(0, len(stored), _PARSED):
                if self._worker.stopping.is_set():
                    return changed
                changed += self._parse_again(stored[start : start + _PARSED])
        return changed

    def _parse_again(self, stored: Sequence[StoredCaller]) -> int:
        since, changed = time.monotonic(), 0
        reader = NumberReader(self._core.directory)
        numbers = reader.read([each.caller for each in stored], [each.started_at for each in stored])
        others = [each.id for each, number in zip(stored, numbers, strict=True) if each.differs(number)]
        for start in range(0, len(others), _WRITTEN):
            ids = others[start : start + _WRITTEN]
            changed += self._core.store.write(partial(self._put_calls, ids=ids))
        self._rest(since)
        return changed

    def _rest(self, since: float) -> None:
        self._worker.stopping.wait((time.monotonic() - since) * _REST)

    def _put_calls(self, session: Session, ids: Collection[UUID]) -> int:
        before = list(call_tables.by_ids(session, ids).values())
        numbers = [self._number(stored.call.caller, stored.call.started_at) for stored in before]
        holders = self._core.matcher.holders_in(session, (number.canonical for number in numbers))
        changed: list[StoredCall] = []
        for stored, number in zip(before, numbers, strict=True):
            if number.canonical is None:
                changed.append(replace(stored, number=number, profile_id=None, chosen_id=None))
                continue
            profile_id = stored.profile_id or preferred_id(holders.get(number.canonical, ()))
            changed.append(replace(stored, number=number, profile_id=profile_id))
        call_tables.save(session, changed, replaced=[stored.call.id for stored in before])
        changes.note(session, [*before, *changed])
        tables.follow_closings(session, [stored.call.id for stored in changed])
        self._core.notifications.calls_changed(
            session, [s.call.id for s in changed], [s.profile_id for s in changed if s.profile_id]
        )
        return len(changed)

    def _number(self, caller: str, at: datetime) -> PhoneNumber:
        return parse_number(caller, self._core.snapshot.dialing_at(at))


def _again(phone: StoredPhone, dialing: Dialing) -> str | None:
    """The canonical form of a phone by today's rules."""
    cell = read_cell(phone.raw)
    if phone.number is None or cell.amount or cell.lost:
        return parse_number(phone.raw, dialing).canonical
    return parse_number(phone.number, dialing).canonical if phone.number.startswith("+") else phone.number
