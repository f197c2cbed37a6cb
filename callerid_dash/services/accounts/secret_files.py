"""Secrets that the installation makes for itself: each in a file of its own, readable by its owner only."""

from __future__ import annotations

import hmac
import os
import secrets
from contextlib import suppress
from pathlib import Path

from callerid_dash.domain.errors import BadSettings
from callerid_dash.settings import Settings
from callerid_dash.store.engine.database import Store
from callerid_dash.store.engine.protocol import Session
from callerid_dash.store.office import directory

_STORE_ID = "store_id"


def signing_key(settings: Settings, store: Store) -> bytes:
    """What signs this database's sessions: one of another database is worth nothing here, whoever shares the secret.

    The demo lies beside the real thing, and everybody knows its password.
    """

    def identify(session: Session) -> str:
        known = directory.settings(session).get(_STORE_ID)
        if known is None:
            known = secrets.token_hex(16)
            directory.set_setting(session, _STORE_ID, known)
        return known

    return hmac.digest(secret_key(settings).encode(), store.write(identify).encode(), "sha256")


def secret_key(settings: Settings) -> str:
    """The configured key, else one that is made once and kept in `secret.key`."""
    return settings.secret_key or kept_secret(settings.folder / "secret.key")


def kept_secret(file: Path) -> str:
    """The secret in `file`, made at the first call. Raises BadSettings when it cannot be read or kept."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError):
            _create(file, secrets.token_urlsafe(48))
        secret = file.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise BadSettings(f"Cannot read or write {file}: {error}. Give this user the folder.") from error
    if not secret:
        raise BadSettings(f"{file} is empty. Delete it; a new one is made at the next start.")
    return secret


def _create(file: Path, content: str) -> None:
    """Write beside and link, so that whoever finds the file finds all of it. Raises FileExistsError."""
    if file.exists():
        raise FileExistsError(file)
    draft = file.with_name(f".{file.name}.{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as out:
            out.write(content)
        os.link(draft, file)
    finally:
        draft.unlink(missing_ok=True)
