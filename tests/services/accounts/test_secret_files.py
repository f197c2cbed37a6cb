"""Secrets that the installation generates for itself."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from callerid_dash.domain.errors import BadSettings
from callerid_dash.services.accounts.secret_files import kept_secret, secret_key, signing_key
from callerid_dash.settings import Settings
from callerid_dash.store.engine.database import Store, open_store


def test_the_key_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    settings = Settings(database_url=f"duckdb:///{tmp_path}/new/callerid.duckdb")
    key = secret_key(settings)
    assert len(key) >= 40
    assert secret_key(settings) == key
    (file,) = (tmp_path / "new").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_configured_key_is_used_and_nothing_is_kept(tmp_path: Path) -> None:
    settings = Settings(database_url=f"duckdb:///{tmp_path}/callerid.duckdb", secret_key="configured")
    assert secret_key(settings) == "configured"
    assert list(tmp_path.iterdir()) == []


def test_databases_do_not_share_sessions_though_they_share_the_secret(store: Store, tmp_path: Path) -> None:
    settings = Settings(secret_key="configured")
    key = signing_key(settings, store)
    assert signing_key(settings, store) == key
    assert signing_key(Settings(secret_key="another"), store) != key
    other = open_store(f"duckdb:///{tmp_path}/other.duckdb")
    try:
        assert signing_key(settings, other) != key
    finally:
        other.close()


def test_a_key_file_that_cannot_be_used_is_said(tmp_path: Path) -> None:
    (tmp_path / "secret.key").write_text("")
    with pytest.raises(BadSettings, match="is empty"):
        kept_secret(tmp_path / "secret.key")
    (tmp_path / "folder.key").mkdir()
    with pytest.raises(BadSettings, match="Cannot read or write"):
        kept_secret(tmp_path / "folder.key")
