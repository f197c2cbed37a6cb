"""Components shared by API tokens and wall links: rows, the form that shows the new secret once, and revoking."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from callerid_dash.domain.errors import NotFound
from callerid_dash.locales import Translator
from callerid_dash.services.accounts.tokens import is_wall_link
from callerid_dash.services.services import Services
from callerid_dash.store.accounts.accounts import StoredToken
from callerid_dash.ui.kit.answers import done
from callerid_dash.ui.kit.basics import attrs, button, icon, moment, name_text, present
from callerid_dash.ui.kit.context import UiContext
from callerid_dash.ui.kit.dialogs import Arguments, Dialog, opens
from callerid_dash.ui.kit.fields import text_field
from callerid_dash.ui.kit.form_dialogs import form_dialog
from callerid_dash.ui.kit.forms import Form, Values
from callerid_dash.ui.kit.sent import id_of
from callerid_dash.ui.settings.access.secrets_shown import secret_place
from callerid_dash.ui.text.formats import Formats
from callerid_dash.ui.words.scopes import scope_words


def token_rows(tokens: Sequence[StoredToken], revoke: str, t: Translator, formats: Formats) -> html.Ul:
    """The rows, unrevoked tokens first, newest on top; `revoke` is the dialog that asks before revoking one."""
    ordered = sorted(tokens, key=lambda token: (token.revoked_at is not None, -token.id))
    return html.Ul([token_row(token, revoke, t, formats) for token in ordered], className="people panel lined")


def token_row(token: StoredToken, revoke: str, t: Translator, formats: Formats) -> html.Li:
    """The row of a token or wall link."""
    revoked, is_wall = token.revoked_at, is_wall_link(token)
    used: list[Component | str] = [t("Never used")]
    if token.last_used_at:
        used = [t("Last used"), ": ", moment(token.last_used_at, formats)]
    return html.Li(
        present(
            html.Span(icon("tv" if is_wall else "key"), className="disc initial"),
            html.Div(
                present(
                    html.Span(
                        present(
                            html.Strong(name_text(token.name)),
                            html.Span(t("Revoked"), className="badge is-off") if revoked else None,
                        ),
                        className="cluster",
                    ),
                    None
                    if is_wall
                    else html.Span(
                        [html.Span(scope_words(scope, t), className="badge") for scope in token.scopes],
                        className="buttons",
                    ),
                    html.Span(
                        present(
                            html.Span([t("Made"), ": ", moment(token.created_at, formats)]),
                            html.Span([t("Revoked"), ": ", moment(revoked, formats)]) if revoked else html.Span(used),
                        ),
                        className="cluster muted small",
                    ),
                ),
                className="person-text",
            ),
            None
            if revoked
            else html.Div(
                button(
                    [icon("slash-circle"), html.Span(t("Revoke"))],
                    "btn btn-quiet btn-sm",
                    {**opens(revoke, token=token.id), "aria-label": f"{t('Revoke')}: {token.name}"},
                ),
                className="buttons ms-auto",
            ),
        ),
        className="person is-disabled" if revoked else "person",
        **attrs({"data-token-id": str(token.id)}),
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
