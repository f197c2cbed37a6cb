"""Hashes, checks and generates passwords. Knows no users."""

from __future__ import annotations

import secrets

from werkzeug.security import check_password_hash, generate_password_hash

from callerid_dash.domain.errors import InvalidInput

SHORTEST = 8
LONGEST = 1_000
SCRYPT = "scrypt:32768:8:3"  # one of OWASP's equivalent settings: 32 MiB, about 0.2 s
_UNMISTAKABLE = "abcdefghjkmnpqrstuvwxyz23456789"  # can be read out over the phone


class Passwords:
    """Hashes and checks passwords; `hashing` is Werkzeug's method, by default the product's."""

    def __init__(self, hashing: str | None = None) -> None:
        self._hashing = hashing or SCRYPT
        self._nobody = f"{self._hashing}$nobody${'0' * 128}"  # takes as long as a real hash, and no password fits

    def hash(self, password: str) -> str:
        """The hash of a new password. Raises InvalidInput."""
        if len(password) < SHORTEST:
            raise InvalidInput("A password has at least %(least)s characters.", "password", values={"least": SHORTEST})
        if len(password) > LONGEST:
            raise InvalidInput("A password has at most %(most)s characters.", "password", values={"most": LONGEST})
        return generate_password_hash(_readable(password), self._hashing)

    def fits(self, stored_hash: str | None, password: str) -> bool:
        """Does the password fit the stored hash? Without a hash it takes the same time, and the answer is no."""
        return check_password_hash(self._nobody if stored_hash is None else stored_hash, _readable(password))


def random_password() -> str:
    """A random password (79 bits) that everybody can type."""
    return "-".join("".join(secrets.choice(_UNMISTAKABLE) for _ in range(4)) for _ in range(4))


def _readable(password: str) -> str:
    """The password without characters that cannot be encoded, cut to the greatest length."""
    return password[:LONGEST].encode("utf-8", "replace").decode()
