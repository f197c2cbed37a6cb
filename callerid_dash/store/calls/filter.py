"""The conditions of a query on calls: the clauses of `filter.sql` that are set, and the parameters that they need."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from enum import Enum
from os.path import commonprefix
from typing import Any

from callerid_dash.domain.reports.periods import Range, WeekHours
from callerid_dash.domain.reports.rollups import BUCKET, bucket_of
from callerid_dash.store.calls.origins import Beginnings
from callerid_dash.store.engine.protocol import Session

Parameters = dict[str, object]


@dataclass(frozen=True, slots=True)
class CallVisibility:
    """The calls that a viewer may see: calls on these extensions, and calls whose number or profile is this owner's."""

    extensions: tuple[str, ...] = ()
    owner_id: int | None = None


@dataclass(frozen=True, slots=True)
class Clauses:
    """Names of clauses, each with its value; the clauses are joined by 'and'."""

    given: tuple[tuple[str, Hashable], ...] = ()

    def also(self, **values: Hashable) -> Clauses:
        """A copy with these values added or replaced; None removes a clause."""
        changed = {**dict(self.given), **values}
        return Clauses(tuple((name, value) for name, value in changed.items() if value is not None))

    def without(self, *names: str) -> Clauses:
        """A copy without these clauses."""
        return Clauses(tuple(each for each in self.given if each[0] not in names))

    def get(self, name: str) -> Any:
        """The value of a clause; None if it is not set."""
        return dict(self.given).get(name)

    @property
    def names(self) -> set[str]:
        """The names of the clauses that are set."""
        return {name for name, _ in self.given}

    @property
    def impossible(self) -> bool:
        """Can no call match? Test calls are not in the call log, and from some origins nobody has ever called."""
        origin = self.get("origin")
        return bool(self.get("simulated")) or (isinstance(origin, Beginnings) and not origin.prefixes)


EVERY_CALL = Clauses()


def filtered(query: str, clauses: Clauses) -> str:
    """The name of the query with these clauses, as `store/engine/queries.py` defines it."""
    return " ".join((query, *(f"not_{name}" if value is False else name for name, value in clauses.given)))


def within(span: Range) -> Parameters:
    """The parameters of `fragments/within.sql`."""
    return {"since": span.since, "until": span.until}


def parameters(session: Session, clauses: Clauses) -> Parameters:
    """The parameters of all clauses except `hours`, whose parameters depend on the range (`hours_in`)."""
    found: Parameters = {}
    for name, value in clauses.given:
        if name != "hours" and not isinstance(value, bool):
            found |= _PARAMETERS[name](session, value) if name in _PARAMETERS else {name: _plain(value)}
    return found


def hours_in(clauses: Clauses, span: Range) -> Parameters:
    """The parameters of the clause `hours`, if it is set, for the calls of this range."""
    hours: WeekHours | None = clauses.get("hours")
    return {} if hours is None else {"hours": hours.among(span), "hours_from": bucket_of(span.since)}


def hours_between(session: Session, clauses: Clauses, span: Range) -> Parameters:
    """The same for a range of any length, shortened to the time from its first to its last call."""
    if clauses.get("hours") is None:
        return {}
    first = session.value("call_log.oldest_since", since=span.since)
    last = session.value("call_log.newest_until", until=span.until)
    if not first or not last or first > last:
        return {"hours": [], "hours_from": span.since}
    return hours_in(clauses, Range(bucket_of(first), last + BUCKET))


def _profile(session: Session, profile_id: int) -> Parameters:
    numbers = session.rows("filter.numbers_of", profile_id=profile_id)
    return {"profile": profile_id, "profile_numbers": [row["number"] for row in numbers]}


def _origin(_session: Session, origin: Beginnings) -> Parameters:
    given = {"origin": list(origin.prefixes), "origin_digits": origin.digits, "origin_but": list(origin.but)}
    return {**given, "origin_beginning": commonprefix(origin.prefixes)}  # noqa: RUF071 - no paths: characters


def _visibility(_session: Session, visibility: CallVisibility) -> Parameters:
    return {"viewer_extensions": list(visibility.extensions), "viewer_id": visibility.owner_id}


_PARAMETERS: dict[str, Callable[[Session, Any], Parameters]] = {
    "ends_with": lambda _session, digits: {"ends_with": f"%{digits}"},
    "profile": _profile,
    "origin": _origin,
    "visibility": _visibility,
}
"""The parameters of the clauses that need more than their value."""


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return value.value if isinstance(value, Enum) else value
