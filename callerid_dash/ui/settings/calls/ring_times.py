"""The list of sources with their ring times, below the sources of calls, and the dialog that changes one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from dash import html
from dash.development.base_component import Component

from callerid_dash.domain.calls.ringing import NEVER, RING_TIME
from callerid_dash.domain.errors import InvalidInput, NotFound
from callerid_dash.domain.users import Action
from callerid_dash.locales import Translator
from callerid_dash.services.office.ring_times import FOUND_OUT, SourceRings, stamp
from callerid_dash.services.services import Services
from callerid_dash.ui.kit.basics import name_text
from callerid_dash.ui.kit.context import UiContext
from callerid_dash.ui.kit.dialogs import Arguments, Dialog
from callerid_dash.ui.kit.fields import choice_field, text_field
from callerid_dash.ui.kit.form_dialogs import FormDialog, form_dialog
from callerid_dash.ui.kit.forms import Form, Values
from callerid_dash.ui.kit.sent import text_of
from callerid_dash.ui.settings import parts
from callerid_dash.ui.text.formats import Formats

FORM = Form("ring-time")
AFTER, ALONE = "after", "never"


def listing(services: Services, context: UiContext) -> Component:
    """The list of all sources with their current ring times."""
    return view(services.office.ring_times.listed(context.viewer()), context.words(), context.formats())


def view(sources: Sequence[SourceRings], t: Translator, formats: Formats) -> Component:
    """Each source: what it reports, and when a call with only a ringing report counts as missed."""
    rows: list[Component] = [
        parts.row(
            parts.main(name_text(source.name), *_words(source, t, formats)),
            parts.tools(parts.tool("pencil", t("Change the ring time"), "ring-time", source=source.name)),
        )
        for source in sources
    ]
    nothing = html.P(t("No calls have come in yet."), className="muted p-3")
    return html.Div(
        [
            html.H3(t("Calls that only ring"), className="mt-2"),
            html.P(
                t(
                    "Many sources tell that a phone rings and nothing more. Their calls count as missed after the ring "
                    "time; an answer or an end that is told later corrects that."
                ),
                className="settings-intro",
            ),
            parts.card(html.Ul(rows, className="settings-list is-rings") if rows else nothing),
        ],
        className="settings-section",
    )


def _words(source: SourceRings, t: Translator, formats: Formats) -> tuple[str, str]:
    tells = t("tells how calls go on") if source.tells_more else t("has told nothing but ringing so far")
    if source.holds is None:
        return tells, t("calls ring until it tells more")
    return tells, t("missed after %(time)s without a word", time=formats.about(source.holds))


def open_ring_time(services: Services, context: UiContext, arguments: Arguments) -> Dialog:
    """The dialog that changes the ring time of a source."""
    t, name = context.words(), arguments.get("source", "")
    source = next((each for each in services.office.ring_times.listed(context.viewer()) if each.name == name), None)
    if source is None:
        raise NotFound("There is no such source.")
    choices = [
        (
            FOUND_OUT,
            t("After %(time)s, while it tells nothing but ringing", time=context.formats().about(RING_TIME)),
        ),
        (AFTER, t("Always after the time below")),
        (ALONE, t("Never: it will tell how calls go on")),
    ]
    now = source.ring_time
    chosen = FOUND_OUT if now is None else ALONE if now == NEVER else AFTER
    seconds = f"{(now or RING_TIME).total_seconds():.0f}"
    body = [
        choice_field(FORM, "rule", t("A call that only rings counts as missed"), choices, chosen),
        text_field(
            FORM,
            "seconds",
            t("Seconds without a word"),
            seconds,
            kind="number",
            direction="ltr",
            help_text=t("From 10 seconds to 2 hours, counted from what was told last."),
        ),
    ]
    title = t("Ring time of “%(source)s”", source=name)
    return form_dialog(FORM, title, body, t, fixed={"source": name, "seen": stamp(now)})


def ring_time_of(values: Values) -> timedelta | None:
    """The ring time in the form's values. Raises InvalidInput."""
    rule, seconds = text_of(values, "rule"), text_of(values, "seconds").strip()
    if rule == FOUND_OUT:
        return None
    if rule == ALONE:
        return NEVER
    if rule != AFTER:
        raise InvalidInput("There is no such rule.", "rule")
    if not (seconds.isdecimal() and len(seconds) < 6 and int(seconds)):  # noqa: PLR2004 - hours of seconds
        raise InvalidInput("A ring time lies between 10 seconds and 2 hours.", "seconds")
    return timedelta(seconds=int(seconds))


def _save(services: Services, context: UiContext, _do: str, values: Values) -> None:
    source, seen = text_of(values, "source"), text_of(values, "seen")
    services.office.ring_times.set(source, ring_time_of(values), context.viewer(), seen)
    parts.saved(context.words())


DIALOG = FormDialog(FORM, open_ring_time, _save, Action.CHANGE_SETTINGS)
