"""Two versions of a profile side by side, to choose from field by field. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from callerid_dash.locales import Translator
from callerid_dash.ui.kit.basics import attrs, button, icon, name_text
from callerid_dash.ui.kit.forms import Form
from callerid_dash.ui.profile_form.versions import BOTH, MINE, THEIRS, Difference


def side_by_side(form: Form, who: str, found: Sequence[Difference], t: Translator) -> html.Section:
    """The fields that differ; all others are the same. `who` has saved meanwhile, '' if unknown."""
    said = (
        t("%(name)s has saved this profile meanwhile.", name=who)
        if who
        else t("Somebody saved this profile meanwhile.")
    )
    head = html.Div(
        [
            html.Strong([icon("exclamation-triangle-fill"), " ", said]),
            html.P(t("Nothing of yours is lost: choose what is kept, then save.")),
        ],
        className="is-first alert alert-warning",  # is scrolled into view and read out
        tabIndex=-1,
        role="alert",
    )
    every = html.Div([_all(THEIRS, t("Take all of theirs")), _all(MINE, t("Keep all of mine"))], className="buttons")
    return html.Section(
        [head, every, *(_difference(form, each, t) for each in found)],
        className="versions stack",
        **attrs({"data-versions": ""}),
    )


def _difference(form: Form, found: Difference, t: Translator) -> html.Fieldset:
    sides = [
        {"value": THEIRS, "label": _side(t("Theirs"), found.theirs, t)},
        {"value": MINE, "label": _side(t("Mine"), found.mine, t), "disabled": found.choice is None},
    ]
    if found.both:
        sides.append({"value": BOTH, "label": _side(t("Both"), found.both, t)})
    note = (
        [html.Div(t("You may not change this, so theirs stays."), className="field-help")]
        if found.choice is None
        else []
    )
    return html.Fieldset(
        [
            html.Legend(found.label, className="field-label"),
            dbc.RadioItems(
                id=form.field(f"choose.{found.field}"),
                options=sides,
                value=found.choice or THEIRS,
                class_name="versions-sides options",
            ),
            *note,
        ],
        className="versions-field",
        **attrs({"data-field": found.field}),
    )


def _side(title: str, words: str, t: Translator) -> html.Span:
    shown: Component = (
        html.Span([html.Span(name_text(line), className="d-block") for line in words.splitlines()])
        if words
        else html.Em(t("empty"))
    )
    return html.Span([html.Span(title, className="muted small d-block"), shown])


def _all(choice: str, words: str) -> html.Button:
    return button(words, "btn btn-quiet btn-sm", {"data-choose-all": choice})
