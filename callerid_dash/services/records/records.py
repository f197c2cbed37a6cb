"""Use cases of records on profiles: writing, changing and reading them.

`services/records/validation.py` checks a record's content, `services/records/visibility.py` decides who sees it. Every
change is one transaction with its line in the audit trail. A profile's newest record helps to decide the preferred
holder of a shared number, so calls are matched again after each change.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from callerid_dash.domain.audit import AuditAction, SubjectKind, differences
from callerid_dash.domain.calls.calls import SIMULATED
from callerid_dash.domain.errors import InvalidInput, NotFound, Stale
from callerid_dash.domain.names import search_key
from callerid_dash.domain.profiles.profiles import Profile
from callerid_dash.domain.profiles.records import Record, RecordDraft, RecordFilter
from callerid_dash.domain.users import Action, Actor, Subject, User
from callerid_dash.services.core import Core
from callerid_dash.services.live.feed import FeedRow
from callerid_dash.services.records.validation import RecordChanges, RecordRules, changed_draft, described
from callerid_dash.services.records.visibility import RecordVisibility
from callerid_dash.services.shared.authority import authorize, id_of, name_of
from callerid_dash.services.shared.paging import Page, checked_limit, from_cursor, page_of, storable
from callerid_dash.store.engine.protocol import Session
from callerid_dash.store.profiles import profiles as profile_tables
from callerid_dash.store.records import records as tables
from callerid_dash.store.records.records import RecordPosition
from callerid_dash.store.shared.audit import AuditLine

MOST_PER_PAGE = 200
_AT_ONCE = 200
"""Records read at a time; those that are not visible or do not match the words are dropped after reading."""
_LONGEST_QUERY = 200


ALL_RECORDS = RecordFilter()


@dataclass(frozen=True, slots=True)
class Records:
    """Use cases of records. Thread-safe. `viewer` None stands for a token whose scope the route has checked."""

    core: Core

    def get(self, viewer: User | None, record_id: int) -> Record:
        """One record. Raises NotFound, also if this viewer may not see it."""
        with self.core.store.read() as session:
            record = self._one(session, record_id)
            profile = self._profile(session, record.profile_id)
            for seen in RecordVisibility(self.core).shown(session, viewer, profile, [record]):
                return seen
        raise _no_record()

    def of_profile(
        self,
        viewer: User | None,
        profile_id: int,
        wanted: RecordFilter = ALL_RECORDS,
        cursor: str | None = None,
        limit: int = 50,
    ) -> Page[Record]:
        """The matching records of a profile that the viewer may see, newest first; those of the same instant by id.

        Raises NotFound or InvalidInput.
        """
        limit = checked_limit(limit, MOST_PER_PAGE)
        _check(wanted)
        position = from_cursor(cursor, (datetime, int))
        after = RecordPosition(*position) if position else None
        words = search_key((wanted.text or "")[:_LONGEST_QUERY]).split()
        found: list[Record] = []
        with self.core.store.read() as session:
            profile = self._profile(session, profile_id)
            while len(found) <= limit:
                batch = tables.of_profile(session, profile_id, wanted, _AT_ONCE, after, self._lookups())
                matching = [record for record in batch if _has(record, words)]
                found += RecordVisibility(self.core).shown(session, viewer, profile, matching)
                if len(batch) < _AT_ONCE:
                    break
                after = RecordPosition(batch[-1].happened_at, batch[-1].id)
        return page_of(found, limit, lambda record: (record.happened_at, record.id))

    def create(self, draft: RecordDraft, actor: Actor) -> Record:
        """Add a record.

        Raises NotFound for the profile, InvalidInput, or Forbidden, also if it is about a call that the actor may not
        see.
        """
        authorize(actor, Action.WRITE_RECORDS)

        def insert(session: Session) -> Record:
            profile = self._profile(session, draft.profile_id)
            call = self._call(session, actor, draft.call_id)
            author = (actor.id, None) if isinstance(actor, User) else (tables.PROGRAM_ID, name_of(actor))
            content = self._rules().content(draft, author, call)
            if call and call.call.source == SIMULATED:  # nobody will find it any more
                content = replace(content, call_id=None)
            record_id = tables.insert(session, content, self.core.clock())
            record = self._one(session, record_id)
            self._changed(session, actor, AuditAction.ADDED, profile, None, record)
            return RecordVisibility(self.core).completed(session, record)

        return self.core.store.write(insert)

    def update(self, record_id: int, version: int, changes: RecordChanges, actor: Actor) -> Record:
        """Change a record that was read in this version. Raises NotFound, Stale, InvalidInput or Forbidden."""

        def change(session: Session) -> Record:
            before = self._one(session, record_id)
            authorize(actor, Action.CHANGE_RECORD, Subject(mine=_wrote(actor, before)))
            if before.version != version:
                raise Stale("Somebody else has changed this record meanwhile. Look at it again before you save.")
            return self._save(session, actor, before, changes)

        return self.core.store.write(change)

    def set_done(self, record_id: int, done: bool, actor: Actor) -> Record:
        """Mark a task or an appointment as done, or reopen it, whatever its version.

        Its assignee may do it, too. Raises NotFound, InvalidInput or Forbidden.
        """

        def work(session: Session) -> Record:
            before = self._one(session, record_id)
            assigned = before.assignee_id is not None and before.assignee_id == id_of(actor)
            authorize(actor, Action.CHANGE_RECORD, Subject(mine=assigned or _wrote(actor, before)))
            if not before.kind.to_do:
                raise InvalidInput("Only tasks and appointments have this.", "done")
            if done == (before.done_at is not None):
                return RecordVisibility(self.core).completed(session, before)
            return self._save(session, actor, before, RecordChanges(done=done))

        return self.core.store.write(work)

    def delete(self, record_id: int, actor: Actor) -> Record:
        """Delete a record and return it. Raises NotFound or Forbidden."""

        def work(session: Session) -> Record:
            before = self._one(session, record_id)
            authorize(actor, Action.CHANGE_RECORD, Subject(mine=_wrote(actor, before)))
            tables.delete(session, record_id)
            self._changed(session, actor, AuditAction.REMOVED, self._profile(session, before.profile_id), before, None)
            return before

        return self.core.store.write(work)

    def _save(self, session: Session, actor: Actor, before: Record, changes: RecordChanges) -> Record:
        draft = changed_draft(before, changes, self.core.snapshot.record_kinds)
        profile = self._profile(session, before.profile_id)
        call = (
            RecordVisibility(self.core).calls(session, [before.call_id]).get(before.call_id) if before.call_id else None
        )
        content = self._rules().content(draft, (before.author_id, before.author), call, before)
        if before.kind.id == content.kind_id:  # data taken from its call stays, even if the call is gone
            kept = {"number": before.number, "duration": content.duration if call else before.duration}
            content = replace(content, **kept)  # type: ignore[arg-type]
        tables.update(session, before.id, before.version, content, self.core.clock())
        after = self._one(session, before.id)
        self._changed(session, actor, AuditAction.CHANGED, profile, before, after)
        return RecordVisibility(self.core).completed(session, after)

    def _changed(
        self,
        session: Session,
        actor: Actor,
        action: AuditAction,
        profile: Profile,
        before: Record | None,
        after: Record | None,
    ) -> None:
        """Note a change in the audit trail and publish it, in its transaction."""
        shown = after or before
        was = described(before, profile.name) if before else {}
        now = described(after, profile.name) if after else {}
        changes = differences(was, now)
        if not shown or not changes:
            return
        line = AuditLine(SubjectKind.RECORD, str(shown.id), shown.subject or shown.kind.title, changes, profile.id)
        self.core.audit.note(session, actor, action, line)
        profile_tables.records_changed(session, profile.id)
        self.core.notifications.profiles_changed(session, [profile.id], (phone.canonical for phone in profile.phones))

    def _call(self, session: Session, actor: Actor, call_id: UUID | None) -> FeedRow | None:
        """The call that a record is about. Raises InvalidInput or Forbidden."""
        if call_id is None:
            return None
        call = RecordVisibility(self.core).calls(session, [call_id]).get(call_id)
        if call is None:
            raise InvalidInput("There is no such call.", "call_id")
        rule = self.core.snapshot.visibility
        visible = not isinstance(actor, User) or call.visible_to(actor, rule)
        authorize(actor, Action.ACT_ON_CALL, Subject(visible=visible))
        return call

    def _one(self, session: Session, record_id: int) -> Record:
        record = tables.by_id(session, record_id, self._lookups()) if storable(record_id) else None
        if record is None:
            raise _no_record()
        return record

    def _profile(self, session: Session, profile_id: int) -> Profile:
        profile = self.core.snapshot.profiles(session, [profile_id]).get(profile_id)
        if profile is None:
            raise NotFound("This profile does not exist, or not any more.")
        return profile

    def _rules(self) -> RecordRules:
        return RecordRules(self.core.snapshot, self.core.clock())

    def _lookups(self) -> tables.RecordLookups:
        return tables.RecordLookups(self.core.snapshot.users, self.core.snapshot.record_kinds)


def _check(wanted: RecordFilter) -> None:
    for given, field in ((wanted.kind, "kind"), (wanted.author, "author")):
        if given is not None and not storable(given):
            raise InvalidInput("There is no such thing.", field)
    for at, field in ((wanted.since, "since"), (wanted.before, "before")):
        if at is not None and at.tzinfo is None:
            raise InvalidInput("An instant needs its offset from UTC.", field)


def _wrote(actor: Actor, record: Record) -> bool:
    return isinstance(actor, User) and record.author_id == actor.id


def _has(record: Record, words: Collection[str]) -> bool:
    if not words:
        return True
    key = search_key(f"{record.subject} {record.text}")
    return all(word in key for word in words)


def _no_record() -> NotFound:
    return NotFound("This record does not exist, or not any more.")
