"""The filter of calls. Its fields are the one table of all conditions on calls.

Each field says how its value is written and what it means to other programs. The parameters of the API, the options of
the command line and the names in addresses are derived from it, so a condition has one name everywhere. The words on
pages are in `ui/call_log/chips.py`, the SQL of each condition in `store/calls/filter.sql`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any, TypeVar, get_args, get_type_hints

from callerid_dash.domain.calls.calls import CallState, Outcome
from callerid_dash.domain.names import latin_digits

_MISSED = Outcome.MISSED.value


@dataclass(frozen=True, slots=True)
class Condition:
    """How a condition is described to programs and how its value is written, beyond what the field's type says.

    An integer is an id unless it is `within` bounds. `otherwise` is the command line's option for False, `metavar` its
    name for a value. `aliases` are accepted besides the values of an enum. `digits`: digits of every script are
    accepted.
    """

    help: str = ""
    within: range | None = None
    otherwise: str = ""
    metavar: str | None = None
    aliases: tuple[str, ...] = ()
    digits: bool = False
    name: str = ""
    field: str = ""
    type: type = str

    def parse(self, text: str) -> object:
        """The value of a text; None for a text that makes no sense, which sets no condition."""
        if self.type is datetime:
            return instant_of(text)
        if self.type is bool:
            return _YES_OR_NO.get(text)
        if self.type is int:
            number = int(text) if text.isascii() and text.isdecimal() else None
            return number if self.within is None or number in self.within else None
        if issubclass(self.type, StrEnum):
            return text if text in self.aliases else self.type(text) if text in set(self.type) else None
        return (latin_digits(text) if self.digits else text) or None


_SECONDS = range(86_401)
_YES_OR_NO = {"true": True, "false": False, "1": True, "0": False, "yes": True, "no": False}
"""Also the spellings of older addresses and of the command line."""


@dataclass(frozen=True, slots=True)
class CallFilter:
    """Conditions on calls, joined by 'and'; None sets no condition.

    `from_` is inclusive, `to` exclusive; both are aware. Withheld callers are neither known nor unknown. `profile`:
    calls attributed to the profile, and calls of its numbers that are not attributed to another holder. `weekday` and
    `hour` are read by the office's clock, in reports by the requested zone's. No simulated call is stored any
    more: old addresses and other programs may still ask for `simulated` ones, and find none.
    """

    from_: Annotated[datetime | None, Condition("Calls that began at this instant or later")] = None
    to: Annotated[datetime | None, Condition("Calls that began before this instant")] = None
    state: Annotated[CallState | None, Condition(aliases=(_MISSED,))] = None
    outcome: Annotated[Outcome | None, Condition("How it ended")] = None
    number: Annotated[str | None, Condition("The caller, in any spelling")] = None
    ends_with: Annotated[str | None, Condition("The last digits of the caller's number", metavar="DIGITS")] = None
    profile: Annotated[int | None, Condition()] = None
    known: Annotated[bool | None, Condition("Whether the caller is in the address book", otherwise="unknown")] = None
    known_then: Annotated[
        bool | None, Condition("Whether the caller was in it when the call came in", otherwise="unknown-then")
    ] = None
    line: Annotated[str | None, Condition("Our number that was called")] = None
    queue: Annotated[str | None, Condition()] = None
    user: Annotated[int | None, Condition("One of their extensions rang or answered")] = None
    extension: Annotated[str | None, Condition("Where it rang or was answered", digits=True)] = None
    category: Annotated[int | None, Condition("Of the caller's profile, with all below it")] = None
    color: Annotated[int | None, Condition()] = None
    weekday: Annotated[
        int | None,
        Condition(
            "The day on which the call began, 1 for Monday to 7 for Sunday: by the office's clock, in reports by that "
            "of `tz`",
            range(1, 8),
        ),
    ] = None
    hour: Annotated[int | None, Condition("The hour in which it began", range(24))] = None
    wait_over: Annotated[
        int | None,
        Condition(
            "It waited for more seconds than these; calls that go on have no wait yet", _SECONDS, metavar="SECONDS"
        ),
    ] = None
    wait_up_to: Annotated[
        int | None, Condition("It waited for so many seconds at most", _SECONDS, metavar="SECONDS")
    ] = None
    origin: Annotated[
        str | None,
        Condition(
            "From where the caller's number is: the `code` of `/reports/origins`, such as country:DE", metavar="CODE"
        ),
    ] = None
    simulated: Annotated[
        bool | None,
        Condition("Only calls that an admin has simulated, of which none is kept any more", otherwise="real"),
    ] = None


def _conditions() -> Iterator[Condition]:
    for field, hint in get_type_hints(CallFilter, include_extras=True).items():
        value, condition = get_args(hint)
        yield replace(condition, name=field.rstrip("_"), field=field, type=get_args(value)[0])


CONDITIONS = tuple(_conditions())
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
        if (value := each.parse(value) if isinstance(value, str) else value) is not None:
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


def instant_of(text: str) -> datetime | None:
    """An instant with its offset; None for anything else, such as a day."""
    try:
        instant = datetime.fromisoformat(text) if "T" in text else None
    except ValueError:
        return None
    return instant if instant and instant.tzinfo else None
