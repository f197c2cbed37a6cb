"""Group commit: each request is answered when its part is durable, and a bad request affects no other."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import pytest
from duckdb import DuckDBPyConnection

from callerid_dash.domain.errors import Busy, StoreUnavailable
from callerid_dash.store.engine.database import Store, open_store
from callerid_dash.store.engine.embedded.engine import DuckDBEngine
from callerid_dash.store.engine.embedded.session import DuckDBSession
from callerid_dash.store.engine.protocol import CommitFailed, Session
from callerid_dash.store.engine.writer import Writer
from callerid_dash.store.office import directory


def put(session: Session, names: Sequence[str]) -> list[str]:
    for name in names:
        if name == "bad":
            raise ValueError("bad name")
        directory.set_setting(session, name, "x")
    return [name.upper() for name in names]


def names_in(store: Store) -> set[str]:
    with store.read() as session:
        return set(directory.settings(session)) - {"store_id"}


class Gate:
    """Holds the writer inside a transaction, so that requests queue behind it."""

    def __init__(self, store: Store) -> None:
        self.entered, self.opened = threading.Event(), threading.Event()
        self.held = store.writer.submit(self._hold, None)
        assert self.entered.wait(10)

    def _hold(self, session: Session, items: Sequence[None]) -> Sequence[None]:
        self.entered.set()
        assert self.opened.wait(10)
        return items

    def open(self) -> None:
        self.opened.set()
        self.held.result(10)


def test_each_request_is_answered_with_its_own_result(store: Store) -> None:
    answers = [store.writer.submit(put, name) for name in ("a", "b", "c")]
    assert [answer.result(10) for answer in answers] == ["A", "B", "C"]
    assert names_in(store) == {"a", "b", "c"}


def test_neighbours_share_one_call_of_their_handler(store: Store) -> None:
    sizes: list[int] = []

    def counted(session: Session, names: Sequence[str]) -> list[str]:
        sizes.append(len(names))
        return put(session, names)

    gate = Gate(store)
    answers = [store.writer.submit(counted, name) for name in ("a", "b", "c")]
    gate.open()
    assert [answer.result(10) for answer in answers] == ["A", "B", "C"]
    assert sizes == [3]


def test_a_bad_request_fails_alone(store: Store) -> None:
    gate = Gate(store)
    answers = {name: store.writer.submit(put, name) for name in ("a", "bad", "b")}
    gate.open()
    assert answers["a"].result(10) == "A"
    assert answers["b"].result(10) == "B"
    with pytest.raises(ValueError, match="bad name"):
        answers["bad"].result(10)
    assert names_in(store) == {"a", "b"}


def test_nothing_of_a_failed_transaction_stays(store: Store) -> None:
    def half(session: Session) -> None:
        directory.set_setting(session, "half", "x")
        raise ValueError("stop")

    with pytest.raises(ValueError, match="stop"):
        store.write(half)
    assert names_in(store) == set()


def test_actions_after_commit_run_before_the_answer_and_only_after_success(store: Store) -> None:
    done: list[str] = []

    def work(session: Session) -> None:
        session.after_commit(lambda: done.append("stored"))
        directory.set_setting(session, "a", "x")

    def failing(session: Session) -> None:
        session.after_commit(lambda: done.append("never"))
        raise ValueError("stop")

    store.write(work)
    with pytest.raises(ValueError, match="stop"):
        store.write(failing)
    assert done == ["stored"]


@pytest.mark.parametrize("applied", [True, False])
def test_a_commit_of_the_file_that_fails_is_looked_up_and_never_repeated_where_it_was_applied(
    applied: bool, duckdb_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store(duckdb_url)
    ran: list[str] = []
    followed: list[str] = []
    commit = DuckDBEngine._commit

    def failing(engine: DuckDBEngine, cursor: DuckDBPyConnection, session: DuckDBSession) -> None:
        if applied or not ran:
            commit(engine, cursor, session)
        if not ran:
            return
        monkeypatch.setattr(DuckDBEngine, "_commit", commit)
        raise CommitFailed("The disk went away", session.committed)

    def put_noting(session: Session, names: Sequence[str]) -> list[str]:
        ran.extend(names)
        session.after_commit(lambda: followed.extend(names))
        return put(session, names)

    gate = Gate(store)
    answers = [store.writer.submit(put_noting, name) for name in ("a", "b")]
    monkeypatch.setattr(DuckDBEngine, "_commit", failing)
    gate.open()
    store.writer.submit(put, "c").result(10)
    assert [answer.result(10) for answer in answers] == ["A", "B"]
    assert names_in(store) == {"a", "b", "c"}
    assert followed == ["a", "b"]
    assert ran == (["a", "b"] if applied else ["a", "b", "a", "b"])
    store.close()


def test_a_full_queue_refuses_at_once(store: Store) -> None:
    writer = Writer(store.engine, capacity=1)
    entered, opened = threading.Event(), threading.Event()

    def hold(session: Session, items: Sequence[None]) -> Sequence[None]:
        entered.set()
        opened.wait(10)
        return items

    held = writer.submit(hold, None)
    assert entered.wait(10)
    waiting = writer.submit(put, "a")
    with pytest.raises(Busy):
        writer.submit(put, "b")
    opened.set()
    held.result(10)
    assert waiting.result(10) == "A"
    writer.stop()


def test_stopping_writes_what_waits_and_refuses_what_comes_later(store: Store) -> None:
    writer = Writer(store.engine)
    answers = [writer.submit(put, name) for name in ("a", "b")]
    writer.stop()
    assert [answer.result(0) for answer in answers] == ["A", "B"]
    with pytest.raises(StoreUnavailable):
        writer.submit(put, "c")
