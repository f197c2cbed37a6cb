"""The invalid phone numbers in a file of contacts, each with its place and the reason. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dash import html

from callerid_dash.domain.errors import CallerIdError, InvalidInput
from callerid_dash.locales import Translator
from callerid_dash.services.imports.profiles.phones import Doubt
from callerid_dash.ui.kit.answers import error_words
from callerid_dash.ui.kit.basics import attrs, icon, name_text, present
from callerid_dash.ui.text.formats import Formats

_LONGEST_NAME = 80
DoubtLine = tuple[int, str, str, str, CallerIdError]
"""Line of the file, name, field, value, reason."""


def lines_of(doubts: Iterable[Doubt]) -> list[DoubtLine]:
    """The lines of a preview's doubts."""
    return [(each.entry.line, each.name, each.field, each.value, each.reason) for each in doubts]


def lines_told(told: object) -> list[DoubtLine]:
    """The lines that a job's result has stored."""
    if not isinstance(told, list):
        return []
    return [(line, *words, InvalidInput(message, values=values)) for line, *words, message, values in told]


def import_doubts(total: int, lines: Sequence[DoubtLine], t: Translator, formats: Formats) -> html.Details:
    """The list of invalid phone numbers; their contacts are imported all the same."""
    title = t.n("%(n)s phone to look at", "%(n)s phones to look at", total)
    help_text = t("No valid number was found there. The people are taken in all the same.")
    items = [
        html.Li(
            [
                html.Span(t("line %(n)s", n=formats.digits(str(line))), className="contact-line muted"),
                html.Span(name_text(name[:_LONGEST_NAME])),
                html.Span([html.Bdi(field), ": ", html.Bdi(value, className="number")], className="contact-phone"),
                html.Span(error_words(reason, t), className="contact-reason wrong"),
            ]
        )
        for line, name, field, value, reason in lines
    ]
    more = total - len(lines)
    rest = t.n("and %(n)s more phone", "and %(n)s more phones", more)
    return html.Details(
        present(
            html.Summary(
                [icon("telephone-x"), html.Span(title, className="flex-fill fw-semibold")],
            ),
            html.P(help_text, className="field-help"),
            html.Ul(items, className="contact-entries lined", tabIndex=0, **attrs({"aria-label": title})),
            html.P(rest, className="field-help contact-more") if more else None,
        ),
        className="contact-found",
        open=True,
        **attrs({"data-doubts": str(total)}),
    )
