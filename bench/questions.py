"""Questions for the call log: every condition on calls and every pair of conditions, each with values that match much,
little and nothing.

They are derived from the conditions of `domain/calls/filter.py`. A condition that is added there is asked, too: by its
type, or once `_CALLS_BY_VALUE` says which values its texts or ids have.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from itertools import combinations
from pathlib import Path

import duckdb

from callerid_dash.domain.calls.filter import CONDITIONS, CallFilter, Condition, read_filter

_NAMED = """
SELECT {0}, count(*) FROM calls WHERE {0} <> '' GROUP BY 1
UNION ALL SELECT min({0}) || '5', 0 FROM calls WHERE {0} <> ''"""
_ENDINGS = "SELECT right(number, {0}), sum(calls) FROM caller_totals GROUP BY 1"
_RANG = """
SELECT {0}, count(phone) FROM extensions e
LEFT JOIN (SELECT unnest(string_to_array(rang, ',')) AS phone FROM calls) rung ON phone = e.number
GROUP BY 1 UNION ALL SELECT {1}, 0 WHERE {1} IS NOT NULL"""
_OF_PROFILES = """
SELECT e.id, count(c.id) FROM {0} e LEFT JOIN profiles p ON p.{1} = e.id LEFT JOIN calls c ON c.profile_id = p.id
GROUP BY 1"""
_GIVEN = "FROM (VALUES ({0}, 2), ({1}, 1), ({2}, 0))"
_INSTANT = "SELECT strftime({0}(started_at) {1}, '%Y-%m-%dT%H:%M:%SZ') FROM calls"
_FIRST = f"({_INSTANT.format('min', '')})"
_EARLY = f"({_INSTANT.format('min', '+ INTERVAL 1 hour')})"
_RECENTLY = f"({_INSTANT.format('max', '- INTERVAL 1 hour')})"
_LATER = f"({_INSTANT.format('max', '+ INTERVAL 1 day')})"
_CALLS_BY_VALUE = {
    "from": _GIVEN.format(_FIRST, _RECENTLY, _LATER),
    "to": _GIVEN.format(_LATER, _EARLY, _FIRST),
    "number": "SELECT number, calls FROM caller_totals UNION ALL SELECT '+989250000000', 0",
    "ends_with": f"{_ENDINGS.format(1)} UNION ALL {_ENDINGS.format(7)} UNION ALL SELECT '0000000000', 0",
    "profile": "SELECT p.id, count(c.id) FROM profiles p LEFT JOIN calls c ON c.profile_id = p.id GROUP BY 1",
    "line": _NAMED.format("line"),
    "queue": _NAMED.format("queue"),
    "user": _RANG.format("e.user_id", "NULL"),
    "extension": _RANG.format("e.number", "'1055'"),
    "category": _OF_PROFILES.format("categories", "category_id"),
    "color": _OF_PROFILES.format("colors", "color_id"),
    "wait_over": _GIVEN.format(0, 300, 86_400),
    "wait_up_to": _GIVEN.format(86_400, 2, 0),
    "origin": _GIVEN.format("'operator:IR-MCI'", "'country:CH'", "'operator:RighTel'"),
}
"""SQL for the values of a condition, each with how many calls have it, as far as its type does not tell its values."""
_BY_NUMBER = ("much", "little", "nothing")


def questions(database: Path) -> Iterator[tuple[str, CallFilter]]:
    """Each question with its name, first those of one condition."""
    with duckdb.connect(str(database), read_only=True) as connection:
        asked = {each.name: _values(connection, each) for each in CONDITIONS}
    for name, values in asked.items():
        for how, value in values.items():
            yield f"{name} {how}", read_filter({name: value}, CallFilter)
    for one, other in combinations(asked, 2):
        for how, value in asked[one].items():
            for other_how, other_value in asked[other].items():
                wanted = read_filter({one: value, other: other_value}, CallFilter)
                yield f"{one} {how}, {other} {other_how}", wanted


def _values(connection: duckdb.DuckDBPyConnection, condition: Condition) -> dict[str, str]:
    """Values of a condition as an address writes them, by what they match; none if the database has none."""
    if condition.name in _CALLS_BY_VALUE:
        found = {}
        ordered = f"SELECT * FROM ({_CALLS_BY_VALUE[condition.name]}) given (value, calls) WHERE calls {{}} LIMIT 1"
        for how, which in zip(_BY_NUMBER, ("> 0 ORDER BY 2 DESC, 1", "> 0 ORDER BY 2, 1", "= 0"), strict=True):
            if row := connection.execute(ordered.format(which)).fetchone():
                found[how] = str(row[0])
        return found
    if condition.type is bool:
        return {each: each for each in ("true", "false")}
    if issubclass(condition.type, StrEnum):
        return {each.value: each.value for each in condition.type}
    if condition.within is None:
        raise LookupError(f"bench/questions.py does not know the values of the condition {condition.name}.")
    return {str(each): str(each) for each in (condition.within[0], condition.within[-1])}
