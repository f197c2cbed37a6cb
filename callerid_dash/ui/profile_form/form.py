"""The fields of a profile's form, as a pure function of their values and the choices.

The form always contains the name fields of both kinds, and the style sheet shows those of the chosen kind; hidden spare
rows for numbers and addresses appear on request (assets/profile_form/profile_form.js). So nothing typed is ever removed
from the page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from callerid_dash.domain.profiles.profiles import TEXT_FIELDS, Color, OwnerRole, PhoneKind, ProfileKind
from callerid_dash.locales import Translator
from callerid_dash.services.profiles.validation import MOST_EMAILS, MOST_PHONES
from callerid_dash.ui.kit.basics import attrs, button, hidden, icon, icon_button, name_text, present
from callerid_dash.ui.kit.fields import (
    Choice,
    Option,
    area_field,
    fields_row,
    fixed_field,
    grouped_field,
    option_list,
    searched_field,
    text_field,
)
from callerid_dash.ui.kit.forms import Form
from callerid_dash.ui.profile_form.typed import BY_NUMBER, TypedPhone, TypedProfile
from callerid_dash.ui.words.owners import owner_words
from callerid_dash.ui.words.phones import phone_kind_words
from callerid_dash.ui.words.profiles import profile_field_words

SPARE_PHONES = 6
SPARE_EMAILS = 4


@dataclass(frozen=True, slots=True)
class OwnerChoice:
    """The users to choose for an owner role; `fixed` names the owner ('' for none) if the viewer may not change it."""

    users: Sequence[Choice] = ()
    fixed: str | None = None


@dataclass(frozen=True, slots=True)
class ProfileChoices:
    """The choices: ids with their words, in order."""

    categories: Sequence[Choice]
    colors: Sequence[Color]
    organizations: Sequence[Choice]
    owners: Mapping[OwnerRole, OwnerChoice]


def profile_fields(
    form: Form,
    typed: TypedProfile,
    choices: ProfileChoices,
    t: Translator,
    hints: Mapping[int, Sequence[Component | str]],
    *,
    first: bool = True,
) -> list[Component]:
    """All fields; `hints` holds a hint for the number of each row, `first` puts the cursor into the first field."""
    return [
        _kind(form, typed, t),
        *_names(form, typed, choices, t, first=first),
        fields_row(
            searched_field(
                form,
                "category",
                t("Category"),
                choices.categories,
                typed.category or None,
                placeholder=t("Choose a category"),
                clearable=False,
                t=t,
            ),
            _color(form, typed, choices.colors, t),
        ),
        fields_row(*(_owner(form, role, typed, choices.owners[role], t) for role in OwnerRole)),
        _phones(form, typed, t, hints),
        _emails(form, typed, t),
        area_field(form, "note", t("Note"), typed.note, rows=3),
    ]


def organization_options(found: Sequence[Choice], typed: str = "") -> list[Option]:
    """Organizations as options of a list; all of them match `typed`, even when spelled differently."""
    return [{"value": key, "label": words, "search": f"{typed} {words}"} for key, words in found]


def _kind(form: Form, typed: TypedProfile, t: Translator) -> html.Div:
    kinds = {
        ProfileKind.PERSON: ("person", t("Person")),
        ProfileKind.ORGANIZATION: ("building", t("Organization")),
    }
    given = dbc.RadioItems(
        id=form.field("kind"),
        options=[
            {"value": kind.value, "label": html.Span([icon(shape), " ", words])}
            for kind, (shape, words) in kinds.items()
        ],
        value=typed.kind.value,
        class_name="kind-choice d-flex gap-2",
        input_class_name="btn-check",
        label_class_name="btn btn-quiet",
        label_checked_class_name="active",
    )
    return grouped_field(form, "kind", t("Kind"), given, named=False)


def _names(form: Form, typed: TypedProfile, choices: ProfileChoices, t: Translator, *, first: bool) -> list[Component]:
    person, words = typed.kind is ProfileKind.PERSON, profile_field_words(t)
    parts = fields_row(
        text_field(form, "prefix", words["prefix"], typed.prefix, placeholder=t("Ms., Dr. …")),
        text_field(form, "first_name", words["first_name"], typed.first_name, autofocus=first and person),
        text_field(form, "last_name", words["last_name"], typed.last_name),
    )
    organizations = organization_options(choices.organizations)
    chosen = typed.organization or None
    works_for = grouped_field(
        form,
        "organization",
        t("Works for"),
        option_list(form, "organization", organizations, chosen, placeholder=t("Search organizations"), t=t),
    )
    shown_as = text_field(
        form,
        "shown_as",
        t("Shown as"),
        typed.shown_as,
        help_text=t("Leave it empty to show prefix, first and last name."),
    )
    more = _more(form, ProfileKind.PERSON, typed, words)
    return [
        html.Div(
            present(parts, shown_as if typed.shown_as else None, works_for, fields_row(*more) if more else None),
            className="only-person",
        ),
        html.Div(
            fields_row(
                text_field(form, "name", t("Name"), typed.name, required=True, autofocus=first and not person),
                *_more(form, ProfileKind.ORGANIZATION, typed, words),
            ),
            className="only-organization",
        ),
    ]


def _more(form: Form, kind: ProfileKind, typed: TypedProfile, words: Mapping[str, str]) -> list[Component]:
    """The text fields that do not belong to the name."""
    more = [each.name for each in TEXT_FIELDS if each.of is kind and not each.part_of_name]
    return [text_field(form, name, words[name], getattr(typed, name)) for name in more]


def _color(form: Form, typed: TypedProfile, colors: Sequence[Color], t: Translator) -> html.Div:
    options: list[Option] = [
        {"value": str(color.id), "label": _swatch(color), "search": f"{color.title} {color.description}"}
        for color in colors
    ]
    given = option_list(form, "color", options, typed.color or None, placeholder=t("No color"), t=t)
    return grouped_field(form, "color", t("Color"), given)


def _swatch(color: Color) -> html.Span:
    note = html.Span(color.description, className="muted small", dir="auto") if color.description else None
    return html.Span(
        present(html.Span(className="swatch", style={"--edge": color.hex}), name_text(color.title), note),
        className="swatch-line",
    )


def _owner(form: Form, role: OwnerRole, typed: TypedProfile, choice: OwnerChoice, t: Translator) -> html.Div:
    name, label = f"owners.{role.value}", t("Owner: %(role)s", role=owner_words(t)[role])
    if choice.fixed is None:
        return searched_field(form, name, label, choice.users, typed.owners.get(role), placeholder=t("Nobody"), t=t)
    words = choice.fixed or t("Nobody")
    shown = html.Div(
        [
            html.Span([icon("lock"), " ", name_text(words)], className="fixed-value inset muted d-block"),
            fixed_field(form, name, typed.owners.get(role, "")),
        ]
    )
    return grouped_field(form, name, label, shown, help_text=t("Only they or a supervisor can change this."))


def _phones(
    form: Form, typed: TypedProfile, t: Translator, hints: Mapping[int, Sequence[Component | str]]
) -> html.Fieldset:
    spare = min(SPARE_PHONES, max(MOST_PHONES - len(typed.phones), 0))
    shown = max(len(typed.phones), 1)
    phones = (*typed.phones, *(TypedPhone() for _ in range(spare)))
    rows = [_phone(form, row, phone, t, hints.get(row, []), spare=row >= shown) for row, phone in enumerate(phones)]
    return _rows(form, "phones", t("Phones"), t("Add a number"), rows)


def _phone(
    form: Form, row: int, phone: TypedPhone, t: Translator, hint: Sequence[Component | str], *, spare: bool
) -> html.Div:
    name = f"phones[{row}]"
    kinds = [(BY_NUMBER, t("Automatic")), *((kind.value, phone_kind_words(kind, t)) for kind in PhoneKind)]
    given = [
        _cell(
            t("Kind of number"),
            dbc.Select(
                id=form.field(f"{name}.kind"),
                options=[{"value": key, "label": words} for key, words in kinds],
                value=phone.kind or BY_NUMBER,
            ),
            "is-kind",
        ),
        _cell(t("Number"), _line(form, f"{name}.number", phone.number, t("Number"), "ltr", "tel"), "is-number"),
        _cell(t("Extension"), _line(form, f"{name}.extension", phone.extension, t("Ext."), "ltr"), "is-extension"),
        _cell(t("Label"), _line(form, f"{name}.label", phone.label, t("Label"), "auto"), "is-label"),
        html.Div(
            dbc.Checkbox(id=form.field(f"{name}.preferred"), value=phone.preferred, label=t("Default")),
            className="cell is-default",
            title=t("The default number of its kind"),
        ),
        _remove(t),
    ]
    said = html.Div(hint, id={"form": form.name, "hint": name}, className="cluster muted small")
    return _row(form, name, given, [said], spare=spare)


def _emails(form: Form, typed: TypedProfile, t: Translator) -> html.Fieldset:
    spare = min(SPARE_EMAILS, max(MOST_EMAILS - len(typed.emails), 0))
    shown = max(len(typed.emails), 1)
    rows = []
    for row, address in enumerate((*typed.emails, *("" for _ in range(spare)))):
        name = f"emails[{row}]"
        given = [_cell(t("E-mail"), _line(form, name, address, t("E-mail"), "ltr"), "is-email"), _remove(t)]
        rows.append(_row(form, name, given, [], spare=row >= shown))
    return _rows(form, "emails", t("E-mail"), t("Add an address"), rows)


def _rows(form: Form, sort: str, title: str, more: str, rows: list[html.Div]) -> html.Fieldset:
    return html.Fieldset(
        [
            html.Legend(title, className="field-label"),
            html.Div(rows, className="rows stack gap-2"),
            html.Div(id=form.error(sort), className="field-error", role="alert"),
            button([icon("plus-lg"), " ", more], "row-more text-button", {"data-row-more": ""}),
        ],
        className="field form-rows",
        **attrs({"data-field": sort}),
    )


def _row(form: Form, name: str, given: list[Component], said: list[Component], *, spare: bool) -> html.Div:
    error = html.Div(id=form.error(name), className="field-error", role="alert")
    return html.Div(
        [html.Div(given, className="row-cells"), *said, error],
        className="form-row field",
        hidden=spare,
        **attrs({"data-field": name}),
    )


def _cell(label: str, given: Component, class_name: str) -> html.Label:
    return html.Label([hidden(label), given], className=f"cell {class_name}")


def _line(form: Form, name: str, value: str, placeholder: str, direction: str, kind: str = "text") -> dbc.Input:
    return dbc.Input(
        id=form.field(name),
        type=kind,
        value=value,
        placeholder=placeholder,
        autocomplete="off",
        class_name=f"dir-{direction}",
    )


def _remove(t: Translator) -> html.Button:
    words = t("Remove this line")
    return icon_button("x-lg", words, {"data-row-remove": ""})
