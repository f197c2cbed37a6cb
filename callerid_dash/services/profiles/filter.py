"""The filter of a list of profiles, and the counts by category, color and kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from callerid_dash.domain.profiles.categories import Tree, path_of, with_all_below
from callerid_dash.domain.profiles.profiles import ProfileKind
from callerid_dash.services.shared.paging import storable
from callerid_dash.store.profiles.profile_search import Facet, Narrowed, SimilarProfile


@dataclass(frozen=True, slots=True)
class ProfileFilter:
    """Conditions, joined by 'and'; None: no condition. `category` includes all below it; `owner` owns in any role."""

    category: int | None = None
    color: int | None = None
    owner: int | None = None
    kind: ProfileKind | None = None
    anonymous: bool | None = None
    no_owner: bool = False


ALL = ProfileFilter()
NOBODY = "none"
"""Instead of an owner's id: profiles without owners."""


def read_profile_filter(given: Mapping[str, Any]) -> ProfileFilter:
    """The filter for values by the names that programs use; the owner may be `NOBODY`."""
    owner, kind = given.get("owner"), given.get("kind")
    return ProfileFilter(
        category=given.get("category"),
        color=given.get("color"),
        owner=owner if owner != NOBODY else None,
        kind=ProfileKind(kind) if kind else None,
        anonymous=given.get("anonymous"),
        no_owner=owner == NOBODY,
    )


@dataclass(frozen=True, slots=True)
class ProfileCounts:
    """How many profiles match, and how many would match with another category (including all below it), color or kind.

    `similar` of the `total` do not contain the query but are similar to it.
    """

    total: int = 0
    similar: int = 0
    categories: Mapping[int, int] = field(default_factory=dict)
    colors: Mapping[int, int] = field(default_factory=dict)
    kinds: Mapping[ProfileKind, int] = field(default_factory=dict)


def narrowed(wanted: ProfileFilter, tree: Tree) -> Narrowed:
    """The filter in the store's terms."""
    return Narrowed(
        kind=wanted.kind.value if wanted.kind else None,
        categories=sorted(with_all_below(wanted.category, tree)) if wanted.category is not None else None,
        color=_known(wanted.color),
        owner=_known(wanted.owner),
        anonymous=wanted.anonymous,
        no_owner=wanted.no_owner,
    )


def passes(profile: SimilarProfile, wanted: Narrowed) -> bool:
    """Does this profile match the filter, as the store's queries apply it?"""
    return _of_people(profile, wanted) and all(_of_things(profile.category_id, profile.color_id, profile.kind, wanted))


def tally(facets: Iterable[Facet], alike: Iterable[SimilarProfile], wanted: Narrowed, tree: Tree) -> ProfileCounts:
    """Count profiles. Each of category, color and kind is counted under the conditions on the other two."""
    total = similar = 0
    filed: Counter[int | None] = Counter()
    colors: Counter[int | None] = Counter()
    kinds: Counter[str] = Counter()
    singles = [Facet(a.category_id, a.color_id, a.kind, 1) for a in alike if _of_people(a, wanted)]
    for number, facet in enumerate([*singles, *facets]):
        category, color, kind = _of_things(facet.category_id, facet.color_id, facet.kind, wanted)
        n = facet.profiles
        total += n * (category and color and kind)
        similar += number < len(singles) and category and color and kind
        filed[facet.category_id] += n * (color and kind)
        colors[facet.color_id] += n * (category and kind)
        kinds[facet.kind] += n * (category and color)
    return ProfileCounts(
        total,
        similar,
        _summed_up(filed, tree),
        {key: n for key, n in colors.items() if key is not None and n},
        {kind: kinds[kind.value] for kind in ProfileKind},
    )


def _of_people(profile: SimilarProfile, wanted: Narrowed) -> bool:
    owners = profile.owner_ids
    return (
        (wanted.owner is None or wanted.owner in owners)
        and (wanted.anonymous is None or wanted.anonymous == profile.anonymous)
        and not (wanted.no_owner and owners)
    )


def _of_things(category: int | None, color: int | None, kind: str, wanted: Narrowed) -> tuple[bool, bool, bool]:
    return (
        wanted.categories is None or category in wanted.categories,
        wanted.color is None or color == wanted.color,
        wanted.kind is None or kind == wanted.kind,
    )


def _summed_up(filed: Mapping[int | None, int], tree: Tree) -> dict[int, int]:
    counted: Counter[int] = Counter()
    for key, n in filed.items():
        for above in path_of(key, tree) if key is not None else ():
            counted[above.id] += n
    return {key: n for key, n in counted.items() if n}


def _known(key: int | None) -> int | None:
    # An id that the database cannot hold matches nothing.
    return key if key is None or storable(key) else -1
