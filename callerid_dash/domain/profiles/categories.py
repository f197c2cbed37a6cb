"""The tree of categories: ancestors and descendants. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from callerid_dash.domain.profiles.profiles import Category

Tree = Mapping[int, Category]


def path_of(category_id: int, tree: Tree) -> list[Category]:
    """The category and its ancestors, root first; empty if it does not exist."""
    path: dict[int, Category] = {}
    node = tree.get(category_id)
    while node and node.id not in path:
        path[node.id] = node
        node = tree.get(node.parent_id) if node.parent_id is not None else None
    return [*reversed(path.values())]


def with_all_below(category_id: int, tree: Tree) -> set[int]:
    """The ids of the category and all its descendants; empty if it does not exist."""
    return {key for key in tree if any(above.id == category_id for above in path_of(key, tree))}
