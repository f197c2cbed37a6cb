"""The sample office of `callerid-dash demo`: its database, who may sign in, and its telephones."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Mapping
from dataclasses import replace
from random import Random

import click

from callerid_dash.commands.serving import run
from callerid_dash.domain.phones import Dialing
from callerid_dash.domain.sources import Source
from callerid_dash.factory import Product, build_services
from callerid_dash.services.sample.office import Office
from callerid_dash.services.sample.switchboard import Switchboard
from callerid_dash.services.sample_office import fill
from callerid_dash.settings import Settings, database_at, read_settings
from callerid_dash.sources.simulator import TALK, Simulator

DATABASE = "duckdb:///data/demo.duckdb"
PASSWORD = "demo-office"  # noqa: S105 - everybody may know it


def run_demo(rate: float, *, fill_only: bool) -> None:
    """Make the sample office, and serve it unless only that is wanted."""
    settings = demo_settings(os.environ)
    office = _filled(settings)
    _tell_sign_ins(office, settings)
    if fill_only:
        return
    rng = Random()  # noqa: S311 - plausible, not secret

    def calls(product: Product) -> list[Source]:
        services, board = product.services, Switchboard(office, rng, TALK)
        return [Simulator(services.ingest, board, per_minute=rate, rng=rng, background=services.store.background)]

    run(settings, calls)


def demo_settings(environ: Mapping[str, str]) -> Settings:
    """What the environment says, but for another default database, an Iranian office, and no real telephones."""
    url = database_at(environ.get("CALLERID_DATABASE_URL", "").strip(), DATABASE)
    settings = read_settings({**environ, "CALLERID_DATABASE_URL": url})
    return replace(settings, dialing=Dialing("IR", "21"), ami_host="")


def _filled(settings: Settings) -> Office:
    services = build_services(settings)
    try:
        return fill(services, PASSWORD, say=lambda step: click.echo(f"Sample office: {step} …"))
    finally:
        services.store.close()


def _tell_sign_ins(office: Office, settings: Settings) -> None:
    click.echo(f"Sign in as one of these; the password is {PASSWORD}")
    for user in office.users:
        click.echo(f"  {user.username:12}{user.role.value:12}{user.extension:5}{user.names['en']}")
    if not _is_loopback(settings.host):
        click.echo(
            "Everybody knows this password, and others can reach this address: show no real data here.", err=True
        )


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
