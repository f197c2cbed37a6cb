"""`callerid-dash users`: the users who may sign in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from callerid_dash.commands.accounts import on_accounts
from callerid_dash.domain.users import OPERATOR, Role

if TYPE_CHECKING:
    from callerid_dash.services.accounts.accounts import Accounts


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
@on_accounts(makes=True)
def add(accounts: Accounts, username: str, role: str, name: str, password: str) -> str:
    """Add USERNAME."""
    user = accounts.add(username, password, Role(role), OPERATOR, name)
    return f"Added {user.username} as {user.role}."


@users.command("list")
@on_accounts()
def list_users(accounts: Accounts) -> str:
    """List everybody: user name, role, state, name, extensions, separated by tabs."""
    return "\n".join(
        "\t".join(
            (
                user.username,
                user.role,
                "disabled" if user.disabled else "enabled",
                user.display_name,
                ",".join(user.extensions),
            )
        )
        for user in accounts.all()
    )


@users.command("passwd")
@click.argument("username")
@_new_password
@on_accounts()
def passwd(accounts: Accounts, username: str, password: str) -> str:
    """Give USERNAME a new password and end their sessions."""
    user = accounts.get(username)
    accounts.set_password(user.id, password, OPERATOR)
    return f"{user.username} has a new password; their sessions have ended."


@users.command("disable")
@click.argument("username")
@click.option("--undo", is_flag=True, help="Let them in again.")
@on_accounts()
def disable(accounts: Accounts, username: str, undo: bool) -> str:
    """Shut USERNAME out and end their sessions. What they wrote stays."""
    user = accounts.get(username)
    accounts.set_disabled(user.id, not undo, OPERATOR)
    return f"{user.username} may sign in again." if undo else f"{user.username} is shut out."
