"""Who holds a number: the lookup for every call, built for speed.

Each phone carries a copy ('card') of what a call's row shows of its profile, because an embedded database joins
without indexes: one point query instead of two. `refresh` must follow every change of a profile or its phones.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import UTC, datetime

from callerid_dash.domain.profiles.profiles import Color, Holder, Owner, OwnerRole, ProfileKind
from callerid_dash.domain.users import User
from callerid_dash.store.engine.protocol import Session

_FEW = 4
"""Up to this many numbers, point queries beat a scan (measured on DuckDB with 1 M phones)."""


def holders(
    session: Session, numbers: Collection[str], users: Mapping[int, User], colors: Mapping[int, Color]
) -> dict[str, tuple[Holder, ...]]:
    """The holders of each of these canonical numbers, lowest id first; numbers that nobody holds are left out."""
    distinct = set(numbers)
    if len(distinct) <= _FEW:
        found = [(n, row["card"]) for n in distinct for row in session.rows("holders.by_number", number=n)]
    else:
        rows = session.rows("holders.by_numbers", numbers=list(distinct))
        found = [(row["number"], row["card"]) for row in rows]
    by_number: dict[str, dict[int, Holder]] = {}
    for number, card in found:
        holder = _holder(card, users, colors)
        by_number.setdefault(number, {})[holder.id] = holder
    return {number: tuple(of[key] for key in sorted(of)) for number, of in by_number.items()}


def by_profile(
    session: Session, profile_ids: Collection[int], users: Mapping[int, User], colors: Mapping[int, Color]
) -> dict[int, Holder]:
    """These profiles as rows of calls show them, whatever numbers they hold; deleted profiles are left out."""
    rows = session.rows("holders.cards", ids=list(profile_ids)) if profile_ids else []
    return {row["profile_id"]: _holder(row["card"], users, colors) for row in rows}


def refresh(session: Session, profile_ids: Collection[int]) -> None:
    """Bring the copies on the phones of these profiles up to date."""
    if profile_ids:
        session.run("holders.refresh", ids=list(profile_ids))


def outdated(session: Session) -> list[int]:
    """Ids of phones whose copy differs from their profile, or whose profile does not exist; none if all is well."""
    return [row["id"] for row in session.rows("holders.outdated")]


def _holder(card: str, users: Mapping[int, User], colors: Mapping[int, Color]) -> Holder:
    key, kind, name, organization, organization_id, color_id, sales, support, other, newest = card.split("\x1f")
    return Holder(
        id=int(key),
        kind=ProfileKind(kind),
        name=name,
        organization=organization,
        organization_id=int(organization_id) if organization_id else None,
        color=colors.get(int(color_id)) if color_id else None,
        owners=tuple(
            Owner(role, int(user_id), users[int(user_id)].username)
            for role, user_id in zip(OwnerRole, (sales, support, other), strict=True)
            if user_id and int(user_id) in users
        ),
        newest_record_at=datetime.fromisoformat(newest).replace(tzinfo=UTC) if newest else None,
    )
