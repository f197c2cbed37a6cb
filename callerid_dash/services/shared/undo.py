"""Undo for a day: who may undo a step, whether it is still possible, and which service does it.

Services that do something undoable store a step (`store/shared/undos.py`) in their transaction and provide a
`TakeBack`: it restores the state before, notes it in the audit trail and publishes the change, or raises Stale.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from callerid_dash.domain.errors import NotFound, Stale
from callerid_dash.domain.users import Action, Actor, Subject, User, can
from callerid_dash.services.shared.authority import authorize, id_of
from callerid_dash.services.shared.clock import Clock, now
from callerid_dash.services.shared.paging import storable
from callerid_dash.store.engine import submissions
from callerid_dash.store.engine.database import Store
from callerid_dash.store.engine.protocol import Session
from callerid_dash.store.shared import undos as tables
from callerid_dash.store.shared.undos import UndoStep

KEPT = timedelta(days=1)
MOST_RECENT = 50


@dataclass(frozen=True, slots=True)
class TakenBack:
    """The result for a step with many parts: `done` were undone, `kept` stay because they were changed since."""

    done: int
    kept: int


class UndoStatus(StrEnum):
    """The state of a step."""

    POSSIBLE = "possible"
    UNDONE = "undone"
    OVER = "over"
    """It is too old, or somebody else's."""


TakeBack = Callable[[Session, Actor, UndoStep], TakenBack | None]
"""Restores the state before the step, inside this transaction. Raises Stale if that is no longer possible."""


@dataclass(frozen=True, slots=True)
class Undo:
    """Undoes steps of the given kinds."""

    store: Store
    kinds: Mapping[str, TakeBack]
    clock: Clock = now

    def undo(self, step_id: int, actor: Actor) -> TakenBack | None:
        """Undo a step; returns None for a step with a single part.

        Raises NotFound, Forbidden, or Stale with the reason why it is too late.
        """

        def work(session: Session) -> TakenBack | None:
            step = tables.by_id(session, step_id) if storable(step_id) else None
            if step is None or step.made_at < self.clock() - KEPT:
                raise NotFound("This cannot be taken back any more: it is older than a day.")
            authorize(actor, Action.UNDO, Subject(mine=step.made_by is not None and step.made_by == id_of(actor)))
            if step.undone:
                raise Stale("This has been taken back already.")
            outcome = self.kinds[step.kind](session, actor, step)
            tables.undone(session, step.id, self.clock())
            return outcome

        return self.store.write(work)

    def status(self, step_id: int, actor: User) -> UndoStatus:
        """Can this user still undo the step?"""
        with self.store.read(consistent=False) as session:
            step = tables.by_id(session, step_id) if storable(step_id) else None
        if step and step.undone:
            return UndoStatus.UNDONE
        mine = Subject(mine=step is not None and step.made_by == actor.id)
        possible = step and step.made_at >= self.clock() - KEPT and can(actor.role, Action.UNDO, mine)
        return UndoStatus.POSSIBLE if possible else UndoStatus.OVER

    def recent(self, actor: User) -> list[UndoStep]:
        """The steps that this user can still undo, newest first."""
        made_by = None if can(actor.role, Action.UNDO) else actor.id
        with self.store.read(consistent=False) as session:
            return tables.recent(session, self.clock() - KEPT, made_by, MOST_RECENT)

    def forget_old(self) -> None:
        """Forget steps that are too old, and submissions that can no longer be repeated."""
        instant = self.clock()
        with self.store.read() as session:
            old = tables.any_old(session, instant - KEPT) or submissions.any_old(session, instant)
        if old:  # seldom, because other processes reload after each write

            def work(session: Session) -> None:
                tables.forget(session, instant - KEPT)
                submissions.forget_old(session, instant)

            self.store.write(work)
