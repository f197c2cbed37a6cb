"""The section of the wallboard: secret links that show it on a screen without signing in."""

from __future__ import annotations

from urllib.parse import urlencode

from dash import html
from dash.development.base_component import Component

from callerid_dash.domain.errors import NotFound
from callerid_dash.domain.scopes import Scope
from callerid_dash.domain.users import Action
from callerid_dash.locales import LANGUAGES
from callerid_dash.services.accounts.tokens import TOKENS
from callerid_dash.services.services import Services
from callerid_dash.services.shared.authority import authorize
from callerid_dash.ui.kit.basics import attrs, icon
from callerid_dash.ui.kit.context import UiContext
from callerid_dash.ui.kit.dialogs import Arguments, Dialog
from callerid_dash.ui.kit.fields import choice_field
from callerid_dash.ui.kit.form_dialogs import FormDialog
from callerid_dash.ui.kit.forms import Form, Values
from callerid_dash.ui.kit.sent import text_of
from callerid_dash.ui.settings.access.secrets_shown import show_once
from callerid_dash.ui.settings.access.token_parts import asked_about, new_dialog, revoke, revoke_dialog, token_rows
from callerid_dash.ui.settings.parts import add_button, empty, section
from callerid_dash.ui.settings.section import Section

NEW, REVOKE = Form("wall-new", shows_secret=True), Form("wall-revoke")
THEMES = ("dark", "light")


def layout(services: Services, context: UiContext) -> Component:
    """The section."""
    authorize(context.viewer(), Action.MANAGE_WALL)
    t, links = context.words(), services.accounts.tokens.wall_links()
    listed: Component = token_rows(links, REVOKE.name, t, context.formats())
    if not links:
        listed = empty("tv", t("No wall link yet"), t("Make one and open it in the browser of the screen."))
    look = html.A(
        [icon("tv"), " ", html.Span(t("Look at the wallboard"))],
        href="/wall",
        target="_blank",
        className="btn btn-quiet",
    )
    return section(
        t("Wallboard"),
        t(
            "A screen for everybody in the room: who waits, how today goes. It shows no names and no whole numbers. A "
            "wall link opens it where nobody signs in, and nothing else; over https it also keeps the screen awake."
        ),
        html.Div(look),
        listed,
        action=add_button(t("New wall link"), NEW.name),
    )


def open_new(_services: Services, context: UiContext, _arguments: Arguments) -> Dialog:
    """The form of a new link."""
    t = context.words()
    themes = [(theme, {"dark": t("Dark"), "light": t("Light")}[theme]) for theme in THEMES]
    fields = [
        choice_field(NEW, "lang", t("Language"), list(LANGUAGES.items()), context.language()),
        choice_field(NEW, "theme", t("Theme"), themes, THEMES[0]),
    ]
    name_help = t("It stands at the top of the wall, such as 'Sales floor'.")
    return new_dialog(NEW, t("New wall link"), t("Make link"), name_help, fields, t)


def open_revoke(services: Services, context: UiContext, arguments: Arguments) -> Dialog:
    """The question before revoking, which says what will stop working."""
    t, links = context.words(), services.accounts.tokens.wall_links()
    link = asked_about(links, arguments, NotFound("There is no such wall link."))
    words = t("Screens that show “%(name)s” go blank within seconds. This cannot be undone.", name=link.name)
    return revoke_dialog(REVOKE, link, t("Revoke this wall link?"), words, t)


def link_address(key: str, language: str, theme: str) -> list[Component | str]:
    """The whole address; the browser fills in the page's origin."""
    asked = {"lang": language if language in LANGUAGES else "en", "theme": theme if theme in THEMES else THEMES[0]}
    return [html.Span(**attrs({"data-origin": ""})), f"/wall?{urlencode({'key': key, **asked})}"]


def _make(services: Services, context: UiContext, _do: str, values: Values) -> None:
    t, name = context.words(), text_of(values, "name")
    key = services.accounts.tokens.create(name, [Scope.WALL_READ], context.viewer())
    words = t("Open this address once in the browser of the screen; it is remembered there. Do not pass it on.")
    address = link_address(key, text_of(values, "lang"), text_of(values, "theme"))
    show_once(t("Wall link “%(name)s”", name=" ".join(name.split())), words, address, t)


def _revoke(services: Services, context: UiContext, _do: str, values: Values) -> None:
    t = context.words()
    revoke(services, context, values, t("The wall link is revoked."))


SECTION = Section(
    key="wall",
    words=lambda t: t("Wallboard"),
    icon="tv",
    action=Action.MANAGE_WALL,
    layout=layout,
    dialogs=(
        FormDialog(NEW, open_new, _make, Action.MANAGE_WALL),
        FormDialog(REVOKE, open_revoke, _revoke, Action.MANAGE_WALL),
    ),
    follows=TOKENS,
)
