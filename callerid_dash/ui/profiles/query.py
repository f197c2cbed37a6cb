"""The query in the address of the list of profiles: /profiles?q=&category=&color=&owner=&kind=.

Anybody can write any address; invalid values are ignored.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import parse_qs, urlencode

from callerid_dash.domain.profiles.profiles import ProfileKind
from callerid_dash.services.profiles.filter import ALL, NOBODY, ProfileFilter

PATH = "/profiles"
_LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class ProfileQuery:
    """The search words and the filters."""

    words: str = ""
    wanted: ProfileFilter = ALL

    def changed(self, **filters: object) -> ProfileQuery:
        """The same query with these filters replaced; None removes one."""
        return replace(self, wanted=replace(self.wanted, **filters))  # type: ignore[arg-type] # by their names

    @property
    def filtered(self) -> bool:
        """Whether any filter is active."""
        return self.wanted != ALL

    def href(self) -> str:
        """The address of this query."""
        wanted = self.wanted
        owner = NOBODY if wanted.no_owner else wanted.owner
        kind = wanted.kind.value if wanted.kind else None
        given = {"q": self.words or None, "category": wanted.category, "color": wanted.color}
        parts = {**given, "owner": owner, "kind": kind, "anonymous": _yes_no(wanted.anonymous)}
        query = urlencode({name: value for name, value in parts.items() if value is not None})
        return f"{PATH}?{query}" if query else PATH


def read_query(search: str | None) -> ProfileQuery:
    """The query of an address; `search` is the part after the path, with its '?'."""
    given = parse_qs((search or "")[:_LONGEST].lstrip("?"))

    def one(name: str) -> str:
        return given.get(name, [""])[-1].strip()

    kind, owner, anonymous = one("kind"), one("owner"), one("anonymous")
    return ProfileQuery(
        one("q"),
        ProfileFilter(
            category=_id(one("category")),
            color=_id(one("color")),
            owner=_id(owner),
            kind=ProfileKind(kind) if kind in set(ProfileKind) else None,
            anonymous={"1": True, "0": False}.get(anonymous),
            no_owner=owner == NOBODY,
        ),
    )


def _id(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 18 else None  # noqa: PLR2004 - of 64 bits


def _yes_no(wanted: bool | None) -> int | None:
    return int(wanted) if wanted is not None else None
