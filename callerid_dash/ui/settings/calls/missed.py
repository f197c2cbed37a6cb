"""The section for how long a missed caller is due to be called back."""

from __future__ import annotations

from dash import Dash, html
from dash.development.base_component import Component

from callerid_dash.domain.users import Action
from callerid_dash.locales import Translator
from callerid_dash.services.services import Services
from callerid_dash.services.shared.authority import authorize
from callerid_dash.services.shared.directory import MOST_MISSED_DAYS
from callerid_dash.ui.kit.basics import button, icon
from callerid_dash.ui.kit.context import UiContext
from callerid_dash.ui.kit.dialogs import Arguments, Dialog, cancel_button, opens
from callerid_dash.ui.kit.fields import fixed_field, general_error, text_field
from callerid_dash.ui.kit.forms import Form, Values
from callerid_dash.ui.settings import parts
from callerid_dash.ui.settings.section import Section

FORM = Form("missed-days")


def layout(services: Services, context: UiContext) -> Component:
    """The section."""
    return view(services.directory.snapshot.missed_days, context.words())


def view(days: int, t: Translator) -> Component:
    """The current setting."""
    change = button(
        [icon("pencil"), " ", t("Change")], "btn btn-primary", {**opens("missed-days"), "data-focus": "missed-days"}
    )
    words = t.n("%(n)s day", "%(n)s days", days)
    return parts.section(
        t("Missed calls"),
        t(
            "Whoever was missed and did not call again for so long counts as never called back: they move to a list of "
            "their own on the page of missed calls, and neither the badge nor the wallboard counts them any more."
        ),
        parts.card(
            html.Dl(
                html.Div([html.Dt(t("Due to be called back for")), html.Dd(words)]), className="settings-facts lined"
            )
        ),
        action=change,
    )


def dialog(services: Services, context: UiContext, _arguments: Arguments) -> Dialog:
    """The dialog that changes the setting."""
    authorize(context.viewer(), Action.CHANGE_SETTINGS)
    t, days = context.words(), str(services.directory.snapshot.missed_days)
    most = context.formats().number(MOST_MISSED_DAYS)
    return Dialog(
        t("Missed calls"),
        [
            fixed_field(FORM, "seen", days),
            text_field(
                FORM,
                "days",
                t("Days for which a missed caller is due to be called back"),
                days,
                required=True,
                direction="ltr",
                autofocus=True,
                help_text=t("From 1 to %(most)s, counted from the last attempt, today not included.", most=most),
            ),
            general_error(FORM),
        ],
        [cancel_button(t), FORM.button("save", t("Save"), primary=True)],
        form=FORM.name,
    )


def register(app: Dash, services: Services, context: UiContext) -> None:
    """Add the callback of the form."""

    def save(_do: str, values: Values) -> None:
        days, seen = (parts.text_of(values, name) for name in ("days", "seen"))
        services.office.rules.set_missed_days(days, context.viewer(), seen)
        parts.done(context.words()("Saved."), context.words())

    FORM.register(app, context, save, Action.CHANGE_SETTINGS)


SECTION = Section(
    "missed",
    lambda t: t("Missed calls"),
    "telephone-x",
    Action.CHANGE_SETTINGS,
    layout,
    register,
    {"missed-days": dialog},
    follows="settings",
)
