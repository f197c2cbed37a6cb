"""The poll: once a second the page sends its position in the feed and receives the changes since then.

`shell/polling.js` sends it and `web/polls.py` passes the answer on. A poll without changes costs a comparison.
`assets/calls/calls.js` owns the list's elements: Dash remounts every child when a component's children change (its
error boundary takes a new key), which would close popovers and lose focus once a second.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from dash import dcc, html
from dash.development.base_component import Component

from callerid_dash.domain.preferences import USUAL_ROWS
from callerid_dash.domain.users import User
from callerid_dash.services.live.feed import FeedDelta
from callerid_dash.services.services import Services
from callerid_dash.ui.calls.on_call import ShownCaller, own_calls
from callerid_dash.ui.calls.rows import RowRenderer
from callerid_dash.ui.kit import ids
from callerid_dash.ui.kit.basics import attrs
from callerid_dash.ui.kit.context import UiContext
from callerid_dash.ui.kit.scripted import Tree, plain
from callerid_dash.ui.live.health import feed_health, health_badge
from callerid_dash.ui.missed.badge import missed_badge

ROWS = USUAL_ROWS
"""How many rows are shown to users who have not chosen a number."""
_LATEST = 32_503_680_000_000
"""The year 3000 in epoch milliseconds; the clock of a page is never later."""


def components() -> list[Component]:
    """The parts of every page that follow the feed."""
    return [
        dcc.Store(id=ids.CURSOR),
        html.Div(id=ids.ANNOUNCER, className="visually-hidden", role="status", **attrs({"aria-live": "polite"})),
    ]


class Polls:
    """Answers the polls of all pages; a row is rendered once for all viewers who see it the same way."""

    def __init__(self, services: Services, context: UiContext) -> None:
        self._services = services
        self._context = context
        self._renderer = RowRenderer(context)

    def answer(self, asked: Mapping[str, object]) -> dict[str, object]:
        """The answer to a page that sends `cursor`, the last one that it received.

        `viewer` is the user who is signed in now; a page compares it with the user whose page it is. `delta` is present
        if something has changed. A page that could not poll for a while sends `away`, the beginning of that time in
        epoch milliseconds by the server's clock; `came` answers how many calls that its viewer may see have come since.
        """
        viewer = self._context.viewer()
        answer: dict[str, object] = {"viewer": viewer.id}
        if (news := delta(self._services, self._context, self._renderer, viewer, asked.get("cursor"))) is not None:
            answer["delta"] = news
        away = asked.get("away")
        if isinstance(away, int | float) and 0 <= away <= _LATEST:
            answer["came"] = self._services.feed.came_since(datetime.fromtimestamp(away / 1000, UTC), viewer)
        return answer


def delta(
    services: Services, context: UiContext, renderer: RowRenderer, viewer: User, followed: object
) -> dict[str, object] | None:
    """The changes for this viewer since `followed`, the last cursor that the page received; None if there are none.

    - `rows`: component trees by call id; `order`: the ids of all rows, top first.
    - `topics`: what else has changed (see `services/live/change_notifications.py`).
    - `missed`: the badge of the navigation, with the stamp of the waiting callers.
    - `mine`: the calls to the viewer's own extensions (see `on_call.py`).
    - `now`: the server's time in epoch milliseconds; `health`: the badge of the sources.
    - `cursor`: the page returns it with the next poll.
    """
    cursor, stamp = _cursor(followed)
    health = feed_health(services)
    news = services.feed.since(cursor, viewer, context.preferences().rows)
    if news is None and stamp == health.stamp:
        return None
    answer: dict[str, object] = {
        "cursor": {"feed": news.cursor if news else cursor, "health": health.stamp},
        "now": round(datetime.now(UTC).timestamp() * 1000),
    }
    if news:
        directory = services.directory.snapshot
        answer["rows"] = rows = {str(row.call.id): renderer.render(row, viewer, directory) for row in news.changed}
        answer["order"] = [str(key) for key in news.order]
        answer["missed"] = _missed(services, context, viewer)
        answer["mine"] = _mine(services, context, viewer, news, rows)
        if cursor is not None and news.topics:
            answer["topics"] = list(news.topics)
    if stamp != health.stamp:
        answer["health"] = plain(health_badge(health, context.words(), context.formats()))
    return answer


def _missed(services: Services, context: UiContext, viewer: User) -> dict[str, object]:
    badge = missed_badge(services.calls.missed.waiting_count(viewer), context.words(), context.formats())
    return {"stamp": services.calls.missed.stamp, "badge": plain(badge)}


def _mine(
    services: Services, context: UiContext, viewer: User, news: FeedDelta, rows: dict[str, Tree]
) -> dict[str, object]:
    kinds = [kind.id for kind in services.directory.snapshot.record_kinds.values() if not kind.retired]
    callers = [ShownCaller(row.call, _name(rows[str(row.call.id)]), row.shown_to(viewer)) for row in news.changed]
    return own_calls(callers, viewer.extensions, context.preferences(), kinds, context.words())


def _name(tree: Tree) -> str:
    """The caller's name, as in the rendered row."""
    props = tree["props"]
    return str(props["data-name"]) if isinstance(props, dict) else ""


def _cursor(followed: object) -> tuple[str | None, str | None]:
    if not isinstance(followed, dict):
        return None, None
    feed, health = followed.get("feed"), followed.get("health")
    return (feed if isinstance(feed, str) else None, health if isinstance(health, str) else None)
