"""Saved views of the call log: private, shared by permitted users, and restored after deletion."""

from __future__ import annotations

import pytest

from callerid_dash.domain.errors import Forbidden, InvalidInput, NotFound
from callerid_dash.domain.users import Role, User
from callerid_dash.services.calls.saved_views import CALL_VIEW, LONGEST_NAME, MOST_VIEWS, CallViews
from callerid_dash.services.core import Core
from callerid_dash.services.shared.undo import Undo
from callerid_dash.store.engine.database import Store
from tests.scenes import AGENT, SUPERVISOR

OTHER = User(9, "mina", "Mina", Role.AGENT)


@pytest.fixture
def views(core: Core) -> CallViews:
    return CallViews(core)


def names(views: CallViews, viewer: User) -> list[str]:
    return [view.name for view in views.all(viewer)]


def test_a_view_is_its_users_own(views: CallViews) -> None:
    view_id = views.save(AGENT, " Missed  today ", "range=today&outcome=missed", ["owners", "state"])
    view = views.get(AGENT, view_id)
    assert (view.name, view.query, view.hidden) == ("Missed today", "range=today&outcome=missed", ("owners", "state"))
    assert names(views, OTHER) == names(views, SUPERVISOR) == []
    for viewer in (OTHER, SUPERVISOR):
        with pytest.raises(NotFound):
            views.rename(viewer, view_id, "Mine", shared=False)
        with pytest.raises(NotFound):
            views.remove(viewer, view_id)


def test_a_shared_view_is_everybodys_to_choose_and_not_to_change(views: CallViews) -> None:
    view_id = views.save(SUPERVISOR, "Missed", "outcome=missed", [], shared=True)
    views.save(AGENT, "Zzz", "", [])
    assert names(views, AGENT) == ["Zzz", "Missed"]
    for change in (
        lambda: views.update(AGENT, view_id, "", []),
        lambda: views.rename(AGENT, view_id, "Mine", shared=True),
        lambda: views.remove(AGENT, view_id),
    ):
        with pytest.raises(Forbidden):
            change()
    views.rename(SUPERVISOR, view_id, "Missed", shared=False)
    assert names(views, AGENT) == ["Zzz"]


def test_agents_share_nothing(views: CallViews) -> None:
    with pytest.raises(Forbidden):
        views.save(AGENT, "Missed", "", [], shared=True)
    view_id = views.save(AGENT, "Missed", "", [])
    with pytest.raises(Forbidden):
        views.rename(AGENT, view_id, "Missed", shared=True)
    assert not views.get(AGENT, view_id).shared


def test_a_view_is_renamed_and_updated(views: CallViews) -> None:
    view_id = views.save(AGENT, "Missed", "outcome=missed", [])
    views.rename(AGENT, view_id, "missed", shared=False)
    views.update(AGENT, view_id, "known=false", ["where"])
    view = views.get(AGENT, view_id)
    assert (view.name, view.query, view.hidden) == ("missed", "known=false", ("where",))


def test_a_deleted_view_comes_back_under_its_old_address(views: CallViews, store: Store) -> None:
    undo = Undo(store, {CALL_VIEW: views.take_back})
    view_id = views.save(AGENT, "Missed", "outcome=missed", ["state"])
    before = views.get(AGENT, view_id)
    _, step = views.remove(AGENT, view_id)
    assert names(views, AGENT) == []
    undo.undo(step, AGENT)
    assert views.get(AGENT, view_id).query == before.query
    assert views.get(AGENT, view_id).hidden == before.hidden


@pytest.mark.parametrize("name", ["", "  ", "x" * (LONGEST_NAME + 1), "a\x00b", "MISSED"])
def test_a_name_is_one_line_and_not_taken(views: CallViews, name: str) -> None:
    views.save(AGENT, "Missed", "", [])
    with pytest.raises(InvalidInput) as refused:
        views.save(AGENT, name, "", [])
    assert refused.value.field == "name"


def test_two_users_may_use_one_name(views: CallViews) -> None:
    views.save(AGENT, "Missed", "", [])
    views.save(OTHER, "Missed", "", [])


def test_nobody_keeps_views_without_end(views: CallViews) -> None:
    for i in range(MOST_VIEWS):
        views.save(AGENT, f"View {i}", "", [])
    with pytest.raises(InvalidInput):
        views.save(AGENT, "One more", "", [])


@pytest.mark.parametrize("query", ["x" * 2_001, "a\nb"])
def test_what_is_no_query_is_not_kept(views: CallViews, query: str) -> None:
    with pytest.raises(InvalidInput):
        views.save(AGENT, "Missed", query, [])


def test_unknown_columns_are_left_out(views: CallViews) -> None:
    view_id = views.save(AGENT, "Missed", "", ["nonsense", "state"])
    assert views.get(AGENT, view_id).hidden == ("state",)


@pytest.mark.parametrize("view_id", [0, 12345, 2**70])
def test_what_is_not_there_is_not_found(views: CallViews, view_id: int) -> None:
    with pytest.raises(NotFound):
        views.get(AGENT, view_id)
