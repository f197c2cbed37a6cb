"""Profiles are deleted: what would go, doing it, and taking it back for a day.

Numbers, addresses and records go with a profile. Its calls go to another holder of their number, else they belong to
nobody and their caller is unknown. The people of an organization stay, without it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from callerid_dash.domain.audit import Change, Deed, SubjectKind, differences
from callerid_dash.domain.errors import NotFound
from callerid_dash.domain.profiles.profiles import Profile, winner
from callerid_dash.domain.users import Action, Actor
from callerid_dash.services.core import Core
from callerid_dash.services.profiles.changes import described
from callerid_dash.services.shared.authority import authorize, id_of
from callerid_dash.services.shared.paging import storable
from callerid_dash.store.calls import attribution
from callerid_dash.store.engine.protocol import Session
from callerid_dash.store.office import snapshots
from callerid_dash.store.profiles import profiles as tables
from callerid_dash.store.shared import undos
from callerid_dash.store.shared.audit import Line
from callerid_dash.store.shared.undos import Step

DELETED = "deleted"
"""The kind of the undoable step."""


@dataclass(frozen=True, slots=True)
class Going:
    """What goes with a profile: its records; calls that become unknown, calls that another holder gets; who stays."""

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
        """What deleting this profile would take along. Raises Forbidden or NotFound."""
        authorize(actor, Action.DELETE_PROFILES)
        with self.core.store.read() as session:
            profile = self._all(session, [profile_id])[profile_id]
            records, members = snapshots.weights(session, [profile_id])[profile_id]
            calls = attribution.calls_by_number(session, [profile_id])
            heirs = self._heirs(session, calls, {profile_id})
        unknown = sum(count for number, count in calls.items() if heirs[number] is None)
        return Going(profile, records, unknown, sum(calls.values()) - unknown, members)

    def delete(self, profile_id: int, actor: Actor) -> int:
        """Delete a profile. Answers the id by which that is undone. Raises Forbidden or NotFound."""
        return self.delete_many([profile_id], actor)

    def delete_many(self, profile_ids: Collection[int], actor: Actor) -> int:
        """Delete these profiles in one step. Raises Forbidden, or NotFound when one is gone already."""
        authorize(actor, Action.DELETE_PROFILES)
        return self.core.store.write(lambda session: self._delete(session, profile_ids, actor))

    def take_back(self, session: Session, actor: Actor, step: Step) -> None:
        """`TakeBack` of a deletion: everything as it was; calls that somebody else has got since stay there."""
        members: dict[int, int] = dict(step.before["members"])
        ids = [int(row["id"]) for row in step.before["rows"]["profiles"]]
        snapshots.put_back(session, step.before["rows"])
        snapshots.move_members(session, dict.fromkeys(members), members)
        calls = undos.restore_calls(session, step.id)
        touched = self._some(session, [*ids, *members])
        tables.renamed_organization(session, touched.values())
        lines = (_line(touched[key], differences({}, self._described(touched[key]))) for key in ids)
        self.core.audit.note(session, actor, Deed.UNDONE, *lines)
        self._tell(session, touched.values())
        self.core.notifications.calls_changed(session, calls)

    def _delete(self, session: Session, profile_ids: Collection[int], actor: Actor) -> int:
        gone = self._all(session, profile_ids)
        members = snapshots.members_of(session, list(gone))
        rows = snapshots.take(session, list(gone), records=True)
        title = next(iter(gone.values())).name
        undo_id = undos.add(
            session, DELETED, self.core.clock(), id_of(actor), title, {"rows": rows, "members": list(members.items())}
        )
        undos.keep_calls(session, undo_id, list(gone))
        calls = attribution.calls_by_number(session, list(gone))
        attribution.leave(session, list(gone), self._heirs(session, calls, gone.keys()))
        undos.note_given(session, undo_id)
        snapshots.remove(session, list(gone), records=True)
        snapshots.move_members(session, members, dict.fromkeys(members))
        people = self._some(session, list(members))
        if people:
            tables.renamed_organization(session, people.values())
        lines = (_line(profile, differences(self._described(profile), {})) for profile in gone.values())
        self.core.audit.note(session, actor, Deed.REMOVED, *lines)
        self._tell(session, [*gone.values(), *people.values()])
        return undo_id

    def _heirs(self, session: Session, numbers: Collection[str], gone: Collection[int]) -> Mapping[str, int | None]:
        """Who gets the calls of each number."""
        held = self.core.matcher.holders_in(session, numbers)
        remaining = {number: [h for h in held.get(number, ()) if h.id not in gone] for number in numbers}
        best = {number: winner(holders) for number, holders in remaining.items()}
        return {number: holder.id if holder else None for number, holder in best.items()}

    def _tell(self, session: Session, profiles: Collection[Profile]) -> None:
        numbers = (phone.canonical for profile in profiles for phone in profile.phones)
        self.core.notifications.profiles_changed(session, (profile.id for profile in profiles), numbers)

    def _all(self, session: Session, ids: Collection[int]) -> dict[int, Profile]:
        found = self._some(session, ids) if all(map(storable, ids)) else {}
        if not ids or any(key not in found for key in ids):
            raise NotFound("There is no such profile.")
        return found

    def _some(self, session: Session, ids: Collection[int]) -> dict[int, Profile]:
        return tables.by_ids(session, ids, self.core.directory.snapshot.profile_lookups)

    def _described(self, profile: Profile) -> dict[str, str]:
        path = self.core.directory.snapshot.category_path(profile.category.id) if profile.category else []
        return described(profile, [node.title for node in path])


def _line(profile: Profile, changes: Collection[Change]) -> Line:
    return Line(SubjectKind.PROFILE, str(profile.id), profile.name, tuple(changes))
