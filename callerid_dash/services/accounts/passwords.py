"""Passwords: which may be used, how they are kept, and made-up ones. Knows no users."""

from __future__ import annotations

import secrets

from werkzeug.security import check_password_hash, generate_password_hash

from callerid_dash.domain.errors import InvalidInput

SHORTEST = 8
LONGEST = 1_000
SCRYPT = "scrypt:32768:8:3"  # one of OWASP's equivalent settings: 32 MiB, about 0.2 s
_UNMISTAKABLE = "abcdefghjkmnpqrstuvwxyz23456789"  # read out over a telephone


class Passwords:
    """Hashes and compares; `hashing` is Werkzeug's method, the product's own one unless given."""

    def __init__(self, hashing: str | None = None) -> None:
        self._hashing = hashing or SCRYPT
        self._nobody = f"{self._hashing}$nobody${'0' * 128}"  # costs what a real one costs, and no password has it

    def hash(self, password: str) -> str:
        """What is kept of a new password. Raises InvalidInput."""
        if len(password) < SHORTEST:
            raise InvalidInput("A password has at least %(least)s characters.", "password", values={"least": SHORTEST})
        if len(password) > LONGEST:
            raise InvalidInput("A password has at most %(most)s characters.", "password", values={"most": LONGEST})
        return generate_password_hash(_readable(password), self._hashing)

    def fits(self, kept: str | None, password: str) -> bool:
        """Is this the password? Without a kept one it costs as much time, and the answer is no."""
        return check_password_hash(self._nobody if kept is None else kept, _readable(password))


def made_up() -> str:
    """A password that nobody can guess (79 bits) and everybody can type."""
    return "-".join("".join(secrets.choice(_UNMISTAKABLE) for _ in range(4)) for _ in range(4))


def _readable(password: str) -> str:
    """Without what cannot be encoded, and no longer than any password is."""
    return password[:LONGEST].encode("utf-8", "replace").decode()
