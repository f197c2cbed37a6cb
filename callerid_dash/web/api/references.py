"""References in requests: by id or by title, and users by name."""

from __future__ import annotations

from collections.abc import Iterable

from callerid_dash.domain.errors import InvalidInput
from callerid_dash.services.accounts.usernames import canonical_username
from callerid_dash.services.shared.directory import Snapshot


def referred(wanted: int | str, known: Iterable[tuple[int, tuple[str, ...]]], field: str, unknown: str = "") -> int:
    """The id for an id or a title. Raises InvalidInput if a title is ambiguous, or `unknown`."""
    if isinstance(wanted, int):
        return wanted
    title = wanted.strip().casefold()
    found = [key for key, titles in known if title in (each.casefold() for each in titles)]
    if not found:
        raise InvalidInput(unknown or f"There is no {field} of that title.", field)
    if len(found) > 1:
        raise InvalidInput("Several have that title.", field)
    return found[0]


def user_id(username: str | None, field: str, snapshot: Snapshot) -> int | None:
    """The id of a user. Raises InvalidInput."""
    if username is None:
        return None
    user = snapshot.usernames.get(canonical_username(username))
    if user is None:
        raise InvalidInput("There is no such user.", field)
    return user.id
