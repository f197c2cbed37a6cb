"""Stores a batch of compared entries in one transaction: adds profiles and organizations, completes existing ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace

from callerid_dash.domain.audit import AuditAction
from callerid_dash.domain.errors import InvalidInput
from callerid_dash.domain.profiles.contacts.contact import Duplicates
from callerid_dash.domain.profiles.profiles import Profile, ProfileDraft, ProfileKind, numbers_of
from callerid_dash.domain.users import Actor
from callerid_dash.services.core import Core
from callerid_dash.services.imports.profiles.duplicates import Classified, EntryStatus, Prepared, taken
from callerid_dash.services.imports.profiles.mapping import completed
from callerid_dash.services.imports.profiles.name_index import Names, name_key
from callerid_dash.services.profiles.changes import draft_of
from callerid_dash.services.profiles.trail import ProfileTrail
from callerid_dash.services.profiles.validation import ProfileRules
from callerid_dash.store.calls import attribution
from callerid_dash.store.engine.protocol import Session
from callerid_dash.store.office import snapshots
from callerid_dash.store.office.snapshots import Snapshot
from callerid_dash.store.profiles import profiles as tables
from callerid_dash.store.profiles.profiles import ProfileContent

Named = tuple[int, ProfileKind, str, bool]
"""The id and kind of a profile, its name as it is compared, and whether it has a phone."""


@dataclass(slots=True)
class ImportFigures:
    """What became of the entries. `left_out` has those that were not imported, with the reasons."""

    added: int = 0
    completed: int = 0
    unchanged: int = 0
    skipped: int = 0
    rejected: int = 0
    organizations: int = 0
    past_calls: int = 0
    left_out: list[Classified] = field(default_factory=list)

    def include(self, more: ImportFigures) -> None:
        """Add the figures of more entries."""
        for each in fields(ImportFigures):
            setattr(self, each.name, getattr(self, each.name) + getattr(more, each.name))

    def reject(self, each: Classified, error: InvalidInput) -> None:
        """Count an entry that cannot be stored."""
        self.rejected += 1
        self.left_out.append(replace(each, status=EntryStatus.REJECTED, reason=error))


@dataclass(slots=True)
class WrittenBatch(ImportFigures):
    """The result of a batch. For completed profiles, `filled` has their previous versions, `before` their previous
    rows, and `records` how many records they had.
    """

    named: list[Named] = field(default_factory=list)
    made: set[int] = field(default_factory=set)
    filled: dict[int, int] = field(default_factory=dict)
    before: Snapshot = field(default_factory=dict)
    records: dict[int, int] = field(default_factory=dict)


Firms = Mapping[str, tuple[int, str]]
"""The ids and names of organizations by their name keys."""


@dataclass(frozen=True, slots=True)
class Writing:
    """Writes one batch into a session; `written` is the result so far."""

    core: Core
    session: Session
    names: Names
    duplicates: Duplicates
    category_id: int | None
    actor: Actor
    written: WrittenBatch = field(init=False, default_factory=WrittenBatch)

    def write(self, batch: Sequence[Classified]) -> WrittenBatch:
        """Store a batch and return the result. An InvalidInput of one entry rejects it and does not stop the rest."""
        making: dict[int, Prepared] = {}
        filling: dict[int, list[Classified]] = {}
        for each in batch:
            if taken(each, self.duplicates) and each.prepared:
                making[-len(making) - 1] = each.prepared
            elif each.status is EntryStatus.OTHER_NAME:
                self.written.skipped += 1
                self.written.left_out.append(each)
            elif self.duplicates is Duplicates.SKIP or each.other_id is None:
                self.written.skipped += 1
            elif each.other_id < 0:
                making[each.other_id] = self._joined(making[each.other_id], each)
            else:
                filling.setdefault(each.other_id, []).append(each)
        later = (each.prepared for found in filling.values() for each in found if each.prepared)
        firms = self._firms(each.contact.organization for each in (*making.values(), *later))
        numbers = self._make(list(making.values()), firms) | self._fill(filling, firms)
        self.written.past_calls = len(attribution.adopt_each(self.session, numbers))
        return self.written

    def _joined(self, making: Prepared, each: Classified) -> Prepared:
        """A profile of this batch, completed with a later entry for the same contact."""
        if (more := each.prepared) is None:
            return making
        try:
            draft = completed(making.draft, more.draft, making.identities, more.identities)
            content = self._rules().content(draft)
        except InvalidInput as error:
            self.written.reject(each, error)
            return making
        self.written.completed += content != making.content
        self.written.unchanged += content == making.content
        organization = making.contact.organization or more.contact.organization
        contact = replace(making.contact, organization=organization)
        return replace(making, contact=contact, draft=draft, content=content)

    def _firms(self, wanted: Iterable[str]) -> Firms:
        """The organizations of these names; missing ones are added."""
        titles = {key: title for title in wanted if (key := name_key(title))}
        ids = {key: found for key in titles if (found := self.names.same(key, ProfileKind.ORGANIZATION)) is not None}
        there = tables.organizations(self.session, ids.values())
        firms = {key: (found, there[found]) for key, found in ids.items() if found in there}
        drafts = {
            key: ProfileDraft(ProfileKind.ORGANIZATION, title, category_id=self.category_id)
            for key, title in titles.items()
            if key not in firms
        }
        contents = {}
        for key, draft in drafts.items():
            try:
                contents[key] = self._rules().content(draft)
            except InvalidInput:  # not a valid name; the person is stored without an organization
                continue
        made = ProfileTrail(self.core).insert(self.session, list(contents.values()), self.actor)
        firms |= {key: (i, content.name) for i, (key, content) in zip(made, contents.items(), strict=True)}
        self.written.organizations += len(made)
        self.written.made.update(made)
        self.written.named += [(i, ProfileKind.ORGANIZATION, key, False) for i, key in zip(made, contents, strict=True)]
        return firms

    def _make(self, making: Sequence[Prepared], firms: Firms) -> dict[str, int]:
        """Add the new profiles; returns the profile id of each of their numbers."""
        contents = [_in_firm(each.content, firms.get(name_key(each.contact.organization))) for each in making]
        ids = ProfileTrail(self.core).insert(self.session, contents, self.actor)
        numbers: dict[str, int] = {}
        for key, content in zip(ids, contents, strict=True):
            self.written.named.append((key, content.kind, name_key(content.name), bool(content.phones)))
            numbers |= dict.fromkeys(numbers_of(content.phones) - numbers.keys(), key)
        self.written.added += len(ids)
        self.written.made.update(ids)
        self.core.notifications.profiles_changed(self.session, (), numbers)
        return numbers

    def _fill(self, filling: Mapping[int, Sequence[Classified]], firms: Firms) -> dict[str, int]:
        """Complete existing profiles with their entries; returns the profile id of each new number."""
        session, written = self.session, self.written
        before = self.core.snapshot.profiles(session, filling)
        contents: dict[int, ProfileContent] = {}
        for key, entries in filling.items():
            if key not in before:  # deleted since the comparison
                written.skipped += len(entries)
                continue
            if content := self._filled(before[key], entries, firms):
                contents[key] = content
        written.filled = {key: before[key].version for key in contents}
        written.before = snapshots.take(session, contents, records=False)
        written.records = {key: records for key, (records, _) in snapshots.weights(session, list(contents)).items()}
        tables.update_many(session, contents, self.core.clock())
        after = self.core.snapshot.profiles(session, contents)
        trail = ProfileTrail(self.core)
        changes = [trail.line(before[key], profile) for key, profile in after.items()]
        self.core.audit.note(session, self.actor, AuditAction.CHANGED, *changes)
        held = {number: key for key, profile in after.items() for number in numbers_of(profile.phones)}
        self.core.notifications.profiles_changed(session, after, held)
        old = {number for profile in before.values() for number in numbers_of(profile.phones)}
        return {number: key for number, key in held.items() if number not in old}

    def _filled(self, profile: Profile, entries: Sequence[Classified], firms: Firms) -> ProfileContent | None:
        """The profile, completed with these entries; None if they add nothing."""
        draft, known, content = draft_of(profile), [phone.identity for phone in profile.phones], None
        for each in entries:
            if (more := each.prepared) is None:
                continue
            fuller = completed(draft, more.draft, known, more.identities, nameless=profile.anonymous)
            firm = firms.get(name_key(more.contact.organization))
            if firm and fuller.kind is ProfileKind.PERSON and fuller.organization_id is None:
                fuller = replace(fuller, organization_id=firm[0])
            try:
                checked = self._rules(firms.values(), profile).content(fuller, profile)
            except InvalidInput as error:
                self.written.reject(each, error)
                continue
            self.written.completed += fuller != draft
            self.written.unchanged += fuller == draft
            if fuller != draft:
                draft, content, known = fuller, checked, [phone.identity for phone in checked.phones]
        return content

    def _rules(self, firms: Iterable[tuple[int, str]] = (), profile: Profile | None = None) -> ProfileRules:
        organizations = dict(firms)
        if profile and profile.organization_id is not None:
            organizations[profile.organization_id] = profile.organization
        return ProfileRules(self.core.snapshot, organizations)


def _in_firm(content: ProfileContent, firm: tuple[int, str] | None) -> ProfileContent:
    if firm is None or content.kind is ProfileKind.ORGANIZATION:
        return content
    return replace(content, organization_id=firm[0], organization=firm[1])
