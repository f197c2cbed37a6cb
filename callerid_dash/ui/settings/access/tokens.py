"""The section of API tokens, with which other programs sign in. A token is shown only once, when it is created."""

from __future__ import annotations

from collections.abc import Sequence

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from callerid_dash.domain.errors import NotFound
from callerid_dash.domain.scopes import Scope
from callerid_dash.domain.users import Action
from callerid_dash.locales import Translator
from callerid_dash.services.accounts.tokens import TOKENS, is_wall_link
from callerid_dash.services.services import Services
from callerid_dash.services.shared.authority import authorize
from callerid_dash.store.accounts.accounts import StoredToken
from callerid_dash.ui.kit.context import UiContext
from callerid_dash.ui.kit.dialogs import Arguments, Dialog
from callerid_dash.ui.kit.form_dialogs import FormDialog
from callerid_dash.ui.kit.forms import Form, Values
from callerid_dash.ui.kit.sent import text_of
from callerid_dash.ui.settings.access.secrets_shown import show_once
from callerid_dash.ui.settings.access.token_parts import asked_about, new_dialog, revoke, revoke_dialog, token_rows
from callerid_dash.ui.settings.parts import add_button, empty, section
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
        action=add_button(t("New token"), NEW.name),
    )


def token_list(tokens: Sequence[StoredToken], t: Translator, formats: Formats) -> Component:
    """The list of tokens, or a notice that there is none."""
    if not tokens:
        return empty("key", t("No token yet"), t("The first one is for the program that reports calls."))
    return token_rows(tokens, REVOKE.name, t, formats)


def open_new(_services: Services, context: UiContext, _arguments: Arguments) -> Dialog:
    """The form of a new token."""
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
    name_help = t("Which program it is for, such as 'telephone system'.")
    return new_dialog(NEW, t("New token"), t("Make token"), name_help, [scopes], t)


def open_revoke(services: Services, context: UiContext, arguments: Arguments) -> Dialog:
    """The question before revoking, which says what will stop working."""
    t, tokens = context.words(), services.accounts.tokens.all()
    token = asked_about(tokens, arguments, NotFound("There is no such token."))
    words = t("The program that uses “%(name)s” is refused from now on. This cannot be undone.", name=token.name)
    return revoke_dialog(REVOKE, token, t("Revoke this token?"), words, t)


def _make(services: Services, context: UiContext, _do: str, values: Values) -> None:
    t, name, chosen = context.words(), text_of(values, "name"), values.get("scopes")
    scopes = [str(scope) for scope in chosen] if isinstance(chosen, list) else []
    token = services.accounts.tokens.create(name, scopes, context.viewer())
    words = t("Give this token to the program. It goes into the header 'Authorization: Bearer TOKEN'.")
    show_once(t("Token “%(name)s”", name=" ".join(name.split())), words, token, t)


def _revoke(services: Services, context: UiContext, _do: str, values: Values) -> None:
    t = context.words()
    revoke(services, context, values, t("The token is revoked."))


SECTION = Section(
    key="tokens",
    words=lambda t: t("API tokens"),
    icon="key",
    action=Action.MANAGE_TOKENS,
    layout=layout,
    dialogs=(
        FormDialog(NEW, open_new, _make, Action.MANAGE_TOKENS),
        FormDialog(REVOKE, open_revoke, _revoke, Action.MANAGE_TOKENS),
    ),
    follows=TOKENS,
)
