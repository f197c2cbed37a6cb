"""Which profile a call belongs to.

A call belongs to the holder of its number when it came in. When a number is put on a profile, all its past calls that
belong to nobody are given to that profile; this can be undone for a day. From then on:

- A number that leaves a profile takes no calls along: they stay that profile's as long as it exists.
- The calls of a deleted profile go to another holder of their number, else to nobody (`services/profiles/delete.py`);
  those of a merged one go to the profile that is kept (`services/profiles/merge.py`).
- If a number has several holders, one of them can be chosen for a call: the call is attributed to it and stays so.
- Whether the caller was known when the call came in (`known_then`) never changes.

A row shows a call that belongs to nobody as unknown, even if somebody holds its number by now.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from callerid_dash.domain.audit import AuditAction, Change, SubjectKind
from callerid_dash.domain.calls.calls import SIMULATED
from callerid_dash.domain.errors import InvalidInput, NotFound
from callerid_dash.domain.numbers.phones import parse_number
from callerid_dash.domain.profiles.profiles import preferred_id
from callerid_dash.domain.users import Action, Actor, Program, Subject
from callerid_dash.services.core import Core
from callerid_dash.services.shared.authority import authorize, id_of
from callerid_dash.store.calls import attribution as tables
from callerid_dash.store.calls import test_calls
from callerid_dash.store.engine.protocol import Session
from callerid_dash.store.profiles import profiles as profile_tables
from callerid_dash.store.shared import undos
from callerid_dash.store.shared.audit import AuditLine
from callerid_dash.store.shared.undos import UndoStep

_OVERLAP = timedelta(minutes=1)
_BEFORE_START = timedelta(hours=1)
ADOPTED = "adopted"
"""The kind of the undo step."""


@dataclass(frozen=True, slots=True)
class Adopted:
    """How many past calls a profile received; `undo_id` undoes that (None if there were none)."""

    calls: int = 0
    undo_id: int | None = None


@dataclass(slots=True)
class Attribution:
    """Attributes calls to profiles. Thread-safe."""

    core: Core
    _looked_at: datetime = field(init=False)

    def __post_init__(self) -> None:
        self._looked_at = self.core.clock() - _BEFORE_START

    def past_calls(self, number: str) -> int:
        """How many past calls a profile would receive with this number, in any spelling."""
        canonical = parse_number(number, self.core.snapshot.locality.dialing).canonical
        if canonical is None:
            return 0
        with self.core.store.read(consistent=False) as session:
            return tables.unattributed(session, canonical)

    def adopt(self, session: Session, actor: Actor, profile_id: int, numbers: Collection[str]) -> Adopted:
        """Give a profile the calls of these canonical numbers that belong to nobody.

        Runs in the transaction that puts the numbers on the profile; that transaction publishes the change.
        """
        call_ids = tables.adopt(session, profile_id, numbers)
        if not call_ids:
            return Adopted()
        name = profile_tables.name_of(session, profile_id)
        undo_id = undos.add(session, ADOPTED, self.core.clock(), id_of(actor), name, {"profile": profile_id})
        undos.keep_adopted(session, undo_id, call_ids, profile_id)
        tables.note_identified(session, call_ids, self.core.clock(), id_of(actor), undo_id)
        self._note(session, actor, AuditAction.ATTRIBUTED, profile_id, Change("calls", "", str(len(call_ids))))
        return Adopted(len(call_ids), undo_id)

    def adopt_for_created(self) -> None:
        """Give the profiles created from unknown callers since the last run the earlier calls of their numbers.

        Runs now and then rather than with the call that created the profile: searching all calls would delay the next
        call.
        """
        since, self._looked_at = self._looked_at, self.core.clock()
        with self.core.store.read() as session:
            created = tables.numbers_made_since(session, since - _OVERLAP)

        def work(session: Session) -> None:
            held = self.core.matcher.holders_in(session, created.keys())
            unchanged = {
                number: key for number, key in created.items() if any(h.id == key for h in held.get(number, ()))
            }
            tables.adopt_each(session, unchanged)
            self.core.notifications.profiles_changed(session, unchanged.values(), unchanged)

        if created:
            self.core.store.write(work)

    def take_back(self, session: Session, actor: Actor, step: UndoStep) -> None:
        """`TakeBack` of an adoption: the calls belong to nobody again, except those for which a holder was chosen
        since.
        """
        profile_id = int(step.before["profile"])
        call_ids = undos.restore_calls(session, step.id)
        tables.forget_identified(session, step.id, call_ids)
        self._note(session, actor, AuditAction.UNDONE, profile_id, Change("calls", str(len(call_ids)), ""))
        self.core.notifications.calls_changed(session, call_ids, [profile_id])

    def choose(self, call_id: UUID, profile_id: int | None, actor: Actor) -> None:
        """Show a call under this holder of its number, from now on and for everybody; None: as usual again.

        Raises NotFound, Forbidden if the actor may not see the call, or InvalidInput.
        """

        def work(session: Session) -> None:
            stored = self.core.matcher.calls_in(session, [call_id]).get(call_id)
            if stored is None:
                raise NotFound("There is no such call.")
            row = self.core.matcher.rows_in(session, [stored])[call_id]
            visible = isinstance(actor, Program) or row.visible_to(actor, self.core.snapshot.visibility)
            authorize(actor, Action.ACT_ON_CALL, Subject(visible=visible))
            names = {holder.id: holder.name for holder in row.holders}
            if profile_id is not None and profile_id not in names:
                raise InvalidInput("This profile does not have the caller's number.")
            if stored.call.source == SIMULATED:
                test_calls.choose(session, call_id, profile_id)
                self.core.notifications.calls_changed(session, [call_id])
                return
            usual = preferred_id([holder for holder in row.holders if holder.id != row.former_id] or row.holders)
            after = profile_id if profile_id is not None else usual
            if (after, profile_id) == (stored.profile_id, stored.chosen_id):
                return
            tables.choose(session, call_id, after, chosen=profile_id is not None)
            if stored.profile_id is None:
                tables.note_identified(session, [call_id], self.core.clock(), id_of(actor))
            change = Change("profile", names.get(stored.profile_id or 0, ""), names.get(after or 0, ""))
            line = AuditLine(SubjectKind.CALL, str(call_id), stored.number.canonical or "", [change])
            self.core.audit.note(session, actor, AuditAction.ATTRIBUTED, line)
            self.core.notifications.calls_changed(session, [call_id], filter(None, (stored.profile_id, after)))

        self.core.store.write(work)

    def _note(self, session: Session, actor: Actor, action: AuditAction, profile_id: int, change: Change) -> None:
        name = profile_tables.name_of(session, profile_id)
        self.core.audit.note(session, actor, action, AuditLine(SubjectKind.PROFILE, str(profile_id), name, [change]))
