"""Fields of forms, as pure functions: a label, the input, help, and the place of its error."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from callerid_dash.locales import Translator
from callerid_dash.ui.kit.basics import attrs, hidden, icon, present
from callerid_dash.ui.kit.forms import GENERAL, Form

Choice = tuple[str, str]
"""What is stored, and the words for it."""
Option = dict[str, object]
"""An entry of a searched list, as Dash wants it."""


def text_field(
    form: Form,
    name: str,
    label: str,
    value: str = "",
    *,
    required: bool = False,
    help_text: str = "",
    kind: str = "text",
    direction: str = "auto",
    autofocus: bool = False,
    placeholder: str = "",
) -> html.Div:
    """One line of text; `kind` is an HTML input type, `direction` 'ltr' for numbers and addresses."""
    given = dbc.Input(
        id=form.field(name),
        type=kind,
        value=value,
        placeholder=placeholder,
        autocomplete="new-password" if kind == "password" else "off",
        class_name=" ".join(filter(None, (f"dir-{direction}", "is-first" if autofocus else ""))),
    )
    return _field(form, name, label, given, required=required, help_text=help_text)


def area_field(
    form: Form,
    name: str,
    label: str,
    value: str = "",
    *,
    rows: int = 3,
    help_text: str = "",
    required: bool = False,
    direction: str = "auto",
    when_left: bool = False,
) -> html.Div:
    """Several lines of text. `when_left`: what is typed counts when the field is left, not with every letter."""
    given = dbc.Textarea(id=form.field(name), value=value, rows=rows, debounce=when_left, class_name=f"dir-{direction}")
    return _field(form, name, label, given, required=required, help_text=help_text)


def choice_field(
    form: Form,
    name: str,
    label: str,
    choices: Sequence[Choice],
    value: str = "",
    *,
    required: bool = False,
    help_text: str = "",
) -> html.Div:
    """One of a few choices, in the browser's own list; ('', words) stands for none."""
    options = [{"value": key, "label": words} for key, words in choices]
    none = next((words for key, words in choices if not key), None)  # the list would stay blank where nothing is chosen
    given = dbc.Select(id=form.field(name), options=options, value=value, placeholder=none)
    return _field(form, name, label, given, required=required, help_text=help_text)


def searched_field(
    form: Form,
    name: str,
    label: str,
    choices: Sequence[Choice],
    value: str | None = None,
    *,
    placeholder: str = "",
    required: bool = False,
    help_text: str = "",
    clearable: bool = True,
    t: Translator,
) -> html.Div:
    """One of many choices, found by typing; `t` says the words of the list itself."""
    options: list[Option] = [{"value": key, "label": words} for key, words in choices]
    given = option_list(form, name, options, value, placeholder=placeholder, clearable=clearable, t=t)
    return grouped_field(form, name, label, given, required=required, help_text=help_text)


def option_list(
    form: Form,
    name: str,
    options: Sequence[Option],
    value: str | None,
    *,
    placeholder: str = "",
    clearable: bool = True,
    t: Translator,
) -> dcc.Dropdown:
    """The list alone. An option is 'value', 'label' (words or a component) and, for a component, 'search' words."""
    words: dict[str, Any] = {"labels": _list_words(t)}
    return dcc.Dropdown(
        id=form.field(name),
        options=list(options),
        value=value,
        placeholder=placeholder or t("Choose…"),  # without one, an empty list has no name for a screen reader
        clearable=clearable,
        search_order="original",
        maxHeight=280,
        **words,
    )


def _list_words(t: Translator) -> dict[str, str]:
    return {
        "search": t("Search"),
        "clear_search": t("Clear the search"),
        "clear_selection": t("Choose none"),
        "no_options_found": t("Nothing found"),
    }


def switch_field(form: Form, name: str, label: str, value: bool = False, *, help_text: str = "") -> html.Div:
    """On or off."""
    given = dbc.Switch(id=form.field(name), value=value, label=label)
    error = html.Div(id=form.error(name), className="field-error", role="alert")
    return html.Div(present(given, _help(help_text), error), className="field", **attrs({"data-field": name}))


def fixed_field(form: Form, name: str, value: str) -> Component:
    """What goes along with the form and nobody sees. The server trusts it as little as any field."""
    given: Component = dbc.Input(id=form.field(name), type="hidden", value=value)
    return given


def general_error(form: Form) -> html.Div:
    """Where an error is said that belongs to no field."""
    return html.Div(id=form.error(GENERAL), className="field-error form-error alert alert-danger", role="alert")


def fields_row(*fields: Component) -> html.Div:
    """Fields side by side where there is room."""
    return html.Div(list(fields), className="fields-row")


def grouped_field(
    form: Form, name: str, label: str, given: Component, *, required: bool = False, help_text: str = ""
) -> html.Div:
    """A field of several controls: a group with a name, since a label's click would press the first of them."""
    return html.Div(
        present(
            html.Span(present(label, _required(required)), className="field-label"),
            given,
            _help(help_text),
            html.Div(id=form.error(name), className="field-error", role="alert"),
        ),
        className="field",
        role="group",
        **attrs({"data-field": name, "aria-label": label}),
    )


def _required(required: bool) -> html.Span | None:
    return html.Span("*", className="field-required", **attrs({"aria-hidden": "true"})) if required else None


def _field(form: Form, name: str, label: str, given: Component, *, required: bool, help_text: str) -> html.Div:
    return html.Div(
        present(
            html.Label([html.Span(present(label, _required(required)), className="field-label"), given]),
            _help(help_text),
            html.Div(id=form.error(name), className="field-error", role="alert"),
        ),
        className="field",
        **attrs({"data-field": name}),
    )


def _help(words: str) -> html.Div | None:
    return html.Div(words, className="field-help") if words else None


def search_field(
    field_id: str, example: str, found: html.Div, t: Translator, *, value: str = "", first: bool = False
) -> html.Div:
    """Searches for a profile while somebody types; `found` is where the hits will be (assets/shell/search.js)."""
    query = dbc.Input(
        id=field_id,
        type="text",
        value=value,
        debounce=200,  # milliseconds without a key before the search begins
        maxlength=200,
        autocomplete="off",
        placeholder=example,
        class_name="dir-auto is-first" if first else "dir-auto",
    )
    label = html.Label([icon("search"), hidden(t("Search for a profile")), query], className="icon-field")
    return html.Div([label, found], className="add-search stack gap-2", **attrs({"data-search": ""}))
