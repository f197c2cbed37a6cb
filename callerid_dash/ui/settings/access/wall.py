"""The section of the wallboard: the secret links that show it on a screen where nobody signs in."""

from __future__ import annotations

from urllib.parse import urlencode

from dash import Dash, html
from dash.development.base_component import Component

from callerid_dash.domain.errors import NotFound
from callerid_dash.domain.scopes import Scope
from callerid_dash.domain.users import Action
from callerid_dash.locales import LANGUAGES
from callerid_dash.services.accounts.tokens import TOKENS
from callerid_dash.services.services import Services
from callerid_dash.services.shared.authority import authorize
from callerid_dash.ui.kit.answers import close_dialog, say
from callerid_dash.ui.kit.basics import attrs, icon
from callerid_dash.ui.kit.context import UiContext
from callerid_dash.ui.kit.dialogs import Arguments, Dialog, cancel_button
from callerid_dash.ui.kit.fields import choice_field, fixed_field, general_error, text_field
from callerid_dash.ui.kit.forms import Form, Values
from callerid_dash.ui.settings.access.secrets_shown import secret_place, show_once
from callerid_dash.ui.settings.access.tokens import in_order, token_row
from callerid_dash.ui.settings.parts import add_button, empty, id_of, section
from callerid_dash.ui.settings.section import Section

NEW, REVOKE = Form("wall-new", shows_secret=True), Form("wall-revoke")
THEMES = ("dark", "light")


def layout(services: Services, context: UiContext) -> Component:
    """The section."""
    authorize(context.viewer(), Action.MANAGE_WALL)
    t, links = context.words(), services.accounts.tokens.wall_links()
    listed: Component = html.Ul(
        [token_row(link, "wall-revoke", t, context.formats()) for link in in_order(links)],
        className="people panel lined",
    )
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
        action=add_button(t("New wall link"), "wall-new"),
    )


def open_new(_services: Services, context: UiContext, _arguments: Arguments) -> Dialog:
    """The form of a new link."""
    authorize(context.viewer(), Action.MANAGE_WALL)
    t = context.words()
    themes = [(theme, {"dark": t("Dark"), "light": t("Light")}[theme]) for theme in THEMES]
    body: list[Component | str] = [
        text_field(
            NEW,
            "name",
            t("Name"),
            required=True,
            autofocus=True,
            help_text=t("It stands at the top of the wall, such as 'Sales floor'."),
        ),
        choice_field(NEW, "lang", t("Language"), list(LANGUAGES.items()), context.language()),
        choice_field(NEW, "theme", t("Theme"), themes, THEMES[0]),
        general_error(NEW),
        secret_place(),
    ]
    make = NEW.button("make", t("Make link"), primary=True)
    return Dialog(t("New wall link"), body, [cancel_button(t), make], form=NEW.name)


def open_revoke(services: Services, context: UiContext, arguments: Arguments) -> Dialog:
    """Says what stops, and asks."""
    authorize(context.viewer(), Action.MANAGE_WALL)
    t, sent = context.words(), arguments.get("token")
    link = next((each for each in services.accounts.tokens.wall_links() if str(each.id) == sent), None)
    if link is None:
        raise NotFound("There is no such wall link.")
    body: list[Component | str] = [
        html.P(t("Screens that show “%(name)s” go blank within seconds. This cannot be undone.", name=link.name)),
        fixed_field(REVOKE, "token", str(link.id)),
        general_error(REVOKE),
    ]
    revoke = REVOKE.button("revoke", t("Revoke"), danger=True)
    return Dialog(t("Revoke this wall link?"), body, [cancel_button(t), revoke], size="sm")


def link_address(key: str, language: str, theme: str) -> list[Component | str]:
    """The whole address; the browser puts in where this page comes from."""
    asked = {"lang": language if language in LANGUAGES else "en", "theme": theme if theme in THEMES else THEMES[0]}
    return [html.Span(**attrs({"data-origin": ""})), f"/wall?{urlencode({'key': key, **asked})}"]


def register(app: Dash, services: Services, context: UiContext) -> None:
    """Add what the two forms do."""

    def make(_do: str, values: Values) -> None:
        t, given = context.words(), {name: str(value or "") for name, value in values.items()}
        name = given.get("name", "")
        key = services.accounts.tokens.create(name, [Scope.WALL_READ], context.viewer())
        words = t("Open this address once in the browser of the screen; it is remembered there. Do not pass it on.")
        address = link_address(key, given.get("lang", ""), given.get("theme", ""))
        show_once(t("Wall link “%(name)s”", name=" ".join(name.split())), words, address, t)

    def revoke(_do: str, values: Values) -> None:
        t = context.words()
        services.accounts.tokens.revoke(id_of(values.get("token")), context.viewer())
        close_dialog()
        say(t("The wall link is revoked."), t)

    NEW.register(app, context, make, Action.MANAGE_WALL)
    REVOKE.register(app, context, revoke, Action.MANAGE_WALL)


SECTION = Section(
    key="wall",
    words=lambda t: t("Wallboard"),
    icon="tv",
    action=Action.MANAGE_WALL,
    layout=layout,
    register=register,
    dialogs={"wall-new": open_new, "wall-revoke": open_revoke},
    follows=TOKENS,
)
