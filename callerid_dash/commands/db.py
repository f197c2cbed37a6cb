"""`callerid-dash db`: maintenance of the database itself."""

from __future__ import annotations

import os

import click

from callerid_dash.commands.place import settings_here
from callerid_dash.domain.errors import CallerIdError


class Differences(CallerIdError):
    """`db verify` found derived data that does not match its source."""

    code = "differences"


@click.group()
def db() -> None:
    """Look after the database (CALLERID_DATABASE_URL)."""


@db.command("migrate")
def migrate_command() -> None:
    """Bring the database up to this version of the product; `serve` does it as well."""
    from callerid_dash.store.engine.migrate import migrate
    from callerid_dash.store.engine.protocol import open_engine

    engine = open_engine(settings_here(os.environ).database_url)
    try:
        applied = migrate(engine)
    finally:
        engine.close()
    for migration in applied:
        click.echo(f"applied {migration.version:04d} {migration.name}")
    click.echo("The database is up to date.")


@db.command("verify")
def verify_command() -> None:
    """Rebuild every call from the event log and compare; exit 1 when anything differs."""
    from callerid_dash.services.core import opened_core
    from callerid_dash.services.shared.verify import verify

    with opened_core(settings_here(os.environ)) as core:
        verdict = verify(core.store, core.directory.snapshot.locality.dialing)
    for line in verdict.differences:
        click.echo(line)
    click.echo(f"Calls compared with their events: {verdict.calls}")
    if verdict.total:
        raise Differences(f"{verdict.total} differences found.")
