"""Profiles with their phones and e-mail addresses: written in batches, read whole. Services decide who may do what.

`store/profiles/profile_search.py` searches profiles; `store/profiles/holders.py` finds the holders of a number.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from callerid_dash.domain.names import search_key
from callerid_dash.domain.profiles.profiles import (
    TEXTS,
    Category,
    Color,
    Owner,
    OwnerRole,
    Profile,
    ProfileBasis,
    ProfileKind,
    ProfilePhone,
)
from callerid_dash.domain.users import User
from callerid_dash.store.engine.protocol import Row, Session
from callerid_dash.store.engine.rows import by_column, made
from callerid_dash.store.profiles import holders, profile_search


@dataclass(frozen=True, slots=True)
class ProfileContent(ProfileBasis):
    """The fields of a profile to store, checked. `organization` names `organization_id`; ids of phones are ignored."""

    organization: str = ""
    phones: tuple[ProfilePhone, ...] = ()


@dataclass(frozen=True, slots=True)
class ProfileLookups:
    """The small tables that a profile refers to, by id."""

    users: Mapping[int, User]
    colors: Mapping[int, Color]
    categories: Mapping[int, Category]


def insert(
    session: Session, contents: Sequence[ProfileContent], at: datetime, by: int | None, *, anonymous: bool = False
) -> list[int]:
    """Add profiles and return their ids, in order. `by` is the user who adds them; None for a token or an import."""
    if not contents:
        return []
    ids = sorted(row["id"] for row in session.rows("profiles.new_ids", slots=list(range(len(contents)))))
    session.run(
        "profiles.insert",
        id=ids,
        **_columns(contents),
        anonymous=anonymous,
        created_at=at,
        created_by=by,
        updated_at=at,
    )
    _insert_phones(session, [(i, c.phones) for i, c in zip(ids, contents, strict=True)])
    _insert_emails(session, [(i, c.emails) for i, c in zip(ids, contents, strict=True)])
    profile_search.learn(session, map(_search_key, contents))
    holders.refresh(session, ids)
    return ids


def _columns(contents: Sequence[ProfileContent]) -> dict[str, list[object]]:
    """One array per column."""
    return {
        **by_column(contents, "kind", "name", *TEXTS, "organization_id", "category_id", "color_id", "note"),
        **{f"{role}_id": [content.owners.get(role) for content in contents] for role in OwnerRole},
        "search_key": [_search_key(content) for content in contents],
    }


def update(session: Session, profile_id: int, version: int, content: ProfileContent, at: datetime) -> bool:
    """Replace the stored fields of a profile. Returns False, without a change, if it has another version by now."""
    return bool(_replace(session, {profile_id: content}, at, version))


def update_many(session: Session, contents: Mapping[int, ProfileContent], at: datetime) -> None:
    """Replace the stored fields of these profiles, which must have been read in the same transaction."""
    if contents:
        _replace(session, contents, at, None)


def _replace(session: Session, contents: Mapping[int, ProfileContent], at: datetime, version: int | None) -> list[int]:
    """Replace profiles: all, or only those with this version. Returns the ids of the replaced ones."""
    ids, new = list(contents), list(contents.values())
    rows = session.rows("profiles.update", id=ids, version=version, **_columns(new), at=at)
    if not rows:
        return []
    session.run("tables.remove_each phones profile_id", ids=ids)
    session.run("tables.remove_each emails profile_id", ids=ids)
    _insert_phones(session, [(i, c.phones) for i, c in contents.items()])
    _insert_emails(session, [(i, c.emails) for i, c in contents.items()])
    profile_search.learn(session, map(_search_key, new))
    holders.refresh(session, ids)
    return [row["id"] for row in rows]


def all_names(session: Session, size: int = 5_000) -> Iterator[tuple[int, ProfileKind, str, bool]]:
    """Each profile's id, kind, name as search key, and whether it has a phone; about `size` are in memory at a time."""
    for rows in session.stream("profiles.all_names", size):
        for profile_id, kind, key, has_phones in rows:
            yield profile_id, ProfileKind(kind), key, has_phones


