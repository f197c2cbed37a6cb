"""Components shared by API tokens, wall links and passwords: rows, revoking, and the secret that is shown once.

The style sheet hides the form of a new secret but keeps it in the page: Dash must still find its fields when the
callback that made the secret ends. A button copies the secret (assets/kit/copy.js).
"""

from __future__ import annotations

from collections.abc import Sequence

from dash import html, set_props
from dash.development.base_component import Component

from callerid_dash.domain.errors import NotFound
from callerid_dash.locales import Translator
from callerid_dash.services.accounts.tokens import is_wall_link
from callerid_dash.services.services import Services
from callerid_dash.store.accounts.accounts import StoredToken
from callerid_dash.ui.kit import ids
from callerid_dash.ui.kit.answers import done
from callerid_dash.ui.kit.basics import button, icon
from callerid_dash.ui.kit.context import UiContext
from callerid_dash.ui.kit.dialogs import Arguments, Dialog, opens
from callerid_dash.ui.kit.fields import text_field
from callerid_dash.ui.kit.form_dialogs import form_dialog
from callerid_dash.ui.kit.forms import Form, Values
from callerid_dash.ui.kit.moments import moment
from callerid_dash.ui.kit.sent import id_of
from callerid_dash.ui.settings.parts import person_row
from callerid_dash.ui.text.formats import Formats
from callerid_dash.ui.words.scopes import scope_words


def token_rows(tokens: Sequence[StoredToken], revoke: str, t: Translator, formats: Formats) -> html.Ul:
    """The rows, unrevoked tokens first, newest on top; `revoke` is the dialog that asks before revoking one."""
    ordered = sorted(tokens, key=lambda token: (token.revoked_at is not None, -token.id))
    return html.Ul([_row(token, revoke, t, formats) for token in ordered], className="people panel lined")


def _row(token: StoredToken, revoke: str, t: Translator, formats: Formats) -> html.Li:
    revoked, is_wall = token.revoked_at, is_wall_link(token)
    used: list[Component | str] = [t("Never used")]
    if revoked:
        used = [t("Revoked"), ": ", moment(revoked, formats)]
    elif token.last_used_at:
        used = [t("Last used"), ": ", moment(token.last_used_at, formats)]
    scopes = [html.Span(scope_words(scope, t), className="badge") for scope in token.scopes]
    return person_row(
        icon("tv" if is_wall else "key"),
        token.name,
        [(t("Revoked"), "badge is-off")] if revoked else [],
        [html.Span([t("Made"), ": ", moment(token.created_at, formats)]), html.Span(used)],
        [] if revoked else [("slash-circle", t("Revoke"), opens(revoke, token=token.id))],
        {"data-token-id": str(token.id)},
        disabled=revoked is not None,
        under=None if is_wall else html.Span(scopes, className="buttons"),
    )


def new_dialog(form: Form, title: str, make: str, name_help: str, fields: Sequence[Component], t: Translator) -> Dialog:
    """The form of a new token: its name and `fields`. Its secret will replace the form."""
    name = text_field(form, "name", t("Name"), required=True, autofocus=True, help_text=name_help)
    return form_dialog(form, title, [name, *fields, secret_place()], t, do="make", words=make)


def asked_about(tokens: Sequence[StoredToken], arguments: Arguments, otherwise: NotFound) -> StoredToken:
    """The token that a dialog is about. Raises `otherwise`."""
    found = next((each for each in tokens if str(each.id) == arguments.get("token")), None)
    if found is None:
        raise otherwise
    return found


def revoke_dialog(form: Form, token: StoredToken, title: str, words: str, t: Translator) -> Dialog:
    """The question before revoking, which says what will stop working."""
    fixed = {"token": token.id}
    return form_dialog(
        form, title, [html.P(words)], t, do="revoke", words=t("Revoke"), danger=True, size="sm", fixed=fixed
    )


def revoke(services: Services, context: UiContext, values: Values, words: str) -> None:
    """Revoke the token of the dialog, and say so."""
    services.accounts.tokens.revoke(id_of(values.get("token")), context.viewer())
    done(words, context.words())


def secret_place() -> html.Div:
    """The place for the secret, in the body of the form's dialog."""
    return html.Div(id=ids.SECRET_PLACE, className="stack secret-place")


def show_once(title: str, words: str, secret: str | list[Component | str], t: Translator) -> None:
    """Replace the form by the title, the secret, and a warning that it will not be shown again."""
    copy = button(
        [icon("copy"), html.Span(t("Copy"))], "btn btn-quiet", {"data-copy": "secret", "data-copied": t("Copied")}
    )
    close = button(t("Done"), "btn btn-primary", {"data-dialog-close": ""})
    code = html.Code(secret, id="secret", dir="ltr", tabIndex=0)
    warning = t("It is shown only now. Keep it before you close this.")
    shown = [
        html.H3(title),
        html.P(words),
        html.Div([code, copy], className="secret inset spread flex-wrap"),
        html.P([icon("exclamation-triangle"), " ", warning], className="caution"),
        html.Div(close, className="d-flex justify-content-end"),
    ]
    set_props(ids.SECRET_PLACE, {"children": shown})
