"""The audit trail: what admins read, and that no line ever changes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import callerid_dash.store
from callerid_dash.domain.audit import AuditAction, SubjectKind
from callerid_dash.domain.errors import Forbidden
from callerid_dash.domain.users import Actor, Program, Role, User
from callerid_dash.services.accounts.accounts import OPERATOR
from callerid_dash.services.shared.audit_trail import Audit
from callerid_dash.store.engine.database import Store
from callerid_dash.store.shared.audit import AuditFilter, AuditLine
from tests.scenes import AGENT, NOON, SUPERVISOR

ADMIN = User(1, "admin", "", Role.ADMIN)
ACTIONS: list[tuple[str, Actor, AuditAction, SubjectKind]] = [
    ("a color", ADMIN, AuditAction.ADDED, SubjectKind.COLOR),
    ("a customer", AGENT, AuditAction.CHANGED, SubjectKind.PROFILE),
    ("another customer", Program("crm"), AuditAction.ADDED, SubjectKind.PROFILE),
    ("an agent", OPERATOR, AuditAction.ADDED, SubjectKind.USER),
]


@pytest.fixture
def trail(store: Store) -> Audit:
    """One line an hour from noon on; the first of `ACTIONS` is the oldest."""
    hours: Iterator[datetime] = (NOON + timedelta(hours=hour) for hour in range(len(ACTIONS)))
    audit = Audit(store, lambda: next(hours))
    for title, actor, action, kind in ACTIONS:
        line = AuditLine(kind, "1", title)
        store.write(lambda session, by=actor, did=action, one=line: audit.note(session, by, did, one))  # type: ignore[misc]
    return audit


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (AuditFilter(), ["an agent", "another customer", "a customer", "a color"]),
        (AuditFilter(kind=SubjectKind.PROFILE), ["another customer", "a customer"]),
        (AuditFilter(action=AuditAction.ADDED), ["an agent", "another customer", "a color"]),
        (AuditFilter(actor_id=AGENT.id), ["a customer"]),
        (AuditFilter(actor_id=OPERATOR.id), ["an agent"]),
        (AuditFilter(programs=True), ["another customer"]),
        (AuditFilter(since=NOON + timedelta(hours=2)), ["an agent", "another customer"]),
        (AuditFilter(before=NOON + timedelta(hours=2)), ["a customer", "a color"]),
        (AuditFilter(kind=SubjectKind.PROFILE, action=AuditAction.REMOVED), []),
    ],
)
def test_every_filter_finds_its_lines(trail: Audit, wanted: AuditFilter, found: list[str]) -> None:
    assert [line.title for line in trail.page(ADMIN, wanted).items] == found


def test_pages_follow_each_other(trail: Audit) -> None:
    first = trail.page(ADMIN, limit=3)
    rest = trail.page(ADMIN, cursor=first.next_cursor, limit=3)
    assert [line.title for line in (*first.items, *rest.items)] == [title for title, *_ in reversed(ACTIONS)]
    assert rest.next_cursor is None
    assert first.items[0].at == (NOON + timedelta(hours=3)).astimezone(UTC)


@pytest.mark.parametrize("viewer", [AGENT, SUPERVISOR])
def test_only_admins_read_it(trail: Audit, viewer: User) -> None:
    with pytest.raises(Forbidden):
        trail.page(viewer)


SECRETS_TAKEN_OUT = "0014_dial_strings.sql"
"""A migration, once: passwords had got into extensions and so into lines; everything else of a line stays."""


def test_no_query_changes_or_removes_a_line() -> None:
    folder = Path(callerid_dash.store.__file__).parent
    touching = re.compile(r"\b(update|delete\s+from|truncate(\s+table)?|drop\s+table)\s+audit\b", re.IGNORECASE)
    queries = list(folder.rglob("*.sql"))
    assert queries
    assert [path.name for path in queries if touching.search(path.read_text())] == [SECRETS_TAKEN_OUT]
