"""The sample office of `callerid-dash demo`: its database, its users, and its simulated calls."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from random import Random

import click

from callerid_dash.commands.serving import run
from callerid_dash.demo import rhythm
from callerid_dash.demo.office import SampleOffice
from callerid_dash.demo.sample_office import fill
from callerid_dash.demo.simulator import TALK, Simulator, steady
from callerid_dash.demo.switchboard import Switchboard
from callerid_dash.domain.numbers.phones import Dialing
from callerid_dash.factory import build_services
from callerid_dash.services.services import Services
from callerid_dash.settings import Settings, database_at, read_settings

DATABASE = "duckdb:///data/demo.duckdb"
PASSWORD = "demo-office"  # noqa: S105 - public by design


def run_demo(rate: float | None, *, fill_only: bool) -> None:
    """Fill the sample office, and serve it unless `fill_only`.

    `rate` is the number of calls a minute; None: as many as at this hour and weekday.
    """
    settings = demo_settings(os.environ)
    office = _filled(settings)
    _show_sign_ins(office, settings)
    if fill_only:
        return
    run(settings, lambda product: [_simulator(product.services, office, rate)])


def _simulator(services: Services, office: SampleOffice, rate: float | None) -> Simulator:
    rng, zone = Random(), services.directory.snapshot.locality.zone  # noqa: S311 - plausible, not secret
    intake, background = services.calls.ingest, services.store.background
    if rate is not None:
        return Simulator(intake, Switchboard(office, rng, TALK), pace=steady(rate), rng=rng, background=background)
    now = round(60 * rhythm.pace(datetime.now(UTC), zone))
    click.echo(f"Some calls come at once, then about {now} an hour as usual at this time; --rate sets another pace.")
    return Simulator(
        intake,
        Switchboard(office, rng),
        pace=lambda at: rhythm.pace(at, zone),
        staffed=lambda at: rhythm.staffed(at, zone),
        rng=rng,
        background=background,
    )


def demo_settings(environ: Mapping[str, str]) -> Settings:
    """The environment's settings with another default database, an Iranian office, and no real phone system."""
    url = database_at(environ.get("CALLERID_DATABASE_URL", "").strip(), DATABASE)
    settings = read_settings({**environ, "CALLERID_DATABASE_URL": url})
    return replace(settings, dialing=Dialing("IR", "21"), ami_host="")


def _filled(settings: Settings) -> SampleOffice:
    services = build_services(settings)
    try:
        return fill(services, PASSWORD, say=lambda step: click.echo(f"Sample office: {step} …"))
    finally:
        services.store.close()


def _show_sign_ins(office: SampleOffice, settings: Settings) -> None:
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
