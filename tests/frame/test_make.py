"""The make targets of the public contract exist, and their help is right."""

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def make(*arguments: str) -> str:
    return subprocess.run(["make", *arguments], cwd=ROOT, check=True, capture_output=True, text=True).stdout


@pytest.mark.parametrize("target", ["run", "demo", "test", "lint", "bench", "lock", "clean"])
def test_help_says_what_each_target_does(target: str) -> None:
    lines = {line.split()[0]: line.split()[1:] for line in make("help").splitlines()}
    assert len(lines[target]) > 2


def test_the_demo_never_touches_the_database_that_the_environment_names() -> None:
    assert "CALLERID_DATABASE_URL=duckdb:///data/demo.duckdb .venv/bin/callerid-dash demo" in make("-n", "demo")


def test_bench_passes_its_size() -> None:
    assert "-m bench --size 1000" in make("-n", "bench", "SIZE=1000")
