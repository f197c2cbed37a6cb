"""`users` and `tokens` on the command line: on a free database, and while a server holds it."""

from __future__ import annotations

import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from callerid_dash.cli import main
from callerid_dash.commands.accounts import account_streams, open_accounts
from callerid_dash.commands.remote import ServerSocket
from callerid_dash.domain.users import Role
from callerid_dash.services.accounts.accounts import OPERATOR, Accounts
from callerid_dash.settings import Settings

PASSWORD = "correct horse"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(store_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command; returns its exit status and its output."""
    monkeypatch.setenv("CALLERID_DATABASE_URL", store_url)

    def command(*words: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as left:
            main(list(words))
        printed = capsys.readouterr()
        assert isinstance(left.value.code, int)
        return left.value.code, printed.out, printed.err

    return command


def test_users_are_added_listed_and_shut_out(run: Run) -> None:
    assert run("users", "add", "Sara", "--password", PASSWORD, "--role", "admin") == (0, "Added sara as admin.\n", "")
    run("users", "add", "ali", "--password", PASSWORD, "--name", "علی")
    assert run("users", "disable", "ali")[0] == 0
    assert run("users", "list")[1] == "ali\tagent\tdisabled\tعلی\t\nsara\tadmin\tenabled\tsara\t\n"
    assert run("users", "disable", "ali", "--undo")[1] == "ali may sign in again.\n"
    assert run("users", "passwd", "ali", "--password", "another password")[0] == 0


def test_a_token_is_made_listed_and_revoked(run: Run) -> None:
    status, token, _ = run("tokens", "create", "pbx", "--scope", "events:write", "--scope", "calls:read")
    assert status == 0
    assert token.startswith("cid_")
    assert "1\tpbx\tvalid\tcalls:read events:write\t" in run("tokens", "list")[1]
    assert run("tokens", "revoke", "1")[1] == "Token 1 is revoked.\n"
    assert "1\tpbx\trevoked\t" in run("tokens", "list")[1]


def test_a_stated_error_is_one_line_and_status_1(run: Run) -> None:
    assert run("users", "passwd", "nobody", "--password", PASSWORD) == (1, "", "Error: There is no user 'nobody'.\n")
    assert run("tokens", "revoke", "7")[0] == 1
    status, _, error = run("users", "add", "sara", "--password", "short")
    assert (status, error.count("\n")) == (1, 1)


@pytest.mark.parametrize(
    "words", [["users", "add"], ["users", "fly"], ["tokens", "create", "x"], ["tokens", "revoke", "x"]]
)
def test_wrong_usage_is_status_2(run: Run, words: list[str]) -> None:
    assert run(*words)[0] == 2


@pytest.mark.parametrize(
    "words", [[], ["users"], ["users", "add"], ["tokens"], ["tokens", "create"], ["tokens", "list"]]
)
def test_every_command_has_help(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main([*words, "--help"])
    assert left.value.code == 0
    assert "Usage:" in capsys.readouterr().out


@pytest.fixture
def settings(empty_duckdb: str) -> Settings:
    return Settings(database_url=empty_duckdb)


@pytest.fixture
def held(settings: Settings) -> Iterator[Accounts]:
    """Accounts of a running server, with its socket."""
    with open_accounts(settings, make=True) as accounts:
        listening = ServerSocket(settings, account_streams(accounts))
        yield accounts
        listening.close()
        listening.close()


def in_another_process(settings: Settings, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "callerid_dash.cli", *words],
        env={"CALLERID_DATABASE_URL": settings.database_url, "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_server_that_holds_the_database_carries_commands_out(settings: Settings, held: Accounts) -> None:
    added = in_another_process(settings, "users", "add", "sara", "--password", PASSWORD)
    assert (added.returncode, added.stdout, added.stderr) == (0, "Added sara as agent.\n", "")
    sara = held.get("sara")
    assert held.sign_in.user_for_session(sara.id, 0)
    in_another_process(settings, "users", "passwd", "sara", "--password", "another password")
    assert held.sign_in.user_for_session(sara.id, 0) is None
    refused = in_another_process(settings, "users", "disable", "nobody")
    assert (refused.returncode, refused.stderr) == (1, "Error: There is no user 'nobody'.\n")


def test_only_the_servers_own_user_may_use_its_socket(settings: Settings, held: Accounts) -> None:
    assert held
    file = Path(settings.database_url.removeprefix("duckdb:///") + ".sock")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_socket_left_by_a_killed_server_is_in_nobodys_way(settings: Settings, empty_duckdb: str) -> None:
    file = Path(empty_duckdb.removeprefix("duckdb:///") + ".sock")
    with open_accounts(settings, make=True) as accounts:
        killed = ServerSocket(settings, account_streams(accounts))
        assert killed._server
        assert killed._worker
        killed._worker.stopping.set()  # whoever is killed does not listen again
        killed._server.shutdown()
        killed._server.server_close()
    assert file.exists()
    assert in_another_process(settings, "users", "list").returncode == 0
    with open_accounts(settings, make=True) as accounts:
        accounts.add("sara", PASSWORD, Role.ADMIN, OPERATOR)
        again = ServerSocket(settings, account_streams(accounts))
        assert in_another_process(settings, "users", "list").stdout == "sara\tadmin\tenabled\tsara\t\n"
        again.close()
    assert not file.exists()


def test_without_a_socket_a_held_database_is_said_in_one_line(settings: Settings) -> None:
    with open_accounts(settings, make=True):
        refused = in_another_process(settings, "users", "list")
    assert refused.returncode == 1
    assert refused.stderr.startswith("Error: The database")
    assert refused.stderr.count("\n") == 1
