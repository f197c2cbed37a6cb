"""Undo of any change of attribution: permissions, the audit trail, and random sequences of changes."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from callerid_dash.domain.audit import AuditAction
from callerid_dash.domain.errors import Forbidden, NotFound, Stale
from callerid_dash.domain.profiles.profiles import PhoneDraft, ProfileDraft, ProfileKind
from tests.scenes import API
from tests.services.calls.attribution.conftest import MOBILE, OTHER, Office

KINDS = list(ProfileKind)


def test_only_who_did_it_or_a_supervisor_takes_back_and_only_for_a_day(office: Office) -> None:
    one, two = office.save("Ali"), office.save("Maryam")
    undo_id = office.merge(one, two)
    with pytest.raises(Forbidden):
        office.services.undo.undo(undo_id, office.sara)
    assert [step.id for step in office.services.undo.recent(office.reza)] == [undo_id]
    assert office.services.undo.recent(office.sara) == []
    later = datetime.now(UTC) + timedelta(days=1, minutes=1)
    undo = replace(office.services.undo, clock=lambda: later)  # a day passes
    with pytest.raises(NotFound):
        undo.undo(undo_id, office.reza)
    undo.forget_old()
    with office.services.store.read() as session:
        assert session.row("undos.by_id", id=undo_id) is None


def test_every_step_is_in_the_audit_trail(office: Office) -> None:
    office.rings()
    ali, maryam = office.save("Ali", MOBILE), office.save("Maryam", MOBILE)
    office.choose(maryam)
    undo_id = office.merge(ali, maryam)
    office.services.undo.undo(undo_id, office.reza)
    office.services.profiles.deleting.delete(maryam.id, office.reza)
    actions = [entry.action for entry in office.services.audit.of_profile(office.reza, maryam.id).items]
    assert actions == [AuditAction.REMOVED, AuditAction.UNDONE, AuditAction.MERGED, AuditAction.ADDED]
    assert AuditAction.ATTRIBUTED in [
        entry.action for entry in office.services.audit.of_profile(office.reza, ali.id).items
    ]


@pytest.mark.parametrize("walk", range(3))
def test_whatever_is_done_in_whatever_order_nothing_dangles_and_undo_restores(  # noqa: C901 - one story
    office: Office, walk: int
) -> None:
    chance = random.Random(f"{walk} of {random.getrandbits(32)}")  # pytest-randomly says its seed
    numbers = [MOBILE, OTHER, "09351112233"]
    there = [office.save(f"P{i}", *chance.sample(numbers, chance.randint(0, 2)), kind=KINDS[i % 2]) for i in range(4)]
    for i in range(8):
        office.rings(f"c{i}", chance.choice(numbers))
    steps: list[tuple[int, dict[str, Any]]] = []

    def save() -> int | None:
        saved = office.services.profiles.create(
            ProfileDraft(ProfileKind.PERSON, "New", phones=(PhoneDraft(chance.choice(numbers)),)), API
        )
        there.append(saved.profile)
        return None

    def choose() -> int | None:
        holders = office.row(call := f"c{chance.randrange(8)}").holders
        if holders:
            office.choose(chance.choice([*(office.services.profiles.get(h.id) for h in holders), None]), call)
        return None

    def merge() -> int | None:
        keep, other = chance.sample(there, 2)
        there.remove(other)
        return office.merge(keep, other, choices={"kind": keep.id})

    def delete() -> int | None:
        there.remove(gone := chance.choice(there))
        return office.services.profiles.deleting.delete(gone.id, office.reza)

    ways: list[Callable[[], int | None]] = [save, choose, merge, delete]
    for _ in range(10):
        way = chance.choice(ways)
        if way in (merge, delete) and len(there) < 3:
            continue
        was, before = list(there), office.contents()
        undo_id = way()
        office.check()
        if undo_id and chance.random() < 0.6:
            office.services.undo.undo(undo_id, office.reza)
            assert office.contents() == before
            there[:] = was
        elif undo_id:
            steps.append((undo_id, before))
    while steps:  # what was not undone at once: it comes back, or is refused with words, and nothing dangles
        undo_id, _ = steps.pop()
        with contextlib.suppress(Stale):
            office.services.undo.undo(undo_id, office.reza)
        office.check()
