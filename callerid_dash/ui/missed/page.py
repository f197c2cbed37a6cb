"""The page of missed calls: the callers who wait for an answer, and the callers closed by hand in the last day.

Callers of today come first. Callers who were not called back for too long have their own list; no badge counts them.

The address holds list, order and filter (/missed?list=never&order=newest&mine=1), so that the browser can go back to
them and users can share them. `missed/missed.js` draws the list from component trees: it follows the feed without
moving the row under the pointer, and knows which callers are selected.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlencode

from dash import Dash, Input, Output, dcc, html
from dash.development.base_component import Component

from callerid_dash.domain.users import Action, User, can
from callerid_dash.locales import Translator
from callerid_dash.services.calls.callback_queue import WAITS
from callerid_dash.services.calls.missed_calls import WaitingList
from callerid_dash.services.services import Services
from callerid_dash.services.shared.authority import authorize
from callerid_dash.ui.calls.rows import viewed
from callerid_dash.ui.kit import ids
from callerid_dash.ui.kit.basics import attrs, page_link, present, segment
from callerid_dash.ui.kit.context import UiContext
from callerid_dash.ui.kit.lists import GrowingList
from callerid_dash.ui.kit.scripted import answer_store, draws, plain
from callerid_dash.ui.missed.missed_list import (
    ClosedView,
    closed_section,
    day_row,
    nobody_waits,
    selection_bar,
    waiting_row,
)
from callerid_dash.ui.text.formats import Formats
from callerid_dash.ui.words.visibility import visibility_words

PATH = "/missed"
CALLERS = GrowingList(ids.MISSED_SHOWN, step=50, most=1_000)
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class MissedQuery:
    """The query of an address."""

    newest_first: bool = False
    mine: bool = False
    late: bool = False
    """List the callers who were never called back instead."""

    def href(self) -> str:
        """The address of the query."""
        wanted = {"list": ("never", self.late), "order": ("newest", self.newest_first), "mine": ("1", self.mine)}
        given = {name: value for name, (value, on) in wanted.items() if on}
        return f"{PATH}?{urlencode(given)}" if given else PATH


def read_query(search: object) -> MissedQuery:
    """The query of an address; invalid values are ignored."""
    given = parse_qs(str(search or "")[:_LONGEST].lstrip("?"))
    return MissedQuery(
        newest_first=given.get("order") == ["newest"],
        mine=given.get("mine") == ["1"],
        late=given.get("list") == ["never"],
    )


def layout(services: Services, context: UiContext, search: str = "") -> Component:
    """The page; the script draws its parts."""
    t = context.words()
    return html.Div(
        [
            dcc.Store(id=ids.MISSED_NEWS),
            dcc.Store(id=ids.MISSED_SHOWN),
            *answer_store(ids.MISSED_LISTED, listed(services, context, search)),
            html.Div(
                [html.H1(t("Missed calls")), html.Div(id=ids.MISSED_HEAD, className="missed-head buttons")],
                className="page-head",
            ),
            html.P(id=ids.MISSED_NOTE, className="missed-note muted"),
            html.Section(
                [
                    selection_bar(t),
                    html.Ul(
                        id=ids.MISSED,
                        **attrs({"aria-label": t("Callers who are waiting")}),
                    ),
                ],
                className="widget panel",
                **attrs({"aria-label": t("Missed calls"), "data-selection": ids.MISSED}),
            ),
            html.Section(id=ids.MISSED_CLOSED, className="missed-closed"),
        ],
        className="missed-page",
        **attrs({"data-missed-page": "", "data-refresh": ids.MISSED_NEWS}),
    )


def register(app: Dash, services: Services, context: UiContext) -> None:
    """Add the callbacks that refresh the list when the address, the number of rows, or the callers change."""

    @app.callback(
        Output(ids.MISSED_LISTED, "data"),
        Input(ids.MISSED_NEWS, "data"),
        Input(ids.MISSED_SHOWN, "data"),
        Input(ids.LOCATION, "search"),
        prevent_initial_call=True,
    )
    def follow(_news: object, shown: object, search: object) -> dict[str, object]:
        return listed(services, context, search, CALLERS.wanted(shown) or CALLERS.step)

    draws(app, ids.MISSED_LISTED, "missedListed")


def listed(services: Services, context: UiContext, search: object, shown: int = CALLERS.step) -> dict[str, object]:
    """The component trees for an address, with the stamp of the data that they show."""
    t, formats, viewer = context.words(), context.formats(), context.viewer()
    authorize(viewer, Action.SEE_CALLS)
    query = read_query(search)
    today = formats.local(datetime.now(UTC)).date()
    found = services.calls.missed.waiting(
        viewer, mine=query.mine, late=query.late, newest_first=query.newest_first, limit=shown
    )
    kind = _phone_call(services, viewer)
    users = services.directory.snapshot.users
    closed = [
        ClosedView(
            each,
            viewed(each.row, services, context),
            users[each.closing.closed_by].username if each.closing.closed_by in users else each.closing.closer,
        )
        for each in services.calls.missed.closed_lately(viewer)
    ]
    rows: list[Component] = [
        waiting_row(caller, viewed(caller.row, services, context), kind, t, formats, today) for caller in found.callers
    ]
    more = [_more(len(rows), t)] if found.total > len(rows) and shown < CALLERS.most else []
    days = formats.number(services.directory.snapshot.missed_days)
    if rows:
        rows = rows if query.late else by_day(rows, found, t, formats)
    else:
        visibility = visibility_words(viewer, services.directory.snapshot.visibility, t)
        rows = [nobody_waits(t, visibility, mine=query.mine, late=query.late, days=days)]
    counts = [services.calls.missed.waiting_count(viewer, mine=query.mine, late=late) for late in (False, True)]
    note = t(
        "Nobody called them back for %(days)s days. Calls of more than %(most)s days ago are in the call log alone.",
        days=days,
        most=formats.number(WAITS.days),
    )
    return {
        "stamp": found.stamp,
        "asked": f"{query.href()} {shown}",
        "list": query.href(),
        "rows": plain([*rows, *more]),
        "parts": {
            ids.MISSED_HEAD: plain(head(query, counts[0], counts[1], context)),
            ids.MISSED_NOTE: [note] if query.late and found.total else [],
            ids.MISSED_CLOSED: plain(closed_section(closed, t, formats, today)),
        },
    }


def by_day(rows: list[Component], found: WaitingList, t: Translator, formats: Formats) -> list[Component]:
    """The rows under headings: callers of today, and the others."""
    today, earlier = found.today, found.total - found.today
    first = [day_row("today", t("Today"), today, formats), *rows[:today]] if today else []
    return [*first, *([day_row("earlier", t("Earlier"), earlier, formats), *rows[today:]] if rows[today:] else [])]


def head(query: MissedQuery, waiting: int, late: int, context: UiContext) -> list[Component]:
    """The choices of list (with counts), of whose callers, and of the order."""
    t, formats = context.words(), context.formats()
    lists = (
        t("Waiting (%(count)s)", count=formats.number(waiting)),
        t("Never called back (%(count)s)", count=formats.number(late)),
    )
    whose = _choice(t("Whose"), query, "mine", (t("All"), t("Only mine")))
    return present(
        _choice(t("List"), query, "late", lists),
        whose if can(context.viewer().role, Action.SEE_ALL_CALLS) else None,
        _choice(t("Order"), query, "newest_first", (t("Longest waiting first"), t("Newest first"))),
    )


def _choice(words: str, query: MissedQuery, field: str, labels: tuple[str, str]) -> html.Div:
    """Two links, to the query without this field and to that with it."""
    changed = [replace(query, **{field: on}) for on in (False, True)]
    return html.Div(
        [page_link(label, each.href(), *segment(each == query)) for label, each in zip(labels, changed, strict=True)],
        className="ways btn-group",
        role="group",
        **attrs({"aria-label": words}),
    )


def _more(shown: int, t: Translator) -> html.Li:
    return html.Li(CALLERS.more_button(shown, t("Show more")), className="more border-top", id="missed-more")


def _phone_call(services: Services, viewer: User) -> int | None:
    if not can(viewer.role, Action.WRITE_RECORDS):
        return None
    kinds = services.directory.snapshot.record_kinds.values()
    return next((kind.id for kind in kinds if kind.is_phone_call and not kind.retired), None)
