"""`/api/v1/profiles`: the address book for other programs."""

from __future__ import annotations

from typing import cast

from callerid_dash.domain.errors import InvalidInput
from callerid_dash.domain.profiles.profiles import TEXTS, OwnerRole, PhoneDraft, PhoneKind, ProfileDraft, ProfileKind
from callerid_dash.domain.scopes import Scope
from callerid_dash.services.profiles.changes import ProfileChanges
from callerid_dash.services.profiles.profiles import Profiles, Saved
from callerid_dash.services.profiles.search import ProfileFinder
from callerid_dash.services.shared.directory import Directory, Snapshot
from callerid_dash.web.api.answers import ProfileOut, ProfilesOut, profile_out
from callerid_dash.web.api.fields import LARGEST_ID
from callerid_dash.web.api.models import OwnersIn, PhoneIn, ProfileIn, ProfilePatch, ProfilesQuery
from callerid_dash.web.api.operations import Operations, program, read_body, read_query
from callerid_dash.web.api.references import referred, user_id

ONE = f"/profiles/<int(max={LARGEST_ID}):profile_id>"


def add_profiles(operations: Operations, profiles: Profiles, finder: ProfileFinder, directory: Directory) -> None:
    """The routes of the address book."""
    read, write = Scope.PROFILES_READ, Scope.PROFILES_WRITE

    @operations.add("GET", "/profiles", scope=read, query=ProfilesQuery, answer=ProfilesOut)
    def find_profiles() -> ProfilesOut:
        """Find profiles by number or by name; without either, all of them by name."""
        query = read_query(ProfilesQuery)
        if query.number is not None:
            if query.q is not None:
                raise InvalidInput("Give either a number or q.", "q")
            holders = finder.by_number(query.number)
            return ProfilesOut(items=[profile_out(profile) for profile in holders], next_cursor=None)
        page = finder.search(query.q or "", query.limit, query.cursor)
        return ProfilesOut(items=[profile_out(profile) for profile in page.items], next_cursor=page.next_cursor)

    @operations.add(
        "POST", "/profiles", scope=write, body=(ProfileIn,), answer=ProfileOut, shown=_saved_out, status=201
    )
    def create_profile() -> Saved:
        """Add a profile."""
        return profiles.create(_draft(read_body(ProfileIn), directory.snapshot), program())

    @operations.add("GET", ONE, scope=read, answer=ProfileOut)
    def get_profile(profile_id: int) -> ProfileOut:
        """One profile."""
        return profile_out(profiles.get(profile_id))

    @operations.add("PATCH", ONE, scope=write, body=(ProfilePatch,), answer=ProfileOut, shown=_saved_out)
    def change_profile(profile_id: int) -> Saved:
        """Change a profile that was read in the given version."""
        sent = read_body(ProfilePatch)
        changes = _changes(sent, directory.snapshot)
        return profiles.update(profile_id, sent.version, changes, program())

    @operations.add(
        "POST", f"{ONE}/phones", scope=write, body=(PhoneIn,), answer=ProfileOut, shown=_saved_out, status=201
    )
    def add_phone(profile_id: int) -> Saved:
        """Put a number on a profile."""
        return profiles.add_phone(profile_id, _phone(read_body(PhoneIn)), program())


def _saved_out(saved: Saved) -> ProfileOut:
    return profile_out(saved.profile)


def _draft(sent: ProfileIn, snapshot: Snapshot) -> ProfileDraft:
    owners = {role: user_id for role, user_id in _owners(sent.owners, snapshot).items() if user_id is not None}
    return ProfileDraft(
        kind=ProfileKind(sent.kind),
        name=sent.name,
        **{name: getattr(sent, name) for name in TEXTS},
        organization_id=sent.organization_id,
        category_id=_category(sent.category, snapshot),
        color_id=_color(sent.color, snapshot),
        owners=owners,
        phones=tuple(map(_phone, sent.phones)),
        emails=tuple(sent.emails),
        note=sent.note,
    )


def _changes(sent: ProfilePatch, snapshot: Snapshot) -> ProfileChanges:
    """The changes in the request. Null clears a field that may be empty."""
    given: dict[str, object] = {
        "texts": {name: getattr(sent, name) or "" for name in TEXTS if name in sent.model_fields_set}
    }
    for name in sent.model_fields_set - {"version", *TEXTS}:
        value = getattr(sent, name)
        if name == "kind":
            if value is None:
                raise InvalidInput("A profile is a person or an organization.", "kind")
            given["kind"] = ProfileKind(value)
        elif name == "category":
            given["category_id"] = _category(value, snapshot)
        elif name == "color":
            given["color_id"] = _color(value, snapshot)
        elif name == "owners":
            given["owners"] = _owners(value or OwnersIn(sales=None, support=None, other=None), snapshot)
        elif name == "phones":
            given["phones"] = tuple(map(_phone, value or ()))
        elif name == "emails":
            given["emails"] = tuple(value or ())
        else:
            given[name] = value if name == "organization_id" else value or ""
    return cast("ProfileChanges", given)  # each by its own branch above


def _phone(sent: PhoneIn) -> PhoneDraft:
    kind = PhoneKind(sent.kind) if sent.kind else None
    return PhoneDraft(sent.number, kind, sent.label, sent.preferred, sent.extension)


def _owners(sent: OwnersIn, snapshot: Snapshot) -> dict[OwnerRole, int | None]:
    """User ids by role, for the roles in the request."""
    owners: dict[OwnerRole, int | None] = {}
    for name in sent.model_fields_set:
        owners[OwnerRole(name)] = user_id(getattr(sent, name), f"owners.{name}", snapshot)
    return owners


def _category(wanted: int | str | None, snapshot: Snapshot) -> int | None:
    leaves = ((leaf.id, (leaf.title,)) for leaf in snapshot.leaves)
    return None if wanted is None else referred(wanted, leaves, "category")


def _color(wanted: int | str | None, snapshot: Snapshot) -> int | None:
    colors = ((color.id, (color.title, color.hex)) for color in snapshot.colors.values())
    return None if wanted is None else referred(wanted, colors, "color")
