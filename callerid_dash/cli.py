"""The command line: puts the groups of commands in `commands/` together.

Exit status: 0 on success, 1 on a stated error (one line on stderr), 2 on wrong usage.
"""

from __future__ import annotations

import os
import sys

import click

from callerid_dash import __version__
from callerid_dash.commands.db import db
from callerid_dash.commands.demo import demo
from callerid_dash.commands.exports.command import export
from callerid_dash.commands.imports.group import imports
from callerid_dash.commands.serve import serve
from callerid_dash.commands.simulate import simulate
from callerid_dash.commands.tokens import tokens
from callerid_dash.commands.users import users
from callerid_dash.domain.errors import CallerIdError


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="callerid-dash")
def cli() -> None:
    """Who is calling, whose customer it is, and what the calls add up to.

    Configured by environment variables with the prefix CALLERID_.
    """


cli.add_command(serve)
cli.add_command(demo)
cli.add_command(simulate)
cli.add_command(db)
cli.add_command(imports)
cli.add_command(users)
cli.add_command(tokens)
cli.add_command(export)


def main(words: list[str] | None = None) -> None:
    """Entry point: run the command (None: of the command line); a stated error is one line and no traceback."""
    os.umask(0o077)  # everything that is written - calls, profiles, keys - is for the user who runs this
    try:
        cli(words)
    except CallerIdError as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
