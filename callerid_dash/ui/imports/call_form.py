"""A file for an import: the place that takes it, and what must be said of it before it is read."""

from __future__ import annotations

import json

from dash import html
from dash.development.base_component import Component

from callerid_dash.domain.local_times import AmbiguousTime
from callerid_dash.domain.numbers.locality import timezones
from callerid_dash.locales import Translator
from callerid_dash.services.imports.calls.format_guess import Guess
from callerid_dash.services.imports.calls.job import Suggested
from callerid_dash.services.jobs.uploads import Upload
from callerid_dash.ui.kit import ids
from callerid_dash.ui.kit.basics import attrs, icon, name_text
from callerid_dash.ui.kit.fields import Choice, area_field, choice_field, fields_row, fixed_field, general_error
from callerid_dash.ui.kit.forms import Form
from callerid_dash.ui.text.formats import Formats
from callerid_dash.ui.words.files import size_words

MAPPED = "csv"
"""The format whose columns must be named."""
_ENCODINGS = ("utf-8", "cp1256", "cp1252")


def chooser(kind: str, t: Translator, what: str = "", store: str = ids.IMPORT_SENT) -> html.Div:
    """Where a file is chosen or dropped. It is sent by assets/imports/uploads.js, which moves the bar.

    `what` says what files these are; `store` gets the id of one that has arrived.
    """
    words = {
        "of": t("%(done)s of %(total)s", done="{done}", total="{total}"),
        "size": t("%(n)s MB", n="{n}"),
        "waiting": t("The connection is gone; it goes on by itself when it is back."),
        "failed": t("The file could not be sent. Try again."),
        "changed": t("The file cannot be read any more. Choose it again."),
    }
    return html.Div(
        [
            html.Div(
                [
                    icon("cloud-arrow-up"),
                    html.H3(t("Which file?")),
                    html.P(what or t("Choose a file or drop it here: CSV or JSON, up to 2 GB.")),
                    html.Button(
                        t("Choose a file"),
                        type="button",
                        className="btn btn-primary",
                        **attrs({"data-upload-choose": "", "data-focus": "import-choose"}),
                    ),
                ],
                className="upload-ask",
            ),
            html.Div(
                [
                    html.Div(
                        [
                            html.Span([t("Is being sent:"), " ", html.Bdi(**attrs({"data-upload-name": ""}))]),
                            html.Button(
                                t("Cancel"), type="button", className="btn btn-quiet", **attrs({"data-upload-stop": ""})
                            ),
                        ],
                        className="job-head",
                    ),
                    html.Div(
                        html.Div(className="job-bar-done", **attrs({"data-upload-bar": ""})),
                        className="job-bar",
                        role="progressbar",
                        **attrs({"aria-label": t("Sent"), "aria-valuemin": "0", "aria-valuemax": "100"}),
                    ),
                    html.Div(
                        [
                            html.Span(className="job-share", **attrs({"data-upload-share": ""})),
                            html.Span(**attrs({"data-upload-figures": ""})),
                            html.Span(role="status", **attrs({"data-upload-says": ""})),
                        ],
                        className="job-figures",
                    ),
                ],
                className="upload-going",
                hidden=True,
            ),
            html.Div(className="field-error upload-error", role="alert"),
        ],
        className="settings-card upload",
        **attrs({"data-upload": kind, "data-upload-store": store, "data-upload-words": json.dumps(words)}),
    )


def said_of(form: Form, upload: Upload, questions: Component, t: Translator, formats: Formats) -> Component:
    """The file, the questions about it, the place of the preview, and the button that starts the import."""
    name = html.H3(name_text(upload.name), tabIndex=-1, className="import-file", **attrs({"data-upload-next": ""}))
    size = html.Span(size_words(upload.size, t, formats), className="settings-muted")
    return html.Div(
        [
            fixed_field(form, "upload", str(upload.id)),
            html.Div(
                [
                    icon("file-earmark-text"),
                    html.Div([name, size], className="settings-row-main"),
                    form.button("discard", t("Another file")),
                ],
                className="settings-row is-alone",
            ),
            questions,
            html.Div(id=ids.IMPORT_PREVIEW, className="import-preview-place", **attrs({"aria-live": "polite"})),
            html.Div(
                [general_error(form), form.button("start", t("Start the import"), primary=True)],
                className="import-start",
            ),
        ],
        className="settings-card import-form",
    )


def questions(
    form: Form, guessed: Guess, suggested: Suggested, known: tuple[str, ...], zone: str, t: Translator
) -> html.Div:
    """What must be said of a file, with the likely answers; `known` are the formats that can be read."""
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
        className="import-fields",
    )


def format_words(t: Translator) -> dict[str, str]:
    """What people call the formats."""
    return {
        "asterisk-cdr": t("Asterisk CDR (Master.csv)"),
        "asterisk-cel": t("Asterisk CEL"),
        "freeswitch-csv": t("FreeSWITCH CDR (CSV)"),
        "freeswitch-json": t("FreeSWITCH CDR (JSON)"),
        MAPPED: t("Another CSV file"),
    }


def encoding_words(name: str, t: Translator) -> str:
    """What people call an encoding."""
    return {
        "utf-8": "UTF-8",
        "utf-16": "UTF-16",
        "cp1256": t("Windows-1256 (Persian, Arabic)"),
        "cp1252": t("Windows-1252 (Western European)"),
    }.get(name, name)


def twice_choices(t: Translator) -> list[Choice]:
    """What can be done with times that exist twice."""
    return [
        (AmbiguousTime.REFUSE.value, t("Reject the row")),
        (AmbiguousTime.EARLIER.value, t("Take the earlier one")),
        (AmbiguousTime.LATER.value, t("Take the later one")),
    ]


def _mapping(form: Form, suggested: Suggested, t: Translator) -> list[Component]:
    columns = [html.Li(html.Bdi(name)) for name in suggested.columns if name]
    return [
        *([html.Div([t("Columns of the file:"), html.Ul(columns)], className="import-columns")] if columns else []),
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
        html.Button(
            [icon("file-earmark-arrow-up"), " ", t("Take it from a file")],
            type="button",
            className="btn btn-quiet",
            **attrs({"data-file-into": json.dumps(form.field("mapping"))}),
        ),
    ]
