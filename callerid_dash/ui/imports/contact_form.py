"""The form with a user's choices before contacts are imported: what columns mean, and what is done with each entry."""

from __future__ import annotations

from collections.abc import Sequence

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from callerid_dash.domain.profiles.contacts.columns import ContactField
from callerid_dash.domain.profiles.contacts.contact import Duplicates
from callerid_dash.domain.profiles.contacts.contact_file import ContactFile
from callerid_dash.domain.profiles.contacts.contact_file import ContactFormat as FileForm
from callerid_dash.domain.profiles.profiles import ProfileKind
from callerid_dash.locales import Translator
from callerid_dash.services.jobs.uploads import Upload
from callerid_dash.ui.imports.shell import file_row, refused, start_row
from callerid_dash.ui.kit.basics import attrs, hidden, name_text, present
from callerid_dash.ui.kit.fields import Choice, choice_field, fields_row, fixed_field, general_error, grouped_field
from callerid_dash.ui.kit.forms import Form
from callerid_dash.ui.text.formats import Formats
from callerid_dash.ui.words.contacts import contact_field_words, duplicates_words

ENCODINGS = ("utf-8", "utf-16", "windows-1256", "windows-1252")
DELIMITERS = {",": ",", ";": ";", "\t": "Tab", "|": "|"}
_LONGEST_EXAMPLE = 40
_SHAPE = "file-earmark-person"


def contact_form(
    forms: tuple[Form, Form],
    upload: Upload,
    found: ContactFile,
    said: tuple[str, str],
    categories: Sequence[Choice],
    preview_id: str,
    t: Translator,
    formats: Formats,
) -> Component:
    """The whole form: the file, how it is read (the second form), its columns, what is done, and the preview.

    `said` holds the encoding and the delimiter that the user has chosen, '' for a detected one.
    """
    form, reading = forms
    entries = t.n("%(n)s entry", "%(n)s entries", len(found.entries))
    return html.Div(
        present(
            *_kept(form, upload, said),
            file_row(form, upload, _SHAPE, (*_kind(found, t), entries), t, formats),
            html.Div(_reading_fields(reading, found, *said, t), className="import-fields stack")
            if found.form is not FileForm.EXCEL
            else None,
            _mapping(form, found, t),
            html.Div(options_fields(form, categories, t), className="import-fields stack contact-options"),
            html.H3(t("What would become of it"), className="contact-head"),
            dcc.Loading(
                html.Div(id=preview_id, className="contact-preview stack gap-2", **attrs({"aria-live": "polite"})),
                delay_show=300,
                overlay_style={"visibility": "visible", "opacity": 0.4},
            ),
            start_row(form, t),
        ),
        className="panel overflow-hidden import-form contact-form",
    )


def unread_form(
    forms: tuple[Form, Form], upload: Upload, said: tuple[str, str], wrong: str, t: Translator, formats: Formats
) -> Component:
    """The form for a file that cannot be read with these settings: the reason, and the settings to change."""
    form, reading = forms
    encodings: list[Choice] = [("", t("Find out")), *((name, name) for name in ENCODINGS)]
    return html.Div(
        [
            *_kept(form, upload, said),
            file_row(form, upload, _SHAPE, (), t, formats),
            html.Div(
                [
                    refused(wrong),
                    choice_field(reading, "encoding", t("Encoding"), encodings, said[0]),
                    general_error(form),
                ],
                className="import-fields stack",
            ),
        ],
        className="panel overflow-hidden import-form contact-form",
    )


def _kept(form: Form, upload: Upload, said: tuple[str, str]) -> list[Component]:
    kept = {"upload": str(upload.id), "encoding": said[0], "delimiter": said[1]}
    return [fixed_field(form, name, value) for name, value in kept.items()]


def _kind(found: ContactFile, t: Translator) -> list[str]:
    name = {FileForm.VCARD: "vCard", FileForm.EXCEL: "Excel"}.get(found.form, "CSV")
    return [name, *([t("Sheet “%(name)s”", name=found.sheet)] if found.sheet else [])]


def _reading_fields(form: Form, found: ContactFile, encoding: str, delimiter: str, t: Translator) -> Component:
    """The fields for how the file is read, in case it was detected wrongly."""
    auto = t("Found out: %(what)s", what=found.encoding) if not encoding else t("Find out")
    encodings: list[Choice] = [("", auto), *((name, name) for name in ENCODINGS)]
    fields = [choice_field(form, "encoding", t("Encoding"), encodings, encoding)]
    if found.form is FileForm.CSV:
        now = DELIMITERS.get(found.delimiter, found.delimiter)
        own = t("Found out: %(what)s", what=now) if not delimiter else t("Find out")
        fields.append(choice_field(form, "delimiter", t("Delimiter"), [("", own), *DELIMITERS.items()], delimiter))
    return fields_row(*fields)


def _mapping(form: Form, found: ContactFile, t: Translator) -> Component | None:
    """Each column with its first values and the field that it is mapped to."""
    if not found.columns:
        return None
    heads = (t("Column"), t("For example"), t("Is imported as"))
    options = [{"value": field.value, "label": words} for field, words in contact_field_words(t).items()]
    columns = zip(found.heads, found.columns, found.examples(), strict=True)
    rows = [
        html.Tr(
            [
                html.Th(name_text(head), scope="row"),
                html.Td(
                    html.Div(
                        [html.Bdi(_short(cell)) for cell in examples], className="contact-examples cluster muted small"
                    )
                ),
                html.Td(_chosen(form, place, head, column.field, options, t)),
            ]
        )
        for place, (head, column, examples) in enumerate(columns)
    ]
    table = html.Table(
        [html.Thead(html.Tr([html.Th(words, scope="col") for words in heads])), html.Tbody(rows)],
        className="contact-columns data-table folds",
    )
    label = t("What the columns of the file are")
    return html.Div(table, className="contact-mapping", role="region", tabIndex=0, **attrs({"aria-label": label}))


def _chosen(
    form: Form, place: int, head: str, field: ContactField, options: Sequence[dict[str, str]], t: Translator
) -> Component:
    label = t("The column %(head)s is imported as", head=head)
    chosen = dbc.Select(
        id=form.field(f"column.{place}"), options=list(options), value=field.value, class_name="contact-field"
    )
    return html.Label([hidden(label), chosen])


def options_fields(form: Form, categories: Sequence[Choice], t: Translator) -> list[Component]:
    """The fields for what is done with new and known entries."""
    kinds = [
        (ProfileKind.PERSON.value, t("Person")),
        (ProfileKind.ORGANIZATION.value, t("Organization")),
    ]
    options = [
        {
            "value": each.value,
            "label": html.Span(
                [html.Span(title, className="fw-semibold"), html.Span(text, className="muted small")],
                className="d-grid",
            ),
        }
        for each, (title, text) in duplicates_words(t).items()
    ]
    chosen = dbc.RadioItems(
        id=form.field("duplicates"), options=options, value=Duplicates.SKIP.value, class_name="contact-policies options"
    )
    return [
        grouped_field(form, "duplicates", t("Those who are known already"), chosen),
        fields_row(
            choice_field(form, "kind", t("Whom the file does not call person or organization"), kinds, "person"),
            choice_field(
                form, "category", t("Category of those without one"), [("", t("As for any new profile")), *categories]
            ),
        ),
    ]


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_EXAMPLE else f"{line[: _LONGEST_EXAMPLE - 1]}…"
