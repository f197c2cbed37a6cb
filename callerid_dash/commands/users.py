"""`callerid-dash users`: the people who may sign in."""

from __future__ import annotations

import click

from callerid_dash.commands.session import open_accounts
from callerid_dash.domain.users import Role
from callerid_dash.services.accounts import OPERATOR


@click.group()
def users() -> None:
    """The people who may sign in."""


_new_password = click.password_option(
    help="Asked for when left out, which keeps it out of the shell's history.", prompt="Password"
)


@users.command("add")
@click.argument("username")
@click.option("--role", type=click.Choice([role.value for role in Role]), default=Role.AGENT.value, show_default=True)
@click.option("--name", default="", help="The name that colleagues see; the user name when left out.")
@_new_password
def add(username: str, role: str, name: str, password: str) -> None:
    """Add USERNAME."""
    with open_accounts() as accounts:
        user = accounts.add(username, password, Role(role), OPERATOR, name)
    click.echo(f"Added {user.username} as {user.role}.")


@users.command("list")
def list_users() -> None:
    """List everybody: user name, role, state, name, extensions, separated by tabs."""
    with open_accounts() as accounts:
        everybody = accounts.all()
    for user in everybody:
        state = "disabled" if user.disabled else "enabled"
        click.echo("\t".join((user.username, user.role, state, user.display_name, ",".join(user.extensions))))


@users.command("passwd")
@click.argument("username")
@_new_password
def passwd(username: str, password: str) -> None:
    """Give USERNAME a new password and end their sessions."""
    with open_accounts() as accounts:
        user = accounts.get(username)
        accounts.set_password(user.id, password, OPERATOR)
    click.echo(f"{user.username} has a new password; their sessions have ended.")


@users.command("disable")
@click.argument("username")
@click.option("--undo", is_flag=True, help="Let them in again.")
def disable(username: str, undo: bool) -> None:
    """Shut USERNAME out and end their sessions. What they wrote stays."""
    with open_accounts() as accounts:
        user = accounts.get(username)
        accounts.set_disabled(user.id, not undo, OPERATOR)
    click.echo(f"{user.username} may sign in again." if undo else f"{user.username} is shut out.")
