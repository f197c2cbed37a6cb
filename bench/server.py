"""`python -m bench.server`: the product as `callerid-dash serve` runs it, plus one empty callback.

Imported as a module, `application()` provides the same to other WSGI servers.
"""

from __future__ import annotations

import atexit
import os

from dash import Dash, Input, Output
from dash.exceptions import PreventUpdate
from flask import Flask

from callerid_dash.commands.serving import run
from callerid_dash.factory import Product, build_product
from callerid_dash.settings import read_settings

EMPTY = "bench-empty"


def product() -> Product:
    """The product, configured by the environment, with the empty callback."""
    made = build_product(read_settings(os.environ))
    add_empty_callback(made.app)
    return made


def add_empty_callback(app: Dash) -> None:
    """Add the cheapest possible callback, behind the same sign-in as a poll."""

    @app.callback(Output(EMPTY, "data"), Input(EMPTY, "n_intervals"))
    def empty(_ticks: int) -> None:
        raise PreventUpdate


def application() -> Flask:
    """A started product for a WSGI server that calls factories; closed when its process ends."""
    made = product()
    made.start()
    atexit.register(made.close)
    return made.server


def with_empty_callback(made: Product) -> tuple[()]:
    """No sources of calls, and the empty callback."""
    add_empty_callback(made.app)
    return ()


if __name__ == "__main__":
    run(read_settings(os.environ), with_empty_callback)
