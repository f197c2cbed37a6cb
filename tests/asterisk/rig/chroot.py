"""Debian trees with Asterisk in them, made once and kept.

`ready_root` returns the tree of a Debian release, or raises Missing with one line that says what this machine lacks.
The rig only reads a tree: each run writes into a folder of its own below `srv`.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[3]
PACKAGES = {"sid": "asterisk", "bullseye": "asterisk,asterisk-voicemail"}
"""What is installed of each Debian release."""
_MIRROR_FORMAT = ["apt-get", "indextargets", "--format", "$(REPO_URI) $(COMPONENT)", "Created-By: Packages"]


class Missing(Exception):
    """This machine lacks a real part that the tests need; the text says which, and how to get it."""


def cache() -> Path:
    """The folder that keeps trees between runs (CALLERID_TEST_CACHE, else a git-ignored folder)."""
    return Path(os.environ.get("CALLERID_TEST_CACHE") or REPOSITORY / ".cache" / "asterisk")


def check_tools() -> None:
    """Raise Missing if this machine cannot run the rig at all."""
    if os.geteuid() != 0:
        raise Missing("the Asterisk tests need root, to enter the folder that Asterisk is installed in")
    wanted = {"sipp": "sip-tester", "debootstrap": "debootstrap", "chroot": "coreutils", "setpriv": "util-linux"}
    absent = sorted(package for tool, package in wanted.items() if not shutil.which(tool))
    if absent:
        raise Missing(f"the Asterisk tests need Debian packages that are not installed: {' '.join(absent)}")


def ready_root(suite: str) -> Path:
    """The tree of this Debian release, made first if necessary (about a minute and 500 MB)."""
    check_tools()
    root = cache() / ("root" if suite == "sid" else f"root-{suite}")
    root.parent.mkdir(parents=True, exist_ok=True)
    with (root.parent / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two test runs at once make it once
        if not (root / "usr/sbin/asterisk").exists():
            _bootstrap(root, suite)
    return root


def modules_of(root: Path) -> str:
    """The folder of Asterisk's modules within the tree; releases differ."""
    folder = next(root.glob("usr/lib/**/asterisk/modules"), None)
    if folder is None:
        raise Missing(f"there are no modules of Asterisk in {root}; remove that folder, and it is made anew")
    return f"/{folder.relative_to(root)}"


def _bootstrap(root: Path, suite: str) -> None:
    partial = root.with_name(f"{root.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    log = root.with_name(f"debootstrap-{suite}.log")
    command = ["debootstrap", "--variant=minbase", f"--include={PACKAGES[suite]}", suite, str(partial), _mirror(suite)]
    with log.open("w") as out:
        status = subprocess.run(command, stdout=out, stderr=subprocess.STDOUT, check=False).returncode
    if status != 0:
        raise Missing(f"debootstrap of Asterisk from Debian {suite} failed with status {status}; see {log}")
    for archive in (partial / "var/cache/apt/archives").glob("*.deb"):
        archive.unlink()
    partial.rename(root)


def _mirror(suite: str) -> str:
    """The archive that this machine's apt uses; an environment variable can name another for old releases."""
    if suite != "sid" and (named := os.environ.get("CALLERID_TEST_OLD_ARCHIVE")):
        return named
    listed = subprocess.run(_MIRROR_FORMAT, capture_output=True, text=True, check=False).stdout
    mirrors = [line.split()[0] for line in listed.splitlines() if line.endswith(" main") and "security" not in line]
    if not mirrors:
        raise Missing("no Debian archive is configured for apt; Asterisk cannot be installed for the tests")
    return mirrors[0]
