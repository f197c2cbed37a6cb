"""Decides which records a viewer sees, and adds the data of the calls that they are about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from callerid_dash.domain.profiles.profiles import Profile
from callerid_dash.domain.profiles.records import Record
from callerid_dash.domain.users import User, may_see_record
from callerid_dash.services.core import Core
from callerid_dash.services.live.feed import FeedRow
from callerid_dash.store.engine.protocol import Session


@dataclass(frozen=True, slots=True)
class RecordVisibility:
    """Reads the calls of records and decides by them."""

    core: Core

    def calls(self, session: Session, ids: Iterable[UUID | None]) -> dict[UUID, FeedRow]:
        """The existing calls among these ids, with the holders of their numbers."""
        stored = self.core.matcher.calls_in(session, {call_id for call_id in ids if call_id})
        holders = self.core.matcher.holders_in(session, (each.number.canonical for each in stored.values()))
        return {
            key: FeedRow(each.call, each.number, holders.get(each.number.canonical or "", ()), each.chosen_id)
            for key, each in stored.items()
        }

    def shown(self, session: Session, viewer: User | None, profile: Profile, records: Sequence[Record]) -> list[Record]:
        """Those of a profile's records that the viewer (None: all) may see, in order, completed."""
        return [record for record, _ in self.shown_of(session, viewer, [(record, profile) for record in records])]

    def shown_of(
        self, session: Session, viewer: User | None, records: Sequence[tuple[Record, Profile]]
    ) -> list[tuple[Record, Profile]]:
        """The same for records of several profiles, each with its profile."""
        calls = self.calls(session, [record.call_id for record, _ in records])
        rule = self.core.snapshot.visibility

        def seen(record: Record, profile: Profile) -> bool:
            call = calls.get(record.call_id) if record.call_id else None
            return viewer is None or may_see_record(
                viewer,
                rule,
                [owner.user_id for owner in profile.owners],
                involved=viewer.id in (record.author_id, record.assignee_id),
                call_visible=call is not None and call.visible_to(viewer, rule),
            )

        return [(_completed(record, calls), profile) for record, profile in records if seen(record, profile)]

    def completed(self, session: Session, record: Record) -> Record:
        """The record with the present duration of its call, if that was unknown when the record was written."""
        return _completed(record, self.calls(session, [record.call_id]))


def _completed(record: Record, calls: Mapping[UUID, FeedRow]) -> Record:
    call = calls.get(record.call_id) if record.call_id and record.kind.is_phone_call else None
    return replace(record, duration=call.call.talk) if call and record.duration is None else record
