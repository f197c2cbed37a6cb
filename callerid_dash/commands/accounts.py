"""Commands about users and tokens: functions of the accounts that return the text to print."""

from __future__ import annotations

import functools
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from callerid_dash.commands.remote import pieces_of
from callerid_dash.commands.streams import Streamed
from callerid_dash.domain.jobs import ProgressCallback

if TYPE_CHECKING:
    from callerid_dash.services.accounts.accounts import Accounts
    from callerid_dash.settings import Settings

Work = Callable[..., str]
"""The work of a command: takes the accounts and the command's parameters, returns the text to print."""

TIMEOUT = 30.0
"""Seconds without an answer after which a server is given up."""
_WORKS: dict[str, Work] = {}


def on_accounts(*, makes: bool = False) -> Callable[[Work], Callable[..., None]]:
    """Turns a `Work`, whose parameters must be JSON, into the body of a click command.

    `makes`: create the database if there is none.
    """

    @contextmanager
    def here(settings: Settings) -> Iterator[Mapping[str, Streamed]]:
        with open_accounts(settings, make=makes) as accounts:
            yield account_streams(accounts)

    def decorate(work: Work) -> Callable[..., None]:
        name = f"{work.__module__}.{work.__name__}"
        _WORKS[name] = work

        @functools.wraps(work)
        def command(**parameters: object) -> None:
            text = b"".join(pieces_of(name, parameters, here, timeout=TIMEOUT)).decode()
            if text:
                click.echo(text)

        return command

    return decorate


@contextmanager
def open_accounts(settings: Settings, *, make: bool = False) -> Iterator[Accounts]:
    """Users and tokens of the configured database; see `opened_core`."""
    from callerid_dash.services.accounts.accounts import Accounts
    from callerid_dash.services.accounts.sign_in import SignIn
    from callerid_dash.services.accounts.tokens import Tokens
    from callerid_dash.services.core import opened_core

    with opened_core(settings, make=make) as core:
        yield Accounts(core, Tokens(core, settings.api_token), SignIn(core))


def account_streams(accounts: Accounts) -> dict[str, Streamed]:
    """Each command's work by its name."""

    def carry_out(work: Work, parameters: Mapping[str, Any], _progress: ProgressCallback) -> Generator[bytes]:
        yield work(accounts, **parameters).encode()

    return {name: functools.partial(carry_out, work) for name, work in _WORKS.items()}
