"""The address book: creates, changes and reads profiles. `services/profiles/search.py` finds them.

`services/profiles/validation.py` decides what is valid, `services/profiles/changes.py` who may set which owner. Every
change is one transaction with its line in the audit trail; `services/live/change_notifications.py` publishes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from callerid_dash.domain.audit import AuditAction
from callerid_dash.domain.errors import InvalidInput, NotFound, Stale
from callerid_dash.domain.profiles.profiles import Holder, PhoneDraft, Profile, ProfileDraft, ProfileKind, numbers_of
from callerid_dash.domain.users import Action, Actor, Program
from callerid_dash.services.calls.attribution import Adopted, Attribution
from callerid_dash.services.core import Core
from callerid_dash.services.profiles.changes import ProfileChanges, authorize_owners, changed_draft, draft_of
from callerid_dash.services.profiles.trail import ProfileTrail
from callerid_dash.services.profiles.validation import ProfileRules
from callerid_dash.services.shared.authority import authorize, id_of
from callerid_dash.services.shared.paging import storable
from callerid_dash.store.calls import attribution as attribution_tables
from callerid_dash.store.engine.protocol import Session
from callerid_dash.store.profiles import profiles as tables

_BATCH = 5_000
IMPORT = Program("import")


@dataclass(frozen=True, slots=True)
class Saved:
    """The saved profile. It received `past_calls` earlier unknown calls of its numbers; `undo_id` undoes that."""

    profile: Profile
    past_calls: int = 0
    undo_id: int | None = None


@dataclass(frozen=True, slots=True)
class Profiles:
    """The use cases of the address book. Thread-safe."""

    core: Core

    def get(self, profile_id: int) -> Profile:
        """Everything about a profile. Raises NotFound."""
        with self.core.store.read() as session:
            return self._one(session, profile_id)

    def shared_numbers(self, profile: Profile) -> dict[str, list[Holder]]:
        """The other holders of this profile's numbers, by number, lowest id first; numbers without any are left out."""
        held = self.core.matcher.holders(phone.canonical for phone in profile.phones)
        others = {number: [h for h in found if h.id != profile.id] for number, found in held.items()}
        return {number: found for number, found in others.items() if found}

    def people(self, organization_id: int, most: int) -> tuple[int, list[Profile]]:
        """How many people belong to an organization, and the `most` newest of them, newest first."""
        with self.core.store.read() as session:
            ids = tables.members(session, organization_id)[::-1]
            found = self.core.snapshot.profiles(session, ids[:most])
        return len(ids), [found[key] for key in ids[:most] if key in found]

    def check(self, draft: ProfileDraft, actor: Actor) -> None:
        """Would this profile be added? Raises InvalidInput or Forbidden; stores nothing."""
        authorize(actor, Action.EDIT_PROFILES)
        with self.core.store.read() as session:
            self._rules(session, [draft]).content(draft)

    def create(self, draft: ProfileDraft, actor: Actor) -> Saved:
        """Add a profile. Raises InvalidInput or Forbidden."""
        authorize(actor, Action.EDIT_PROFILES)

        def insert(session: Session) -> Saved:
            content = self._rules(session, [draft]).content(draft)
            (profile_id,) = tables.insert(session, [content], self.core.clock(), id_of(actor))
            after = self._one(session, profile_id)
            self._note(session, actor, AuditAction.ADDED, None, after)
            numbers = numbers_of(content.phones)
            self.core.notifications.profiles_changed(session, [profile_id], numbers)
            return self._saved(session, profile_id, Attribution(self.core).adopt(session, actor, profile_id, numbers))

        return self.core.store.write(insert)

    def update(self, profile_id: int, version: int, changes: ProfileChanges, actor: Actor) -> Saved:
        """Change a profile that was read in this version. Raises NotFound, Stale, InvalidInput or Forbidden."""
        authorize(actor, Action.EDIT_PROFILES)

        def change(session: Session) -> Saved:
            return self._saved(session, profile_id, self._update(session, profile_id, version, changes, actor))

        return self.core.store.write(change)

    def add_phone(self, profile_id: int, phone: PhoneDraft, actor: Actor) -> Saved:
        """Add a number to a profile, whatever its version. Raises NotFound, InvalidInput or Forbidden."""
        authorize(actor, Action.EDIT_PROFILES)

        def add(session: Session) -> Saved:
            before = self._one(session, profile_id)
            phones = (*draft_of(before).phones, phone)
            try:
                adopted = self._update(session, profile_id, before.version, ProfileChanges(phones=phones), actor)
            except InvalidInput as error:
                raise error.at((error.field or "").rpartition(".")[2]) from error
            return self._saved(session, profile_id, adopted)

        return self.core.store.write(add)

    def import_drafts(self, drafts: Sequence[ProfileDraft], actor: Actor = IMPORT) -> list[int]:
        """Add many profiles and return their ids, in order.

        All are checked before the first is stored. They are stored in batches, so that calls are not delayed. Raises
        Forbidden, or InvalidInput with the index of the item.
        """
        authorize(actor, Action.EDIT_PROFILES)
        with self.core.store.read() as session:
            rules = self._rules(session, drafts)
        contents = [_checked(rules, index, draft) for index, draft in enumerate(drafts)]

        def write(batch: Sequence[tables.ProfileContent]) -> list[int]:
            def work(session: Session) -> list[int]:
                ids = ProfileTrail(self.core).insert(session, batch, actor)
                made = zip(ids, batch, strict=True)
                held = [(number, i) for i, content in made for number in numbers_of(content.phones)]
                attribution_tables.adopt_each(session, dict(reversed(held)))
                self.core.notifications.profiles_changed(session, (), (number for number, _ in held))
                return ids

            return self.core.store.write(work)

        batches = (contents[start : start + _BATCH] for start in range(0, len(contents), _BATCH))
        return [key for batch in batches for key in write(batch)]

    def _saved(self, session: Session, profile_id: int, adopted: Adopted) -> Saved:
        return Saved(self._one(session, profile_id), adopted.calls, adopted.undo_id)

    def _update(
        self, session: Session, profile_id: int, version: int, changes: ProfileChanges, actor: Actor
    ) -> Adopted:
        before = self._one(session, profile_id)
        if before.version != version:
            raise Stale("Somebody else has changed this profile meanwhile. Look at it again before you save.")
        draft = changed_draft(before, changes)
        authorize_owners(actor, before, draft)
        content = self._rules(session, [draft]).content(draft, before)
        members = tables.members(session, profile_id) if before.kind is ProfileKind.ORGANIZATION else []
        if members and content.kind is not ProfileKind.ORGANIZATION:
            raise InvalidInput("An organization with people in it cannot become a person.", "kind")
        tables.update(session, profile_id, version, content, self.core.clock())
        after = self._one(session, profile_id)
        touched = [before, after]
        if members and after.name != before.name:
            of_organization = self.core.snapshot.profiles(session, members)
            tables.renamed_organization(session, of_organization.values())
            touched += of_organization.values()
        self._note(session, actor, AuditAction.CHANGED, before, after)
        ProfileTrail(self.core).follow(session, touched)
        new = numbers_of(after.phones) - numbers_of(before.phones)
        return Attribution(self.core).adopt(session, actor, profile_id, new)

    def _note(
        self, session: Session, actor: Actor, action: AuditAction, before: Profile | None, after: Profile
    ) -> None:
        line = ProfileTrail(self.core).line(before, after)
        if line.changes:
            self.core.audit.note(session, actor, action, line)

    def _one(self, session: Session, profile_id: int) -> Profile:
        profile = self.core.snapshot.profiles(session, [profile_id]).get(profile_id)
        if profile is None:
            raise NotFound("There is no such profile.")
        return profile

    def _rules(self, session: Session, drafts: Iterable[ProfileDraft]) -> ProfileRules:
        wanted = {key for draft in drafts if (key := draft.organization_id) and storable(key)}
        return ProfileRules(self.core.snapshot, tables.organizations(session, wanted))


def _checked(rules: ProfileRules, index: int, draft: ProfileDraft) -> tables.ProfileContent:
    try:
        return rules.content(draft)
    except InvalidInput as error:
        raise error.at(error.field, index) from error
