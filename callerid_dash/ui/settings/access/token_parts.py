"""Components shared by API tokens and wall links: rows, the form that shows the new secret once, and revoking."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dash import html
from dash.development.base_component import Component

from callerid_dash.locales import Translator
from callerid_dash.services.accounts.tokens import is_wall_link
from callerid_dash.services.services import Services
from callerid_dash.store.accounts.accounts import StoredToken
from callerid_dash.ui.kit.answers import close_dialog, say
from callerid_dash.ui.kit.basics import attrs, button, icon, name_text, present
from callerid_dash.ui.kit.context import UiContext
from callerid_dash.ui.kit.dialogs import Arguments, Dialog, cancel_button, opens
from callerid_dash.ui.kit.fields import fixed_field, general_error, text_field
from callerid_dash.ui.kit.forms import Form, Submit, Values
from callerid_dash.ui.kit.moments import moment
from callerid_dash.ui.settings.access.secrets_shown import secret_place
from callerid_dash.ui.settings.parts import id_of
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
            html.Span(icon("tv" if is_wall else "key"), className="initial"),
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
    return Dialog(
        title,
        [name, *fields, general_error(form), secret_place()],
        [cancel_button(t), form.button("make", make, primary=True)],
        form=form.name,
    )


def asked_about(tokens: Sequence[StoredToken], arguments: Arguments) -> StoredToken | None:
    """The token that a dialog is about."""
    return next((each for each in tokens if str(each.id) == arguments.get("token")), None)


def revoke_dialog(form: Form, token: StoredToken, title: str, words: str, t: Translator) -> Dialog:
    """The question before revoking, which says what will stop working."""
    return Dialog(
        title,
        [html.P(words), fixed_field(form, "token", str(token.id)), general_error(form)],
        [cancel_button(t), form.button("revoke", t("Revoke"), danger=True)],
        size="sm",
    )


def revoking(services: Services, context: UiContext, done: Callable[[Translator], str]) -> Submit:
    """The submit function of the revoke dialog."""

    def revoke(_do: str, values: Values) -> None:
        t = context.words()
        services.accounts.tokens.revoke(id_of(values.get("token")), context.viewer())
        close_dialog()
        say(done(t), t)

    return revoke
