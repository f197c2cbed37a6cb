"""Why rows of a file of past calls were left out, in words, with the contexts in which their calls began."""

from __future__ import annotations

from collections.abc import Mapping

from dash import html
from dash.development.base_component import Component

from callerid_dash.domain.calls.history import Why
from callerid_dash.locales import Translator
from callerid_dash.ui.text.formats import Formats


def left_out_words(
    why: Mapping[str, int], contexts: Mapping[str, int], t: Translator, formats: Formats
) -> list[html.P]:
    """A paragraph for each reason in `why`; headings and empty lines get none."""
    told: dict[Why, tuple[str, Component | str]] = {
        Why.OURS: (t("Our own telephones, or the system itself, made these calls."), ""),
        Why.CONTEXT: (
            t("These calls began in contexts that are not set as incoming ones:"),
            _contexts(contexts, t, formats),
        ),
        Why.SAID: (t("The file says that these are no incoming calls."), ""),
        Why.NO_BEGINNING: (t("The file does not tell where these calls began."), ""),
    }
    return [
        html.P([_rows(why[reason], t), " ", words, " ", more])
        for reason, (words, more) in told.items()
        if why.get(reason)
    ]


def _rows(count: int, t: Translator) -> str:
    return t.n("%(n)s row left out.", "%(n)s rows left out.", count)


def _contexts(contexts: Mapping[str, int], t: Translator, formats: Formats) -> Component:
    listed: list[Component | str] = []
    for name, count in contexts.items():
        listed += [", " if listed else "", html.Bdi(name or "–", dir="ltr"), f" ({formats.number(count)})"]
    hint = t(
        "If calls from outside begin in one of them, add it to CALLERID_AMI_INCOMING_CONTEXTS, start the server again, "
        "and import the file again."
    )
    return html.Span([*listed, ". ", hint])
