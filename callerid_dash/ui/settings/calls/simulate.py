"""The dialog that simulates an incoming call."""

from __future__ import annotations

from dash import html

from callerid_dash.domain.errors import InvalidInput
from callerid_dash.domain.users import Action
from callerid_dash.services.calls.test_call import Sample
from callerid_dash.services.services import Services
from callerid_dash.ui.kit.answers import done
from callerid_dash.ui.kit.context import UiContext
from callerid_dash.ui.kit.dialogs import Arguments, Dialog
from callerid_dash.ui.kit.fields import choice_field, fields_row, switch_field, text_field
from callerid_dash.ui.kit.form_dialogs import FormDialog, form_dialog
from callerid_dash.ui.kit.forms import Form, Values
from callerid_dash.ui.kit.sent import text_of

FORM = Form("simulate")


def dialog(services: Services, context: UiContext, _arguments: Arguments) -> Dialog:
    """The form: who calls, on which line, and whose phone rings."""
    t, viewer, now = context.words(), context.viewer(), services.directory.snapshot
    who = [
        (Sample.KNOWN.value, t("Somebody known")),
        (Sample.UNKNOWN.value, t("An unknown number")),
        (Sample.WITHHELD.value, t("A withheld number")),
    ]
    extensions = viewer.extensions or tuple(e for user in now.users.values() for e in user.extensions)
    body = [
        html.P(t("It rings on every open page like a real one, is answered after some seconds and ends by itself.")),
        choice_field(FORM, "who", t("Who calls"), who, Sample.KNOWN.value),
        text_field(FORM, "caller", t("Number"), direction="ltr", help_text=t("Left empty: one of the kind above.")),
        fields_row(
            text_field(FORM, "line", t("Line"), next(iter(now.lines), ""), direction="ltr"),
            text_field(FORM, "extension", t("Extension"), extensions[0] if extensions else "", direction="ltr"),
        ),
        switch_field(FORM, "answered", t("Somebody answers"), value=True),
        html.P(
            t("It is in no list and no figure afterwards; the audit trail says who made it."), className="field-help"
        ),
    ]
    return form_dialog(FORM, t("Simulate a call"), body, t, do="ring", words=t("Ring"))


def _ring(services: Services, context: UiContext, _do: str, values: Values) -> None:
    t, viewer, test_calls = context.words(), context.viewer(), services.calls.test_calls
    typed, who = text_of(values, "caller").strip(), text_of(values, "who")
    if not typed and who not in set(Sample):
        raise InvalidInput("Choose who calls.", "who")
    caller = typed or test_calls.sample(Sample(who), viewer)
    line, extension = text_of(values, "line"), text_of(values, "extension")
    test_calls.ring(caller, line, extension, viewer, answered=bool(values.get("answered")))
    done(t("The call rings now on every page."), t)


DIALOG = FormDialog(FORM, dialog, _ring, Action.CHANGE_SETTINGS)