def by_ids(session: Session, ids: Collection[int], lookups: ProfileLookups) -> dict[int, Profile]:
    """The profiles that exist among these ids."""
    if not ids:
        return {}
    phones: dict[int, list[ProfilePhone]] = {}
    for row in session.rows("profiles.phones_of", ids=list(ids)):
        phones.setdefault(row["profile_id"], []).append(made(ProfilePhone, row))
    emails: dict[int, list[str]] = {}
    for row in session.rows("profiles.emails_of", ids=list(ids)):
        emails.setdefault(row["profile_id"], []).append(row["address"])
    return {
        row["id"]: _profile(row, phones.get(row["id"], []), emails.get(row["id"], []), lookups)
        for row in session.rows("profiles.by_ids", ids=list(ids))
    }


def organizations(session: Session, ids: Iterable[int]) -> dict[int, str]:
    """The names of the organizations among these profiles."""
    wanted = list(ids)
    rows = session.rows("profiles.organizations", ids=wanted) if wanted else []
    return {row["id"]: row["name"] for row in rows}


def name_of(session: Session, profile_id: int) -> str:
    """The name of a profile; '' if it does not exist."""
    return session.value("profiles.name_of", id=profile_id) or ""


def members(session: Session, organization_id: int) -> list[int]:
    """The ids of the profiles that belong to an organization."""
    return [row["id"] for row in session.rows("profiles.members", organization_id=organization_id)]


def renamed_organization(session: Session, members_of: Collection[Profile]) -> None:
    """Update what is derived from an organization's new name on these members, which were read after the change."""
    session.run(
        "profiles.set_search_keys",
        id=[p.id for p in members_of],
        search_key=[_search_key(p) for p in members_of],
    )
    holders.refresh(session, [p.id for p in members_of])


def records_changed(session: Session, profile_id: int) -> None:
    """Update the time of a profile's newest record, which helps to decide the preferred holder of a shared number."""
    session.run("profiles.set_newest_record", id=profile_id)
    holders.refresh(session, [profile_id])


def _search_key(content: ProfileContent | Profile) -> str:
    parts = (
        content.name,
        *content.other_names(),
        content.organization,
        " ".join((content.first_name, content.last_name)),
    )
    keys = (search_key(part.replace("|", " ")) for part in dict.fromkeys(parts) if part.strip())
    return "".join(f"{key}|" for key in dict.fromkeys(keys) if key)


def _insert_phones(session: Session, by_profile: Iterable[tuple[int, Sequence[ProfilePhone]]]) -> None:
    rows = [(key, position, phone) for key, phones in by_profile for position, phone in enumerate(phones)]
    if rows:
        phones = [phone for _, _, phone in rows]
        session.run(
            "profiles.insert_phones",
            profile_id=[key for key, _, _ in rows],
            position=[position for _, position, _ in rows],
            number=[phone.canonical for phone in phones],
            **by_column(phones, "raw", "extension", "kind", "label", "preferred"),
        )


def _insert_emails(session: Session, by_profile: Iterable[tuple[int, Sequence[str]]]) -> None:
    rows = [(key, position, address) for key, emails in by_profile for position, address in enumerate(emails)]
    if rows:
        keys, positions, addresses = map(list, zip(*rows, strict=True))
        session.run("profiles.insert_emails", profile_id=keys, position=positions, address=addresses)


def _profile(row: Row, phones: Sequence[ProfilePhone], emails: Sequence[str], lookups: ProfileLookups) -> Profile:
    owner_ids = zip(OwnerRole, (row["sales_id"], row["support_id"], row["other_id"]), strict=True)
    return made(
        Profile,
        row,
        category=lookups.categories.get(row["category_id"]),
        color=lookups.colors.get(row["color_id"]),
        owners=tuple(Owner(role, i, lookups.users[i].username) for role, i in owner_ids if i in lookups.users),
        phones=tuple(phones),
        emails=tuple(emails),
    )
