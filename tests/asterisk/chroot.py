"""A Debian tree with Asterisk in it, made once and kept.

`ready_root` answers with the tree or raises Missing, which says in one line what this machine lacks. The tree is
only ever read by the rig: each run writes into a folder of its own below `srv`.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
SUITE = "sid"
PACKAGES = "asterisk"
_MIRROR_FORMAT = ["apt-get", "indextargets", "--format", "$(REPO_URI) $(COMPONENT)", "Created-By: Packages"]


class Missing(Exception):
    """A real part that these tests need is not on this machine; the text says which and how to get it."""


def cache() -> Path:
    """Where the tree is kept between runs (CALLERID_TEST_CACHE, else a git-ignored folder)."""
    return Path(os.environ.get("CALLERID_TEST_CACHE") or REPOSITORY / ".cache" / "asterisk")


def check_tools() -> None:
    """Raise Missing unless the machine can run the rig at all."""
    if os.geteuid() != 0:
        raise Missing("the Asterisk tests need root, to enter the folder that Asterisk is installed in")
    wanted = {"sipp": "sip-tester", "debootstrap": "debootstrap", "chroot": "coreutils", "setpriv": "util-linux"}
    absent = sorted(package for tool, package in wanted.items() if not shutil.which(tool))
    if absent:
        raise Missing(f"the Asterisk tests need Debian packages that are not installed: {' '.join(absent)}")


def ready_root() -> Path:
    """The tree, made first if need be (about a minute and 500 MB)."""
    check_tools()
    root = cache() / "root"
    root.parent.mkdir(parents=True, exist_ok=True)
    with (root.parent / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two test runs at once make it once
        if not (root / "usr/sbin/asterisk").exists():
            _bootstrap(root)
    return root


def _bootstrap(root: Path) -> None:
    partial = root.with_name("root.partial")
    shutil.rmtree(partial, ignore_errors=True)
    log = root.with_name("debootstrap.log")
    command = ["debootstrap", "--variant=minbase", f"--include={PACKAGES}", SUITE, str(partial), _mirror()]
    with log.open("w") as out:
        status = subprocess.run(command, stdout=out, stderr=subprocess.STDOUT, check=False).returncode
    if status != 0:
        raise Missing(f"debootstrap of Asterisk failed with status {status}; its words are in {log}")
    for archive in (partial / "var/cache/apt/archives").glob("*.deb"):
        archive.unlink()
    partial.rename(root)


def _mirror() -> str:
    """The archive that this machine's own apt uses."""
    listed = subprocess.run(_MIRROR_FORMAT, capture_output=True, text=True, check=False).stdout
    mirrors = [line.split()[0] for line in listed.splitlines() if line.endswith(" main") and "security" not in line]
    if not mirrors:
        raise Missing("no Debian archive is configured for apt; Asterisk cannot be installed for the tests")
    return mirrors[0]
