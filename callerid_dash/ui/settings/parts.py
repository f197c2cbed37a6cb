"""Components of the settings' sections: headers, lists with buttons, dialogs that ask before they delete."""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence

from dash import html, set_props
from dash.development.base_component import Component

from callerid_dash.locales import Translator
from callerid_dash.ui.kit import ids
from callerid_dash.ui.kit.answers import done
from callerid_dash.ui.kit.basics import attrs, button, icon, icon_button, present
from callerid_dash.ui.kit.dialogs import Dialog, opens
from callerid_dash.ui.kit.form_dialogs import form_dialog
from callerid_dash.ui.kit.forms import Form

Parts = Sequence[Component | str | None]


def section(title: str, text: str, *parts: Component | None, action: Component | None = None) -> Component:
    """A section: its title, its purpose, its action, and its content."""
    head = html.Div(present(html.H2(title), action), className="spread flex-wrap")
    return html.Section(
        present(head, html.P(text, className="settings-intro muted"), *parts), className="settings-section stack"
    )


def card(*parts: Component | None) -> html.Div:
    """A panel around components."""
    return html.Div(present(*parts), className="panel overflow-hidden")


def empty(shape: str, title: str, text: str) -> html.Div:
    """The notice in an empty list."""
    return html.Div([icon(shape), html.H3(title), html.P(text)], className="empty")


def change_button(words: str, dialog: str, shape: str = "pencil") -> html.Button:
    """The button in a section's header that opens its dialog."""
    return button([icon(shape), " ", words], "btn btn-primary", {**opens(dialog), "data-focus": dialog})


def facts(*listed: tuple[str, Component | str]) -> html.Dl:
    """The current values of a section, each with its name."""
    lines = [html.Div([html.Dt(words), html.Dd(value)]) for words, value in listed]
    return html.Dl(lines, className="settings-facts lined")


def add_button(words: str, dialog: str, **arguments: object) -> html.Button:
    """The button in a section's header."""
    return button(
        [icon("plus-lg"), " ", words], "btn btn-primary", {**opens(dialog, **arguments), "data-focus": f"add-{dialog}"}
    )


def tool(shape: str, words: str, dialog: str, **arguments: object) -> html.Button:
    """A small button of a row that opens a dialog."""
    focus = f"{dialog} {json.dumps(arguments, default=str)}"
    return icon_button(shape, words, {**opens(dialog, **arguments), "data-focus": focus})


def movers(name: str, key: object, place: int, count: int, t: Translator) -> list[Component]:
    """The buttons that move a row up and down; `place` counts from 0. See assets/settings/settings.js."""
    return [
        icon_button(
            shape,
            words,
            {
                "data-move": str(step),
                "data-focus": f"move {key} {step}",
                "aria-disabled": "true" if stuck else "false",
                "aria-label": f"{words}: {name}",
            },
        )
        for step, shape, words, stuck in (
            (-1, "chevron-up", t("Move up"), place == 0),
            (1, "chevron-down", t("Move down"), place == count - 1),
        )
    ]


def ordered(name: str, rows: list[Component], parent: object = "") -> html.Ul:
    """A list whose rows (`ordered_row`) can be dragged; `name` is the key of its section."""
    return html.Ul(rows, className="settings-list", **attrs({"data-order": name, "data-parent": str(parent or "")}))


def ordered_row(key: int, parts: Parts, class_name: str = "") -> html.Li:
    """A row that can be dragged."""
    grip = html.Span(icon("grip-vertical"), className="settings-grip", draggable="true")
    line = html.Div(present(grip, *parts), className=f"settings-row {class_name}".strip())
    return html.Li(line, **attrs({"data-key": str(key)}))


def row(*parts: Component | str | None) -> html.Li:
    """A row of a list that has no order."""
    return html.Li(html.Div(present(*parts), className="settings-row"))


def main(title: Component | str, *under: Component | str | None) -> html.Div:
    """The content of a row: its title, and smaller text below."""
    below = [html.Span(part) if isinstance(part, str) else part for part in present(*under)]
    return html.Div(
        present(
            html.Div(title, className="settings-row-title text-break"),
            html.Div(below, className="settings-row-note cluster muted small") if below else None,
        ),
        className="settings-row-main flex-fill",
    )


def tools(*buttons: Component | None) -> html.Div:
    """The buttons of a row."""
    return html.Div(present(*buttons), className="settings-tools d-flex flex-shrink-0 align-items-center gap-1")


def profiles_words(count: int, t: Translator) -> str:
    """A number of profiles in words."""
    return t.n("%(n)s profile", "%(n)s profiles", count) if count else t("no profile")


def suggestions(title: str, buttons: Sequence[Component]) -> html.Div | None:
    """Suggested entries, each added with a click."""
    if not buttons:
        return None
    return html.Div(
        [html.H3(title), html.Div(list(buttons), className="settings-chips buttons")], className="stack gap-2"
    )


def asking(form: Form, title: str, words: Sequence[str], do: str, t: Translator, **fixed: str) -> Dialog:
    """A dialog that says what will be deleted and asks for confirmation."""
    lines = [html.P(line, dir="auto") for line in words]
    return form_dialog(form, title, lines, t, do="do", words=do, danger=True, fixed=fixed)


def saved(t: Translator, words: str = "") -> None:
    """Close the dialog, show the words, or 'Saved.', and refresh the section after a change was stored."""
    done(words or t("Saved."), t)
    refresh()


def refresh() -> None:
    """Refresh the open section."""
    set_props(ids.SETTINGS_REFRESH, {"data": secrets.token_hex(4)})
