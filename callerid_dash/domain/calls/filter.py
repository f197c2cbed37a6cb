"""Which calls somebody asks for: one filter, whose fields are the table of all conditions.

Each field says how its value is written and what it means to programs. From that the API has its parameters, the
command line its options and addresses their names, so that a condition is called the same everywhere. Words for pages
are in `ui/call_log/chips.py`, the SQL of each condition is in `store/calls/filter.sql`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from itertools import starmap
from typing import Annotated, Any, Protocol, TypeVar, get_type_hints

from callerid_dash.domain.calls.calls import CallState, Outcome
from callerid_dash.domain.names import latin_digits

_DIGITS = 18
"""So many fit into 64 bits."""
_MISSED = Outcome.MISSED.value


class Kind(Protocol):
    """How the values of a condition are written."""

    def parse(self, text: str) -> object:
        """The value; None for what makes no sense, which asks for nothing."""


@dataclass(frozen=True, slots=True)
class Text:
    """Any text; `metavar` is what the command line calls it."""

    metavar: str | None = None

    def parse(self, text: str) -> str | None:
        """The text."""
        return text or None


@dataclass(frozen=True, slots=True)
class Digits(Text):
    """A number as people type it; digits of every script are the same."""

    def parse(self, text: str) -> str | None:
        """The text with Latin digits."""
        return latin_digits(text) or None


@dataclass(frozen=True, slots=True)
class Id:
    """The id of something."""

    def parse(self, text: str) -> int | None:
        """The id."""
        return int(text) if text.isascii() and text.isdecimal() and len(text) <= _DIGITS else None


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number within bounds."""

    least: int
    most: int
    metavar: str | None = None

    def parse(self, text: str) -> int | None:
        """The number."""
        number = Id().parse(text)
        return number if number is not None and self.least <= number <= self.most else None


@dataclass(frozen=True, slots=True)
class YesNo:
    """Yes or no; `otherwise` is the command line's option for no."""

    otherwise: str

    def parse(self, text: str) -> bool | None:
        """Also 1 and 0, which addresses said once, and the words of the command line."""
        return {"true": True, "false": False, "1": True, "0": False, "yes": True, "no": False}.get(text)


@dataclass(frozen=True, slots=True)
class Choice:
    """One of some values; `aliases` are read as well."""

    values: type[StrEnum]
    aliases: tuple[str, ...] = ()

    def parse(self, text: str) -> str | None:
        """The value, or an alias as it is written."""
        if text in self.aliases:
            return text
        return self.values(text) if text in set(self.values) else None


@dataclass(frozen=True, slots=True)
class Instant:
    """An instant with its offset from UTC."""

    def parse(self, text: str) -> datetime | None:
        """The instant; None for anything else, such as a day."""
        try:
            instant = datetime.fromisoformat(text) if "T" in text else None
        except ValueError:
            return None
        return instant if instant and instant.tzinfo else None


_SECONDS = Whole(0, 86_400, "SECONDS")


@dataclass(frozen=True, slots=True)
class CallFilter:
    """Conditions, joined by 'and'; None does not ask.

    `from_` is included, `to` is not; both are aware. Withheld callers are neither known nor unknown. `profile`: calls
    of its numbers unless they were given to another holder, and calls attributed to it. `weekday` and `hour` are those
    of the office's clock, in reports of the asked zone's. `simulated`: calls that an admin simulated, or all others;
    in reports, which leave them out, also those.
    """

    from_: Annotated[datetime | None, Instant(), "Calls that began at this instant or later"] = None
    to: Annotated[datetime | None, Instant(), "Calls that began before this instant"] = None
    state: Annotated[CallState | None, Choice(CallState, (_MISSED,))] = None
    outcome: Annotated[Outcome | None, Choice(Outcome), "How it ended"] = None
    number: Annotated[str | None, Text(), "The caller, in any spelling"] = None
    ends_with: Annotated[str | None, Text("DIGITS"), "The last digits of the caller's number"] = None
    profile: Annotated[int | None, Id()] = None
    known: Annotated[bool | None, YesNo("unknown"), "Whether the caller is in the address book"] = None
    known_then: Annotated[bool | None, YesNo("unknown-then"), "Whether the caller was in it when the call came in"] = (
        None
    )
    line: Annotated[str | None, Text(), "Our number that was called"] = None
    queue: Annotated[str | None, Text()] = None
    user: Annotated[int | None, Id(), "One of their extensions rang or answered"] = None
    extension: Annotated[str | None, Digits(), "Where it rang or was answered"] = None
    category: Annotated[int | None, Id(), "Of the caller's profile, with all below it"] = None
    color: Annotated[int | None, Id()] = None
    weekday: Annotated[
        int | None,
        Whole(1, 7),
        "The day on which the call began, 1 for Monday to 7 for Sunday: by the office's clock, in reports by that of "
        "`tz`",
    ] = None
    hour: Annotated[int | None, Whole(0, 23), "The hour in which it began"] = None
    wait_over: Annotated[
        int | None, _SECONDS, "It waited for more seconds than these; calls that go on have no wait yet"
    ] = None
    wait_up_to: Annotated[int | None, _SECONDS, "It waited for so many seconds at most"] = None
    origin: Annotated[
        str | None,
        Text("CODE"),
        "From where the caller's number is: the `code` of `/reports/origins`, such as country:DE",
    ] = None
    simulated: Annotated[bool | None, YesNo("real"), "Only calls that an admin has simulated, or all others"] = None


@dataclass(frozen=True, slots=True)
class Condition:
    """One of the conditions: its name, that of its field, how it is written, and what it means, for programs."""

    name: str
    field: str
    kind: Kind
    help: str


def _condition(name: str, hint: Any) -> Condition:
    kind, *helps = hint.__metadata__
    return Condition(name.rstrip("_"), name, kind, "".join(helps))


CONDITIONS = tuple(starmap(_condition, get_type_hints(CallFilter, include_extras=True).items()))
NAMES = tuple(each.name for each in CONDITIONS)
EVERYTHING = CallFilter()
F = TypeVar("F", bound=CallFilter)


def read_filter(values: Mapping[str, object], made: type[F], **others: object) -> F:
    """The filter that these values, by the names of conditions, ask for; texts are read.

    `state=missed` is an outcome, where no other one is asked for. `others` are further fields of the class.
    """
    found: dict[str, Any] = dict(others)
    for each in CONDITIONS:
        value = values.get(each.name)
        if (value := each.kind.parse(value) if isinstance(value, str) else value) is not None:
            found[each.field] = value
    if found.get("state") == _MISSED:
        del found["state"]
        found.setdefault("outcome", Outcome.MISSED)
    return made(**found)


def written(wanted: CallFilter) -> dict[str, str]:
    """The conditions of a filter by their names, as addresses and programs write them."""
    given = ((each.name, getattr(wanted, each.field)) for each in CONDITIONS)
    return {name: _text(value) for name, value in given if value is not None}


def _text(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return str(value).lower() if isinstance(value, bool) else str(value)
