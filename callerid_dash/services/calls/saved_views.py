"""Saved views of the call log: filters, order and columns under a name, for one user or shared with everybody.

Only the owner changes a view; users who may share views also tidy the shared ones. Each viewer sees only the calls that
they may see. Removing a view can be undone for a day.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import asdict, dataclass

from callerid_dash.domain.errors import InvalidInput, NotFound
from callerid_dash.domain.texts import one_line
from callerid_dash.domain.users import Action, Actor, Subject, User, can
from callerid_dash.services.core import Core
from callerid_dash.services.shared.authority import authorize
from callerid_dash.services.shared.paging import storable
from callerid_dash.store.calls import call_views as tables
from callerid_dash.store.calls.call_views import CallView
from callerid_dash.store.engine.protocol import Session
from callerid_dash.store.shared import undos
from callerid_dash.store.shared.undos import UndoStep

CALL_VIEWS = "call_views"
"""The topic of the list of views."""
CALL_VIEW = "call_view"
"""The kind of the undo step."""
COLUMNS = ("owners", "number", "where", "state")
"""The columns that can be hidden."""
LONGEST_NAME = 60
LONGEST_QUERY = 2_000
MOST_VIEWS = 50
"""For one user."""


@dataclass(frozen=True, slots=True)
class CallViews:
    """Use cases of saved views. Every method raises Forbidden if the viewer lacks the permission."""

    core: Core

    def all(self, viewer: User) -> list[CallView]:
        """The viewer's own views by name, then those that others share."""
        authorize(viewer, Action.SEE_CALLS)
        with self.core.store.read(consistent=False) as session:
            views = tables.seen_by(session, viewer.id)
        return sorted(views, key=lambda view: (view.user_id != viewer.id, view.name.casefold(), view.id))

    def get(self, viewer: User, view_id: int) -> CallView:
        """One view. Raises NotFound."""
        authorize(viewer, Action.SEE_CALLS)
        with self.core.store.read(consistent=False) as session:
            return _seen(session, viewer, view_id)

    def save(
        self,
        viewer: User,
        name: str,
        query: str,
        hidden: Collection[str],
        *,
        shared: bool = False,
    ) -> int:
        """Save a new view; returns its id. Raises InvalidInput."""
        authorize(viewer, Action.SEE_CALLS)
        if shared:
            authorize(viewer, Action.SHARE_VIEWS)
        words, content = _name(name), _content(query, hidden)

        def insert(session: Session) -> int:
            self._refuse_same(session, viewer.id, words)
            self.core.notifications.publish(session, CALL_VIEWS)
            return tables.add(session, viewer.id, words, *content, shared, self.core.clock())

        return self.core.store.write(insert)

    def rename(self, viewer: User, view_id: int, name: str, *, shared: bool) -> None:
        """Rename a view, share it or stop sharing it. Raises InvalidInput or NotFound."""
        words = _name(name)

        def work(session: Session, view: CallView) -> None:
            if shared != view.shared:
                authorize(viewer, Action.SHARE_VIEWS)
            self._refuse_same(session, view.user_id, words, but=view.id)
            tables.set_name(session, view.id, words, shared, self.core.clock())

        self._change(viewer, view_id, work)

    def update(self, viewer: User, view_id: int, query: str, hidden: Collection[str]) -> CallView:
        """Replace what a view shows; returns the view before. Raises InvalidInput or NotFound."""
        content = _content(query, hidden)
        return self._change(
            viewer, view_id, lambda session, view: tables.set_content(session, view.id, *content, self.core.clock())
        )[0]

    def remove(self, viewer: User, view_id: int) -> tuple[CallView, int]:
        """Delete a view; returns it and the id of the undo step. Raises NotFound."""

        def work(session: Session, view: CallView) -> int:
            tables.remove(session, view.id)
            return undos.add(session, CALL_VIEW, self.core.clock(), viewer.id, view.name, asdict(view))

        view, step = self._change(viewer, view_id, work)
        return view, int(step or 0)

    def take_back(self, session: Session, _actor: Actor, step: UndoStep) -> None:
        """`TakeBack` of a removal: the view is there again, under its old address."""
        before = step.before
        tables.put_back(session, CallView(**{**before, "hidden": tuple(before["hidden"])}), self.core.clock())
        self.core.notifications.publish(session, CALL_VIEWS)

    def may_change(self, viewer: User, view: CallView) -> bool:
        """May the viewer change it?"""
        return view.user_id == viewer.id or (view.shared and can(viewer.role, Action.SHARE_VIEWS))

    def _change(
        self, viewer: User, view_id: int, work: Callable[[Session, CallView], int | None]
    ) -> tuple[CallView, int | None]:
        authorize(viewer, Action.SEE_CALLS)

        def checked(session: Session) -> tuple[CallView, int | None]:
            view = _seen(session, viewer, view_id)
            authorize(viewer, Action.CHANGE_VIEW, Subject(mine=self.may_change(viewer, view)))
            self.core.notifications.publish(session, CALL_VIEWS)
            return view, work(session, view)

        return self.core.store.write(checked)

    def _refuse_same(self, session: Session, user_id: int, name: str, but: int | None = None) -> None:
        mine = [view for view in tables.seen_by(session, user_id) if view.user_id == user_id and view.id != but]
        if any(view.name.casefold() == name.casefold() for view in mine):
            raise InvalidInput("There is a view of this name already.", "name")
        if but is None and len(mine) >= MOST_VIEWS:
            raise InvalidInput("More than %(most)s views are no help.", "name", values={"most": MOST_VIEWS})


def _seen(session: Session, viewer: User, view_id: int) -> CallView:
    view = tables.by_id(session, view_id) if storable(view_id) else None
    if view is None or (view.user_id != viewer.id and not view.shared):
        raise NotFound("There is no such view, or not any more.")
    return view


def _name(name: str) -> str:
    words = one_line(name, "name", LONGEST_NAME)
    if not words:
        raise InvalidInput("A view needs a name.", "name")
    return words


def _content(query: str, hidden: Collection[str]) -> tuple[str, list[str]]:
    if len(query) > LONGEST_QUERY or not query.isprintable():
        raise InvalidInput("These filters cannot be kept.")
    return query, [column for column in COLUMNS if column in hidden]
