"""Who may sign in: users, their passwords, sessions and preferences.

Whether a session still counts is answered from the directory in memory. Tokens are `services/tokens.py`; the cookie
itself is `web/auth.py`.
"""

from __future__ import annotations

import ipaddress
import math
import secrets
from collections.abc import Callable
from typing import TypeVar

from werkzeug.security import check_password_hash, generate_password_hash

from callerid_dash.domain.errors import BadSettings, Busy, Forbidden, InvalidInput, NotFound
from callerid_dash.domain.users import Action, Role, User, can
from callerid_dash.services.directory import Directory
from callerid_dash.services.throttle import Limit, Throttle
from callerid_dash.services.tokens import Tokens
from callerid_dash.services.usernames import canonical_username, check_display_name, check_username
from callerid_dash.settings import Settings
from callerid_dash.store import accounts as tables
from callerid_dash.store.database import Store
from callerid_dash.store.engine import Session

R = TypeVar("R")
OPERATOR = User(0, "operator", "", Role.ADMIN)
"""Whoever sits at the machine itself and uses the command line."""

FIRST_ADMIN = "admin"
SHORTEST_PASSWORD = 8
LONGEST_PASSWORD = 1_000
PER_USER_AND_ADDRESS = Limit(free=5, longest=900)
PER_ADDRESS = Limit(free=50, longest=60)  # a whole office may share an address
_SCRYPT = "scrypt:32768:8:3"  # one of OWASP's equivalent settings: 32 MiB, about 0.2 s
_PREFERENCES = frozenset({"language", "theme", "rows", "on_call", "sound", "notification"})


class WrongCredentials(Forbidden):
    """No such user with this password; which of the two is not told."""

    code = "wrong_credentials"


class TooManyAttempts(Busy):
    """Sign-in has failed too often; try again after `retry_after` seconds."""

    code = "too_many_attempts"


