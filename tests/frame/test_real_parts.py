"""A missing real part skips its tests, fails them where everything is required, and is listed at the end."""

from pathlib import Path

import pytest

from tests.parts import real_parts

pytest_plugins = ["pytester"]
CONFTEST = (Path(__file__).parents[1] / "conftest.py").read_text()
PLAIN = ("-p", "no:randomly", "-p", "no:dash")
MISSING = """
import pytest
from tests.parts.real_parts import missing

@pytest.fixture(scope="session")
def phone(): missing("a telephone")

def test_call(phone): pass
def test_hang_up(phone): pass
def test_other(): pass
"""


@pytest.fixture
def run(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.delenv("CALLERID_TEST_REQUIRE_ALL", raising=False)
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    pytester.makeconftest(CONFTEST)
    return pytester


def test_tests_of_a_missing_part_are_skipped_and_listed(run: pytest.Pytester) -> None:
    run.makepyfile(MISSING)
    result = run.runpytest_subprocess(*PLAIN)
    result.assert_outcomes(passed=1, skipped=2)
    result.stdout.fnmatch_lines(["*Not run on this machine*", "2 tests, for want of a telephone"])
    assert result.ret == pytest.ExitCode.OK


@pytest.mark.parametrize("variable", [("CI", "true"), ("CALLERID_TEST_REQUIRE_ALL", "1")], ids=lambda pair: pair[0])
def test_a_missing_part_fails_where_everything_is_required(
    run: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, variable: tuple[str, str]
) -> None:
    monkeypatch.setenv(*variable)
    run.makepyfile(MISSING)
    result = run.runpytest_subprocess(*PLAIN)
    result.assert_outcomes(passed=1, errors=2)
    assert result.ret == pytest.ExitCode.TESTS_FAILED


def test_any_skip_fails_the_run_where_everything_is_required(
    run: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CALLERID_TEST_REQUIRE_ALL", "1")
    run.makepyfile("import pytest\ndef test_a(): pass\ndef test_b(): pytest.skip('later')")
    assert run.runpytest_subprocess(*PLAIN).ret == pytest.ExitCode.TESTS_FAILED


def test_the_newest_postgres_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for version in ("9", "15", "17"):
        (tmp_path / version / "bin").mkdir(parents=True)
        (tmp_path / version / "bin" / "initdb").touch()
    monkeypatch.setattr(real_parts, "POSTGRES", tmp_path)
    assert real_parts.postgres_bin() == tmp_path / "17" / "bin"
