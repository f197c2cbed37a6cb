"""The section of the sources of calls: their health, how to connect one, and a simulated call to test everything."""

from __future__ import annotations

from collections.abc import Mapping

from dash import Dash, Input, Output, dcc, html
from dash.development.base_component import Component

from callerid_dash.domain.users import Action
from callerid_dash.locales import Translator
from callerid_dash.services.services import Services
from callerid_dash.services.shared.authority import authorize
from callerid_dash.settings import Settings
from callerid_dash.ui.kit.basics import icon, name_text, ticking
from callerid_dash.ui.kit.context import UiContext
from callerid_dash.ui.live.health import FeedHealth, feed_health
from callerid_dash.ui.settings import parts
from callerid_dash.ui.settings.calls import ring_times, simulate
from callerid_dash.ui.settings.section import Section
from callerid_dash.ui.text.formats import Formats

NOW = "sources-now"
BEAT = "sources-beat"
_SECONDS = 3


def layout(services: Services, context: UiContext) -> Component:
    """The section."""
    t = context.words()
    return parts.section(
        t("Sources of calls"),
        t("Where calls come from. A source that is down is also told at the top of every page."),
        dcc.Interval(id=BEAT, interval=_SECONDS * 1000),
        html.Div(current(services, context), id=NOW),
        ring_times.listing(services, context),
        html.H3(t("Connect a telephone system"), className="mt-2"),
        connection(services.settings, t),
        action=parts.change_button(t("Simulate a call"), simulate.FORM.name, "telephone-plus"),
    )


def current(services: Services, context: UiContext) -> Component:
    """The sources with their current health."""
    health = feed_health(services)
    counted = (services.calls.ingest.accepted, services.calls.ingest.duplicates)
    return state(health, counted, context.words(), context.formats())


def state(health: FeedHealth, counted: tuple[int, int], t: Translator, formats: Formats) -> Component:
    """Each source with its health, and the events received since the server started."""
    rows: list[Component] = [
        parts.row(
            icon("check-circle-fill" if source.connected else "x-circle-fill"),
            parts.main(
                name_text(source.name),
                t("connected since %(moment)s", moment=formats.moment(source.since))
                if source.connected
                else t("down since %(moment)s", moment=formats.moment(source.since)),
                html.Span([t("last event"), " ", ticking("ago", source.last_event_at)])
                if source.last_event_at
                else t("no event yet"),
                html.Span(
                    t.n("%(n)s event lost", "%(n)s events lost", source.lost),
                    className="wrong",
                )
                if source.lost
                else None,
                html.Span(source.detail, dir="auto") if source.detail else None,
            ),
        )
        for source in health.sources
    ]
    accepted, duplicates = counted
    rows.append(
        parts.row(
            icon("braces"),
            parts.main(
                t("All sources and the API together"),
                t.n("%(n)s event stored", "%(n)s events stored", accepted),
                t.n("%(n)s repeated and left out", "%(n)s repeated and left out", duplicates),
                t("since the server was started"),
                html.Span([t("last event"), " ", ticking("ago", health.last_event_at)])
                if health.last_event_at
                else None,
            ),
        )
    )
    alone = html.P(t("No telephone system is connected. Calls come in through the API."), className="muted px-3 pt-3")
    return parts.card(None if health.sources else alone, html.Ul(rows, className="settings-list is-sources"))


def connection(settings: Settings, t: Translator) -> Component:
    """The environment variables that connect an Asterisk, with their current values; secrets are never shown."""
    rows = [
        html.Tr(
            [
                html.Th(html.Code(f"CALLERID_{name}"), scope="row"),
                html.Td(html.Bdi(value, dir="ltr") if value else html.Span(t("not set"), className="muted")),
                html.Td(meaning),
            ]
        )
        for name, (value, meaning) in variables(settings, t).items()
    ]
    return parts.card(
        html.P(
            t("The server reads these variables of its environment when it starts."),
            className="settings-source muted small",
        ),
        html.Div(
            html.Table(html.Tbody(rows), className="settings-variables data-table folds"),
            className="overflow-auto",
            tabIndex=0,
        ),
        html.P(
            [t("Other systems send their calls to the API:"), " ", html.Code("POST /api/v1/call-events", dir="ltr")],
            className="settings-source muted small",
        ),
    )


def variables(settings: Settings, t: Translator) -> Mapping[str, tuple[str, str]]:
    """The variables that connect a source: current value and meaning by name."""
    secret = t("set, not shown") if settings.ami_secret else ""
    return {
        "AMI_HOST": (settings.ami_host, t("Address of the Asterisk manager interface")),
        "AMI_PORT": (str(settings.ami_port), t("Its port")),
        "AMI_USERNAME": (settings.ami_username, t("The manager's user, with the class “call”")),
        "AMI_SECRET": (secret, t("The user's secret")),
        "AMI_INCOMING_CONTEXTS": (
            ", ".join(settings.ami_incoming_contexts),
            t("Contexts in which calls come in from outside"),
        ),
    }


def register(app: Dash, services: Services, context: UiContext) -> None:
    """Add the callback that refreshes the health while the section is open."""

    @app.callback(Output(NOW, "children"), Input(BEAT, "n_intervals"), prevent_initial_call=True)
    def follow(_beats: int) -> Component:
        authorize(context.viewer(), Action.CHANGE_SETTINGS)
        return current(services, context)


SECTION = Section(
    "sources",
    lambda t: t("Sources of calls"),
    "broadcast",
    Action.CHANGE_SETTINGS,
    layout,
    register,
    (simulate.DIALOG, ring_times.DIALOG),
)
