"""Users' passwords and preferences, and tokens. Stores hashes and digests only, never a password or a token itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from callerid_dash.domain.users import Role
from callerid_dash.store.engine.protocol import Session
from callerid_dash.store.engine.rows import made


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a sign-in is checked against."""

    user_id: int
    password_hash: str
    disabled: bool


@dataclass(frozen=True, slots=True)
class StoredToken:
    """A stored token. Instants are UTC."""

    id: int
    name: str
    digest: str
    scopes: tuple[str, ...]
    created_at: datetime
    revoked_at: datetime | None
    last_used_at: datetime | None


def credentials(session: Session, username: str) -> Credentials | None:
    """The credentials of a user, also of a disabled one."""
    row = session.row("accounts.user_by_name", username=username)
    return Credentials(row["id"], row["password_hash"], row["disabled"]) if row else None


def add_user(session: Session, username: str, display_name: str, role: Role, password_hash: str) -> int | None:
    """Add a user and return the id; None if the name is taken."""
    user_id: int | None = session.value(
        "accounts.add_user",
        username=username,
        display_name=display_name,
        role=role.value,
        password_hash=password_hash,
        created_at=datetime.now(UTC),
    )
    return user_id


def other_admins(session: Session, user_id: int) -> int:
    """How many enabled admins there are besides this user."""
    return int(session.value("accounts.other_admins", id=user_id))


def set_password(session: Session, user_id: int, password_hash: str) -> None:
    """Replace the password and end the user's sessions."""
    session.run("accounts.set_password", id=user_id, password_hash=password_hash)


def note_sign_ins(session: Session, sign_ins: Sequence[tuple[int, datetime]]) -> list[None]:
    """Store when users last signed in: pairs of user id and UTC instant. A handler for the writer."""
    for user_id, at in dict(sign_ins).items():
        session.run("accounts.note_sign_in", id=user_id, last_sign_in=at)
    return [None] * len(sign_ins)


def last_sign_ins(session: Session) -> dict[int, datetime]:
    """When each user last signed in, in UTC; users who never did are left out."""
    return {row["id"]: row["last_sign_in"] for row in session.rows("accounts.last_sign_ins")}


def set_disabled(session: Session, user_id: int, disabled: bool) -> None:
    """Disable or enable a user, and end their sessions."""
    session.run("accounts.set_disabled", id=user_id, disabled=disabled)


def set_role(session: Session, user_id: int, role: Role) -> None:
    """Change a user's role."""
    session.run("accounts.set_role", id=user_id, role=role.value)


def set_display_name(session: Session, user_id: int, display_name: str) -> None:
    """Change the name that colleagues see."""
    session.run("accounts.set_display_name", id=user_id, display_name=display_name)


def preferences(session: Session, user_id: int) -> dict[str, str]:
    """A user's preferences by name."""
    return {row["name"]: row["value"] for row in session.rows("accounts.preferences", user_id=user_id)}


def all_preferences(session: Session) -> dict[int, dict[str, str]]:
    """The preferences of all users: user id to name to value."""
    found: dict[int, dict[str, str]] = {}
    for row in session.rows("accounts.all_preferences"):
        found.setdefault(row["user_id"], {})[row["name"]] = row["value"]
    return found


def set_preference(session: Session, user_id: int, name: str, value: str) -> None:
    """Store one preference."""
    session.run("accounts.set_preference", user_id=user_id, name=name, value=value)


def tokens(session: Session) -> list[StoredToken]:
    """All tokens, revoked ones included, oldest first."""
    return [made(StoredToken, row, scopes=tuple(row["scopes"].split())) for row in session.rows("accounts.tokens")]


def add_token(session: Session, name: str, digest: str, scopes: Sequence[str]) -> int:
    """Store a token's digest and return its id."""
    token_id: int = session.value(
        "accounts.add_token", name=name, digest=digest, scopes=" ".join(scopes), created_at=datetime.now(UTC)
    )
    return token_id


def revoke_token(session: Session, token_id: int) -> str | None:
    """Revoke a token and return its name; None if there is no such token or it is revoked already."""
    name: str | None = session.value("accounts.revoke_token", id=token_id, revoked_at=datetime.now(UTC))
    return name


def touch_tokens(session: Session, uses: Sequence[tuple[int, datetime]]) -> list[None]:
    """Store when tokens were last used: pairs of token id and UTC instant. A handler for the writer."""
    for token_id, at in dict(uses).items():
        session.run("accounts.touch_token", id=token_id, last_used_at=at)
    return [None] * len(uses)
