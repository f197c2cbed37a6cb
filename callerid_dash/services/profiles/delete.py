"""Deletes profiles: preview, deletion, and undo for a day.

Numbers, e-mail addresses and records are deleted with a profile. Its calls go to another holder of their number, else
they belong to nobody and their caller is unknown. The people of a deleted organization stay, without an organization.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from callerid_dash.domain.audit import AuditAction
from callerid_dash.domain.errors import NotFound
from callerid_dash.domain.profiles.profiles import Profile
from callerid_dash.domain.users import Action, Actor
from callerid_dash.services.core import Core
from callerid_dash.services.profiles.trail import ProfileTrail
from callerid_dash.services.shared.authority import authorize, id_of
from callerid_dash.store.calls import attribution
from callerid_dash.store.engine.protocol import Session
from callerid_dash.store.office import snapshots
from callerid_dash.store.profiles import profiles as tables
from callerid_dash.store.shared import undos
from callerid_dash.store.shared.undos import UndoStep

DELETED = "deleted"
"""The kind of the undo step."""


@dataclass(frozen=True, slots=True)
class Going:
    """What deleting a profile does: it deletes `records`; `calls_unknown` calls become unknown, `calls_to_others` go to
    another holder; `members` people stay without an organization.
    """

    profile: Profile
    records: int
    calls_unknown: int
    calls_to_others: int
    members: int


@dataclass(frozen=True, slots=True)
class Deleting:
    """Deletes profiles. Thread-safe."""

    core: Core

    def preview(self, profile_id: int, actor: Actor) -> Going:
        """What deleting this profile would do. Raises Forbidden or NotFound."""
        authorize(actor, Action.DELETE_PROFILES)
        with self.core.store.read() as session:
            profile = self._all(session, [profile_id])[profile_id]
            records, members = snapshots.weights(session, [profile_id])[profile_id]
            calls = attribution.calls_by_number(session, [profile_id])
            remaining = ProfileTrail(self.core).remaining_holders(session, calls, {profile_id})
        unknown = sum(count for number, count in calls.items() if remaining[number] is None)
        return Going(profile, records, unknown, sum(calls.values()) - unknown, members)

    def delete(self, profile_id: int, actor: Actor) -> int:
        """Delete a profile; returns the id of the undo step. Raises Forbidden or NotFound."""
        return self.delete_many([profile_id], actor)

    def delete_many(self, profile_ids: Collection[int], actor: Actor) -> int:
        """Delete these profiles in one step; returns its undo id. Raises Forbidden, or NotFound if one is missing."""
        authorize(actor, Action.DELETE_PROFILES)
        return self.core.store.write(lambda session: self._delete(session, profile_ids, actor))

    def take_back(self, session: Session, actor: Actor, step: UndoStep) -> None:
        """`TakeBack` of a deletion: restores everything, except calls that another profile has received since."""
        trail = ProfileTrail(self.core)
        members: dict[int, int] = dict(step.before["members"])
        ids = [int(row["id"]) for row in step.before["rows"]["profiles"]]
        snapshots.put_back(session, step.before["rows"])
        snapshots.move_members(session, dict.fromkeys(members), members)
        calls = undos.restore_calls(session, step.id)
        touched = self.core.snapshot.profiles(session, [*ids, *members])
        tables.renamed_organization(session, touched.values())
        lines = (trail.line(None, touched[key]) for key in ids)
        self.core.audit.note(session, actor, AuditAction.UNDONE, *lines)
        trail.follow(session, touched.values())
        self.core.notifications.calls_changed(session, calls)

    def _delete(self, session: Session, profile_ids: Collection[int], actor: Actor) -> int:
        trail = ProfileTrail(self.core)
        gone = self._all(session, profile_ids)
        members = snapshots.members_of(session, list(gone))
        rows = snapshots.take(session, list(gone), records=True)
        title = next(iter(gone.values())).name
        undo_id = undos.add(
            session, DELETED, self.core.clock(), id_of(actor), title, {"rows": rows, "members": list(members.items())}
        )
        undos.keep_calls(session, undo_id, list(gone))
        calls = attribution.calls_by_number(session, list(gone))
        attribution.leave(session, list(gone), trail.remaining_holders(session, calls, gone.keys()))
        undos.note_given(session, undo_id)
        snapshots.remove(session, list(gone), records=True)
        snapshots.move_members(session, members, dict.fromkeys(members))
        people = self.core.snapshot.profiles(session, members)
        if people:
            tables.renamed_organization(session, people.values())
        lines = (trail.line(profile, None) for profile in gone.values())
        self.core.audit.note(session, actor, AuditAction.REMOVED, *lines)
        trail.follow(session, [*gone.values(), *people.values()])
        return undo_id

    def _all(self, session: Session, ids: Collection[int]) -> dict[int, Profile]:
        found = self.core.snapshot.profiles(session, ids)
        if not ids or any(key not in found for key in ids):
            raise NotFound("There is no such profile.")
        return found
