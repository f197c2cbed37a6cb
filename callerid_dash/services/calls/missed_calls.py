"""Missed calls that need a call back: who is responsible, and closing them by hand.

`services/calls/callback_queue.py` defines when a caller waits. Whose list a caller is in:

- Supervisors and admins have all callers; `mine` narrows that to callers whose profile they own and to calls that rang
  on their extensions.
- An agent has the callers that the visibility rule shows and that are theirs to answer: callers of whose profile they
  are an owner, callers who rang on one of their extensions, and callers without an owner (unknown ones, and profiles
  without owners). A colleague's customer who rang elsewhere is the colleague's to call back, even where the rule shows
  the call. So under 'all calls' an agent has all three; under 'calls on my extension', those that rang there; under
  'calls of my profiles', those of them; under 'either', both.
- Only the attempts that the rule shows are counted and dated.

Callers who are no longer due were never called back: they have a list of their own, and no badge counts them.

Closing needs a reason and covers the attempts up to then: a caller who calls again waits again. Several callers can be
closed in one step. For a day it can be undone by whoever did it and by supervisors; both are in the audit trail.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from callerid_dash.domain.audit import AuditAction, Change, SubjectKind
from callerid_dash.domain.errors import InvalidInput, NotFound
from callerid_dash.domain.texts import one_line
from callerid_dash.domain.users import Action, Actor, Subject, User, can
from callerid_dash.services.calls.callback_queue import Board, WaitingBoard, WaitingCaller, missed_topic
from callerid_dash.services.core import Core
from callerid_dash.services.live.feed import FeedRow
from callerid_dash.services.shared.authority import authorize
from callerid_dash.services.shared.undo import KEPT
from callerid_dash.store.calls import calls as call_tables
from callerid_dash.store.calls import missed as tables
from callerid_dash.store.calls.missed import Closing
from callerid_dash.store.engine.protocol import Session
from callerid_dash.store.shared import undos
from callerid_dash.store.shared.audit import AuditLine
from callerid_dash.store.shared.undos import UndoStep

MISSED = "missed"
"""The kind of the undo step."""
LONGEST_REASON = 500
MOST_CLOSED = 100
"""The most closed callers of the last day that are listed."""
MOST_AT_ONCE = 1_000
"""The most callers that are closed in one step."""


@dataclass(frozen=True, slots=True)
class WaitingList:
    """The first callers of a list, and the number of all.

    `today` of them have called today; they come first. `stamp` changes when any caller changes.
    """

    callers: tuple[WaitingCaller, ...]
    total: int
    stamp: str
    today: int = 0


@dataclass(frozen=True, slots=True)
class ClosedCaller:
    """A closed caller with the last call, and whether this viewer may reopen it."""

    closing: Closing
    row: FeedRow
    may_reopen: bool


@dataclass(frozen=True, slots=True)
class Closed:
    """The number of closed callers, and the step that undoes it."""

    undo_id: int
    callers: int


@dataclass(frozen=True, slots=True)
class Missed:
    """Use cases of missed calls. Thread-safe."""

    core: Core
    board: WaitingBoard

    @property
    def stamp(self) -> str:
        """Changes when anything about a waiting caller changes; no query while the feed stands still."""
        return self.board.current().stamp

    def waiting_count(self, viewer: User, *, mine: bool = False, late: bool = False) -> int:
        """How many callers are due in this viewer's list; no query while the feed stands still.

        `late`: counts those who were never called back instead.
        """
        return len(self.board.current().listed(viewer, self.core.snapshot.visibility, mine=mine, late=late))

    def overall(self) -> tuple[int, datetime | None]:
        """How many callers are due in the whole office, and since when the first of them waits; names nobody."""
        board = self.board.current()
        due = [groups for groups in board.callers.values() if board.is_due(groups)]
        return len(due), min((group.first_at for groups in due for group in groups), default=None)

    def waiting(
        self, viewer: User, *, mine: bool = False, late: bool = False, newest_first: bool = False, limit: int = 50
    ) -> WaitingList:
        """This viewer's list: callers of today first, within each part the longest wait, or the newest attempt, first.

        `late`: lists those who were never called back instead. Raises Forbidden.
        """
        authorize(viewer, Action.SEE_CALLS)
        board, rule = self.board.current(), self.core.snapshot.visibility
        numbers = board.listed(viewer, rule, mine=mine, late=late)
        callers = [caller for number in numbers if (caller := _caller(board.seen(number, viewer, rule)))]
        callers.sort(key=lambda caller: caller.number)
        if newest_first:
            callers.sort(key=lambda caller: caller.last_at, reverse=True)
        else:
            callers.sort(key=lambda caller: caller.first_at)
        zone = self.core.snapshot.locality.zone
        today = self.core.clock().astimezone(zone).date()
        callers.sort(key=lambda caller: caller.last_at.astimezone(zone).date() != today)
        of_today = sum(caller.last_at.astimezone(zone).date() == today for caller in callers)
        return WaitingList(tuple(callers[:limit]), len(callers), board.stamp, of_today)

    def get(self, viewer: User, number: str) -> WaitingCaller:
        """One caller in this viewer's lists. Raises NotFound, also if they no longer wait."""
        caller = self._find(self.board.current(), viewer, number)
        if caller is None:
            raise NotFound("This caller is not waiting any more.")
        return caller

    def close(self, viewer: User, callers: Mapping[str, datetime], reason: str) -> Closed:
        """Close the callers of these numbers, for their attempts up to the given instants.

        An instant is the beginning of the last attempt that the viewer saw. Callers who no longer wait are left out.
        All are closed in one step, or none. Raises InvalidInput, NotFound if none waits any more, and Forbidden for a
        caller who is not in the viewer's list.
        """
        words = _checked(reason)
        if any(through.tzinfo is None for through in callers.values()):
            raise InvalidInput("An instant needs its offset from UTC.", "through")
        if len(callers) > MOST_AT_ONCE:
            raise InvalidInput("At most %(most)s at once.", values={"most": str(MOST_AT_ONCE)})

        return self.core.store.write(lambda session: self._close(session, viewer, callers, words))

    def take_back(self, session: Session, actor: Actor, step: UndoStep) -> None:
        """`TakeBack` of a closing: the callers wait again, unless they were answered since."""
        # Steps of version 0.2 are about a single number.
        numbers = [str(number) for number in step.before.get("numbers") or [step.before["number"]]]
        tables.reopen(session, step.id, self.core.clock())
        reason = str(step.before["reason"])
        lines = [AuditLine(SubjectKind.MISSED, number, number, [Change("reason", reason, "")]) for number in numbers]
        self.core.audit.note(session, actor, AuditAction.UNDONE, *lines)
        self.core.notifications.publish(session, *map(missed_topic, numbers))

    def closed_lately(self, viewer: User) -> list[ClosedCaller]:
        """What was closed by hand within the last day, newest first: by the viewer, and what would be in their list."""
        authorize(viewer, Action.SEE_CALLS)
        with self.core.store.read() as session:
            closings = tables.closed_since(session, self.core.clock() - KEPT, MOST_CLOSED)
            stored = call_tables.by_ids(session, {each.call_id for each in closings})
        rows = self.core.matcher.rows(list(stored.values()))
        found = [
            ClosedCaller(each, rows[each.call_id], _may_undo(viewer, each)) for each in closings if each.call_id in rows
        ]
        return [each for each in found if each.closing.closed_by == viewer.id or self._would_see(viewer, each.row)]

    def _close(self, session: Session, viewer: User, through: Mapping[str, datetime], reason: str) -> Closed:
        board, at = self.board.as_seen(session, through.keys()), self.core.clock()
        callers: list[WaitingCaller] = []
        for number in through:
            if number in board.callers:
                caller = self._find(board, viewer, number)
                authorize(viewer, Action.CLOSE_MISSED, Subject(visible=caller is not None))
                callers += [caller] if caller else []
        if not callers:
            raise NotFound("This caller is not waiting any more.")
        numbers = [caller.number for caller in callers]
        title = numbers[0] if len(numbers) == 1 else f"{numbers[0]} +{len(numbers) - 1}"
        undo_id = undos.add(session, MISSED, at, viewer.id, title, {"numbers": numbers, "reason": reason})
        closings = [
            Closing(
                number=caller.number,
                call_id=caller.row.call.id,
                through=min(through[caller.number].astimezone(UTC), caller.last_at),
                attempts=caller.attempts,
                reason=reason,
                closed_at=at,
                closed_by=viewer.id,
                closer=viewer.username,
                undo_id=undo_id,
            )
            for caller in callers
        ]
        tables.close(session, closings)
        lines = [AuditLine(SubjectKind.MISSED, number, number, [Change("reason", "", reason)]) for number in numbers]
        self.core.audit.note(session, viewer, AuditAction.CLOSED, *lines)
        self.core.notifications.publish(session, *map(missed_topic, numbers))
        return Closed(undo_id, len(numbers))

    def _find(self, board: Board, viewer: User, number: str) -> WaitingCaller | None:
        rule = self.core.snapshot.visibility
        return _caller(board.seen(number, viewer, rule)) if number in board.of(viewer, rule) else None

    def _would_see(self, viewer: User, row: FeedRow) -> bool:
        number = row.number.canonical or ""
        board = Board("", {number: (WaitingCaller(row, 1, row.call.started_at),)}, row.call.started_at)
        return self._find(board, viewer, number) is not None


def _caller(seen: list[WaitingCaller]) -> WaitingCaller | None:
    if not seen:
        return None
    return WaitingCaller(seen[0].row, sum(each.attempts for each in seen), min(each.first_at for each in seen))


def _may_undo(viewer: User, closing: Closing) -> bool:
    return can(viewer.role, Action.UNDO, Subject(mine=closing.closed_by == viewer.id))


def _checked(reason: str) -> str:
    words = one_line(reason, "reason", LONGEST_REASON)
    if not words:
        raise InvalidInput("Write a reason, so that others know why nobody has to call back.", "reason")
    return words
