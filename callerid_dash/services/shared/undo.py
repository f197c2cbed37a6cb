"""Taking back what was done, for a day: who may, what is possible still, and which service does it.

Services that do something undoable keep a step (`store/shared/undos.py`) in their transaction and say how it is taken
back: `TakeBack` restores the state before, notes it in the audit trail and tells the news, or raises Stale.
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
    """Of a step that did many things: so many were taken back, so many stay because they were changed since."""

    done: int
    kept: int


class UndoStatus(StrEnum):
    """How it stands with a step."""

    POSSIBLE = "possible"
    UNDONE = "undone"
    OVER = "over"
    """It is too old, or somebody else's."""


TakeBack = Callable[[Session, Actor, UndoStep], TakenBack | None]
"""Restores what was before the step, inside this transaction. Raises Stale when that is not possible any more."""


@dataclass(frozen=True, slots=True)
class Undo:
    """Takes back steps of the kinds that it is given."""

    store: Store
    kinds: Mapping[str, TakeBack]
    clock: Clock = now

    def undo(self, step_id: int, actor: Actor) -> TakenBack | None:
        """Take a step back; None when it was one thing.

        Raises NotFound, Forbidden, or Stale with the words for why it is too late.
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

    def standing(self, step_id: int, actor: User) -> UndoStatus:
        """Can this user still take it back?"""
        with self.store.read(consistent=False) as session:
            step = tables.by_id(session, step_id) if storable(step_id) else None
        if step and step.undone:
            return UndoStatus.UNDONE
        mine = Subject(mine=step is not None and step.made_by == actor.id)
        possible = step and step.made_at >= self.clock() - KEPT and can(actor.role, Action.UNDO, mine)
        return UndoStatus.POSSIBLE if possible else UndoStatus.OVER

    def recent(self, actor: User) -> list[UndoStep]:
        """What this user can still take back, newest first."""
        made_by = None if can(actor.role, Action.UNDO) else actor.id
        with self.store.read(consistent=False) as session:
            return tables.recent(session, self.clock() - KEPT, made_by, MOST_RECENT)

    def forget_old(self) -> None:
        """Forget what cannot be taken back any more, and forms that nobody can be sending any more."""
        instant = self.clock()
        with self.store.read() as session:
            old = tables.any_old(session, instant - KEPT) or submissions.any_old(session, instant)
        if old:  # seldom: other processes look at everything after each write

            def work(session: Session) -> None:
                tables.forget(session, instant - KEPT)
                submissions.forget_old(session, instant)

            self.store.write(work)
