"""Anonymous contacts: creates a profile for each unknown caller at once, named by the number.

The module is off unless an admin turns it on. Internal, short, invalid and withheld numbers and our own lines never
get a profile. It works inside the transaction that stores the call, so that simultaneous calls create only one profile.
A contact is identified by naming it (`services/profiles/profiles.py`) or merging it (`services/profiles/merge.py`).
`services/office/auto_contacts_admin.py` changes the rule and removes contacts.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from callerid_dash.domain.numbers.phones import NumberKind, PhoneNumber, parse_number
from callerid_dash.domain.profiles.numbering import guess_phone_kind, written_out
from callerid_dash.domain.profiles.profiles import OwnerRole, PhoneDraft, ProfileDraft, ProfileKind
from callerid_dash.domain.users import Program
from callerid_dash.services.core import Core
from callerid_dash.services.profiles.trail import ProfileTrail
from callerid_dash.services.profiles.validation import ProfileRules
from callerid_dash.services.shared.directory import Snapshot
from callerid_dash.store.engine.protocol import Session

SETTING = "anonymous_contacts"
"""The stored setting: JSON of `AnonymousRule`."""
ITSELF = Program("anonymous contacts")


@dataclass(frozen=True, slots=True)
class AnonymousRule:
    """The profile that is created for an unknown caller. `category_id` is a leaf; `owners` has user ids."""

    enabled: bool = False
    kind: ProfileKind = ProfileKind.PERSON
    category_id: int | None = None
    owners: Mapping[OwnerRole, int] = field(default_factory=dict)


def rule_of(snapshot: Snapshot) -> AnonymousRule:
    """The current rule."""
    stored = json.loads(snapshot.settings.get(SETTING, "{}"))
    return AnonymousRule(
        enabled=stored.get("enabled", False),
        kind=ProfileKind(stored.get("kind", ProfileKind.PERSON)),
        category_id=stored.get("category_id"),
        owners={OwnerRole(role): user_id for role, user_id in stored.get("owners", {}).items()},
    )


@dataclass(frozen=True, slots=True)
class AnonymousContacts:
    """Creates profiles for unknown callers."""

    core: Core

    def auto_create(self, session: Session, numbers: Collection[PhoneNumber]) -> bool:
        """Create a profile for each of these numbers that may have one; returns whether any was created.

        Nobody may hold any of the numbers. Called in the writer's transaction (`services/calls/ingest.py`).
        """
        snapshot = self.core.snapshot
        rule = rule_of(snapshot)
        if not rule.enabled:
            return False
        dialing = snapshot.locality.dialing
        own = {parse_number(line, dialing).canonical for line in snapshot.lines}
        wanted = [
            n.canonical for n in numbers if n.kind is NumberKind.EXTERNAL and n.canonical and n.canonical not in own
        ]
        if not wanted:
            return False
        rules = ProfileRules(snapshot)
        contents = [rules.content(_draft(rule, snapshot, number, written_out(number, dialing))) for number in wanted]
        ids = ProfileTrail(self.core).insert(session, contents, ITSELF, anonymous=True)
        self.core.notifications.profiles_changed(session, ids, wanted)
        return True


def _draft(rule: AnonymousRule, snapshot: Snapshot, number: str, name: str) -> ProfileDraft:
    """The draft of a contact, without a category or owners that no longer exist: these must not stop a call."""
    users = snapshot.users
    return ProfileDraft(
        kind=rule.kind,
        name=name,
        category_id=rule.category_id if rule.category_id in snapshot.leaf_ids else None,
        owners={role: key for role, key in rule.owners.items() if key in users and not users[key].disabled},
        phones=(PhoneDraft(number, guess_phone_kind(number)),),
    )