class Accounts:
    """Users and who they are to the product."""

    def __init__(
        self,
        store: Store,
        directory: Directory,
        tokens: Tokens,
        *,
        per_user: Throttle | None = None,
        per_address: Throttle | None = None,
        hashing: str = _SCRYPT,
    ) -> None:
        self.tokens = tokens
        self._store = store
        self._directory = directory
        self._per_user = per_user or Throttle(PER_USER_AND_ADDRESS)
        self._per_address = per_address or Throttle(PER_ADDRESS)
        self._hashing = hashing
        self._nobody = f"{hashing}$nobody${'0' * 128}"  # costs what a real one costs, and no password has it

    def authenticate(self, username: str, password: str, address: str) -> User:
        """The user with this password. Raises WrongCredentials or TooManyAttempts.

        An unknown or disabled user costs as much time as a wrong password.
        """
        name, network = canonical_username(username), _network(address)
        both = f"{name} {network}"
        if pause := self._per_user.pause(both) or self._per_address.attempt(network) or self._per_user.attempt(both):
            raise TooManyAttempts("Too many failed attempts.", math.ceil(pause))
        with self._store.read() as session:
            found = tables.credentials(session, name) if name.isprintable() else None
        good = check_password_hash(found.password_hash if found else self._nobody, _readable(password))
        user = self._directory.snapshot.users.get(found.user_id) if found and good and not found.disabled else None
        if not user:
            raise WrongCredentials("User name or password is wrong.")
        self._per_user.forget(both)
        self._per_address.forgive(network)
        return user

    def user_for_session(self, user_id: int, epoch: int) -> User | None:
        """The user whose session this is; None once it has ended. No query."""
        user = self._directory.snapshot.users.get(user_id)
        return user if user and not user.disabled and user.session_epoch == epoch else None

    def all(self) -> list[User]:
        """Every user, disabled ones included, by name."""
        return sorted(self._directory.snapshot.users.values(), key=lambda user: user.username)

    def get(self, username: str) -> User:
        """Raises NotFound."""
        user = self._directory.snapshot.usernames.get(canonical_username(username))
        if not user:
            raise NotFound("There is no user '%(username)s'.", values={"username": username})
        return user

    def add(self, username: str, password: str, role: Role, actor: User, display_name: str = "") -> User:
        """Raises InvalidInput naming the field."""
        _authorize(actor)
        name = check_username(username)
        shown = check_display_name(display_name) or name
        hashed = self._hash(password)
        user_id = self._change(lambda session: tables.add_user(session, name, shown, role, hashed))
        if user_id is None:
            raise InvalidInput("There is a user '%(username)s' already.", "username", values={"username": name})
        return self._directory.snapshot.users[user_id]

    def set_password(self, user_id: int, password: str, actor: User) -> None:
        """Change one's own password, or as an admin anybody's. Ends every session of the user."""
        if actor.id != user_id:
            _authorize(actor)
        self._existing(user_id)
        hashed = self._hash(password)
        self._change(lambda session: tables.set_password(session, user_id, hashed))

    def set_disabled(self, user_id: int, disabled: bool, actor: User) -> None:
        """Shut a user out, ending every session, or let them in again. The last admin stays."""
        _authorize(actor)
        user = self._existing(user_id)

        def change(session: Session) -> None:
            if disabled:
                _keep_an_admin(session, user)
            tables.set_disabled(session, user_id, disabled)

        self._change(change)

    def set_role(self, user_id: int, role: Role, actor: User) -> None:
        """Change what a user may do, from their next request on. The last admin stays one."""
        _authorize(actor)
        user = self._existing(user_id)

        def change(session: Session) -> None:
            if role is not Role.ADMIN:
                _keep_an_admin(session, user)
            tables.set_role(session, user_id, role)

        self._change(change)

    def set_display_name(self, user_id: int, display_name: str, actor: User) -> None:
        """Change the name that colleagues see; everybody may change their own."""
        if actor.id != user_id:
            _authorize(actor)
        shown = check_display_name(display_name) or self._existing(user_id).username
        self._change(lambda session: tables.set_display_name(session, user_id, shown))

    def preferences(self, user: User) -> dict[str, str]:
        """What this user prefers, by name."""
        with self._store.read() as session:
            return tables.preferences(session, user.id)

    def prefer(self, user: User, name: str, value: str) -> None:
        """Keep a preference of the user's own. Raises InvalidInput for a name that is none."""
        if name not in _PREFERENCES:
            raise InvalidInput("There is no such preference.", name)
        self._store.write(lambda session: tables.set_preference(session, user.id, name, value))

    def ensure_first_admin(self, settings: Settings) -> str | None:
        """Make the user `admin`, unless there is an admin; answers a made-up password, to be shown once.

        Raises BadSettings when the configured password cannot be used.
        """
        if any(user.role is Role.ADMIN for user in self._directory.snapshot.users.values()):
            return None
        made_up = "" if settings.admin_password else secrets.token_urlsafe(12)
        try:
            hashed = self._hash(made_up or settings.admin_password)
        except InvalidInput as error:
            raise BadSettings(f"CALLERID_ADMIN_PASSWORD: {error}") from error

        def add(session: Session) -> bool:
            if tables.other_admins(session, OPERATOR.id):
                return False  # another process was quicker
            return tables.add_user(session, FIRST_ADMIN, FIRST_ADMIN, Role.ADMIN, hashed) is not None

        return (made_up or None) if self._change(add) else None

    def _existing(self, user_id: int) -> User:
        user = self._directory.snapshot.users.get(user_id)
        if not user:
            raise NotFound("There is no such user.")
        return user

    def _hash(self, password: str) -> str:
        if len(password) < SHORTEST_PASSWORD:
            raise InvalidInput(
                "A password has at least %(least)s characters.", "password", values={"least": SHORTEST_PASSWORD}
            )
        if len(password) > LONGEST_PASSWORD:
            raise InvalidInput(
                "A password has at most %(most)s characters.", "password", values={"most": LONGEST_PASSWORD}
            )
        return generate_password_hash(_readable(password), self._hashing)

    def _change(self, work: Callable[[Session], R]) -> R:
        result = self._store.write(work)
        self._directory.reload()
        return result


def _authorize(actor: User) -> None:
    if not can(actor.role, Action.MANAGE_USERS):
        raise Forbidden("Only an admin may manage users.")


def _keep_an_admin(session: Session, user: User) -> None:
    if user.role is Role.ADMIN and not tables.other_admins(session, user.id):
        raise InvalidInput("This is the last admin; make another one first.", "role")


def _readable(password: str) -> str:
    """Without what cannot be encoded, and no longer than any password is."""
    return password[:LONGEST_PASSWORD].encode("utf-8", "replace").decode()


def _network(address: str) -> str:
    """What one person can hardly change at will: an IPv4 address, or the /64 of an IPv6 one."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(ip, ipaddress.IPv6Address):
        return str(ip.ipv4_mapped or ipaddress.ip_network((ip, 64), strict=False))
    return str(ip)
