"""`callerid-dash tokens`: the tokens of other programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from callerid_dash.commands.accounts import on_accounts
from callerid_dash.domain.scopes import Scope
from callerid_dash.domain.users import OPERATOR

if TYPE_CHECKING:
    from callerid_dash.services.accounts.accounts import Accounts
    from callerid_dash.store.accounts.accounts import StoredToken


@click.group()
def tokens() -> None:
    """What other programs are let in by."""


@tokens.command("create")
@click.argument("name")
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    required=True,
    type=click.Choice([scope.value for scope in Scope]),
    help="What the bearer may do; give it once for each.",
)
@on_accounts(makes=True)
def create(accounts: Accounts, name: str, scopes: list[str]) -> str:
    """Make a token called NAME and print it. It cannot be shown again."""
    return accounts.tokens.create(name, scopes, OPERATOR)


@tokens.command("list")
@on_accounts()
def list_tokens(accounts: Accounts) -> str:
    """List all tokens: id, name, state, scopes, made, last used (UTC), separated by tabs."""
    return "\n".join(map(_line, accounts.tokens.all()))


@tokens.command("revoke")
@click.argument("token_id", type=int, metavar="ID")
@on_accounts()
def revoke(accounts: Accounts, token_id: int) -> str:
    """End the life of the token with this ID (see `tokens list`)."""
    accounts.tokens.revoke(token_id, OPERATOR)
    return f"Token {token_id} is revoked."


def _line(token: StoredToken) -> str:
    state = "revoked" if token.revoked_at else "valid"
    used = f"{token.last_used_at:%Y-%m-%d %H:%M}" if token.last_used_at else "never"
    made = f"{token.created_at:%Y-%m-%d %H:%M}"
    return "\t".join((str(token.id), token.name, state, " ".join(token.scopes), made, used))
