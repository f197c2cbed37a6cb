"""Merges several profiles into one: preview, merge, and undo for a day.

`services/profiles/merge_rules.py` decides which values are used. The kept profile gets everything from the others:
numbers, e-mail addresses, records, calls, and the people who belong to them. The URLs of the others lead to it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from callerid_dash.domain.audit import AuditAction, Change
from callerid_dash.domain.errors import InvalidInput, NotFound, Stale
from callerid_dash.domain.profiles.profiles import Profile, ProfileKind
from callerid_dash.domain.users import Action, Actor, Subject, User, can
from callerid_dash.services.core import Core
from callerid_dash.services.profiles.changes import authorize_owners
from callerid_dash.services.profiles.merge_rules import Choices, merged
from callerid_dash.services.profiles.trail import ProfileTrail, profile_line
from callerid_dash.services.profiles.validation import ProfileRules
from callerid_dash.services.shared.authority import authorize, id_of
from callerid_dash.services.shared.paging import storable
from callerid_dash.store.calls import attribution
from callerid_dash.store.engine.protocol import Session
from callerid_dash.store.office import snapshots
from callerid_dash.store.profiles import profiles as tables
from callerid_dash.store.shared import undos
from callerid_dash.store.shared.undos import UndoStep

MERGED = "merged"
"""The kind of the undo step."""
MOST = 10
"""The most profiles that are merged at once."""


@dataclass(frozen=True, slots=True)
class Weight:
    """How many records, calls, and people (of an organization) belong to a profile."""

    records: int
    calls: int
    members: int


@dataclass(frozen=True, slots=True)
class MergePreview:
    """The profiles to merge, and by id what would move with each."""

    profiles: tuple[Profile, ...]
    weights: Mapping[int, Weight]


@dataclass(frozen=True, slots=True)
class Merging:
    """Merges profiles. Thread-safe."""

    core: Core

    def preview(self, ids: Collection[int]) -> MergePreview:
        """What merging these would move. Raises NotFound or InvalidInput."""
        with self.core.store.read() as session:
            profiles = self._all(session, ids)
            hanging = snapshots.weights(session, ids)
            calls = attribution.calls_of(session, ids)
        weights = {key: Weight(records, calls.get(key, 0), members) for key, (records, members) in hanging.items()}
        return MergePreview(tuple(profiles.values()), weights)

    def may_merge(self, viewer: User, profiles: Collection[Profile]) -> bool:
        """May the viewer merge these profiles? An agent may if nobody else owns any of them."""
        return can(viewer.role, Action.MERGE_PROFILES, _subject(viewer, profiles))

    def merge(
        self,
        keep_id: int,
        ids: Collection[int],
        choices: Choices,
        versions: Mapping[int, int],
        actor: Actor,
    ) -> int:
        """Merge these profiles, read in these versions, into `keep_id`; returns the id of the undo step.

        Raises NotFound, Forbidden, Stale if one of them has changed since, or InvalidInput.
        """
        return self.core.store.write(lambda session: self._merge(session, keep_id, ids, choices, versions, actor))

    def went_to(self, profile_id: int) -> int | None:
        """The profile into which a former profile was finally merged; None if it never was."""
        found: int | None = None
        with self.core.store.read() as session:
            step = snapshots.went_to(session, profile_id) if storable(profile_id) else None
            while step is not None:
                found, step = step, snapshots.went_to(session, step)
        return found

    def take_back(self, session: Session, actor: Actor, step: UndoStep) -> None:
        """`TakeBack` of a merge: restores everything, but what has been added since stays on the kept profile."""
        trail = ProfileTrail(self.core)
        before = step.before
        keep_id, others = int(before["keep"]), [int(key) for key in before["others"]]
        columns = before["rows"]["profiles"][0].keys()
        if snapshots.digest(session, keep_id, columns) != before["digest"]:
            raise Stale("This cannot be taken back any more: the profile has been changed since.")
        records, members = dict(before["records"]), dict(before["members"])
        merged_now = self.core.snapshot.profiles(session, [keep_id])
        snapshots.put_back(session, before["rows"], [keep_id])
        snapshots.move_records(session, dict.fromkeys(records, keep_id), records)
        snapshots.move_members(session, dict.fromkeys(members, keep_id), members)
        snapshots.lead_nowhere(session, others)
        for profile_id in (keep_id, *others):
            tables.records_changed(session, profile_id)
        calls = undos.restore_calls(session, step.id)
        touched = self.core.snapshot.profiles(session, [keep_id, *others, *members])
        tables.renamed_organization(session, touched.values())
        lines = [profile_line(touched[key], Change(MERGED, merged_now[keep_id].name, "")) for key in (keep_id, *others)]
        self.core.audit.note(session, actor, AuditAction.UNDONE, *lines)
        trail.follow(session, [*merged_now.values(), *touched.values()])
        self.core.notifications.calls_changed(session, calls)

    def _merge(
        self,
        session: Session,
        keep_id: int,
        ids: Collection[int],
        choices: Choices,
        versions: Mapping[int, int],
        actor: Actor,
    ) -> int:
        trail = ProfileTrail(self.core)
        before = self._all(session, ids)
        if keep_id not in before:
            raise InvalidInput("Choose the profile to keep.", "keep")
        authorize(actor, Action.MERGE_PROFILES, _subject(actor, before.values()))
        if any(versions.get(key) != profile.version for key, profile in before.items()):
            raise Stale("Somebody else has changed one of these profiles meanwhile. Look at them again.")
        draft, stands_for = merged(list(before.values()), keep_id, choices)
        authorize_owners(actor, before[keep_id], draft)
        organizations = tables.organizations(session, filter(None, [draft.organization_id]))
        content = ProfileRules(self.core.snapshot, organizations).content(draft, stands_for)
        belonging = snapshots.members_of(session, ids)
        if belonging and content.kind is not ProfileKind.ORGANIZATION:
            raise InvalidInput("An organization with people in it cannot become a person.", "kind")

        others = [key for key in before if key != keep_id]
        rows = snapshots.take(session, list(before), records=False)
        records = snapshots.records_of(session, others)
        members = {key: organization for key, organization in belonging.items() if organization != keep_id}
        snapshots.remove(session, others, records=False)
        tables.update(session, keep_id, before[keep_id].version, content, self.core.clock())
        snapshots.move_records(session, records, dict.fromkeys(records, keep_id))
        tables.records_changed(session, keep_id)
        snapshots.move_members(session, members, dict.fromkeys(members, keep_id))
        snapshots.lead_to(session, others, keep_id)
        people = self.core.snapshot.profiles(session, belonging)
        if people:
            tables.renamed_organization(session, people.values())

        names = ", ".join(before[key].name for key in others)
        undo_id = undos.add(
            session,
            MERGED,
            self.core.clock(),
            id_of(actor),
            f"{before[keep_id].name} ← {names}",
            {
                "keep": keep_id,
                "others": others,
                "rows": rows,
                "records": list(records.items()),
                "members": list(members.items()),
                "digest": snapshots.digest(session, keep_id),
            },
        )
        undos.keep_calls(session, undo_id, others)
        attribution.merge(session, keep_id, others)
        undos.note_given(session, undo_id)

        after = self.core.snapshot.profiles(session, [keep_id])[keep_id]
        gone = [profile_line(before[key], Change("merged_into", "", after.name)) for key in others]
        self.core.audit.note(
            session, actor, AuditAction.MERGED, trail.line(before[keep_id], after, Change(MERGED, "", names)), *gone
        )
        trail.follow(session, [*before.values(), *people.values()])
        return undo_id

    def _all(self, session: Session, ids: Collection[int]) -> dict[int, Profile]:
        wanted = list(dict.fromkeys(ids))
        if not 1 < len(wanted) <= MOST:
            raise InvalidInput("Choose 2 to %(most)s profiles to merge.", "profiles", values={"most": MOST})
        found = self.core.snapshot.profiles(session, wanted)
        if len(found) < len(wanted):
            raise NotFound("One of these profiles is not there any more.")
        return {key: found[key] for key in wanted}


def _subject(actor: Actor, profiles: Collection[Profile]) -> Subject:
    owners = {owner.user_id for profile in profiles for owner in profile.owners}
    return Subject(mine=owners <= {id_of(actor)})
