"""Secrets that the installation makes for itself: each in a file of its own, readable by its owner only."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path

from callerid_dash.domain.errors import BadSettings
from callerid_dash.settings import Settings


def secret_key(settings: Settings) -> str:
    """What signs the sessions: the configured key, else one that is made once and kept in `secret.key`."""
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
