"""Chips for active filters of the call log that have no field in its bar; each chip can remove its filter. Pure.

Links from profiles and from the analytics page set these filters.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dash import html
from dash.development.base_component import Component

from callerid_dash.domain.calls.filter import CallFilter
from callerid_dash.domain.errors import InvalidInput
from callerid_dash.domain.profiles.numbering import Origin, origin_of_code
from callerid_dash.locales import Translator
from callerid_dash.services.reports.figure_words import origin_name
from callerid_dash.ui.kit.basics import button, icon, name_text
from callerid_dash.ui.text.formats import Formats
from callerid_dash.ui.text.time_axis import hour_name, wait_name

Words = list[Component | str]


def log_chips(
    wanted: CallFilter, profile: str, origins: Mapping[str, Origin], t: Translator, formats: Formats
) -> list[Component]:
    """The chips; `profile` is the name of the filtered profile, `origins` are the known origins of calls by code."""
    return [_chip(names, words, t) for names, words in _on(wanted, profile, origins, t, formats)]


def _on(
    wanted: CallFilter, profile: str, origins: Mapping[str, Origin], t: Translator, formats: Formats
) -> Iterator[tuple[str, Words]]:
    """The parameter names of each active filter, and its words."""
    if wanted.profile is not None:
        yield "profile", [t("Calls of"), " ", name_text(profile)]
    if wanted.weekday is not None:
        yield "weekday", [t("Weekday"), ": ", formats.weekday_name(wanted.weekday)]
    if wanted.hour is not None:
        yield "hour", [t("Hour"), ": ", hour_name(wanted.hour, formats)]
    if wanted.wait_over is not None or wanted.wait_up_to is not None:
        span = wait_name(wanted.wait_over or 0, wanted.wait_up_to, formats)
        yield "wait_over wait_up_to", [t("Waiting time"), ": ", t("%(span)s s", span=span)]
    if wanted.origin is not None:
        yield "origin", [t("Where from"), ": ", _origin(wanted.origin, origins, t)]
    if wanted.known_then is not None:
        then = t("Was in the address book") if wanted.known_then else t("Was not registered")
        yield "known_then", [t("When they called"), ": ", then]
    if wanted.simulated is not None:
        yield "simulated", [t("Only simulated calls") if wanted.simulated else t("Without simulated calls")]


def _origin(code: str, origins: Mapping[str, Origin], t: Translator) -> str:
    try:
        return origin_name(origins.get(code) or origin_of_code(code), t)
    except InvalidInput:
        return code


def _chip(names: str, words: Words, t: Translator) -> html.Div:
    off = button(
        [icon("x-lg"), html.Span([t("Take this filter off"), ": ", *words], className="visually-hidden")],
        "chip-off btn btn-sm text-reset",
        {"data-log-off": names},
        title=t("Take this filter off"),
    )
    return html.Div([html.Span(words), off], className="log-chip chip-filter")
