"""The choices that the form of a profile offers to this viewer now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from callerid_dash.domain.errors import NotFound
from callerid_dash.domain.profiles.profiles import Owner, OwnerRole, ProfileKind
from callerid_dash.domain.users import Action, User, can
from callerid_dash.services.profiles.changes import owner_subject
from callerid_dash.services.profiles.filter import ProfileFilter
from callerid_dash.services.services import Services
from callerid_dash.services.shared.directory import Snapshot
from callerid_dash.ui.kit.fields import Choice
from callerid_dash.ui.profile_form.form import OwnerChoice, ProfileChoices
from callerid_dash.ui.profile_form.typed import TypedProfile
from callerid_dash.ui.profile_form.versions import category_words

ORGANIZATIONS = 20
"""The most organizations listed at once; typing finds the others."""


def choices_for(
    services: Services, viewer: User, typed: TypedProfile, before: Iterable[Owner] | None = None
) -> ProfileChoices:
    """The form's choices. `before` are the owners of the changed profile, None for a new one."""
    snapshot = services.directory.snapshot
    return ProfileChoices(
        categories=_categories(snapshot, typed.category),
        colors=sorted(snapshot.colors.values(), key=lambda color: (color.position, color.id)),
        organizations=organizations(services, "", typed.organization),
        owners={role: _owner_choice(snapshot, viewer, role, before) for role in OwnerRole},
    )


def organizations(services: Services, words: str, chosen: str = "") -> list[Choice]:
    """The organizations that match these words, and the chosen one."""
    wanted = ProfileFilter(kind=ProfileKind.ORGANIZATION)
    found = services.profiles.finder.search(words, ORGANIZATIONS, wanted=wanted).items
    listed = {str(profile.id): profile.name for profile in found if profile.kind is ProfileKind.ORGANIZATION}
    return list({**organization_names(services, (chosen,)), **listed}.items())


def organization_names(services: Services, ids: Iterable[str]) -> dict[str, str]:
    """The names of the existing organizations, by id."""
    names: dict[str, str] = {}
    for key in ids:
        if key.isascii() and key.isdecimal():
            try:
                names[key] = services.profiles.get(int(key)).name
            except NotFound:
                continue
    return names


def fixed_owners(viewer: User, now: TypedProfile, wanted: TypedProfile) -> list[OwnerRole]:
    """The owner roles in which this viewer may not replace the current owner by the wanted one."""

    def may(role: OwnerRole) -> bool:
        old, new = (_user_id(typed.owners.get(role, "")) for typed in (now, wanted))
        return old == new or can(viewer.role, Action.SET_OWNER, owner_subject(viewer, old, new))

    return [role for role in OwnerRole if not may(role)]


def _user_id(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() else None


def _may_change(viewer: User, old: int | None) -> bool:
    # A viewer who may become the owner may also choose another one.
    return can(viewer.role, Action.SET_OWNER, owner_subject(viewer, old, viewer.id))


def _categories(snapshot: Snapshot, chosen: str) -> list[Choice]:
    """The leaves by their paths, and the profile's category, even if that has subcategories by now."""
    order = _tree_order(snapshot)
    ids = {leaf.id for leaf in snapshot.leaves}
    if chosen.isdecimal() and int(chosen) in snapshot.categories:
        ids.add(int(chosen))
    return [(str(key), category_words(snapshot, str(key))) for key in sorted(ids, key=order.__getitem__)]


def _tree_order(snapshot: Snapshot) -> Mapping[int, list[tuple[int, int]]]:
    return {key: [(node.position, node.id) for node in snapshot.category_path(key)] for key in snapshot.categories}


def _owner_choice(snapshot: Snapshot, viewer: User, role: OwnerRole, before: Iterable[Owner] | None) -> OwnerChoice:
    now = {owner.role: owner.user_id for owner in before or ()}
    old = now.get(role)
    if before is not None and not _may_change(viewer, old):
        user = snapshot.users.get(old) if old is not None else None
        return OwnerChoice(fixed=user.label if user else "")
    # For a new profile, everybody may name the owners; for one without owners, agents may name themselves.
    anybody = before is None or old == viewer.id or can(viewer.role, Action.SET_OWNER)
    offered = [user for user in snapshot.users.values() if anybody or user.id == viewer.id]
    kept = [user for user in offered if not user.disabled or user.id == old]
    return OwnerChoice([(str(user.id), user.label) for user in sorted(kept, key=lambda user: user.label)])
