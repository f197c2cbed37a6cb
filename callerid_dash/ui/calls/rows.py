"""Rendered rows: each is rendered once and shared by all pollers who see it the same way."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import replace
from datetime import UTC, date, datetime

from callerid_dash.domain.numbers.phones import Dialing, PhoneNumber
from callerid_dash.domain.profiles.numbering import NumberDescription, describe
from callerid_dash.domain.users import User
from callerid_dash.services.live.feed import FeedRow
from callerid_dash.services.services import Services
from callerid_dash.services.shared.directory import Snapshot
from callerid_dash.ui.calls.on_call import comes_to
from callerid_dash.ui.calls.row import call_row
from callerid_dash.ui.calls.row_view import RowView
from callerid_dash.ui.kit.context import UiContext
from callerid_dash.ui.kit.scripted import Tree, plain
from callerid_dash.ui.text.formats import country_name

_KEPT = 8_192


class RowRenderer:
    """Renders rows for viewers and remembers the newest renderings. Thread-safe."""

    def __init__(self, context: UiContext, kept: int = _KEPT) -> None:
        self._context = context
        self._kept = kept
        self._trees: OrderedDict[Hashable, Tree] = OrderedDict()
        self._lock = threading.Lock()

    def render(self, row: FeedRow, viewer: User, directory: Snapshot) -> Tree:
        """The row's tree for this viewer, in the request's language."""
        t, formats = self._context.words(), self._context.formats()
        today = formats.local(datetime.now(UTC)).date()
        view = row_view(row, viewer, directory, self._context.dialing, t.language)
        key = _key(view, t.language, today)
        with self._lock:
            if (known := self._trees.get(key)) is not None:
                self._trees.move_to_end(key)
                return known
        tree: Tree = plain(call_row(view, t, formats, today))
        with self._lock:
            self._trees[key] = tree
            while len(self._trees) > self._kept:
                self._trees.popitem(last=False)
        return tree


def log_row(row: FeedRow, services: Services, context: UiContext) -> Tree:
    """The row's tree in the call log, where it opens the call."""
    t, formats = context.words(), context.formats()
    today = formats.local(datetime.now(UTC)).date()
    tree: Tree = plain(call_row(viewed(row, services, context), t, formats, today, in_log=True))
    return tree


def viewed(row: FeedRow, services: Services, context: UiContext) -> RowView:
    """The row as the viewer of the request sees it."""
    return row_view(row, context.viewer(), services.directory.snapshot, context.dialing, context.language())


def row_view(row: FeedRow, viewer: User, directory: Snapshot, dialing: Dialing, language: str) -> RowView:
    """The row as this viewer sees it."""
    shown = row.shown_to(viewer)
    extension = row.call.extension
    user = next((user for user in directory.users.values() if extension and extension in user.extensions), None)
    return RowView(
        row=row,
        shown=shown,
        mine=shown is not None and shown.owned_by(viewer.id),
        described=_described(row.number, dialing, language),
        line=directory.lines.get(row.call.line) or row.call.line,
        answered_by=(user.display_name or user.username) if user else "",
        at_my_phone=comes_to(row.call, viewer.extensions),
    )


def _key(view: RowView, language: str, today: date) -> Hashable:
    shown = view.shown.id if view.shown else None
    words = (view.mine, view.at_my_phone, view.line, view.answered_by)
    return (view.row.call.id, view.row.version, language, shown, *words, today)


def _described(number: PhoneNumber, dialing: Dialing, language: str) -> NumberDescription:
    """The description, with a foreign number's country in the page's language."""
    described = describe(number, dialing, language)
    if not described.place or described.region in ("", dialing.region):
        return described
    return replace(described, place=country_name(described.region, language) or described.place)
