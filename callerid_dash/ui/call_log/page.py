"""The call log: all calls that the viewer may see, newest first, filtered by the address.

Pages follow each other by cursor. Rows are those of the widget; `assets/kit/list.js` draws them, while
`assets/call_log/call_log.js` keeps the bar of filters.
"""

from __future__ import annotations

from functools import partial

from dash import Dash, Input, Output, State, dcc, html
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from callerid_dash.domain.errors import InvalidInput, NotFound
from callerid_dash.domain.reports.rollups import Dimension
from callerid_dash.domain.users import Action
from callerid_dash.locales import Translator
from callerid_dash.services.calls.saved_views import CALL_VIEWS
from callerid_dash.services.live.change_notifications import CALLS
from callerid_dash.services.live.feed import FeedRow
from callerid_dash.services.services import Services
from callerid_dash.services.shared.authority import authorize
from callerid_dash.services.shared.clock import now
from callerid_dash.services.shared.paging import Page
from callerid_dash.ui.call_log.chips import log_chips
from callerid_dash.ui.call_log.filters import column_choice, filter_bar, nothing_listed, waiting_notice
from callerid_dash.ui.call_log.query import CallQuery, export_query, read_call_query, view_of
from callerid_dash.ui.call_log.saved_views import view_name, views_menu, views_tool
from callerid_dash.ui.calls.rows import log_row
from callerid_dash.ui.jobs.export_menu import export_menu
from callerid_dash.ui.kit import ids
from callerid_dash.ui.kit.answers import error_words
from callerid_dash.ui.kit.basics import attrs
from callerid_dash.ui.kit.context import UiContext
from callerid_dash.ui.kit.lists import ListAnswer, PagedList, fold_button, fold_words, searched
from callerid_dash.ui.kit.scripted import answer_store, draws, plain, scripted
from callerid_dash.ui.text.formats import Formats
from callerid_dash.ui.words.visibility import visibility_words

PER_PAGE = 50
LOG = PagedList(ids.CALL_LOG)


def layout(_services: Services, context: UiContext, search: str = "") -> Component:
    """The page without its rows, which a callback supplies."""
    t = context.words()
    return html.Div(
        [
            *LOG.stores(),
            *answer_store(ids.CALL_LOG_NEWER),
            *(dcc.Store(id=store) for store in (ids.CALL_LOG_LOOK, f"{ids.CALL_LOG_LOOK}-due", ids.CALL_VIEW_ASKED)),
            html.Div(
                [
                    html.H1(t("Calls")),
                    html.Div(
                        [views_tool(t), _exports(t), column_choice(t)],
                        className="buttons align-items-end",
                        **attrs(LOG.follows(CALL_VIEWS)),
                    ),
                ],
                className="page-head",
            ),
            fold_button(ids.CALL_LOG_FOLD, ids.CALL_LOG_FILTERS),
            html.Div(
                id=ids.CALL_LOG_FILTERS, className="call-filters", role="search", **attrs({"aria-label": t("Filters")})
            ),
            html.Section(
                [
                    html.P(id=ids.CALL_LOG_COUNT, className="call-log-count muted small", role="status"),
                    waiting_notice(t),
                    html.Ul(
                        id=ids.CALL_LOG, className="calls", **attrs({"aria-busy": "true", "aria-label": t("Calls")})
                    ),
                    html.Div(id=ids.CALL_LOG_SAYS, role="status"),
                ],
                className="widget panel",
                **attrs({"aria-label": t("Calls")}),
            ),
            LOG.more_button(t("Show more calls")),
        ],
        className="live call-log",
        **attrs(LOG.follows(CALLS)),
    )


def register(app: Dash, services: Services, context: UiContext) -> None:
    """Add the callbacks that list the calls of the address, page by page."""

    LOG.register(app, partial(listed, services, context), partial(following, services, context))

    @app.callback(
        Output(ids.CALL_LOG_NEWER, "data"),
        Input(ids.CALL_LOG_LOOK, "data"),
        State(ids.LOCATION, "search"),
        prevent_initial_call=True,
    )
    def look(asked: object, search: object) -> ListAnswer:
        shown = asked.get("open") if isinstance(asked, dict) else None
        if not isinstance(shown, list):
            raise PreventUpdate
        return newer(services, context, searched(search), {str(each) for each in shown})

    scripted(app, "logNews", Output(f"{ids.CALL_LOG_LOOK}-due", "data"), Input(ids.CURSOR, "data"))
    draws(app, ids.CALL_LOG_NEWER, "callsNewer")


