"""The page's only modal. Buttons open dialogs in it by name.

A button gets `opens("name", profile=3)`; `assets/kit/dialogs.js` sends the name and the arguments here. The arguments
come from the browser, so every opener checks permissions. `ui/kit/forms.py` submits the form in a dialog.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

import dash_bootstrap_components as dbc
from dash import Dash, Input, Output, dcc, html, no_update
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from callerid_dash.locales import Translator
from callerid_dash.services.services import Services
from callerid_dash.ui.kit import ids
from callerid_dash.ui.kit.answers import SayErrors
from callerid_dash.ui.kit.basics import attrs, button, icon, icon_button
from callerid_dash.ui.kit.context import UiContext

Arguments = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Dialog:
    """The content of the modal. `size` is Bootstrap's: sm, md, lg or xl. Enter submits the form that `form` names."""

    title: str
    body: Sequence[Component | str]
    footer: list[Component]
    size: str = "md"
    form: str = ""


Opener = Callable[[Services, UiContext, Arguments], Dialog]


def opens(name: str, **arguments: object) -> dict[str, str]:
    """The attributes (for `attrs`) of a button that opens a dialog."""
    return {"data-dialog": name, "data-args": json.dumps({key: str(value) for key, value in arguments.items()})}


def host() -> list[Component]:
    """The parts that every page contains: the modal, and the stores for requests and answers."""
    return [
        dcc.Store(id=ids.DIALOG_ASKED),
        dcc.Store(id=ids.TOAST),
        dcc.Store(id=ids.TOAST_SHOWN),
        dcc.Store(id=ids.UNDO_ASKED),
        dcc.Store(id=ids.CHOICE_ASKED),
        # A click outside the dialog must not lose typed text.
        dbc.Modal(
            id=ids.DIALOG,
            is_open=False,
            backdrop="static",
            keyboard=False,  # assets/kit/dialogs.js asks before it closes
            scrollable=True,
            centered=True,
            labelledby="dialog-title",
        ),
    ]


def toasts() -> html.Div:
    """The place of the messages in the corner of the page."""
    return html.Div(id=ids.TOASTS, className="toasts stack gap-2", role="status", **attrs({"aria-live": "polite"}))


def register(app: Dash, services: Services, context: UiContext, openers: Mapping[str, Opener]) -> None:
    """Open the requested dialog; if it cannot be opened, say why in a corner of the page."""

    @app.callback(
        Output(ids.DIALOG, "is_open"),
        Output(ids.DIALOG, "children"),
        Output(ids.DIALOG, "size"),
        Input(ids.DIALOG_ASKED, "data"),
        prevent_initial_call=True,
    )
    def open_dialog(asked: object) -> tuple[object, object, object]:
        t = context.words()
        name, arguments = _asked(asked)
        if name not in openers:
            raise PreventUpdate  # none of our pages requests this
        with SayErrors(t):
            dialog = openers[name](services, context, arguments)
            return True, content(dialog, t), dialog.size
        return no_update, no_update, no_update  # PreventUpdate would discard the message


def _asked(asked: object) -> tuple[str, Arguments]:
    request = cast("dict[str, object]", asked) if isinstance(asked, dict) else {}
    given = request.get("args")
    arguments = given if isinstance(given, dict) else {}
    return str(request.get("name")), {str(key): str(value) for key, value in arguments.items()}


def content(dialog: Dialog, t: Translator) -> list[Component]:
    """The content of the dialog."""
    close = icon_button("x-lg", t("Close"), {"data-dialog-close": "ask"})
    head = [html.H2(dialog.title, className="modal-title dialog-title", id="dialog-title"), close]
    return [
        html.Div(head, className="modal-header justify-content-between"),
        html.Div(dialog.body, className="modal-body dialog-body stack", **attrs({"data-form": dialog.form})),
        html.Div(dialog.footer, className="modal-footer dialog-foot gap-2"),
        _question(t),
    ]


def _question(t: Translator) -> html.Div:
    """The question of assets/kit/dialogs.js before it closes a dialog with typed text."""
    discard = button(t("Discard"), "btn btn-danger", {"data-dialog-close": ""})
    keep = button(t("Go on"), "btn btn-primary", {"data-dialog-keep": ""})
    words = html.Span([icon("question-circle"), " ", t("Discard what you have typed?")])
    return html.Div(
        [words, html.Div([discard, keep], className="buttons")],
        className="modal-footer dialog-ask justify-content-between gap-2 fw-semibold",
        hidden=True,
        role="alertdialog",
        **attrs({"aria-label": t("Discard what you have typed?")}),
    )


def cancel_button(t: Translator) -> html.Button:
    """A button that closes the dialog and stores nothing."""
    return button(t("Cancel"), "btn btn-quiet", {"data-dialog-close": ""})
