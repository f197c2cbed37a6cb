"""The font is installed from the pinned archive only, and the set-up continues without it."""

import base64
import hashlib
import io
import sys
import tarfile
from pathlib import Path

import pytest

from scripts import install_npm_files


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


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "vazirmatn"
    monkeypatch.setattr(install_npm_files, "FOLDER", folder)
    return folder


def test_fonts_style_sheet_and_licence_are_installed(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = archive_of(tmp_path, "package/files/a-b.woff2", "package/LICENSE", "package/index.css")
    monkeypatch.setattr(install_npm_files, "SHA512", sha512_of(archive))
    monkeypatch.setattr(install_npm_files, "download", lambda _: archive)
    install_npm_files.main()
    assert (folder / "files" / "a-b.woff2").read_bytes() == b"font"
    assert (folder / "LICENSE").exists()
    assert (folder / "index.css").exists()


def test_another_archive_than_the_pinned_one_is_refused(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(install_npm_files, "download", lambda _: archive_of(tmp_path, "package/files/a.woff2"))
    install_npm_files.main()
    assert not folder.exists()
    assert "not the one that was pinned" in capsys.readouterr().out


def test_nothing_else_of_an_archive_is_written(tmp_path: Path) -> None:
    folder = tmp_path / "in" / "vazirmatn"
    install_npm_files.unpack(archive_of(tmp_path, "package/../../x.woff2", "/etc/y.woff2", "package/files/run.sh"), folder)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [tmp_path / "font.tgz"]


def test_without_npm_and_network_the_set_up_goes_on_and_says_so(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(sys, "executable", "/bin/false")
    install_npm_files.main()
    assert not folder.exists()
    assert "Persian pages use the system's font" in capsys.readouterr().out