def listed(services: Services, context: UiContext, search: str) -> ListAnswer:
    """The first page for an address, with the bar of filters; an error replaces the rows if the address is invalid."""
    t, formats, viewer = context.words(), context.formats(), context.viewer()
    authorize(viewer, Action.SEE_CALLS)
    query, directory, at = read_call_query(search), services.directory.snapshot, now()
    answer: ListAnswer = {"next": None, "rows": [], "export": "", "fields": _fields(query)}
    chips: list[Component] = []
    size = ""
    try:
        wanted = query.wanted(at, formats)
        origins = services.calls.origins.seen(t.language) if wanted.origin else {}
        chips = log_chips(wanted, _profile_name(services, query), origins, t, formats)
        page = services.calls.log.page(viewer, wanted, None, PER_PAGE, oldest_first=query.oldest_first)
    except InvalidInput as error:
        says: list[Component] = [html.P(error_words(error, t), className="field-error", role="alert")]
    else:
        visibility = visibility_words(viewer, directory.visibility, t)
        says = [] if page.items else nothing_listed(query, visibility, t)
        rows = [log_row(row, services, context) for row in page.items]
        answer |= {"next": page.next_cursor, "rows": rows, "export": export_query(wanted)}
        size = size_words(*services.calls.log.count(viewer, wanted, page), t, formats)
    queues, today = services.reports.values(Dimension.QUEUE), formats.local(at).date()
    bar = filter_bar(query, directory, queues, chips, today, t, formats)
    parts, answer["view"] = views(services, context, search)
    parts[ids.CALL_LOG_FOLD] = plain(fold_words(query.filters, t, formats))
    answer["parts"] = {
        ids.CALL_LOG_FILTERS: plain(bar),
        ids.CALL_LOG_COUNT: [size] if size else [],
        ids.CALL_LOG_SAYS: plain(says),
        **parts,
    }
    return answer


def size_words(found: int, all_of_them: bool, t: Translator, formats: Formats) -> str:
    """How many calls match; '' for none, which the list says."""
    if not all_of_them:
        return t("More than %(n)s calls", n=formats.number(found))
    return t.n("%(n)s call", "%(n)s calls", found) if found else ""


def views(services: Services, context: UiContext, search: str) -> tuple[dict[str, object], dict[str, object] | None]:
    """The menu of saved views, and the view that the address belongs to."""
    t, viewer, service = context.words(), context.viewer(), services.calls.views
    every, wanted = service.all(viewer), view_of(search)
    chosen = next((view for view in every if view.id == wanted), None)
    may_update = chosen is not None and service.may_change(viewer, chosen)
    parts: dict[str, object] = {
        ids.CALL_VIEWS: plain(views_menu(every, viewer.id, chosen, may_update, t)),
        ids.CALL_VIEW_NAME: plain(view_name(chosen, t)),
    }
    return parts, {"id": chosen.id, "hidden": chosen.hidden} if chosen else None


def following(services: Services, context: UiContext, search: str, cursor: str) -> ListAnswer:
    """The page after a cursor."""
    page = _page(services, context, search, cursor)
    return {"next": page.next_cursor, "rows": [log_row(row, services, context) for row in page.items]}


def _exports(t: Translator) -> Component:
    return export_menu({"calls": t("Calls")}, t("All calls that the filters leave."), t)


def newer(services: Services, context: UiContext, search: str, shown: set[str]) -> ListAnswer:
    """The calls on the first page now, and the new rows of the `shown` ones, which had not ended."""
    try:
        page = _page(services, context, search, None)
    except InvalidInput as error:
        raise PreventUpdate from error  # the page already shows the error
    rows = [log_row(row, services, context) for row in page.items if str(row.call.id) in shown]
    return {"search": search, "ids": [str(row.call.id) for row in page.items], "rows": rows}


def _page(services: Services, context: UiContext, search: str, cursor: str | None) -> Page[FeedRow]:
    viewer, query = context.viewer(), read_call_query(search)
    authorize(viewer, Action.SEE_CALLS)
    wanted = query.wanted(now(), context.formats())
    return services.calls.log.page(viewer, wanted, cursor, PER_PAGE, oldest_first=query.oldest_first)


def _fields(query: CallQuery) -> dict[str, str]:
    """The value of each field of the bar."""
    fields = dict(query.given)
    state, outcome = fields.pop("state", ""), fields.pop("outcome", "")
    outcome = outcome or ("missed" if state == "missed" else "")
    return {**fields, "state": f"outcome:{outcome}" if outcome else f"state:{state}" if state else ""}


def _profile_name(services: Services, query: CallQuery) -> str:
    key = query.get("profile")
    try:
        return services.profiles.get(int(key)).name if key.isascii() and key.isdecimal() else key
    except (NotFound, ValueError, InvalidInput):
        return key
