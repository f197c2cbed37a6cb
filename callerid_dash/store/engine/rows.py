"""Makes dataclasses of rows and columns of dataclasses, by the names of their fields."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import MISSING, fields
from enum import Enum
from functools import cache
from operator import attrgetter
from types import UnionType
from typing import Any, TypeVar, cast, get_args, get_type_hints

from callerid_dash.store.engine.protocol import Row

T = TypeVar("T")


def made(kind: type[T], row: Row, /, **given: object) -> T:
    """A dataclass with the columns of a row that are called like its fields. `given` takes precedence.

    A column that was added later is NULL in older rows, which leaves the field's default.
    """
    taken, optional, enums = _fields(cast("Any", kind), tuple(row), tuple(given))
    values = {name: row[name] for name in taken}
    if None in values.values():
        values = {name: value for name, value in values.items() if value is not None or name not in optional}
    for name, enum in enums:
        if values.get(name) is not None:
            values[name] = enum(values[name])
    return kind(**values, **given)


def of_fields(item: object, *names: str) -> dict[str, Any]:
    """The values of these fields."""
    return {name: getattr(item, name) for name in names}


def by_column(items: Collection[object], *names: str) -> dict[str, list[Any]]:
    """One list for each of these fields, with the values of all items."""
    return {name: list(map(attrgetter(name), items)) for name in names}


@cache
def _fields(
    kind: type[Any], columns: tuple[str, ...], given: tuple[str, ...]
) -> tuple[list[str], list[str], list[tuple[str, type[Enum]]]]:
    """The fields of a dataclass to take from these columns; which of them have a default; and the enumerations."""
    taken = [each for each in fields(kind) if each.name in columns and each.name not in given]
    optional = [each.name for each in taken if (each.default, each.default_factory) != (MISSING, MISSING)]
    hints = {each.name: get_type_hints(kind)[each.name] for each in taken}
    types = {name: get_args(hint) if isinstance(hint, UnionType) else (hint,) for name, hint in hints.items()}
    enums = [
        (name, one) for name, each in types.items() for one in each if isinstance(one, type) and issubclass(one, Enum)
    ]
    return [each.name for each in taken], optional, enums
