"""Shows a secret once: in the open dialog, with a button that copies it (assets/settings/copy.js).

The style sheet hides the form but keeps it in the page: Dash must still find its fields when the callback that made
the secret ends.
"""

from __future__ import annotations

from dash import html, set_props
from dash.development.base_component import Component

from callerid_dash.locales import Translator
from callerid_dash.ui.kit import ids
from callerid_dash.ui.kit.basics import button, icon

Secret = str | list[Component | str]


def show_once(title: str, words: str, secret: Secret, t: Translator) -> None:
    """Replace the form by the secret."""
    set_props(ids.SECRET_PLACE, {"children": shown_once(title, words, secret, t)})


def secret_place() -> html.Div:
    """The place for the secret, in the body of the form's dialog."""
    return html.Div(id=ids.SECRET_PLACE, className="stack secret-place")


def shown_once(title: str, words: str, secret: Secret, t: Translator) -> list[Component]:
    """The title, the secret, and a warning that it will not be shown again."""
    copy = button(
        [icon("copy"), html.Span(t("Copy"))], "btn btn-quiet", {"data-copy": "secret", "data-copied": t("Copied")}
    )
    done = button(t("Done"), "btn btn-primary", {"data-dialog-close": ""})
    return [
        html.H3(title),
        html.P(words),
        html.Div(
            [html.Code(secret, id="secret", dir="ltr", tabIndex=0), copy], className="secret inset spread flex-wrap"
        ),
        html.P(
            [icon("exclamation-triangle"), " ", t("It is shown only now. Keep it before you close this.")],
            className="caution",
        ),
        html.Div(done, className="d-flex justify-content-end"),
    ]
