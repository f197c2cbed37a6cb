"""Callbacks that run in the browser, and buttons outside Dash's components that trigger a callback.

Scripts are functions of the namespace `callerid` in `assets/`, never inline scripts.
"""

from __future__ import annotations

import json

from dash import ClientsideFunction, Dash, Input, Output, State, dcc
from dash.development.base_component import Component


def scripted(app: Dash, function: str, output: Output, *given: Input | State) -> None:
    """Let the browser's `callerid.<function>` compute `output` from `given`."""
    app.clientside_callback(ClientsideFunction("callerid", function), output, *given)


def answer_store(store: str, data: dict[str, object] | None = None) -> list[Component]:
    """A store for an answer that a script draws, and the store that the script's callback needs as output."""
    return [dcc.Store(id=store, data=data), dcc.Store(id=f"{store}-drawn")]


def draws(app: Dash, store: str, function: str = "drawn") -> None:
    """Let the browser's function draw the data of this `answer_store`."""
    scripted(app, function, Output(f"{store}-drawn", "data"), Input(store, "data"))


def asks(store: str, **arguments: object) -> dict[str, str]:
    """The attributes (for `attrs`) of a button that puts these arguments into a dcc.Store (assets/kit/page.js)."""
    return {"data-asks": store, "data-args": json.dumps(arguments)}
