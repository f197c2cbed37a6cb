"""Two lists that admins keep: our own numbers with their titles, and the user of each extension."""

from __future__ import annotations

from collections.abc import Callable, Container
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from callerid_dash.domain.audit import SubjectKind
from callerid_dash.domain.errors import InvalidInput, NotFound
from callerid_dash.domain.texts import code_of
from callerid_dash.domain.users import Action, Actor, User
from callerid_dash.services.office.settings_change import SettingsChange, unchanged
from callerid_dash.services.office.validation import title_of
from callerid_dash.services.shared.authority import authorize
from callerid_dash.services.shared.directory import Snapshot
from callerid_dash.store.engine.protocol import Session
from callerid_dash.store.office import directory as tables
from callerid_dash.store.office import office as store

SEEN_WITHIN = timedelta(days=90)
SUGGESTED = 30


@dataclass(frozen=True, slots=True)
class Lines:
    """Our own numbers. Calls store the number; pages show the title."""

    settings: SettingsChange

    def suggested(self, actor: User) -> dict[str, int]:
        """Numbers without a title that received calls recently, with the number of calls; the busiest first.

        Raises Forbidden.
        """
        authorize(actor, Action.CHANGE_SETTINGS)
        known = self.settings.core.snapshot.lines
        return _without(_seen(self.settings, store.lines_seen), known)

    def add(self, number: str, title: str, actor: Actor) -> None:
        """Give a line a title. Raises Forbidden, or InvalidInput, also if the line already has one."""

        def work(session: Session, now: Snapshot) -> None:
            line, named = code_of(number), title_of(title)
            if line in now.lines:
                raise InvalidInput("This line is already on the list.", "number")
            tables.set_line(session, line, named)
            self.settings.note(session, actor, SubjectKind.LINE, line, {}, _told(line, named))

        self.settings.change(actor, work)

    def rename(self, number: str, title: str, actor: Actor, seen: str | None = None) -> None:
        """Change the title of a line; `seen` is the title that the actor saw.

        Raises Forbidden, NotFound, Stale or InvalidInput.
        """

        def work(session: Session, now: Snapshot) -> None:
            before = _title(now, number)
            unchanged(seen, before)
            named = title_of(title)
            tables.set_line(session, number, named)
            self.settings.note(session, actor, SubjectKind.LINE, number, _told(number, before), _told(number, named))

        self.settings.change(actor, work)

    def remove(self, number: str, actor: Actor, seen: str | None = None) -> None:
        """Take a line off the list; calls keep the number. Raises Forbidden, NotFound or Stale."""

        def work(session: Session, now: Snapshot) -> None:
            before = _title(now, number)
            unchanged(seen, before)
            store.remove_line(session, number)
            self.settings.note(session, actor, SubjectKind.LINE, number, _told(number, before), {})

        self.settings.change(actor, work)


@dataclass(frozen=True, slots=True)
class Extensions:
    """The user of each extension. A user may have several; an extension belongs to at most one user."""

    settings: SettingsChange

    def suggested(self, actor: User) -> dict[str, int]:
        """Extensions without a user that rang or answered recently, with the number of calls; the busiest first.

        Raises Forbidden.
        """
        authorize(actor, Action.CHANGE_SETTINGS)
        return _without(_seen(self.settings, store.extensions_seen), owners_of(self.settings.core.snapshot))

    def add(self, number: str, user_id: int | None, actor: Actor) -> None:
        """Give an extension to a user. Raises Forbidden, or InvalidInput, also if it already belongs to somebody."""

        def work(session: Session, now: Snapshot) -> None:
            extension = code_of(number)
            if holder := owners_of(now).get(extension):
                raise InvalidInput("This extension is %(username)s's.", "number", values={"username": holder.username})
            user = _user(now, user_id)
            tables.set_extension(session, extension, user.id)
            self._note(session, actor, extension, None, user)

        self.settings.change(actor, work)

    def give(self, number: str, user_id: int | None, actor: Actor, seen: int | None = None) -> None:
        """Give an extension to another user; `seen` is the id of the user that the actor saw.

        Raises Forbidden, NotFound, Stale or InvalidInput.
        """

        def work(session: Session, now: Snapshot) -> None:
            before = _owner(now, number, seen)
            user = _user(now, user_id)
            tables.set_extension(session, number, user.id)
            self._note(session, actor, number, before, user)

        self.settings.change(actor, work)

    def remove(self, number: str, actor: Actor, seen: int | None = None) -> None:
        """Take an extension from its user. Raises Forbidden, NotFound or Stale."""

        def work(session: Session, now: Snapshot) -> None:
            before = _owner(now, number, seen)
            store.remove_extension(session, number)
            self._note(session, actor, number, before, None)

        self.settings.change(actor, work)

    def _note(self, session: Session, actor: Actor, number: str, before: User | None, after: User | None) -> None:
        facts = [{"title": number, "user": user.username} if user else {} for user in (before, after)]
        self.settings.note(session, actor, SubjectKind.EXTENSION, number, *facts)


def owners_of(now: Snapshot) -> dict[str, User]:
    """The users by extension, for extensions that belong to a user."""
    return {extension: user for user in now.users.values() for extension in user.extensions}


def _seen(settings: SettingsChange, find: Callable[[Session, datetime], dict[str, int]]) -> dict[str, int]:
    with settings.core.store.read(consistent=False) as session:
        return find(session, datetime.now(UTC) - SEEN_WITHIN)


def _without(seen: dict[str, int], known: Container[str]) -> dict[str, int]:
    unknown = {number: calls for number, calls in seen.items() if number not in known}
    return dict(list(unknown.items())[:SUGGESTED])


def _title(now: Snapshot, number: str) -> str:
    if number not in now.lines:
        raise NotFound("There is no such line on the list any more.")
    return now.lines[number]


def _owner(now: Snapshot, number: str, seen: int | None) -> User:
    holder = owners_of(now).get(number)
    if holder is None:
        raise NotFound("This extension is nobody's any more.")
    unchanged(None if seen is None else str(seen), str(holder.id))
    return holder


def _user(now: Snapshot, user_id: int | None) -> User:
    user = now.users.get(user_id) if user_id is not None else None
    if user is None or user.disabled:
        raise InvalidInput("Choose a user who may sign in.", "user")
    return user


def _told(number: str, title: str) -> dict[str, str]:
    return {"title": title, "number": number}
