"""What filters of calls name by its id, in the words of the store; what is not there any more is said."""

from __future__ import annotations

from callerid_dash.domain.errors import InvalidInput
from callerid_dash.domain.profiles.categories import with_all_below
from callerid_dash.services.shared.directory import Snapshot


def extensions_of(user: int | None, snapshot: Snapshot) -> tuple[str, ...] | None:
    """The extensions of a user; None for no user. Raises InvalidInput."""
    if user is None:
        return None
    if user not in snapshot.users:
        raise InvalidInput("There is no such user any more.", "user")
    return snapshot.users[user].extensions


def categories_of(category: int | None, snapshot: Snapshot) -> tuple[int, ...] | None:
    """A category and all below it; None for no category. Raises InvalidInput."""
    if category is None:
        return None
    if category not in snapshot.categories:
        raise InvalidInput("There is no such category any more.", "category")
    return tuple(sorted(with_all_below(category, snapshot.categories)))


def there(key: int | None, exists: bool, field: str) -> int | None:
    """The id again, if it exists. Raises InvalidInput."""
    if key is not None and not exists:
        raise InvalidInput("There is no such thing any more.", field)
    return key
