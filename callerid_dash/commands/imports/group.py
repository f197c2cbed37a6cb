"""`callerid-dash import`: data from other programs' files."""

from __future__ import annotations

import click

from callerid_dash.commands.imports.calls import calls
from callerid_dash.commands.imports.profiles import profiles


@click.group("import")
def imports() -> None:
    """Bring in what other programs know, from their files."""


imports.add_command(calls)
imports.add_command(profiles)
