"""Installs the real parts that tests use (browser, database servers, phone system), where the machine allows it.

The script never fails: the tests list at their end what is missing, and fail for it where everything is required.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys

from tests.parts.real_parts import QUICKER_BROWSER, REAL_PARTS

APT = ["apt-get", "--quiet", "--yes", "--no-install-recommends", "install"]
PHONE_SYSTEM = "tests.asterisk.rig.rig"


def main() -> None:
    """Install missing packages, then prepare the phone system's folder."""
    packages = [part.package for part in REAL_PARTS if part.found() is None]
    root = os.geteuid() == 0
    if packages and root and shutil.which("apt-get"):
        print("Installing for the tests:", *packages, flush=True)
        # The machine's package list may be absent or older than the archive: renew it only when that is the trouble.
        if not (
            _run([*APT, *packages], quiet=True) or (_run(["apt-get", "--quiet", "update"]) and _run([*APT, *packages]))
        ):
            print("Installing failed; the tests that need these say so.", flush=True)
    elif packages:
        print("Tests without these Debian packages are left out, for want of root:", *packages, flush=True)
    if root and shutil.which("apt-get") and shutil.which(QUICKER_BROWSER) is None:
        _run([*APT, QUICKER_BROWSER], quiet=True)
    if root and _exists(PHONE_SYSTEM) and not _run([sys.executable, "-m", PHONE_SYSTEM, "--provision"]):
        print("The phone system could not be prepared; the tests that need it say so.", flush=True)


def _run(command: list[str], *, quiet: bool = False) -> bool:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    output = subprocess.DEVNULL if quiet else None
    return (
        subprocess.run(
            command, check=False, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=output
        ).returncode
        == 0
    )


def _exists(module: str) -> bool:
    try:
        return importlib.util.find_spec(module) is not None
    except ModuleNotFoundError:
        return False


if __name__ == "__main__":
    main()
