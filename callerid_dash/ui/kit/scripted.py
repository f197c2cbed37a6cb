"""Callbacks that run in the browser: functions of the namespace `callerid` in `assets/`, never inline scripts."""

from __future__ import annotations

from dash import ClientsideFunction, Dash, Input, Output, State


def scripted(app: Dash, function: str, output: Output, *given: Input | State) -> None:
    """Let the browser's `callerid.function` turn `given` into `output`."""
    app.clientside_callback(ClientsideFunction("callerid", function), output, *given)
