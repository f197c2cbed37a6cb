"""The lock files pin every dependency of the project file, and do not name the source of packages."""

import json
import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
RUNTIME = [*PROJECT["project"]["dependencies"], *PROJECT["project"]["optional-dependencies"]["postgres"]]
DEVELOPMENT = [
    text for text in PROJECT["project"]["optional-dependencies"]["dev"] if not text.startswith("callerid-dash")
]
BUILD = PROJECT["build-system"]["requires"]
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
NPM_LOCK = ROOT / "requirements" / "npm" / "package-lock.json"


def pins(lock: str) -> dict[str, Requirement]:
    """The pinned version of each package in a lock file, without hashes."""
    text = (ROOT / "requirements" / lock).read_text().replace("\\\n", " ")
    lines = [line.split(" --hash")[0] for line in text.splitlines() if re.match(r"\w", line)]
    return {canonicalize_name(pin.name): pin for pin in map(Requirement, lines)}


@pytest.mark.parametrize(
    ("lock", "wanted"),
    [("run.txt", text) for text in RUNTIME + BUILD] + [("test.txt", text) for text in RUNTIME + BUILD + DEVELOPMENT],
)
def test_every_dependency_is_pinned_to_a_version_that_the_project_accepts(lock: str, wanted: str) -> None:
    requirement = Requirement(wanted)
    pin = pins(lock).get(canonicalize_name(requirement.name))
    assert pin is not None, "make lock"
    (version,) = pin.specifier
    assert version.operator == "=="
    assert requirement.specifier.contains(version.version, prereleases=True), "make lock"


def test_tests_run_with_the_versions_that_are_served() -> None:
    served, tested = pins("run.txt"), pins("test.txt")
    assert {name: str(pin.specifier) for name, pin in served.items()} == {
        name: str(tested[name].specifier) for name in served
    }


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_pin_has_hashes(lock: Path) -> None:
    blocks = re.split(r"\n(?=\w)", lock.read_text().strip())
    assert blocks
    assert [block for block in blocks if "--hash=sha256:" not in block] == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_no_lock_names_a_host_or_a_folder_of_a_machine(lock: Path) -> None:
    assert re.findall(r"://|^--.*|@ .*| /\w.*", lock.read_text(), re.MULTILINE) == []


def test_what_npm_installs_is_pinned_without_a_host() -> None:
    packages = json.loads(NPM_LOCK.read_text())["packages"]
    assert {
        name for name in packages if name and not packages[name].get("integrity", "").startswith("sha512-")
    } == set()
    assert "node_modules/@biomejs/biome" in packages
    assert "://" not in NPM_LOCK.read_text()
