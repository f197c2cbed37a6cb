"""The preview of the beginning of a file of calls: the calls as they would be stored, and the unreadable rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dash import html
from dash.development.base_component import Component

from callerid_dash.domain.calls.calls import Outcome
from callerid_dash.domain.calls.history import Rejected
from callerid_dash.domain.numbers.phones import NumberKind
from callerid_dash.locales import Translator
from callerid_dash.services.imports.calls.preview import CallsPreview, PreviewedCall
from callerid_dash.services.jobs.rejected_rows import Telling
from callerid_dash.ui.kit.basics import attrs, icon, name_text, number_text, present
from callerid_dash.ui.text.formats import Formats
from callerid_dash.ui.words.left_out import left_out_words

_LONGEST_ROW = 400
_SHOWN = 5
_ISOLATED = "\u2068%s\u2069"  # text from the file keeps its own direction within our sentence


def import_preview(preview: CallsPreview, lines: Mapping[str, str], t: Translator, formats: Formats) -> html.Div:
    """The whole preview; `lines` are the titles of our own numbers."""
    return html.Div(
        present(
            html.P(sample_words(preview, t), className="import-sample", role="status"),
            html.P(
                t("No incoming call was found in the first rows. Is it the right format?"),
                className="import-none wrong",
            )
            if not preview.calls
            else None,
            *left_out_words(preview.why, preview.contexts, t, formats),
            _calls(preview.calls, lines, t, formats) if preview.calls else None,
            _rejected(preview.rejected, t, formats) if preview.rejected else None,
        ),
        className="import-preview stack p-3",
    )


def sample_words(preview: CallsPreview, t: Translator) -> str:
    """The totals of the sample in a sentence."""
    known = sum(each.already for each in preview.calls)
    told = [
        t.n("%(n)s call", "%(n)s calls", len(preview.calls)),
        t.n("%(n)s of them already there", "%(n)s of them already there", known) if known else "",
        t.n("%(n)s rejected row", "%(n)s rejected rows", len(preview.rejected)),
        t.n("%(n)s row that is no incoming call", "%(n)s rows that are no incoming calls", preview.left_out)
        if preview.left_out
        else "",
    ]
    return t("The first rows give: %(told)s.", told=t(", ").join(filter(None, told)))


def _calls(calls: tuple[PreviewedCall, ...], lines: Mapping[str, str], t: Translator, formats: Formats) -> Component:
    heads = [t("Row"), t("Caller"), t("Line"), t("Extension"), t("Started"), t("Waiting time"), t("Outcome")]
    body = [html.Tr(_cells(each, lines, heads, t, formats)) for each in calls]
    table = html.Table(
        [html.Thead(html.Tr([html.Th(words, scope="col") for words in heads])), html.Tbody(body)],
        className="import-table data-table folds",
    )
    return html.Div(
        table,
        className="import-scroll",
        tabIndex=0,
        role="region",
        **attrs({"aria-label": t("Calls as they would be stored")}),
    )


def _cells(
    each: PreviewedCall, lines: Mapping[str, str], heads: list[str], t: Translator, formats: Formats
) -> list[html.Td]:
    call = each.call
    waited = (call.answered_at or call.ended_at) - call.started_at
    line = lines.get(call.line)
    parts: list[Component | str | Sequence[Component | str]] = [
        formats.number(call.line_no),
        _caller(each, t, formats),
        (name_text(line) if line else number_text(call.line, formats)) if call.line else "",
        number_text(call.extension or ", ".join(call.rang), formats) if call.extension or call.rang else "",
        formats.moment(call.started_at),
        formats.duration(waited),
        _outcome(each, t, formats),
    ]
    return [
        html.Td(html.Div(part) if part else None, **attrs({"data-label": words}))
        for part, words in zip(parts, heads, strict=True)
    ]


def _caller(each: PreviewedCall, t: Translator, formats: Formats) -> Sequence[Component | str]:
    """The profile's name and the number as it was read; also the file's spelling where it differs."""
    number, raw = each.number.canonical, each.call.caller
    if each.number.kind is NumberKind.WITHHELD:
        return [t("Withheld number")]
    return present(
        html.Div(name_text(each.holder.name), className="fw-semibold") if each.holder else None,
        html.Div(number_text(number or raw, formats)),
        html.Div(number_text(raw, formats), className="muted small", title=t("As the file has it"))
        if number and number != raw
        else None,
        html.Div(t("no telephone number"), className="muted small") if not number else None,
    )


def _outcome(each: PreviewedCall, t: Translator, formats: Formats) -> list[Component]:
    call = each.call
    answered = call.outcome is Outcome.ANSWERED
    talked = formats.duration(call.ended_at - call.answered_at) if call.answered_at else None
    chip = html.Span(
        present(
            icon("check2" if answered else "telephone-x-fill"),
            t("Answered") if answered else t("Missed"),
            html.Span(talked, className="chip-time", title=t("Talk time")) if talked else None,
        ),
        className="chip",
        **attrs({"data-chip": call.outcome.value}),
    )
    return present(chip, html.Span(t("already there"), className="badge") if each.already else None)


def _rejected(rows: tuple[Rejected, ...], t: Translator, formats: Formats) -> Component:
    items = [
        html.Li(
            [
                html.Div(
                    [
                        html.Span(t("Row %(n)s", n=formats.number(row.line_no)), className="muted me-2"),
                        html.Span(reason_words(row, t, formats)),
                    ]
                ),
                html.Code(row.row[:_LONGEST_ROW], dir="ltr", className="import-row muted small"),
            ]
        )
        for row in rows
    ]
    return html.Div(
        [
            html.H3([icon("exclamation-triangle"), " ", t("Rows that cannot be read")]),
            html.P(
                t("They are left out and written into a file with their reasons; all others are imported."),
                className="muted mt-1",
            ),
            html.Ul(items[:_SHOWN], className="import-rejected stack gap-2 mt-2"),
            *present(_folded(items[_SHOWN:], t)),
        ]
    )


def reason_words(row: Rejected, t: Translator, formats: Formats) -> str:
    """Why a row cannot be read."""

    def said(value: object) -> str:
        text = str(value)
        if isinstance(value, int):
            return formats.digits(text)
        return text if t.direction == "ltr" and text.isascii() else _ISOLATED % text

    return t(row.message, **{name: said(value) for name, value in row.values.items()})


def rejects_words(t: Translator, formats: Formats) -> Telling[Rejected]:
    """The headings and reasons for the file of rejected rows, in the user's language."""
    return Telling((t("Line in the file"), t("Reason"), t("Row")), lambda row: reason_words(row, t, formats))


def _folded(items: list[html.Li], t: Translator) -> Component | None:
    if not items:
        return None
    more = t.n("%(n)s more", "%(n)s more", len(items))
    return html.Details(
        [
            html.Summary(more, className="text-button mt-2"),
            html.Ul(items, className="import-rejected stack gap-2 mt-2"),
        ],
        className="import-more",
    )
