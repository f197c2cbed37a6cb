"""Form fields, as pure functions: a label, the input, a help text and a place for errors."""

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
"""A stored value and its words."""
Option = dict[str, object]
"""An entry of a searchable list, in the form that Dash expects."""


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
    """Several lines of text. `when_left`: the value changes when the field loses focus, not with every letter."""
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
    """One of a few choices, in the browser's own list; ('', words) means none."""
    options = [{"value": key, "label": words} for key, words in choices]
    none = next((words for key, words in choices if not key), None)  # shown if nothing is chosen, instead of a blank
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
    """One of many choices, found by typing; `t` translates the list's own words."""
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
    """The list without label and help. An option has 'value', 'label' (words or a component), and 'search' words if the
    label is a component.
    """
    words: dict[str, Any] = {"labels": _list_words(t)}
    return dcc.Dropdown(
        id=form.field(name),
        options=list(options),
        value=value,
        placeholder=placeholder or t("Choose…"),  # an empty list without it has no name for screen readers
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
    return _framed(form, name, dbc.Switch(id=form.field(name), value=value, label=label), help_text)


def fixed_field(form: Form, name: str, value: str) -> Component:
    """A hidden value that is sent with the form. The server trusts it no more than any other field."""
    given: Component = dbc.Input(id=form.field(name), type="hidden", value=value)
    return given


def general_error(form: Form) -> html.Div:
    """The place for errors that belong to no field."""
    return html.Div(id=form.error(GENERAL), className="field-error form-error alert alert-danger", role="alert")


def fields_row(*fields: Component) -> html.Div:
    """Fields side by side where there is room."""
    return html.Div(list(fields), className="fields-row")


def grouped_field(
    form: Form,
    name: str,
    label: str,
    given: Component,
    *,
    required: bool = False,
    help_text: str = "",
    named: bool = True,
) -> html.Div:
    """A field of several controls, as a named group: a click on a label would press the first control. `named`: the
    name is visible, not only heard.
    """
    words = _label(label, required) if named else None
    return _framed(form, name, [words, given], help_text, role="group", **attrs({"aria-label": label}))


def _field(form: Form, name: str, label: str, given: Component, *, required: bool, help_text: str) -> html.Div:
    return _framed(form, name, html.Label([_label(label, required), given]), help_text)


def _label(words: str, required: bool) -> html.Span:
    mark = html.Span("*", className="field-required", **attrs({"aria-hidden": "true"})) if required else None
    return html.Span(present(words, mark), className="field-label")


def _framed(
    form: Form, name: str, given: Component | Sequence[Component | None], help_text: str, **more: Any
) -> html.Div:
    """The control with its help text and the place of its error."""
    words = html.Div(help_text, className="field-help") if help_text else None
    error = html.Div(id=form.error(name), className="field-error", role="alert")
    return html.Div(present(given, words, error), className="field", **attrs({"data-field": name}), **more)


def search_field(
    field_id: str, example: str, found: html.Div, t: Translator, *, value: str = "", first: bool = False
) -> html.Div:
    """A field that searches for profiles while the user types; `found` shows the hits (assets/shell/search.js)."""
    query = dbc.Input(
        id=field_id,
        type="text",
        value=value,
        debounce=200,  # milliseconds without a keystroke before the search begins
        maxlength=200,
        autocomplete="off",
        placeholder=example,
        class_name="dir-auto is-first" if first else "dir-auto",
    )
    label = html.Label([icon("search"), hidden(t("Search for a profile")), query], className="icon-field")
    return html.Div([label, found], className="add-search stack gap-2", **attrs({"data-search": ""}))
