"""The form with the questions that a user answers before a file of calls is read."""

from __future__ import annotations

import json

from dash import html
from dash.development.base_component import Component

from callerid_dash.domain.local_times import AmbiguousTime
from callerid_dash.domain.numbers.locality import timezones
from callerid_dash.locales import Translator
from callerid_dash.services.imports.calls.file_guess import Guess
from callerid_dash.services.imports.calls.job import Suggested
from callerid_dash.services.jobs.uploads import Upload
from callerid_dash.ui.imports.shell import file_row, start_row
from callerid_dash.ui.kit import ids
from callerid_dash.ui.kit.basics import attrs, button, icon
from callerid_dash.ui.kit.fields import Choice, area_field, choice_field, fields_row, fixed_field
from callerid_dash.ui.kit.forms import Form
from callerid_dash.ui.text.formats import Formats

MAPPED = "csv"
"""The format whose columns the user must map."""
_ENCODINGS = ("utf-8", "cp1256", "cp1252")


def call_form(form: Form, upload: Upload, questions: Component, t: Translator, formats: Formats) -> Component:
    """The file, the questions about it, the place of the preview, and the button that starts the import."""
    return html.Div(
        [
            fixed_field(form, "upload", str(upload.id)),
            file_row(form, upload, "file-earmark-text", (), t, formats),
            questions,
            html.Div(id=ids.IMPORT_PREVIEW, className="import-preview-place", **attrs({"aria-live": "polite"})),
            start_row(form, t),
        ],
        className="panel overflow-hidden import-form",
    )


def questions(
    form: Form, guessed: Guess, suggested: Suggested, known: tuple[str, ...], zone: str, t: Translator
) -> html.Div:
    """The questions about a file, with the likely answers selected; `known` are the readable formats."""
    named = format_words(t)
    encodings = dict.fromkeys((guessed.encoding, *_ENCODINGS))
    zones = [(name, name.replace("_", " ").replace("/", " / ")) for name in dict.fromkeys((zone, "UTC", *timezones()))]
    return html.Div(
        [
            fields_row(
                choice_field(
                    form, "format", t("Format"), [(name, named.get(name, name)) for name in known], guessed.form
                ),
                choice_field(
                    form,
                    "encoding",
                    t("Encoding"),
                    [(name, encoding_words(name, t)) for name in encodings],
                    guessed.encoding,
                    help_text=t("Another one, if names below are unreadable."),
                ),
            ),
            fields_row(
                choice_field(
                    form,
                    "zone",
                    t("Time zone of the file"),
                    zones,
                    zone,
                    help_text=t("By whose clock its times were written."),
                ),
                choice_field(
                    form,
                    "twice",
                    t("Times that a clock shows twice"),
                    twice_choices(t),
                    AmbiguousTime.REFUSE.value,
                    help_text=t("When clocks go back, an hour comes twice."),
                ),
            ),
            html.Div(_mapping(form, suggested, t), id=ids.IMPORT_MAPPING, hidden=guessed.form != MAPPED),
        ],
        className="import-fields stack",
    )


def format_words(t: Translator) -> dict[str, str]:
    """The display name of each format."""
    return {
        "asterisk-cdr": t("Asterisk CDR (Master.csv)"),
        "asterisk-cel": t("Asterisk CEL"),
        "freeswitch-csv": t("FreeSWITCH CDR (CSV)"),
        "freeswitch-json": t("FreeSWITCH CDR (JSON)"),
        MAPPED: t("Another CSV file"),
    }


def encoding_words(name: str, t: Translator) -> str:
    """The display name of an encoding."""
    return {
        "utf-8": "UTF-8",
        "utf-16": "UTF-16",
        "cp1256": t("Windows-1256 (Persian, Arabic)"),
        "cp1252": t("Windows-1252 (Western European)"),
    }.get(name, name)


def twice_choices(t: Translator) -> list[Choice]:
    """The choices for ambiguous times, which occur twice when clocks go back."""
    return [
        (AmbiguousTime.REFUSE.value, t("Reject the row")),
        (AmbiguousTime.EARLIER.value, t("Take the earlier one")),
        (AmbiguousTime.LATER.value, t("Take the later one")),
    ]


def _mapping(form: Form, suggested: Suggested, t: Translator) -> list[Component]:
    columns = [html.Li(html.Bdi(name), className="badge") for name in suggested.columns if name]
    return [
        *(
            [
                html.Div(
                    [t("Columns of the file:"), html.Ul(columns, className="buttons mt-1")],
                    className="import-columns muted small",
                )
            ]
            if columns
            else []
        ),
        area_field(
            form,
            "mapping",
            t("Which column is what"),
            suggested.mapping,
            rows=8,
            direction="ltr",
            when_left=True,
            help_text=t('One line for each, as in a mapping file of the command line: field = "column".'),
        ),
        button(
            [icon("file-earmark-arrow-up"), " ", t("Take it from a file")],
            "btn btn-quiet",
            {"data-file-into": json.dumps(form.field("mapping"))},
        ),
    ]
