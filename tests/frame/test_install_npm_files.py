"""What npm publishes is installed from the pinned archives only, and the set-up goes on without it."""

import base64
import hashlib
import io
import sys
import tarfile
from pathlib import Path

import pytest

from scripts import install_npm_files
from scripts.install_npm_files import FILES, NpmFiles


def archive_of(folder: Path, *names: str) -> Path:
    archive = folder / "font.tgz"
    with tarfile.open(archive, "w:gz") as package:
        for name in names:
            member = tarfile.TarInfo(name)
            member.size = 4
            package.addfile(member, io.BytesIO(b"font"))
    return archive


def sha512_of(archive: Path) -> str:
    return base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()


def of_npm(monkeypatch: pytest.MonkeyPatch, archive: Path, sha512: str = "") -> None:
    """Let every package be this archive, pinned by this checksum."""
    files = NpmFiles("font", "font@1", sha512 or sha512_of(archive), FILES[0].wanted, "pages do without")
    monkeypatch.setattr(install_npm_files, "FILES", (files,))
    monkeypatch.setattr(install_npm_files, "download", lambda *_: archive)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(install_npm_files, "SHARE", tmp_path / "share")
    return tmp_path / "share" / "font"


def test_wanted_files_and_licence_are_installed(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    of_npm(monkeypatch, archive_of(tmp_path, "package/files/a-b.woff2", "package/LICENSE", "package/index.css"))
    install_npm_files.main()
    assert (folder / "files" / "a-b.woff2").read_bytes() == b"font"
    assert (folder / "LICENSE").exists()
    assert (folder / "index.css").exists()
    assert (folder / "version").read_text() == "font@1"


def test_another_archive_than_the_pinned_one_is_refused(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    of_npm(monkeypatch, archive_of(tmp_path, "package/files/a.woff2"), FILES[0].sha512)
    install_npm_files.main()
    assert not folder.exists()
    assert "not the one that was pinned" in capsys.readouterr().out


def test_nothing_else_of_an_archive_is_written(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    of_npm(monkeypatch, archive_of(tmp_path, "package/../../x.woff2", "/etc/y.woff2", "package/files/run.sh"))
    install_npm_files.unpack(tmp_path / "font.tgz", install_npm_files.FILES[0])
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [tmp_path / "font.tgz"]


def test_without_npm_and_network_the_set_up_goes_on_and_says_so(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(sys, "executable", "/bin/false")
    install_npm_files.main()
    assert not folder.parent.exists()
    said = capsys.readouterr().out
    assert "Persian pages use the system's font" in said
    assert "pages with charts load all of plotly.js" in said


def test_plotly_is_of_the_release_that_python_draws_for() -> None:
    from plotly.offline import get_plotlyjs_version

    assert FILES[1].package.endswith(f"@{get_plotlyjs_version()}")
