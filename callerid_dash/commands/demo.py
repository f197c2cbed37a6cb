"""`callerid-dash demo`: the product on a database of its own, with a sample office that receives calls."""

from __future__ import annotations

import click


@click.command()
@click.option(
    "--rate",
    type=click.FloatRange(0.1, 60),
    help="Simulated calls a minute, at any hour; as in the office's past when left out.",
)
@click.option("--fill-only", is_flag=True, help="Make the sample office and stop.")
def demo(rate: float | None, fill_only: bool) -> None:
    """Serve a sample office in which the telephone rings, as often as it did at this hour and weekday.

    Its data goes to data/demo.duckdb, or to the empty database that CALLERID_DATABASE_URL names; never to the real one.
    """
    from callerid_dash.commands.demo_office import run_demo

    run_demo(rate, fill_only=fill_only)
