"""Sign-in: checks passwords, slows down guessing, and validates sessions.

Users are managed in `services/accounts/accounts.py`; the cookie is set in `web/accounts/auth.py`.
"""

from __future__ import annotations

import ipaddress
import math
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime

from callerid_dash.domain.errors import Busy, Forbidden, InvalidInput, StoreUnavailable
from callerid_dash.domain.users import User
from callerid_dash.services.accounts.passwords import Passwords
from callerid_dash.services.accounts.usernames import canonical_username
from callerid_dash.services.core import Core
from callerid_dash.services.shared.throttle import Limit, Throttle
from callerid_dash.store.accounts import accounts as tables

PER_USER_AND_ADDRESS = Limit(free=5, longest=900)
PER_ADDRESS = Limit(free=50, longest=60)  # a whole office may share an address


class WrongCredentials(Forbidden):
    """Wrong user name or wrong password; it does not say which."""

    code = "wrong_credentials"


class TooManyAttempts(Busy):
    """Sign-in has failed too often; try again after `retry_after` seconds."""

    code = "too_many_attempts"


@dataclass(frozen=True, slots=True)
class SignIn:
    """Signs users in. Thread-safe."""

    core: Core
    passwords: Passwords = field(default_factory=Passwords)
    per_user: Throttle = field(default_factory=lambda: Throttle(PER_USER_AND_ADDRESS))
    per_address: Throttle = field(default_factory=lambda: Throttle(PER_ADDRESS))

    def authenticate(self, username: str, password: str, address: str) -> User:
        """The user with this password. Raises WrongCredentials or TooManyAttempts.

        An unknown or disabled user takes as much time as a wrong password.
        """
        name, network = canonical_username(username), _network(address)
        both = f"{name} {network}"
        if pause := self.per_user.pause(both) or self.per_address.attempt(network) or self.per_user.attempt(both):
            raise TooManyAttempts("Too many failed attempts.", math.ceil(pause))
        with self.core.store.read() as session:
            found = tables.credentials(session, name) if name.isprintable() else None
        good = self.passwords.fits(found.password_hash if found else None, password)
        user = self.core.snapshot.users.get(found.user_id) if found and good and not found.disabled else None
        if not user:
            raise WrongCredentials("User name or password is wrong.")
        self.per_user.forget(both)
        self.per_address.forgive(network)
        with suppress(Busy, StoreUnavailable):  # not worth failing a sign-in
            self.core.store.writer.submit(tables.note_sign_ins, (user.id, datetime.now(UTC)))
        return user

    def confirm(self, user: User, password: str) -> None:
        """Check a signed-in user's password. Raises InvalidInput naming the field 'old', or TooManyAttempts."""
        attempts = f"{user.username} old password"
        if pause := self.per_user.attempt(attempts):
            raise TooManyAttempts("Too many failed attempts. Try again in a few minutes.", math.ceil(pause))
        with self.core.store.read(consistent=False) as session:
            found = tables.credentials(session, user.username)
        if not self.passwords.fits(found.password_hash if found else None, password):
            raise InvalidInput("This is not your present password.", "old")
        self.per_user.forget(attempts)

    def user_for_session(self, user_id: int, epoch: int) -> User | None:
        """The user of a session; None once it has ended. No query."""
        user = self.core.snapshot.users.get(user_id)
        return user if user and not user.disabled and user.session_epoch == epoch else None


def _network(address: str) -> str:
    """The part of an address that one person can hardly change: an IPv4 address, or the /64 of an IPv6 address."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(ip, ipaddress.IPv6Address):
        return str(ip.ipv4_mapped or ipaddress.ip_network((ip, 64), strict=False))
    return str(ip)
