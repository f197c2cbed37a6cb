"""The section of tokens: what other programs are let in by. A token itself is shown once, when it is made."""

from __future__ import annotations

from collections.abc import Sequence

import dash_bootstrap_components as dbc
from dash import Dash, html
from dash.development.base_component import Component

from callerid_dash.domain.errors import NotFound
from callerid_dash.domain.scopes import Scope
from callerid_dash.domain.users import Action
from callerid_dash.locales import Translator
from callerid_dash.services.accounts.tokens import TOKENS, is_wall_link
from callerid_dash.services.services import Services
from callerid_dash.services.shared.authority import authorize
from callerid_dash.store.accounts.accounts import StoredToken
from callerid_dash.ui.kit.answers import close_dialog, say
from callerid_dash.ui.kit.basics import attrs, icon, name_text, present
from callerid_dash.ui.kit.context import UiContext
from callerid_dash.ui.kit.dialogs import Arguments, Dialog, cancel_button, opens
from callerid_dash.ui.kit.fields import fixed_field, general_error, text_field
from callerid_dash.ui.kit.forms import Form, Values
from callerid_dash.ui.kit.moments import moment
from callerid_dash.ui.settings.access.secrets_shown import secret_place, show_once
from callerid_dash.ui.settings.parts import add_button, empty, id_of, section
from callerid_dash.ui.settings.section import Section
from callerid_dash.ui.text.formats import Formats
from callerid_dash.ui.words.scopes import scope_words

NEW, REVOKE = Form("token-new", shows_secret=True), Form("token-revoke")


def layout(services: Services, context: UiContext) -> Component:
    """The section."""
    authorize(context.viewer(), Action.MANAGE_TOKENS)
    t = context.words()
    return section(
        t("API tokens"),
        t("Give each program that reports calls or asks for data a token of its own: you can revoke it alone."),
        token_list(
            [token for token in services.accounts.tokens.all() if not is_wall_link(token)], t, context.formats()
        ),
        action=add_button(t("New token"), "token-new"),
    )


def token_list(tokens: Sequence[StoredToken], t: Translator, formats: Formats) -> Component:
    """Living tokens first, the newest on top."""
    if not tokens:
        return empty("key", t("No token yet"), t("The first one is for the program that reports calls."))
    return html.Ul(
        [token_row(token, "token-revoke", t, formats) for token in in_order(tokens)], className="people panel lined"
    )


def in_order(tokens: Sequence[StoredToken]) -> list[StoredToken]:
    """Living ones first, the newest on top."""
    return sorted(tokens, key=lambda token: (token.revoked_at is not None, -token.id))


def token_row(token: StoredToken, revoke: str, t: Translator, formats: Formats) -> html.Li:
    """A token, or a wall link; `revoke` is the dialog that asks before it is revoked."""
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
                html.Button(
                    [icon("slash-circle"), html.Span(t("Revoke"))],
                    type="button",
                    className="btn btn-quiet btn-sm",
                    **attrs({**opens(revoke, token=token.id), "aria-label": f"{t('Revoke')}: {token.name}"}),
                ),
                className="buttons ms-auto",
            ),
        ),
        className="person is-disabled" if revoked else "person",
        **attrs({"data-token-id": str(token.id)}),
    )


def open_new(services: Services, context: UiContext, _arguments: Arguments) -> Dialog:
    """The form of a new token."""
    authorize(context.viewer(), Action.MANAGE_TOKENS)
    t = context.words()
    options = [{"value": scope.value, "label": scope_words(scope, t)} for scope in Scope if scope != Scope.WALL_READ]
    scopes = html.Fieldset(
        [
            html.Legend(t("It may"), className="field-label"),
            dbc.Checklist(id=NEW.field("scopes"), options=options, value=[Scope.EVENTS_WRITE.value]),
            html.Div(id=NEW.error("scopes"), className="field-error", role="alert"),
        ],
        className="field",
    )
    body: list[Component | str] = [
        text_field(
            NEW,
            "name",
            t("Name"),
            required=True,
            autofocus=True,
            help_text=t("Which program it is for, such as 'telephone system'."),
        ),
        scopes,
        general_error(NEW),
        secret_place(),
    ]
    make = NEW.button("make", t("Make token"), primary=True)
    return Dialog(t("New token"), body, [cancel_button(t), make], form=NEW.name)


def open_revoke(services: Services, context: UiContext, arguments: Arguments) -> Dialog:
    """Says what stops, and asks."""
    authorize(context.viewer(), Action.MANAGE_TOKENS)
    t, sent = context.words(), arguments.get("token")
    token = next((each for each in services.accounts.tokens.all() if str(each.id) == sent), None)
    if token is None:
        raise NotFound("There is no such token.")
    body: list[Component | str] = [
        html.P(t("The program that uses “%(name)s” is refused from now on. This cannot be undone.", name=token.name)),
        fixed_field(REVOKE, "token", str(token.id)),
        general_error(REVOKE),
    ]
    return Dialog(
        t("Revoke this token?"), body, [cancel_button(t), REVOKE.button("revoke", t("Revoke"), danger=True)], size="sm"
    )


def register(app: Dash, services: Services, context: UiContext) -> None:
    """Add what the two forms do."""

    def make(_do: str, values: Values) -> None:
        t, name, chosen = context.words(), str(values.get("name") or ""), values.get("scopes")
        scopes = [str(scope) for scope in chosen] if isinstance(chosen, list) else []
        token = services.accounts.tokens.create(name, scopes, context.viewer())
        words = t("Give this token to the program. It goes into the header 'Authorization: Bearer TOKEN'.")
        show_once(t("Token “%(name)s”", name=" ".join(name.split())), words, token, t)

    def revoke(_do: str, values: Values) -> None:
        t = context.words()
        services.accounts.tokens.revoke(id_of(values.get("token")), context.viewer())
        close_dialog()
        say(t("The token is revoked."), t)

    NEW.register(app, context, make, Action.MANAGE_TOKENS)
    REVOKE.register(app, context, revoke, Action.MANAGE_TOKENS)


SECTION = Section(
    key="tokens",
    words=lambda t: t("API tokens"),
    icon="key",
    action=Action.MANAGE_TOKENS,
    layout=layout,
    register=register,
    dialogs={"token-new": open_new, "token-revoke": open_revoke},
    follows=TOKENS,
)
