"""The dialog `missed-close`: the reason why nobody has to call these numbers back.

`callers` is JSON: [[number, beginning of the last attempt that the user saw], …].
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from dash import html

from callerid_dash.domain.errors import InvalidInput, NotFound
from callerid_dash.domain.users import Action
from callerid_dash.locales import Translator
from callerid_dash.services.calls.callback_queue import WaitingCaller
from callerid_dash.services.calls.missed_calls import LONGEST_REASON, MOST_AT_ONCE
from callerid_dash.services.services import Services
from callerid_dash.services.shared.authority import authorize
from callerid_dash.ui.calls.row import caller_name
from callerid_dash.ui.calls.rows import viewed
from callerid_dash.ui.kit.answers import done
from callerid_dash.ui.kit.basics import name_text
from callerid_dash.ui.kit.context import UiContext
from callerid_dash.ui.kit.dialogs import Arguments, Dialog
from callerid_dash.ui.kit.fields import text_field
from callerid_dash.ui.kit.form_dialogs import FormDialog, form_dialog
from callerid_dash.ui.kit.forms import Form, Values
from callerid_dash.ui.kit.sent import text_of

FORM = Form("missed-close")
NAMED = 8
"""Up to this many callers are named one by one."""


def opener(services: Services, context: UiContext, arguments: Arguments) -> Dialog:
    """The dialog for callers in the viewer's list; others are left out. Raises NotFound if none is left."""
    viewer = context.viewer()
    authorize(viewer, Action.SEE_CALLS)
    callers: list[tuple[WaitingCaller, str]] = []
    for number in read_callers(arguments.get("callers", "")):
        try:
            caller = services.calls.missed.get(viewer, number)
        except NotFound:
            continue
        name = caller_name(viewed(caller.row, services, context), context.words(), context.formats())
        callers.append((caller, name))
    if not callers:
        raise NotFound("This caller is not waiting any more.")
    return close_dialog_for(callers, context)


def _close(services: Services, context: UiContext, _do: str, values: Values) -> None:
    t, callers = context.words(), read_callers(text_of(values, "callers"))
    closed = services.calls.missed.close(context.viewer(), callers, text_of(values, "reason"))
    done(closed_words(closed.callers, len(callers), text_of(values, "name"), t), t, undo_id=closed.undo_id)


def closed_words(closed: int, asked: int, name: str, t: Translator) -> str:
    """The message: what was closed, and how many callers were answered while the user typed the reason."""
    if asked == 1:
        return t("Closed: %(name)s", name=name)
    words = t.n("%(n)s caller closed", "%(n)s callers closed", closed)
    if closed == asked:
        return words
    left = asked - closed
    others = t.n("%(n)s was answered meanwhile", "%(n)s were answered meanwhile", left)
    return t(", ").join((words, others))


def close_dialog_for(callers: Sequence[tuple[WaitingCaller, str]], context: UiContext) -> Dialog:
    """The dialog: the callers, the field for the reason, and the consequences."""
    t, formats = context.words(), context.formats()
    title = t("Close missed calls")
    if len(callers) > 1:
        title = t.n("Close the missed calls of %(n)s caller", "Close the missed calls of %(n)s callers", len(callers))
    given = [[caller.number, caller.last_at.isoformat()] for caller, _ in callers]
    reason = text_field(
        FORM,
        "reason",
        t("Reason"),
        required=True,
        autofocus=True,
        placeholder=t("Wrong number, answered by mail, …"),
        help_text=t("At most %(most)s characters.", most=formats.number(LONGEST_REASON)),
    )
    body = [
        *(_named(caller, name, t) for caller, name in callers[:NAMED]),
        *_others(len(callers) - NAMED, t),
        reason,
        html.P(t("Whoever calls again waits again. This can be taken back for a day."), className="muted"),
    ]
    fixed = {"callers": json.dumps(given), "name": callers[0][1]}
    return form_dialog(FORM, title, body, t, do="close", words=t("Close missed calls"), fixed=fixed)


def _named(caller: WaitingCaller, name: str, t: Translator) -> html.P:
    attempts = t.n("%(n)s attempt", "%(n)s attempts", caller.attempts)
    return html.P([html.Strong(name_text(name)), " · ", attempts], className="mb-1")


def _others(others: int, t: Translator) -> list[html.P]:
    if others < 1:
        return []
    words = t.n("and %(n)s other", "and %(n)s others", others)
    return [html.P(words, className="mb-1")]


def read_callers(given: str) -> dict[str, datetime]:
    """The instants by number in a request. Raises InvalidInput."""
    try:
        callers = {str(number): datetime.fromisoformat(str(through)) for number, through in json.loads(given)}
    except (ValueError, TypeError) as error:
        raise InvalidInput("There is no such thing.") from error
    if not 0 < len(callers) <= MOST_AT_ONCE:
        raise InvalidInput("There is no such thing.")
    return callers


DIALOG = FormDialog(FORM, opener, _close)
"""The service checks permissions: they depend on whose callers these are."""
