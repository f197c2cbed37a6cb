"""Users and their preferences: admins create, change and disable users; users change their own settings.

Sign-in is `services/accounts/sign_in.py`, tokens are `services/accounts/tokens.py`. Changes to users are in the audit
trail; preferences are private and are not.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from callerid_dash.domain.audit import AuditAction, Change, SubjectKind, differences
from callerid_dash.domain.errors import BadSettings, InvalidInput, NotFound
from callerid_dash.domain.preferences import FEWEST_ROWS, MOST_ROWS, Preferences, write_preferences
from callerid_dash.domain.users import OPERATOR, Action, Actor, Role, User
from callerid_dash.services.accounts.passwords import random_password
from callerid_dash.services.accounts.sign_in import SignIn
from callerid_dash.services.accounts.tokens import Tokens
from callerid_dash.services.accounts.usernames import canonical_username, check_display_name, check_username
from callerid_dash.services.core import Core
from callerid_dash.services.shared.authority import authorize, id_of
from callerid_dash.settings import Settings
from callerid_dash.store.accounts import accounts as tables
from callerid_dash.store.engine.protocol import Session
from callerid_dash.store.shared.audit import AuditLine

__all__ = ["FIRST_ADMIN", "OPERATOR", "Accounts"]

R = TypeVar("R")
FIRST_ADMIN = "admin"
USERS = "users"
"""The topic of the list of users."""
_IN_COOKIES = frozenset({"language", "theme"})


@dataclass(frozen=True, slots=True)
class Accounts:
    """Use cases of users. Thread-safe."""

    core: Core
    tokens: Tokens
    sign_in: SignIn

    def all(self) -> list[User]:
        """Every user, disabled ones included, by name."""
        return sorted(self.core.snapshot.users.values(), key=lambda user: user.username)

    def last_sign_ins(self, actor: Actor) -> dict[int, datetime]:
        """The last sign-in of each user, by id. Raises Forbidden."""
        authorize(actor, Action.MANAGE_USERS)
        with self.core.store.read(consistent=False) as session:
            return tables.last_sign_ins(session)

    def get(self, username: str) -> User:
        """The user of this name. Raises NotFound."""
        user = self.core.snapshot.usernames.get(canonical_username(username))
        if not user:
            raise NotFound("There is no user '%(username)s'.", values={"username": username})
        return user

    def add(self, username: str, password: str, role: Role, actor: Actor, display_name: str = "") -> User:
        """Add a user. Raises InvalidInput naming the field, also if the same form is sent twice: the name is then
        taken.
        """
        authorize(actor, Action.MANAGE_USERS)
        name = check_username(username)
        shown = check_display_name(display_name) or name
        hashed = self.sign_in.passwords.hash(password)

        def add(session: Session) -> int | None:
            user_id = tables.add_user(session, name, shown, role, hashed)
            if user_id is not None:
                facts = differences({}, {"display_name": shown, "role": role.value})
                self.core.audit.note(
                    session, actor, AuditAction.ADDED, AuditLine(SubjectKind.USER, str(user_id), name, facts)
                )
            return user_id

        user_id = self._change(add)
        if user_id is None:
            raise InvalidInput("There is a user '%(username)s' already.", "username", values={"username": name})
        return self.core.snapshot.users[user_id]

    def set_password(self, user_id: int, password: str, actor: Actor) -> None:
        """Change anybody's password as an admin. Ends every session of the user."""
        authorize(actor, Action.MANAGE_USERS)
        self._set_password(user_id, password, actor)

    def _set_password(self, user_id: int, password: str, actor: Actor) -> None:
        user = self._existing(user_id)
        hashed = self.sign_in.passwords.hash(password)

        def change(session: Session) -> None:
            tables.set_password(session, user_id, hashed)
            self._note(session, actor, user, (Change("password", "", "•••"),))

        self._change(change)

    def change_own_password(self, user: User, old: str, new: str) -> User:
        """Change one's own password, which needs the old one; returns the user with the epoch of new sessions.

        Raises InvalidInput naming the field ('old' or 'password') or TooManyAttempts. Ends every session of the user.
        """
        authorize(user, Action.CHANGE_OWN_SETTINGS)
        self.sign_in.confirm(user, old)
        self._set_password(user.id, new, user)
        return self._existing(user.id)

    def set_disabled(self, user_id: int, disabled: bool, actor: Actor) -> None:
        """Disable a user, which ends every session, or enable them again. The last admin stays enabled."""
        authorize(actor, Action.MANAGE_USERS)
        user = self._existing(user_id)
        if user.disabled == disabled:
            return

        def change(session: Session) -> None:
            if disabled:
                _keep_an_admin(session, user)
            tables.set_disabled(session, user_id, disabled)
            self._note(session, actor, user, (Change("disabled", _yes(user.disabled), _yes(disabled)),))

        self._change(change)

    def set_display_name(self, user_id: int, display_name: str, actor: Actor) -> None:
        """Change the name that colleagues see; users may change their own."""
        own = id_of(actor) == user_id
        authorize(actor, Action.CHANGE_OWN_SETTINGS if own else Action.MANAGE_USERS)
        user = self._existing(user_id)
        self._update(user, check_display_name(display_name) or user.username, user.role, actor)

    def update(self, user_id: int, display_name: str, role: Role, actor: Actor) -> None:
        """Change display name and role (from the next request on), both or neither. The last admin stays one."""
        authorize(actor, Action.MANAGE_USERS)
        user = self._existing(user_id)
        self._update(user, check_display_name(display_name) or user.username, role, actor)

    def _update(self, user: User, shown: str, role: Role, actor: Actor) -> None:
        changes = differences(
            {"display_name": user.display_name, "role": user.role.value}, {"display_name": shown, "role": role.value}
        )
        if not changes:
            return

        def change(session: Session) -> None:
            if role is not Role.ADMIN:
                _keep_an_admin(session, user)
            tables.set_display_name(session, user.id, shown)
            tables.set_role(session, user.id, role)
            self._note(session, actor, user, changes)

        self._change(change)

    def preferences(self, user: User) -> dict[str, str]:
        """This user's preferences by name, including language and theme."""
        with self.core.store.read() as session:
            return tables.preferences(session, user.id)

    def prefer(self, user: User, name: str, value: str) -> None:
        """Store the user's language or theme. Raises InvalidInput for another name."""
        if name not in _IN_COOKIES:
            raise InvalidInput("There is no such preference.", name)
        self.core.store.write(lambda session: tables.set_preference(session, user.id, name, value))

    def set_preferences(self, user: User, preferences: Preferences) -> None:
        """Store the user's other preferences; their open pages follow. Raises InvalidInput naming the field."""
        authorize(user, Action.CHANGE_OWN_SETTINGS)
        if not FEWEST_ROWS <= preferences.rows <= MOST_ROWS:
            raise InvalidInput(
                "Between %(least)s and %(most)s rows.", "rows", values={"least": FEWEST_ROWS, "most": MOST_ROWS}
            )

        def keep(session: Session) -> None:
            for name, value in write_preferences(preferences).items():
                tables.set_preference(session, user.id, name, value)

        self._change(keep)

    def ensure_first_admin(self, settings: Settings) -> str | None:
        """Create the user `admin` if there is no admin; returns a random password to be shown once, if one was made.

        Raises BadSettings if the configured password cannot be used.
        """
        if any(user.role is Role.ADMIN for user in self.core.snapshot.users.values()):
            return None
        password = "" if settings.admin_password else random_password()
        try:
            hashed = self.sign_in.passwords.hash(password or settings.admin_password)
        except InvalidInput as error:
            raise BadSettings(f"CALLERID_ADMIN_PASSWORD: {error}") from error

        def add(session: Session) -> bool:
            if tables.other_admins(session, OPERATOR.id):
                return False  # another process was quicker
            return tables.add_user(session, FIRST_ADMIN, FIRST_ADMIN, Role.ADMIN, hashed) is not None

        return (password or None) if self._change(add) else None

    def _existing(self, user_id: int) -> User:
        user = self.core.snapshot.users.get(user_id)
        if not user:
            raise NotFound("There is no such user.")
        return user

    def _note(self, session: Session, actor: Actor, user: User, changes: tuple[Change, ...]) -> None:
        self.core.audit.note(
            session, actor, AuditAction.CHANGED, AuditLine(SubjectKind.USER, str(user.id), user.username, changes)
        )

    def _change(self, work: Callable[[Session], R]) -> R:
        """Run the work in one transaction; pages that are notified afterwards find the result in the directory."""

        def change(session: Session) -> R:
            session.after_commit(self.core.directory.reload)
            result = work(session)
            self.core.notifications.publish(session, USERS)
            return result

        return self.core.store.write(change)


def _keep_an_admin(session: Session, user: User) -> None:
    if user.role is Role.ADMIN and not user.disabled and not tables.other_admins(session, user.id):
        raise InvalidInput("This is the last admin; make another one first.", "role")


def _yes(value: bool) -> str:
    return "yes" if value else "no"
