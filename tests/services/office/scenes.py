"""Helpers for tests of the office's settings."""

from __future__ import annotations

from callerid_dash.domain.audit import AuditEntry, SubjectKind
from callerid_dash.domain.profiles.profiles import ProfileDraft, ProfileKind
from callerid_dash.domain.users import Role, User
from callerid_dash.services.live.feed import FeedRow
from callerid_dash.services.services import Services
from callerid_dash.store.shared.audit import AuditFilter
from tests.scenes import API

ADMIN = User(1, "admin", "", Role.ADMIN)
GOLD = {"title": "Gold", "description": "Our best customers", "hex": "#d4a017"}
HIDDEN = ("\u202e", "a\x00b", "a\x1bb")


def trail(services: Services, kind: SubjectKind) -> list[AuditEntry]:
    """The audit lines of one kind of object, newest first."""
    return list(services.audit.page(ADMIN, AuditFilter(kind=kind)).items)


def shown(services: Services, viewer: User) -> list[FeedRow]:
    """The open page of the viewer."""
    delta = services.feed.since(None, viewer, 50)
    assert delta
    return [row for call_id in delta.order for row in delta.changed if row.call.id == call_id]


def file_profile(services: Services, **facts: object) -> int:
    draft = ProfileDraft(ProfileKind.PERSON, **{"name": "Ali", **facts})  # type: ignore[arg-type]
    return services.profiles.create(draft, API).profile.id
