"""The state of a call as a chip: words, and the time that matters in that state."""

from __future__ import annotations

from dash import html

from callerid_dash.domain.calls.calls import Call, CallState, Outcome
from callerid_dash.locales import Translator
from callerid_dash.ui.kit.basics import attrs, icon, present, ticking
from callerid_dash.ui.text.formats import Formats


def state_key(call: Call) -> str:
    """The state's name for the style sheets: ringing, queued, talking, answered, missed, unknown."""
    if call.outcome:
        return call.outcome.value
    return "talking" if call.state is CallState.ANSWERED else call.state.value


def state_words(call: Call, t: Translator) -> str:
    """The state in one or two words."""
    return {
        "ringing": t("Ringing"),
        "queued": t("In queue"),
        "talking": t("Talking"),
        "answered": t("Answered"),
        "missed": t("Missed"),
        "unknown": t("End unknown"),
    }.get(state_key(call), t("Ended"))


def state_chip(call: Call, t: Translator, formats: Formats) -> html.Span:
    """The chip. Running times tick in the browser; ended ones are written here."""
    shape = {
        "ringing": "bell-fill",
        "queued": "hourglass-split",
        "talking": "telephone-fill",
        "answered": "check2",
        "missed": "telephone-x-fill",
    }.get(state_key(call), "question-circle")
    return html.Span(
        present(icon(shape), html.Span(state_words(call, t), className="chip-words"), _time(call, t, formats)),
        className="chip",
        **attrs({"data-chip": state_key(call)}),
    )


def _time(call: Call, t: Translator, formats: Formats) -> html.Span | html.Time | None:
    if call.state is CallState.ANSWERED and call.answered_at:
        return ticking("timer", call.answered_at, "chip-time", t("Talk time"))
    if call.state is not CallState.ENDED:
        return ticking("timer", call.started_at, "chip-time", t("Waiting time"))
    if call.outcome is Outcome.MISSED and call.wait is not None:
        return html.Span(formats.duration(call.wait), className="chip-time", title=t("Waiting time"))
    if call.talk is not None:
        return html.Span(formats.duration(call.talk), className="chip-time", title=t("Talk time"))
    return None
