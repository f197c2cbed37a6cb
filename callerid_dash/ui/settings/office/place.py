"""The section of the office's location: the country and area code that complete numbers, and the time zone."""

from __future__ import annotations

from datetime import UTC, datetime

from dash import html
from dash.development.base_component import Component

from callerid_dash.domain.numbers.locality import Locality, regions, timezones
from callerid_dash.domain.users import Action
from callerid_dash.locales import Translator
from callerid_dash.services.office.locality import stamp
from callerid_dash.services.services import Services
from callerid_dash.ui.kit.basics import icon
from callerid_dash.ui.kit.context import UiContext
from callerid_dash.ui.kit.dialogs import Arguments, Dialog
from callerid_dash.ui.kit.fields import fields_row, searched_field, text_field
from callerid_dash.ui.kit.form_dialogs import FormDialog, form_dialog
from callerid_dash.ui.kit.forms import Form, Values
from callerid_dash.ui.kit.sent import text_of
from callerid_dash.ui.settings import parts
from callerid_dash.ui.settings.section import Section
from callerid_dash.ui.text.formats import Formats, country_name

FORM = Form("place")


def layout(services: Services, context: UiContext) -> Component:
    """The section."""
    now = services.directory.snapshot
    stored = {"region", "area_code", "timezone"} <= now.settings.keys()
    return view(now.locality, stored, context.words(), context.formats(), datetime.now(UTC))


def view(place: Locality, stored: bool, t: Translator, formats: Formats, now: datetime) -> Component:
    """The current values, and whether they come from the settings or from the start of the server."""
    region, area_code = place.dialing.region, place.dialing.area_code
    country = country_name(region, formats.language)
    facts = parts.facts(
        (t("Country"), f"{country} ({region})" if country else region),
        (t("Area code"), html.Bdi(formats.digits(f"0{area_code}"), dir="ltr") if area_code else t("none")),
        (t("Time zone"), html.Bdi(zone_words(place.timezone), dir="ltr")),
        (t("The office's clock"), formats.moment(now)),
    )
    source = (
        t("Set here; it overrides what the server was started with.")
        if stored
        else t("As the server was started (CALLERID_REGION, CALLERID_AREA_CODE, CALLERID_TIMEZONE).")
    )
    return parts.section(
        t("Place and time"),
        t("Numbers without a country or an area code are read as local ones. Days begin by the office's clock."),
        parts.card(
            facts,
            html.P(source, className="settings-source muted small"),
        ),
        action=parts.change_button(t("Change"), FORM.name),
    )


def zone_words(name: str) -> str:
    """The display name of a time zone."""
    return name.replace("_", " ").replace("/", " / ")


def dialog(services: Services, context: UiContext, _arguments: Arguments) -> Dialog:
    """The dialog that changes the location."""
    t, place, formats = context.words(), services.directory.snapshot.locality, context.formats()
    named = [(region, f"{country_name(region, formats.language) or region} ({region})") for region in regions()]
    zones = dict.fromkeys([*timezones(), place.timezone])
    country = searched_field(
        FORM,
        "region",
        t("Country"),
        sorted(named, key=lambda choice: choice[1]),
        place.dialing.region,
        required=True,
        clearable=False,
        t=t,
    )
    help_text = t("Without the 0, such as 21 for Tehran. Empty where numbers have none.")
    area_code = text_field(
        FORM, "area_code", t("Area code"), place.dialing.area_code, direction="ltr", help_text=help_text
    )
    choices = [(name, zone_words(name)) for name in zones]
    timezone = searched_field(
        FORM, "timezone", t("Time zone"), choices, place.timezone, required=True, clearable=False, t=t
    )
    kept = t("Numbers on profiles and the calls until now keep their meaning; only what comes is read anew.")
    note = html.P([icon("info-circle"), " ", kept], className="alert alert-light")
    body = [country, fields_row(area_code, timezone), note]
    return form_dialog(FORM, t("Place and time"), body, t, fixed={"seen": stamp(place)})


def _save(services: Services, context: UiContext, _do: str, values: Values) -> None:
    region, area_code, timezone, seen = (text_of(values, name) for name in ("region", "area_code", "timezone", "seen"))
    services.office.rules.set_place(region, area_code, timezone, context.viewer(), seen)
    parts.saved(context.words())


SECTION = Section(
    "place",
    lambda t: t("Place and time"),
    "geo-alt",
    Action.CHANGE_SETTINGS,
    layout,
    dialogs=[FormDialog(FORM, dialog, _save, Action.CHANGE_SETTINGS)],
    follows="settings",
)
