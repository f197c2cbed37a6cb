"""Components shared by the imports of calls and of profiles: the upload area, the row of the file, the report."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from dash import html
from dash.development.base_component import Component

from callerid_dash.domain.jobs import Job, JobKind
from callerid_dash.locales import Translator
from callerid_dash.services.jobs.uploads import Upload
from callerid_dash.ui.kit.basics import attrs, button, icon, name_text, present
from callerid_dash.ui.kit.fields import general_error
from callerid_dash.ui.kit.forms import Form
from callerid_dash.ui.text.formats import Formats
from callerid_dash.ui.words.files import size_words


def chooser(kind: JobKind, t: Translator, what: str, store: str) -> html.Div:
    """The area where a file is chosen or dropped. assets/imports/uploads.js sends it and moves the bar.

    `what` says which files are accepted; `store` receives the id of the uploaded file.
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
                    html.P(what),
                    button(
                        t("Choose a file"), "btn btn-primary", {"data-upload-choose": "", "data-focus": "import-choose"}
                    ),
                ],
                className="upload-ask empty",
            ),
            html.Div(
                [
                    html.Div(
                        [
                            html.Span([t("Is being sent:"), " ", html.Bdi(**attrs({"data-upload-name": ""}))]),
                            button(t("Cancel"), "btn btn-quiet", {"data-upload-stop": ""}),
                        ],
                        className="spread flex-wrap",
                    ),
                    html.Div(
                        html.Div(className="progress-bar", **attrs({"data-upload-bar": ""})),
                        className="progress",
                        role="progressbar",
                        **attrs({"aria-label": t("Sent"), "aria-valuemin": "0", "aria-valuemax": "100"}),
                    ),
                    html.Div(
                        [
                            html.Span(className="fw-semibold", **attrs({"data-upload-share": ""})),
                            html.Span(**attrs({"data-upload-figures": ""})),
                            html.Span(role="status", **attrs({"data-upload-says": ""})),
                        ],
                        className="job-figures cluster muted",
                    ),
                ],
                className="upload-going stack p-3",
                hidden=True,
            ),
            html.Div(className="field-error upload-error", role="alert"),
        ],
        className="panel overflow-hidden upload",
        **attrs({"data-upload": kind, "data-upload-store": store, "data-upload-words": json.dumps(words)}),
    )


def file_row(form: Form, upload: Upload, shape: str, facts: Sequence[str], t: Translator, formats: Formats) -> html.Div:
    """The uploaded file with its size and other facts, and a button that discards it."""
    notes = [html.Span(fact) for fact in (size_words(upload.size, t, formats), *facts)]
    return html.Div(
        [
            icon(shape),
            html.Div(
                [
                    html.H3(
                        name_text(upload.name), tabIndex=-1, className="import-file", **attrs({"data-upload-next": ""})
                    ),
                    html.Div(notes, className="settings-row-note cluster muted small"),
                ],
                className="settings-row-main",
            ),
            form.button("discard", t("Another file")),
        ],
        className="settings-row is-alone",
    )


def start_row(form: Form, t: Translator) -> html.Div:
    """The button that starts the import."""
    start = form.button("start", t("Start the import"), primary=True)
    return html.Div([general_error(form), start], className="import-start")


def refused(words: str) -> html.P:
    """The reason why a file cannot be imported with these settings."""
    return html.P(words, className="import-none wrong", role="alert")


def counts_of(job: Job) -> dict[str, int]:
    """The figures of an import."""
    return {name: value for name, value in job.result.items() if isinstance(value, int)}


def report_card(job: Job, *parts: Component | None) -> html.Div:
    """The card with the state of an import."""
    return html.Div(
        present(*parts),
        className="import-report panel stack p-3",
        **attrs({"data-job": str(job.id), "data-state": job.state.value}),
    )


def figure_list(
    words: Mapping[str, str], counts: Mapping[str, int], formats: Formats, titles: Mapping[str, str] | None = None
) -> html.Dl:
    """The figures named in `words`; `titles` are their tooltips."""
    return html.Dl(
        [
            html.Div(
                [html.Dt(each), html.Dd(formats.number(counts.get(name, 0)))],
                title=(titles or {}).get(name),
                **attrs({"data-figure": name, "data-some": "true" if counts.get(name) else "false"}),
            )
            for name, each in words.items()
        ],
        className="import-figures",
    )


def rejected_link(job: Job, words: str) -> html.A:
    """A link to the file of rejected rows."""
    return html.A(
        [icon("download"), " ", words],
        href=f"/import/{job.id}/rejected.csv",
        download="rejected.csv",
        className="btn btn-quiet",
    )
