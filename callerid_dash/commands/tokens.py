"""`callerid-dash tokens`: what other programs are let in by."""

from __future__ import annotations

import click

from callerid_dash.commands.session import open_accounts
from callerid_dash.services.tokens import Scope


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
def create(name: str, scopes: tuple[str, ...]) -> None:
    """Make a token called NAME and print it. It cannot be shown again."""
    with open_accounts() as accounts:
        token = accounts.tokens.create(name, scopes)
    click.echo(token)


@tokens.command("list")
def list_tokens() -> None:
    """List all tokens: id, name, state, scopes, made, last used (UTC), separated by tabs."""
    with open_accounts() as accounts:
        stored = accounts.tokens.all()
    for token in stored:
        state = "revoked" if token.revoked_at else "valid"
        used = f"{token.last_used_at:%Y-%m-%d %H:%M}" if token.last_used_at else "never"
        row = (str(token.id), token.name, state, " ".join(token.scopes), f"{token.created_at:%Y-%m-%d %H:%M}", used)
        click.echo("\t".join(row))


@tokens.command("revoke")
@click.argument("token_id", type=int, metavar="ID")
def revoke(token_id: int) -> None:
    """End the life of the token with this ID (see `tokens list`)."""
    with open_accounts() as accounts:
        accounts.tokens.revoke(token_id)
    click.echo(f"Token {token_id} is revoked.")
