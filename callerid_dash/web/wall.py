"""The wallboard at `/wall`: a page of its own, without Dash, that runs for weeks on an unattended screen.

It is opened by a user who may see it, or by a wall link (`/wall?key=…`), which the browser keeps in a cookie for these
addresses only. The page itself contains no data; it loads them from `/wall/data` (web/static/wall/).
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, jsonify, redirect, render_template, request
from flask.typing import ResponseReturnValue

from callerid_dash import __version__
from callerid_dash.domain.users import Action, can
from callerid_dash.locales import LANGUAGES, Translator, translator
from callerid_dash.services.reports.wallboard import WITHIN, Wall
from callerid_dash.services.services import Services
from callerid_dash.services.shared.authority import authorize
from callerid_dash.web.accounts.viewer import current_language, current_viewer, over_https, renew_session, signed_in

COOKIE = "callerid_wall"
_KEPT = 400 * 24 * 3600
"""Seconds; browsers keep cookies no longer. Opening the page renews it."""
_THEMES = ("dark", "light")


def wall_blueprint(services: Services) -> Blueprint:
    """`/wall` and `/wall/data`."""
    blueprint = Blueprint("wall", __name__)
    links = services.accounts.tokens

    @blueprint.get("/wall")
    def page() -> ResponseReturnValue:
        key = request.args.get("key")
        if key is not None and links.wall_link(key):
            response: Response = redirect(_address(), HTTPStatus.SEE_OTHER)  # type: ignore[assignment] # of werkzeug
            _keep(response, key)
            return response
        cookie_key = request.cookies.get(COOKIE)
        if key is None and cookie_key is None:
            authorize(current_viewer(), Action.SEE_WALL)  # a person at a desk, who may sign in
            renew_session()
        link = links.wall_link(cookie_key) if cookie_key and key is None else None
        response = Response(_page(link.name if link else ""))
        if cookie_key and link:
            _keep(response, cookie_key)
        return response

    @blueprint.get("/wall/data")
    def data() -> ResponseReturnValue:
        if not _may_look():
            return jsonify(ended=True), HTTPStatus.UNAUTHORIZED
        stamp, wall = services.reports.wall.current()
        beat = {"now": round(time.time() * 1000), "version": __version__, "stamp": stamp}
        return jsonify(beat if request.args.get("stamp") == stamp else {**beat, "wall": wall_out(wall)})

    def _may_look() -> bool:
        cookie_key = request.cookies.get(COOKIE)
        if cookie_key and links.wall_link(cookie_key):
            return True
        user = signed_in()
        if user is None or not can(user.role, Action.SEE_WALL):
            return False  # refused without a line in the audit trail each second
        renew_session()
        return True

    return blueprint


def wall_out(wall: Wall) -> dict[str, Any]:
    """The wall as JSON: instants in milliseconds, shares from 0 to 1, times in seconds. The page has the words."""
    counts = wall.counts
    return {
        "calls": _plain(wall.calls),
        "queues": _plain(wall.queues),
        "waiting": wall.waiting,
        "talking": wall.talking,
        "callers": {"waiting": wall.missed, "since": _millis(wall.missed_since)},
        "today": {
            "total": counts.total,
            "answered": counts.answered_share,
            "missed": counts.missed.calls,
            "wait": counts.waits.mean,
            "within": wall.within,
            "seconds": WITHIN,
        },
        "quarters": [_quarter(quarter) for quarter in wall.quarters],
        "lines": _plain(wall.lines),
        "sources": _plain(wall.sources),
        "lastEvent": _millis(wall.last_event_at),
        "zone": wall.zone,
    }


def _quarter(quarter: Any) -> list[float | int | None]:
    rest = quarter.calls - quarter.answered - quarter.missed
    return [_millis(quarter.start), quarter.answered, quarter.missed, rest, quarter.usual]


def _plain(parts: Iterable[Any]) -> list[dict[str, Any]]:
    """The parts of the wall by their fields."""
    return [
        {name: _millis(value) if isinstance(value, datetime) else value for name, value in asdict(part).items()}
        for part in parts
    ]


def _millis(at: datetime | None) -> int | None:
    return round(at.timestamp() * 1000) if at else None


def _page(title: str) -> str:
    asked, theme = request.args.get("lang", ""), request.args.get("theme", "")
    t = translator(asked if asked in LANGUAGES else current_language())
    return render_template(
        "wall.html", t=t, theme=theme if theme in _THEMES else "dark", title=title, words=_words(t), version=__version__
    )


def _words(t: Translator) -> dict[str, str]:
    """The words for the script, by its own names."""
    return {
        "ringing": t("Ringing"),
        "queued": t("In queue"),
        "long": t("Long wait"),
        "tooLong": t("Too long"),
        "withheld": t("Hidden number"),
        "invalid": t("Unreadable number"),
        "internal": t("Internal"),
        "more": t("more waiting: %(count)s", count="{count}"),
        "nobody": t("Everybody is answered"),
        "since": t("the first one for %(time)s", time="{time}"),
        "seconds": t("%(n)s s", n="{n}"),
        "minutes": t("%(n)s min", n="{n}"),
        "days": t("%(days)s d %(hours)s h", days="{days}", hours="{hours}"),
        "hours": t("%(hours)s h %(minutes)s min", hours="{hours}", minutes="{minutes}"),
        "talking": t("%(count)s talking now", count="{count}"),
        "live": t("Live"),
        "quiet": t("Live, no call for %(time)s", time="{time}"),
        "down": t("%(source)s is down", source="{source}"),
        "comma": t(", "),
        "notLive": t("Not live since %(time)s", time="{time}"),
        "never": t("No answer from the server yet. Trying again all the time."),
        "stale": t("No connection to the server. It is tried again all the time; the figures are from then."),
        "ended": t("This wall link is not valid any more"),
        "endedWhy": t(
            "It was revoked, or nobody is signed in here now. A supervisor makes a new link in the settings."
        ),
        "starting": t("Connecting …"),
        "bar": t(
            "%(time)s: %(answered)s answered, %(missed)s missed",
            time="{time}",
            answered="{answered}",
            missed="{missed}",
        ),
        "missedOf": t("%(count)s missed", count="{count}"),
        "within": t("Answered within %(n)s s", n="{n}"),
    }


def _keep(response: Response, key: str) -> None:
    response.set_cookie(COOKIE, key, max_age=_KEPT, path="/wall", secure=over_https(), httponly=True, samesite="Lax")


def _address() -> str:
    """This address without its key."""
    rest = [(name, value) for name, value in request.args.items(multi=True) if name != "key"]
    return f"/wall?{urlencode(rest)}" if rest else "/wall"
