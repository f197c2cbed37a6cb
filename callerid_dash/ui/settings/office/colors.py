"""The section of the colors for profiles."""

from __future__ import annotations

import dash_bootstrap_components as dbc
from dash import Dash, Input, Output, html
from dash.development.base_component import Component

from callerid_dash.domain.errors import InvalidInput
from callerid_dash.domain.profiles.profiles import Color
from callerid_dash.domain.users import Action
from callerid_dash.locales import Translator
from callerid_dash.services.office.lists import COLORS
from callerid_dash.services.office.validation import hex_of
from callerid_dash.services.services import Services
from callerid_dash.services.shared.authority import authorize
from callerid_dash.ui.kit.basics import hidden, name_text
from callerid_dash.ui.kit.context import UiContext
from callerid_dash.ui.kit.fields import fields_row, text_field
from callerid_dash.ui.settings import parts
from callerid_dash.ui.settings.office.list_section import ListSection, ListWords
from callerid_dash.ui.text.colors import DARK, LIGHT, Theme, tint

PREVIEW = "color-preview"
WELL = "color-well"
FIRST = "#3f7fd4"


class ColorSection(ListSection[Color]):
    """Each color with its swatch, its code, and the number of its profiles."""

    key, dialog, icon, of = "colors", "color", "palette", COLORS

    def words(self, t: Translator) -> ListWords:
        """The texts of the list."""
        return ListWords(
            t("Colors"),
            t(
                "What a color means is up to you. A call is painted in the color of its profile, "
                "with the title as a hint."
            ),
            add=t("Add a color"),
            change=t("Edit"),
            changing=t("Edit color"),
            none_yet=t("No colors yet"),
            what_for=t("Give a color a meaning, such as gold for your best customers."),
        )

    def lead(self, entry: Color) -> Component:
        """The color's swatch."""
        return html.Span(className="color-swatch", style={"background": entry.hex})

    def notes(self, entry: Color, uses: int, t: Translator) -> parts.Parts:
        """The color's meaning, its code, and the number of its profiles."""
        return (
            name_text(entry.description) if entry.description else None,
            html.Bdi(entry.hex, dir="ltr", className="number"),
            parts.profiles_words(uses, t),
        )

    def fields(self, entry: Color | None, t: Translator) -> list[Component]:
        """Title, meaning and code, with a preview."""
        code, title = (entry.hex, entry.title) if entry else (FIRST, "")
        well = html.Label(
            [hidden(t("Choose a color")), dbc.Input(id=WELL, type="color", value=code, class_name="color-well")],
            className="color-well-place",
            title=t("Choose a color"),
        )
        return [
            self.title_field(entry, t),
            text_field(self.form, "description", t("Description"), entry.description if entry else ""),
            fields_row(text_field(self.form, "hex", t("Color"), code, required=True, direction="ltr"), well),
            html.Div(preview(title, code, t), id=PREVIEW, className="color-previews"),
        ]

    def removal(self, entry: Color, uses: int, t: Translator) -> tuple[str, list[str]]:
        """The question before a color is deleted, with the number of profiles that lose it."""
        losing = t.n(
            "%(n)s profile has this color and will have none. Nothing else of it changes.",
            "%(n)s profiles have this color and will have none. Nothing else of them changes.",
            uses,
        )
        costs = [losing, t("This cannot be undone.")] if uses else [t("No profile has this color.")]
        return t("Delete the color “%(title)s”?", title=entry.title), costs

    def register(self, app: Dash, _services: Services, context: UiContext) -> None:
        """Add the callback of the preview."""

        @app.callback(
            Output(PREVIEW, "children"),
            Input(self.form.field("hex"), "value"),
            Input(self.form.field("title"), "value"),
            prevent_initial_call=True,
        )
        def show(code: object, title: object) -> list[Component]:
            authorize(context.viewer(), Action.CHANGE_SETTINGS)
            return preview(str(title or "")[:80], str(code or "")[:20], context.words())


def preview(title: str, code: str, t: Translator) -> list[Component]:
    """A row in this color, as it looks in both themes; empty while the code is invalid."""
    try:
        color = hex_of(code)
    except InvalidInput:
        return [html.P(t("A color is written like #d4a017."), className="field-help")]
    return [_row(title, color, LIGHT, t("Light"), t), _row(title, color, DARK, t("Dark"), t)]


def _row(title: str, color: str, theme: Theme, words: str, t: Translator) -> html.Div:
    ink = "#171c26" if theme is LIGHT else "#e9ebf1"
    line = html.Div(
        [
            html.Span(name_text(title or t("Title")), style={"color": ink}),
            html.Span(t("Support · 2 min ago"), className="small"),
        ],
        className="color-preview-row",
        style={"background": tint(color, theme), "borderInlineStartColor": color, "color": theme.muted},
    )
    return html.Div([html.Span(words, className="field-help"), line], className="color-preview")
