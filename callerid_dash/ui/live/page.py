"""The live page: the incoming calls, the longest waiting first, and today's figures.

`/window` shows only the calls.

The page requests today's figures when the feed has news, every few seconds at most (`assets/charts/charts.js`).
"""

from __future__ import annotations

from dash import MATCH, Dash, Input, Output, State, dcc, html
from dash.development.base_component import Component

from callerid_dash.domain.users import Action, can
from callerid_dash.locales import Translator
from callerid_dash.services.services import Services
from callerid_dash.services.shared.authority import authorize
from callerid_dash.ui.charts.card import later_id
from callerid_dash.ui.kit import ids
from callerid_dash.ui.kit.basics import attrs, hidden, icon, present, wall_link
from callerid_dash.ui.kit.context import UiContext
from callerid_dash.ui.kit.lists import new_notice
from callerid_dash.ui.kit.missing import nothing_here
from callerid_dash.ui.kit.scripted import answer_store, draws, scripted
from callerid_dash.ui.live.today_side import today_data, today_side
from callerid_dash.ui.words.visibility import visibility_words

_TRY = """/api/v1/call-events \\
  -H "Authorization: Bearer $CALLERID_API_TOKEN" \\
  -H "Content-Type: application/json" \\
  -d '{"source": "test", "call_id": "1", "event": "ringing",
       "at": "'$(date -u +%FT%TZ)'", "caller": "02188776655"}'"""


def layout(services: Services, context: UiContext) -> Component:
    """The page."""
    t = context.words()
    return html.Div(
        [
            html.Header(
                [
                    html.H1(t("Incoming calls")),
                    html.Div(
                        present(
                            wall_link(t) if can(context.viewer().role, Action.SEE_WALL) else None,
                            html.A(
                                [icon("window-stack"), hidden(t("Open in a small window"))],
                                href="/window",
                                target="callerid-window",
                                className="tool",
                                title=t("Open in a small window"),
                                **attrs({"data-window": "430x760"}),
                            ),
                        ),
                        className="page-tools",
                    ),
                ],
                className="page-head",
            ),
            html.P(id=ids.TODAY_LINE, className="today-line"),
            html.Div(
                [
                    widget(
                        t,
                        _visibility(services, context),
                        may_connect=can(context.viewer().role, Action.CHANGE_SETTINGS),
                    ),
                    today_side(t),
                ],
                className="live-columns",
            ),
            *answer_store(ids.TODAY_DATA),
            *(dcc.Store(id=store) for store in (ids.TODAY_ASKED, f"{ids.TODAY}-news")),
        ],
        className="live",
    )


def window_layout(services: Services, context: UiContext) -> Component:
    """The widget alone."""
    t = context.words()
    return html.Div(
        [html.H1(t("Incoming calls"), className="visually-hidden"), widget(t, _visibility(services, context))],
        className="live live-window",
    )


def register(app: Dash, services: Services, context: UiContext) -> None:
    """Add the callbacks; the list is drawn when it appears on the page, then by every delta."""
    scripted(app, "mounted", Output(ids.CALLS_PAINTED, "data"), Input(ids.CALLS_MOUNTED, "data"))
    mounted, asked = Input(ids.CALLS_MOUNTED, "data"), State(ids.TODAY_ASKED, "data")
    scripted(app, "todayNews", Output(f"{ids.TODAY}-news", "data"), Input(ids.CURSOR, "data"), mounted, asked)
    draws(app, ids.TODAY_DATA, "charts")
    frame, graph, now = (later_id(MATCH, part) for part in ("frame", "graph", "now"))
    scripted(app, "chartNow", Output(frame, "children"), Input(now, "data"), State(graph, "data"))

    @app.callback(Output(ids.TODAY_DATA, "data"), Input(ids.TODAY_ASKED, "data"), prevent_initial_call=True)
    def today(_asked: object) -> dict[str, object]:
        viewer = context.viewer()
        authorize(viewer, Action.SEE_CALLS)
        visibility = _visibility(services, context)
        return today_data(services.reports.today.figures(viewer), context.words(), context.formats(), visibility)


def _visibility(services: Services, context: UiContext) -> str:
    return visibility_words(context.viewer(), services.directory.snapshot.visibility, context.words())


def widget(t: Translator, visibility: str, *, may_connect: bool = False) -> html.Section:
    """The list, its notice of held-back calls, and the message while no call has come in.

    `visibility` says in words which calls the viewer sees; '' if all.
    """
    return html.Section(
        [
            dcc.Store(id=ids.CALLS_MOUNTED, data=True),
            dcc.Store(id=ids.CALLS_PAINTED),
            html.Div(
                new_notice(
                    ids.NEW_CALLS,
                    {
                        "one": t("1 new call: %(name)s", name="{name}"),
                        "own": t("At your phone: %(name)s", name="{name}"),
                        "many": t("%(count)s new calls: %(name)s, …", count="{count}", name="{name}"),
                    },
                ),
                className="new-calls-place",
            ),
            html.Ul(
                id=ids.CALLS, className="calls", **attrs({"aria-label": t("Incoming calls"), "data-empty": "unknown"})
            ),
            _empty(t, visibility, may_connect=may_connect),
        ],
        className="widget panel",
        **attrs({"aria-label": t("Incoming calls")}),
    )


def _empty(t: Translator, visibility: str, *, may_connect: bool) -> html.Div:
    return nothing_here(
        "telephone-inbound",
        t("No calls yet"),
        t("The next call appears here by itself, the moment a phone rings."),
        visibility,
        _first_steps(t) if may_connect else None,
    )


def _first_steps(t: Translator) -> html.Ol:
    return html.Ol(
        [
            html.Li(
                [
                    html.Strong(t("Connect the telephone system")),
                    html.P(t("Start the server with the address and the user of your Asterisk manager interface:")),
                    _code("CALLERID_AMI_HOST=…  CALLERID_AMI_USERNAME=…  CALLERID_AMI_SECRET=…"),
                ]
            ),
            html.Li([html.Strong(t("Or send a first call yourself")), _code("curl ", _origin(), _TRY)]),
            html.Li([html.Strong(t("Or look around with simulated calls")), _code("make demo")]),
        ],
        className="first-steps",
    )


def _code(*parts: str | Component) -> html.Pre:
    return html.Pre(html.Code(list(parts)), dir="ltr", tabIndex=0)


def _origin() -> html.Span:
    """The place for this page's origin; only the browser knows it, because a proxy may be in between."""
    return html.Span(**attrs({"data-origin": ""}))
