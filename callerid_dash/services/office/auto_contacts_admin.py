"""The administration of anonymous contacts: their rule, their list, and removing them in bulk.

Naming a contact is in `services/profiles/profiles.py`, giving its number to a known profile in
`services/profiles/merge.py`.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import asdict, dataclass

from callerid_dash.domain.audit import SubjectKind
from callerid_dash.domain.errors import InvalidInput
from callerid_dash.domain.profiles.profiles import Profile
from callerid_dash.domain.users import Action, Actor
from callerid_dash.services.office.settings_change import SettingsChange
from callerid_dash.services.profiles.auto_contacts import SETTING, AnonymousRule, rule_of
from callerid_dash.services.profiles.delete import Deleting
from callerid_dash.services.shared.authority import authorize
from callerid_dash.services.shared.directory import Snapshot
from callerid_dash.services.shared.paging import Page, checked_limit, from_cursor, to_cursor
from callerid_dash.store.engine.protocol import Session
from callerid_dash.store.office import directory as settings_tables
from callerid_dash.store.profiles import anonymous as tables
from callerid_dash.store.profiles.anonymous import Traffic

MOST_PER_PAGE = 100
MOST_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class AutoContact:
    """A profile that was created from an unknown caller; `traffic` is None if its calls no longer exist."""

    profile: Profile
    traffic: Traffic | None


@dataclass(frozen=True, slots=True)
class AutoContactsAdmin:
    """Changes the rule, and lists and removes the created profiles. For admins."""

    settings: SettingsChange
    deleting: Deleting

    @property
    def rule(self) -> AnonymousRule:
        """The current rule."""
        return rule_of(self.settings.core.snapshot)

    def configure(self, rule: AnonymousRule, actor: Actor) -> None:
        """Change the rule. Raises Forbidden or InvalidInput."""

        def work(session: Session, now: Snapshot) -> None:
            _check(rule, now)
            settings_tables.set_setting(session, SETTING, json.dumps(asdict(rule)))
            before, after = _described(now, rule_of(now)), _described(now, rule)
            self.settings.note(session, actor, SubjectKind.SETTING, SETTING, before, after)

        self.settings.change(actor, work)

    def page(self, actor: Actor, cursor: str | None = None, limit: int = 50) -> Page[AutoContact]:
        """The contacts that nobody has named yet, newest first. Raises Forbidden or InvalidInput."""
        authorize(actor, Action.CHANGE_SETTINGS)
        limit = checked_limit(limit, MOST_PER_PAGE)
        (before_id,) = from_cursor(cursor, (int,)) or (None,)
        with self.settings.core.store.read() as session:
            ids = tables.made(session, before_id, limit + 1)
            found = self.settings.core.snapshot.profiles(session, ids[:limit])
            traffic = tables.traffic(session, ids[:limit])
        items = tuple(AutoContact(found[key], traffic.get(key)) for key in ids[:limit] if key in found)
        return Page(items, to_cursor((ids[limit - 1],)) if len(ids) > limit else None)

    def count(self, actor: Actor) -> int:
        """The number of contacts that nobody has named yet. Raises Forbidden."""
        authorize(actor, Action.CHANGE_SETTINGS)
        with self.settings.core.store.read(consistent=False) as session:
            return tables.count(session)

    def untouched(self, actor: Actor) -> list[int]:
        """The ids of the contacts that nobody has worked on, at most `MOST_AT_ONCE`. Raises Forbidden."""
        authorize(actor, Action.CHANGE_SETTINGS)
        with self.settings.core.store.read(consistent=False) as session:
            return tables.untouched(session, MOST_AT_ONCE)

    def take_back(self, profile_ids: Collection[int], actor: Actor) -> int:
        """Remove these contacts, so that their callers are unknown again; returns the id of the undo step.

        Raises Forbidden, NotFound, or InvalidInput if one of them has been named meanwhile.
        """
        authorize(actor, Action.CHANGE_SETTINGS)
        with self.settings.core.store.read() as session:
            found = self.settings.core.snapshot.profiles(session, profile_ids)
        if not profile_ids or len(profile_ids) > MOST_AT_ONCE:
            raise InvalidInput("Choose 1 to %(most)s contacts.", values={"most": MOST_AT_ONCE})
        if any(not profile.anonymous for profile in found.values()):
            raise InvalidInput("Somebody has named one of these meanwhile. Look at the list again.")
        return self.deleting.delete_many(profile_ids, actor)


def _check(rule: AnonymousRule, now: Snapshot) -> None:
    needed = rule.enabled or rule.category_id is not None
    if needed and rule.category_id not in now.leaf_ids:
        raise InvalidInput("Choose a category that has none below it.", "category")
    for role, user_id in rule.owners.items():
        now.check_user(user_id, f"owners.{role.value}")


def _described(snapshot: Snapshot, rule: AnonymousRule) -> dict[str, str]:
    owners = {
        f"owners.{role.value}": snapshot.users[key].username
        for role, key in rule.owners.items()
        if key in snapshot.users
    }
    return {
        "enabled": "on" if rule.enabled else "off",
        "kind": rule.kind.value,
        "category": snapshot.path_words(rule.category_id),
        **owners,
    }
