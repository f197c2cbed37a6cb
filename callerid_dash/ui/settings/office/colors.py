"""The section of the colors that profiles may have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import dash_bootstrap_components as dbc
from dash import Dash, Input, Output, html
from dash.development.base_component import Component

from callerid_dash.domain.errors import InvalidInput, NotFound
from callerid_dash.domain.profiles.profiles import Color
from callerid_dash.domain.users import Action
from callerid_dash.locales import Translator
from callerid_dash.services.office.colors import stamp
from callerid_dash.services.office.validation import hex_of
from callerid_dash.services.services import Services
from callerid_dash.services.shared.authority import authorize
from callerid_dash.ui.kit.basics import hidden, name_text
from callerid_dash.ui.kit.context import UiContext
from callerid_dash.ui.kit.dialogs import Arguments, Dialog, cancel_button
from callerid_dash.ui.kit.fields import fields_row, fixed_field, general_error, text_field
from callerid_dash.ui.kit.forms import Form, Values
from callerid_dash.ui.settings import parts
from callerid_dash.ui.settings.section import Section
from callerid_dash.ui.text.colors import DARK, LIGHT, Theme, tint
from callerid_dash.ui.text.formats import Formats

FORM = Form("color")
REMOVE = Form("color-remove")
PREVIEW = "color-preview"
WELL = "color-well"
FIRST = "#3f7fd4"


def layout(services: Services, context: UiContext) -> Component:
    """The section."""
    uses = services.office.colors.uses(context.viewer())
    return view(list(services.directory.snapshot.colors.values()), uses, context.words(), context.formats())


def view(colors: Sequence[Color], uses: Mapping[int, int], t: Translator, formats: Formats) -> Component:
    """The list in its order."""
    rows: list[Component] = [
        parts.ordered_row(
            color.id,
            [
                html.Span(className="color-swatch", style={"background": color.hex}),
                parts.main(
                    name_text(color.title),
                    name_text(color.description) if color.description else None,
                    html.Bdi(color.hex, dir="ltr", className="settings-hex"),
                    profiles_words(uses.get(color.id, 0), t, formats),
                ),
                parts.tools(
                    *parts.movers(color.title, color.id, place, len(colors), t),
                    parts.tool("pencil", t("Edit"), "color", color=color.id),
                    parts.tool("trash", t("Delete"), "color-remove", color=color.id),
                ),
            ],
        )
        for place, color in enumerate(colors)
    ]
    nothing = parts.empty(
        "palette", t("No colors yet"), t("Give a color a meaning, such as gold for your best customers.")
    )
    return parts.section(
        t("Colors"),
        t("What a color means is up to you. A call is painted in the color of its profile, with the title as a hint."),
        parts.card(parts.ordered("colors", rows) if rows else nothing),
        action=parts.add_button(t("Add a color"), "color"),
    )


def profiles_words(count: int, t: Translator, formats: Formats) -> str:
    """How many profiles it is about."""
    return t.n("%(n)s profile", "%(n)s profiles", count, n=formats.number(count)) if count else t("no profile")


def open_color(services: Services, context: UiContext, arguments: Arguments) -> Dialog:
    """Add a color or change one."""
    authorize(context.viewer(), Action.CHANGE_SETTINGS)
    t, color = context.words(), _color(services, arguments) if arguments.get("color") else None
    fixed = [fixed_field(FORM, "id", str(color.id)), fixed_field(FORM, "seen", stamp(color))] if color else []
    code = color.hex if color else FIRST
    well = html.Label(
        [hidden(t("Choose a color")), dbc.Input(id=WELL, type="color", value=code, class_name="color-well")],
        className="color-well-place",
        title=t("Choose a color"),
    )
    return Dialog(
        t("Edit color") if color else t("Add a color"),
        [
            *fixed,
            text_field(FORM, "title", t("Title"), color.title if color else "", required=True, autofocus=True),
            text_field(FORM, "description", t("Description"), color.description if color else ""),
            fields_row(text_field(FORM, "hex", t("Color"), code, required=True, direction="ltr"), well),
            html.Div(preview(color.title if color else "", code, t), id=PREVIEW, className="color-previews"),
            general_error(FORM),
        ],
        [cancel_button(t), FORM.button("save", t("Save"), primary=True)],
        form=FORM.name,
    )


def preview(title: str, code: str, t: Translator) -> list[Component]:
    """A row in this color, as it looks in both themes; empty as long as the code is none."""
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
            html.Span(t("Support · 2 min ago"), className="color-preview-small"),
        ],
        className="color-preview-row",
        style={"background": tint(color, theme), "borderInlineStartColor": color, "color": theme.muted},
    )
    return html.Div([html.Span(words, className="field-help"), line], className="color-preview")


def open_remove(services: Services, context: UiContext, arguments: Arguments) -> Dialog:
    """Says how many profiles lose the color."""
    authorize(context.viewer(), Action.CHANGE_SETTINGS)
    t, color = context.words(), _color(services, arguments)
    losing = services.office.colors.uses(context.viewer()).get(color.id, 0)
    words = t.n(
        "%(n)s profile has this color and will have none. Nothing else of it changes.",
        "%(n)s profiles have this color and will have none. Nothing else of them changes.",
        losing,
        n=context.formats().number(losing),
    )
    question = t("Delete the color “%(title)s”?", title=color.title)
    shown = [words, t("This cannot be undone.")] if losing else [t("No profile has this color.")]
    return parts.asking(REMOVE, question, shown, t("Delete"), t, id=str(color.id), losing=str(losing))


def _color(services: Services, arguments: Arguments) -> Color:
    color = services.directory.snapshot.colors.get(parts.id_of(arguments.get("color")))
    if color is None:
        raise NotFound("This color has been deleted meanwhile.")
    return color


def register(app: Dash, services: Services, context: UiContext) -> None:
    """Add the callbacks of both forms and of the preview."""

    def save(_do: str, values: Values) -> None:
        t, viewer = context.words(), context.viewer()
        given = [parts.text_of(values, name) for name in ("title", "description", "hex")]
        if values.get("id"):
            seen = parts.text_of(values, "seen")
            services.office.colors.update(parts.id_of(values["id"]), given[0], given[1], given[2], viewer, seen)
        else:
            services.office.colors.add(given[0], given[1], given[2], viewer)
        parts.done(t("Saved."), t)

    def remove(_do: str, values: Values) -> None:
        t, color_id = context.words(), parts.id_of(values.get("id"))
        services.office.colors.remove(color_id, context.viewer(), parts.id_of(values.get("losing")))
        parts.done(t("Deleted."), t)

    @app.callback(
        Output(PREVIEW, "children"),
        Input(FORM.field("hex"), "value"),
        Input(FORM.field("title"), "value"),
        prevent_initial_call=True,
    )
    def show(code: object, title: object) -> list[Component]:
        authorize(context.viewer(), Action.CHANGE_SETTINGS)
        return preview(str(title or "")[:80], str(code or "")[:20], context.words())

    FORM.register(app, context, save, Action.CHANGE_SETTINGS)
    REMOVE.register(app, context, remove, Action.CHANGE_SETTINGS)


SECTION = Section(
    "colors",
    lambda t: t("Colors"),
    "palette",
    Action.CHANGE_SETTINGS,
    layout,
    register,
    {"color": open_color, "color-remove": open_remove},
    follows="settings",
)
