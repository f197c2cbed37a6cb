"""A secret that is shown once: in the open dialog, with a button that copies it (assets/copy.js)."""

from __future__ import annotations

from dash import html, set_props
from dash.development.base_component import Component

from callerid_dash.locales import Translator
from callerid_dash.ui import ids
from callerid_dash.ui.components.basics import attrs, icon
from callerid_dash.ui.dialogs import Dialog, content


def show_once(title: str, words: str, secret: str, t: Translator) -> None:
    """Put the secret where the form was."""
    set_props(ids.DIALOG, {"children": content(shown_once(title, words, secret, t), t)})


def shown_once(title: str, words: str, secret: str, t: Translator) -> Dialog:
    """The dialog: what it is, the secret, and that it will not be seen again."""
    copy = html.Button(
        [icon("copy"), html.Span(t("Copy"))],
        type="button",
        className="btn btn-quiet",
        **attrs({"data-copy": "secret", "data-copied": t("Copied")}),
    )
    body: list[Component | str] = [
        html.P(words),
        html.Div([html.Code(secret, id="secret", dir="ltr", tabIndex=0), copy], className="secret"),
        html.P(
            [icon("exclamation-triangle"), " ", t("It is shown only now. Keep it before you close this.")],
            className="secret-note",
        ),
    ]
    done = html.Button(t("Done"), type="button", className="btn btn-primary", **attrs({"data-dialog-close": ""}))
    return Dialog(title, body, [done])
