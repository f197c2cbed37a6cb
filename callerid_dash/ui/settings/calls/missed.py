"""The section for how long a missed caller is due to be called back."""

from __future__ import annotations

from dash.development.base_component import Component

from callerid_dash.domain.users import Action
from callerid_dash.locales import Translator
from callerid_dash.services.services import Services
from callerid_dash.services.shared.directory import MOST_MISSED_DAYS
from callerid_dash.ui.kit.context import UiContext
from callerid_dash.ui.kit.dialogs import Arguments, Dialog
from callerid_dash.ui.kit.fields import text_field
from callerid_dash.ui.kit.form_dialogs import FormDialog, form_dialog
from callerid_dash.ui.kit.forms import Form, Values
from callerid_dash.ui.kit.sent import text_of
from callerid_dash.ui.settings import parts
from callerid_dash.ui.settings.section import Section

FORM = Form("missed-days")


def layout(services: Services, context: UiContext) -> Component:
    """The section."""
    return view(services.directory.snapshot.missed_days, context.words())


def view(days: int, t: Translator) -> Component:
    """The current setting."""
    words = t.n("%(n)s day", "%(n)s days", days)
    return parts.section(
        t("Missed calls"),
        t(
            "Whoever was missed and did not call again for so long counts as never called back: they move to a list of "
            "their own on the page of missed calls, and neither the badge nor the wallboard counts them any more."
        ),
        parts.card(parts.facts((t("Due to be called back for"), words))),
        action=parts.change_button(t("Change"), FORM.name),
    )


def dialog(services: Services, context: UiContext, _arguments: Arguments) -> Dialog:
    """The dialog that changes the setting."""
    t, days = context.words(), str(services.directory.snapshot.missed_days)
    most = context.formats().number(MOST_MISSED_DAYS)
    given = text_field(
        FORM,
        "days",
        t("Days for which a missed caller is due to be called back"),
        days,
        required=True,
        direction="ltr",
        autofocus=True,
        help_text=t("From 1 to %(most)s, counted from the last attempt, today not included.", most=most),
    )
    return form_dialog(FORM, t("Missed calls"), [given], t, fixed={"seen": days})


def _save(services: Services, context: UiContext, _do: str, values: Values) -> None:
    services.office.rules.set_missed_days(text_of(values, "days"), context.viewer(), text_of(values, "seen"))
    parts.saved(context.words())


SECTION = Section(
    "missed",
    lambda t: t("Missed calls"),
    "telephone-x",
    Action.CHANGE_SETTINGS,
    layout,
    dialogs=[FormDialog(FORM, dialog, _save, Action.CHANGE_SETTINGS)],
    follows="settings",
)
