"""The types of fields that programs send: strict, bounded, and described for the OpenAPI document."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, TypeVar, cast

from pydantic import (
    AfterValidator,
    AliasPath,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    PlainValidator,
    StringConstraints,
    create_model,
)
from pydantic.json_schema import WithJsonSchema

from callerid_dash.domain.profiles.profiles import TEXTS
from callerid_dash.domain.users import User

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
LATEST_AHEAD = timedelta(days=1)
LARGEST_ID = 2**63 - 1
_RFC_3339 = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)")
_NO_CONTROLS = r"^[^\x00-\x1f\x7f]*$"
_LONGEST_REFERENCE = 200

_Model = TypeVar("_Model", bound=BaseModel)


class Sent(BaseModel):
    """A model that programs send: no conversions, and an unknown field is an error."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, populate_by_name=False)


class Answer(BaseModel):
    """A model that the API returns. It is read from an object of the product that has the same attributes."""

    model_config = ConfigDict(extra="forbid", frozen=True, from_attributes=True, validate_by_name=True)


def of(*path: str) -> Any:
    """An answer's field that is read from this attribute of the object: the last one of a path."""
    return Field(validation_alias=AliasPath(*path))


def with_texts(kind: Any, default: Any = ...) -> Callable[[type[_Model]], type[_Model]]:
    """Add the text fields of a profile to a model, after its `name`. Without a default they are required."""

    def complete(model: type[_Model]) -> type[_Model]:
        made: dict[str, Any] = {
            "__base__": model.__base__,
            "__module__": model.__module__,
            "__doc__": model.__doc__,
        }
        for name, about in model.model_fields.items():
            made[name] = (about.annotation, about)
            if name == "name":
                made |= dict.fromkeys(TEXTS, (kind, default))
        return cast("type[_Model]", create_model(model.__name__, **made))

    return complete


def parse_instant(value: object) -> datetime:
    """An RFC 3339 instant as UTC. Raises ValueError that says what is wrong."""
    if isinstance(value, datetime) and value.tzinfo:
        return value.astimezone(UTC)
    if not isinstance(value, str):
        raise ValueError("Expected a text such as 2026-03-21T09:30:00+03:30.")  # noqa: TRY004 - pydantic wants it
    if not _RFC_3339.fullmatch(value):
        missing = _RFC_3339.fullmatch(value + "Z")
        raise ValueError(
            "The offset is missing: add Z or one such as +03:30."
            if missing
            else "Expected a time such as 2026-03-21T09:30:00+03:30."
        )
    try:
        return datetime.fromisoformat(value.upper()).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise ValueError("There is no such time.") from error


def _plausible(at: datetime) -> datetime:
    if at < EARLIEST:
        raise ValueError("Before 1990: is the clock of the sender right?")
    if at > datetime.now(UTC) + LATEST_AHEAD:
        raise ValueError("More than a day ahead: is the clock of the sender right?")
    return at


def _from_query(value: object) -> datetime:
    # An unescaped '+' in an address arrives as a space.
    return parse_instant(re.sub(r" (\d\d:\d\d)$", r"+\1", value) if isinstance(value, str) else value)


def _reference(value: object) -> int | str:
    if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= LARGEST_ID:
        return value
    if isinstance(value, str) and 1 <= len(value) <= _LONGEST_REFERENCE:
        return value
    raise ValueError("Expected an id or a title.")


def _seconds(length: timedelta | float | None) -> float | None:
    seconds = length.total_seconds() if isinstance(length, timedelta) else length
    return None if seconds is None else round(seconds, 3)


def _rfc_3339(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


_INSTANT_SCHEMA = WithJsonSchema({"type": "string", "format": "date-time"})
Instant = Annotated[datetime, PlainValidator(parse_instant), PlainSerializer(_rfc_3339), _INSTANT_SCHEMA]
"""An instant; written in UTC with 'Z'."""
EventInstant = Annotated[Instant, AfterValidator(_plausible)]
"""An instant at which an event can have happened."""
QueryInstant = Annotated[datetime, PlainValidator(_from_query), _INSTANT_SCHEMA]
"""An instant in an address."""
Seconds = Annotated[float | None, BeforeValidator(_seconds)]
"""A duration in an answer, in seconds."""
GivenText = Annotated[str | None, BeforeValidator(lambda text: text or None)]
"""A text in an answer; null for ''."""
Username = Annotated[str | None, BeforeValidator(lambda user: user.username if isinstance(user, User) else user)]
"""A user in an answer, by name."""

Reference = Annotated[
    int | str, PlainValidator(_reference), WithJsonSchema({"type": ["integer", "string"], "description": "Id or title"})
]
Id = Annotated[int, Field(ge=1, le=LARGEST_ID)]
Key = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=_NO_CONTROLS)]
Text = Annotated[str, StringConstraints(max_length=200, pattern=_NO_CONTROLS)]
Note = Annotated[str, StringConstraints(max_length=10_000)]
