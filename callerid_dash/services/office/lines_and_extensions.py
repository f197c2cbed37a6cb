"""Two lists of numbers that admins keep: our own lines with their titles, and the user of each extension.

Calls store the number; pages show the title. A user may have several extensions; an extension belongs to at most one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, TypeVar

from callerid_dash.domain.audit import SubjectKind
from callerid_dash.domain.errors import InvalidInput, NotFound
from callerid_dash.domain.texts import code_of
from callerid_dash.domain.users import Action, Actor, User
from callerid_dash.services.office.settings_change import Facts, SettingsChange, unchanged
from callerid_dash.services.office.validation import title_of
from callerid_dash.services.shared.authority import authorize
from callerid_dash.services.shared.directory import Snapshot
from callerid_dash.store.engine.protocol import Session
from callerid_dash.store.office import directory as tables

SEEN_WITHIN = timedelta(days=90)
SUGGESTED = 30
V = TypeVar("V")


@dataclass(frozen=True, slots=True, kw_only=True)
class NumbersDescription(Generic[V]):
    """What a list says of each of its numbers, and the rules for it.

    `checked` returns the value for what an admin has given, `stamp` what shows that a value has changed since somebody
    saw it. `seen` are the numbers in calls since an instant, with the number of calls, the busiest first.
    """

    subject: SubjectKind
    listed: Callable[[Snapshot], Mapping[str, V]]
    checked: Callable[[Snapshot, Any], V]
    taken: Callable[[V], InvalidInput]
    missing: Callable[[], NotFound]
    stamp: Callable[[V], str]
    facts: Callable[[str, V], Facts]
    put: Callable[[Session, str, V], None]
    remove: Callable[[Session, str], None]
    seen: Callable[[Session, datetime], dict[str, int]]


@dataclass(frozen=True, slots=True)
class NumberList(Generic[V]):
    """The use cases of a list. `seen` is the title, or the id of the user, that the actor saw."""

    settings: SettingsChange
    of: NumbersDescription[V]

    def suggested(self, actor: User) -> dict[str, int]:
        """Numbers in recent calls that are not on the list, with the number of calls, the busiest first.

        Raises Forbidden.
        """
        authorize(actor, Action.CHANGE_SETTINGS)
        listed = self.of.listed(self.settings.core.snapshot)
        with self.settings.core.store.read(consistent=False) as session:
            seen = self.of.seen(session, datetime.now(UTC) - SEEN_WITHIN)
        return dict([(number, calls) for number, calls in seen.items() if number not in listed][:SUGGESTED])

    def add(self, number: str, given: object, actor: Actor) -> None:
        """Put a number on the list. Raises Forbidden, or InvalidInput, also if it is there already."""

        def work(session: Session, now: Snapshot) -> None:
            code = code_of(number)
            if (there := self.of.listed(now).get(code)) is not None:
                raise self.of.taken(there)
            self._put(session, actor, code, None, self.of.checked(now, given))

        self.settings.change(actor, work)

    def change(self, number: str, given: object, actor: Actor, seen: object = None) -> None:
        """Change the title or the user of a number. Raises Forbidden, NotFound, Stale or InvalidInput."""

        def work(session: Session, now: Snapshot) -> None:
            self._put(session, actor, number, self._existing(now, number, seen), self.of.checked(now, given))

        self.settings.change(actor, work)

    def remove(self, number: str, actor: Actor, seen: object = None) -> None:
        """Take a number off the list; calls keep it. Raises Forbidden, NotFound or Stale."""

        def work(session: Session, now: Snapshot) -> None:
            self._put(session, actor, number, self._existing(now, number, seen), None)

        self.settings.change(actor, work)

    def _existing(self, now: Snapshot, number: str, seen: object) -> V:
        if (there := self.of.listed(now).get(number)) is None:
            raise self.of.missing()
        unchanged(None if seen is None else str(seen), self.of.stamp(there))
        return there

    def _put(self, session: Session, actor: Actor, number: str, before: V | None, after: V | None) -> None:
        if after is None:
            self.of.remove(session, number)
        else:
            self.of.put(session, number, after)
        facts = [{} if each is None else self.of.facts(number, each) for each in (before, after)]
        self.settings.note(session, actor, self.of.subject, number, *facts)


LINES: NumbersDescription[str] = NumbersDescription(
    subject=SubjectKind.LINE,
    listed=lambda now: now.lines,
    checked=lambda _now, title: title_of(title),
    taken=lambda _title: InvalidInput("This line is already on the list.", "number"),
    missing=lambda: NotFound("There is no such line on the list any more."),
    stamp=str,
    facts=lambda number, title: {"title": title, "number": number},
    put=tables.set_line,
    remove=tables.remove_line,
    seen=tables.lines_seen,
)
"""Our own numbers with their titles."""


def owners_of(now: Snapshot) -> dict[str, User]:
    """The users by extension, for extensions that belong to a user."""
    return {extension: user for user in now.users.values() for extension in user.extensions}


def _user(now: Snapshot, user_id: int | None) -> User:
    user = now.users.get(user_id) if user_id is not None else None
    if user is None or user.disabled:
        raise InvalidInput("Choose a user who may sign in.", "user")
    return user


EXTENSIONS: NumbersDescription[User] = NumbersDescription(
    subject=SubjectKind.EXTENSION,
    listed=owners_of,
    checked=_user,
    taken=lambda user: InvalidInput("This extension is %(username)s's.", "number", values={"username": user.username}),
    missing=lambda: NotFound("This extension is nobody's any more."),
    stamp=lambda user: str(user.id),
    facts=lambda number, user: {"title": number, "user": user.username},
    put=lambda session, number, user: tables.set_extension(session, number, user.id),
    remove=tables.remove_extension,
    seen=tables.extensions_seen,
)
"""Extensions with their users."""
