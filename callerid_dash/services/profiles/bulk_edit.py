"""Changes the color, category and owners of many profiles at once; this can be undone for a day.

Other fields are changed one profile at a time (`services/profiles/profiles.py`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from callerid_dash.domain.audit import AuditAction, SubjectKind, differences
from callerid_dash.domain.errors import InvalidInput, Stale
from callerid_dash.domain.profiles.profiles import OwnerRole
from callerid_dash.domain.users import Action, Actor
from callerid_dash.services.core import Core
from callerid_dash.services.profiles.search import MOST_TO_CHANGE
from callerid_dash.services.shared.authority import authorize, id_of
from callerid_dash.services.shared.directory import Snapshot
from callerid_dash.services.shared.paging import storable
from callerid_dash.store.engine.protocol import Session
from callerid_dash.store.profiles import bulk as tables
from callerid_dash.store.profiles.bulk import FIELDS, State
from callerid_dash.store.shared import undos
from callerid_dash.store.shared.audit import AuditLine
from callerid_dash.store.shared.undos import UndoStep

BULK = "bulk"
"""The kind of the undo step. Its `before` has the fields that were set, and each profile's previous state."""
Given = Mapping[str, int | None]
"""The values to set, by field of the store (see `FIELDS`); None clears the field."""


@dataclass(frozen=True, slots=True)
class BulkChange:
    """The values to set: `given` has 'category_id' or 'color_id', `owners` user ids by role. Absent fields stay."""

    given: Given = field(default_factory=dict)
    owners: Mapping[OwnerRole, int | None] = field(default_factory=dict)

    @property
    def fields(self) -> Given:
        """All values to set, by field of the store."""
        return {**self.given, **{f"{role.value}_id": user_id for role, user_id in self.owners.items()}}


@dataclass(frozen=True, slots=True)
class BulkPreview:
    """What a change would do: `changed` of `total` profiles would change.

    `others` counts, by field, the profiles that would lose another value; empty fields lose nothing and do not count.
    """

    total: int
    changed: int
    others: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class BulkDone:
    """The number of changed profiles; `undo_id` undoes the change."""

    changed: int
    undo_id: int


@dataclass(frozen=True, slots=True)
class BulkChanges:
    """Changes many profiles in one transaction. Thread-safe."""

    core: Core

    def preview(self, ids: Collection[int], change: BulkChange, actor: Actor) -> BulkPreview:
        """What the change would do to these profiles. Raises Forbidden or InvalidInput."""
        authorize(actor, Action.CHANGE_MANY_PROFILES)
        with self.core.store.read() as session:
            states = tables.states(session, _checked_ids(ids))
        others = {
            name: sum(getattr(state, name) not in (None, value) for state in states)
            for name, value in change.fields.items()
        }
        return BulkPreview(len(states), sum(_changed(state, change) != state for state in states), others)

    def change(self, ids: Collection[int], change: BulkChange, actor: Actor) -> BulkDone:
        """Change those of these profiles that exist. Raises Forbidden, or InvalidInput if nothing would change."""
        authorize(actor, Action.CHANGE_MANY_PROFILES)
        wanted = _checked_ids(ids)
        _check(change, self.core.snapshot)
        return self.core.store.write(lambda session: self._change(session, wanted, change, actor))

    def take_back(self, session: Session, actor: Actor, step: UndoStep) -> None:
        """`TakeBack` of a bulk change: each field that still has the set value gets its previous value back."""
        given: dict[str, int | None] = step.before["given"]
        before = {int(row["id"]): row for row in step.before["states"]}
        snapshot = self.core.snapshot
        changes = []
        for state in tables.states(session, list(before)):
            old = {
                name: before[state.id][name]
                for name, value in given.items()
                if getattr(state, name) == value and _is_there(name, before[state.id][name], snapshot)
            }
            changes.append((state, replace(state, **old)))
        if not self._write(session, changes, actor, AuditAction.UNDONE):
            raise Stale("This cannot be taken back any more: all of these profiles have been changed since.")

    def _change(self, session: Session, ids: Sequence[int], change: BulkChange, actor: Actor) -> BulkDone:
        changes = [(state, _changed(state, change)) for state in tables.states(session, ids)]
        written = self._write(session, changes, actor, AuditAction.CHANGED)
        if not written:
            raise InvalidInput("All of these profiles are like that already, or gone.")
        states = [{"id": state.id, **{name: getattr(state, name) for name in change.fields}} for state in written]
        title = written[0].name if len(written) == 1 else str(len(written))
        before = {"given": dict(change.fields), "states": states}
        return BulkDone(len(written), undos.add(session, BULK, self.core.clock(), id_of(actor), title, before))

    def _write(
        self, session: Session, changes: Sequence[tuple[State, State]], actor: Actor, action: AuditAction
    ) -> list[State]:
        """Store the changes that differ; returns the previous states."""
        different = [(old, new) for old, new in changes if old != new]
        if not different:
            return []
        numbers = tables.write(session, [new for _, new in different], self.core.clock())
        lines = [
            AuditLine(
                SubjectKind.PROFILE, str(old.id), old.name, differences(self._described(old), self._described(new))
            )
            for old, new in different
        ]
        self.core.audit.note(session, actor, action, *lines)
        self.core.notifications.profiles_changed(session, (old.id for old, _ in different), numbers)
        return [old for old, _ in different]

    def _described(self, state: State) -> dict[str, str]:
        """The fields as texts, as `ProfileTrail` describes them."""
        snapshot = self.core.snapshot
        color = snapshot.colors.get(state.color_id) if state.color_id is not None else None
        owners = zip(OwnerRole, (state.sales_id, state.support_id, state.other_id), strict=True)
        users = {role: snapshot.users.get(user_id) for role, user_id in owners if user_id is not None}
        return {
            "category": snapshot.path_words(state.category_id),
            "color": color.title if color else "",
            **{f"owners.{role.value}": user.username for role, user in users.items() if user},
        }


def _changed(state: State, change: BulkChange) -> State:
    return replace(state, **change.fields)  # type: ignore[arg-type] # only fields of FIELDS


def _checked_ids(ids: Collection[int]) -> list[int]:
    wanted = sorted({key for key in ids if storable(key)})
    if not wanted:
        raise InvalidInput("Select at least one profile.")
    if len(wanted) > MOST_TO_CHANGE:
        raise InvalidInput("At most %(most)s profiles at once.", values={"most": MOST_TO_CHANGE})
    return wanted


def _check(change: BulkChange, snapshot: Snapshot) -> None:
    given = change.fields
    if not given:
        raise InvalidInput("Choose what is to be changed.")
    if unknown := set(given) - set(FIELDS):
        raise ValueError(f"not to be changed in bulk: {unknown}")
    snapshot.check_color(given.get("color_id"))
    if "category_id" in given:
        snapshot.check_leaf(given["category_id"])
    for role, user_id in change.owners.items():
        snapshot.check_user(user_id, f"owners.{role.value}")


def _is_there(name: str, key: int | None, snapshot: Snapshot) -> bool:
    known: dict[str, Collection[int]] = {"category_id": snapshot.categories, "color_id": snapshot.colors}
    return key is None or key in known.get(name, snapshot.users)
