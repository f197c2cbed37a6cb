"""The dialog that simulates an incoming call."""

from __future__ import annotations

from dash import Dash, html

from callerid_dash.domain.errors import InvalidInput
from callerid_dash.domain.users import Action
from callerid_dash.services.calls.test_call import Sample
from callerid_dash.services.services import Services
from callerid_dash.services.shared.authority import authorize
from callerid_dash.ui.kit.answers import close_dialog, say
from callerid_dash.ui.kit.context import UiContext
from callerid_dash.ui.kit.dialogs import Arguments, Dialog, cancel_button, opens
from callerid_dash.ui.kit.fields import choice_field, fields_row, general_error, switch_field, text_field
from callerid_dash.ui.kit.forms import Form, Values
from callerid_dash.ui.settings.parts import text_of

FORM = Form("simulate")
OPENS = opens("simulate")


def dialog(services: Services, context: UiContext, _arguments: Arguments) -> Dialog:
    """The form: who calls, on which line, and whose phone rings."""
    viewer = context.viewer()
    authorize(viewer, Action.CHANGE_SETTINGS)
    t, now = context.words(), services.directory.snapshot
    who = [
        (Sample.KNOWN.value, t("Somebody known")),
        (Sample.UNKNOWN.value, t("An unknown number")),
        (Sample.WITHHELD.value, t("A withheld number")),
    ]
    extensions = viewer.extensions or tuple(e for user in now.users.values() for e in user.extensions)
    return Dialog(
        t("Simulate a call"),
        [
            html.P(
                t("It rings on every open page like a real one, is answered after some seconds and ends by itself."),
            ),
            choice_field(FORM, "who", t("Who calls"), who, Sample.KNOWN.value),
            text_field(FORM, "caller", t("Number"), direction="ltr", help_text=t("Left empty: one of the kind above.")),
            fields_row(
                text_field(FORM, "line", t("Line"), next(iter(now.lines), ""), direction="ltr"),
                text_field(FORM, "extension", t("Extension"), extensions[0] if extensions else "", direction="ltr"),
            ),
            switch_field(FORM, "answered", t("Somebody answers"), value=True),
            html.P(
                t("It is in no list and no figure afterwards; the audit trail says who made it."),
                className="field-help",
            ),
            general_error(FORM),
        ],
        [cancel_button(t), FORM.button("ring", t("Ring"), primary=True)],
        form=FORM.name,
    )


def register(app: Dash, services: Services, context: UiContext) -> None:
    """Add the callback of the form."""

    def ring(_do: str, values: Values) -> None:
        t, viewer, rehearsal = context.words(), context.viewer(), services.calls.test_calls
        typed, who = text_of(values, "caller").strip(), text_of(values, "who")
        if not typed and who not in set(Sample):
            raise InvalidInput("Choose who calls.", "who")
        caller = typed or rehearsal.sample(Sample(who), viewer)
        rehearsal.ring(
            caller,
            text_of(values, "line"),
            text_of(values, "extension"),
            viewer,
            answered=bool(values.get("answered")),
        )
        close_dialog()
        say(t("The call rings now on every page."), t)

    FORM.register(app, context, ring, Action.CHANGE_SETTINGS)
