"""The section of the office's location: the country and area code that complete numbers, and the time zone."""

from __future__ import annotations

from datetime import UTC, datetime

from dash import Dash, html
from dash.development.base_component import Component

from callerid_dash.domain.numbers.locality import Locality, regions, timezones
from callerid_dash.domain.users import Action
from callerid_dash.locales import Translator
from callerid_dash.services.office.locality import stamp
from callerid_dash.services.services import Services
from callerid_dash.services.shared.authority import authorize
from callerid_dash.ui.kit.basics import button, icon
from callerid_dash.ui.kit.context import UiContext
from callerid_dash.ui.kit.dialogs import Arguments, Dialog, cancel_button, opens
from callerid_dash.ui.kit.fields import fields_row, fixed_field, general_error, searched_field, text_field
from callerid_dash.ui.kit.forms import Form, Values
from callerid_dash.ui.settings import parts
from callerid_dash.ui.settings.section import Section
from callerid_dash.ui.text.formats import Formats

FORM = Form("place")


def layout(services: Services, context: UiContext) -> Component:
    """The section."""
    now = services.directory.snapshot
    stored = {"region", "area_code", "timezone"} <= now.settings.keys()
    return view(now.locality, stored, context.words(), context.formats(), datetime.now(UTC))


def view(place: Locality, stored: bool, t: Translator, formats: Formats, now: datetime) -> Component:
    """The current values, and whether they come from the settings or from the start of the server."""
    region, area_code = place.dialing.region, place.dialing.area_code
    country = formats.country(region)
    facts = [
        (t("Country"), f"{country} ({region})" if country else region),
        (t("Area code"), html.Bdi(formats.digits(f"0{area_code}"), dir="ltr") if area_code else t("none")),
        (t("Time zone"), html.Bdi(zone_words(place.timezone), dir="ltr")),
        (t("The office's clock"), formats.moment(now)),
    ]
    change = button([icon("pencil"), " ", t("Change")], "btn btn-primary", {**opens("place"), "data-focus": "place"})
    source = (
        t("Set here; it overrides what the server was started with.")
        if stored
        else t("As the server was started (CALLERID_REGION, CALLERID_AREA_CODE, CALLERID_TIMEZONE).")
    )
    return parts.section(
        t("Place and time"),
        t("Numbers without a country or an area code are read as local ones. Days begin by the office's clock."),
        parts.card(
            html.Dl(
                [html.Div([html.Dt(words), html.Dd(value)]) for words, value in facts], className="settings-facts lined"
            ),
            html.P(source, className="settings-source muted small"),
        ),
        action=change,
    )


def zone_words(name: str) -> str:
    """The display name of a time zone."""
    return name.replace("_", " ").replace("/", " / ")


def dialog(services: Services, context: UiContext, _arguments: Arguments) -> Dialog:
    """The dialog that changes the location."""
    authorize(context.viewer(), Action.CHANGE_SETTINGS)
    t, place, formats = context.words(), services.directory.snapshot.locality, context.formats()
    named = [(region, f"{formats.country(region) or region} ({region})") for region in regions()]
    zones = dict.fromkeys([*timezones(), place.timezone])
    return Dialog(
        t("Place and time"),
        [
            fixed_field(FORM, "seen", stamp(place)),
            searched_field(
                FORM,
                "region",
                t("Country"),
                sorted(named, key=lambda choice: choice[1]),
                place.dialing.region,
                required=True,
                clearable=False,
                t=t,
            ),
            fields_row(
                text_field(
                    FORM,
                    "area_code",
                    t("Area code"),
                    place.dialing.area_code,
                    direction="ltr",
                    help_text=t("Without the 0, such as 21 for Tehran. Empty where numbers have none."),
                ),
                searched_field(
                    FORM,
                    "timezone",
                    t("Time zone"),
                    [(name, zone_words(name)) for name in zones],
                    place.timezone,
                    required=True,
                    clearable=False,
                    t=t,
                ),
            ),
            html.P(
                [
                    icon("info-circle"),
                    " ",
                    t("Numbers on profiles and the calls until now keep their meaning; only what comes is read anew."),
                ],
                className="alert alert-light",
            ),
            general_error(FORM),
        ],
        [cancel_button(t), FORM.button("save", t("Save"), primary=True)],
        form=FORM.name,
    )


def register(app: Dash, services: Services, context: UiContext) -> None:
    """Add the callback of the form."""

    def save(_do: str, values: Values) -> None:
        t = context.words()
        region, area_code, timezone, seen = (
            parts.text_of(values, name) for name in ("region", "area_code", "timezone", "seen")
        )
        services.office.rules.set_place(region, area_code, timezone, context.viewer(), seen)
        parts.done(t("Saved."), t)

    FORM.register(app, context, save, Action.CHANGE_SETTINGS)


SECTION = Section(
    "place",
    lambda t: t("Place and time"),
    "geo-alt",
    Action.CHANGE_SETTINGS,
    layout,
    register,
    {"place": dialog},
    follows="settings",
)
