"""Callbacks that run in the browser, and buttons outside Dash's components that trigger a callback.

Scripts are functions of the namespace `callerid` in `assets/`, never inline scripts.
"""

from __future__ import annotations

import json
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, dcc
from dash.development.base_component import Component

Tree = dict[str, object]
"""A component tree as plain JSON."""
Words = str | Component | Tree


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


_OF_DASH = ("_", "available_")
"""The beginnings of the attributes of a component that are no properties."""


def element(kind: str, children: object, **props: object) -> Any:
    """An HTML element as a `Tree`, which is made much faster than a component; its `children` are data, too.

    Components take it as a child if they are sent through `plain`.
    """
    return {"type": kind, "props": {**props, "children": children}}


def plain(part: object) -> Any:
    """The tree as JSON data for `assets/kit/tree.js`; all components are HTML, so their namespace is left out.

    The same as `to_plotly_json`, which takes three times as long: it looks for each of the forty properties.
    """
    if isinstance(part, Component):
        given = {name: value for name, value in vars(part).items() if not name.startswith(_OF_DASH)}
        props = {name: plain(value) if name == "children" else value for name, value in given.items()}
        return {"type": type(part).__name__, "props": props}
    return [plain(each) for each in part] if isinstance(part, list | tuple) else part
