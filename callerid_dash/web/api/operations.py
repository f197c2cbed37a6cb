"""How a route of the API is made: its token's scope, what it reads, what it answers; and how requests are read.

Every operation is declared once, and the OpenAPI document is made from the declarations.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar, overload

from flask import Blueprint, Response, g, request
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails, from_json
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from callerid_dash.domain.errors import Forbidden, InvalidInput
from callerid_dash.domain.users import Program
from callerid_dash.services.tokens import Bearer, Scope

LARGEST_BODY = 4 * 2**20
"""Bytes in one request."""

M = TypeVar("M", bound=BaseModel)
N = TypeVar("N", bound=BaseModel)
Handler = Callable[..., BaseModel]


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one path. `body` may have alternatives."""

    method: str
    path: str
    name: str
    summary: str
    scope: Scope
    answer: type[BaseModel]
    status: int
    body: tuple[type[BaseModel], ...]
    query: type[BaseModel] | None


class Operations:
    """Adds routes to a blueprint and remembers what they are."""

    def __init__(self, blueprint: Blueprint) -> None:
        self._blueprint = blueprint
        self.all: list[Operation] = []

    def add(
        self,
        method: str,
        path: str,
        *,
        scope: Scope,
        answer: type[BaseModel],
        status: int = 200,
        body: tuple[type[BaseModel], ...] = (),
        query: type[BaseModel] | None = None,
    ) -> Callable[[Handler], Handler]:
        """Route to the decorated function, whose docstring is the summary and whose result is the answer."""

        def decorate(handler: Handler) -> Handler:
            summary = (handler.__doc__ or "").strip()
            name: str = handler.__name__

            def view(**arguments: object) -> Response:
                _allow(scope)
                answered = handler(**arguments).model_dump_json()
                return Response(answered, status=status, mimetype="application/json")

            self._blueprint.add_url_rule(path, name, view, methods=[method])
            self.all.append(Operation(method, path, name, summary, scope, answer, status, body, query))
            return handler

        return decorate


@overload
def read_body(model: type[M]) -> M: ...
@overload
def read_body(model: type[M], otherwise: type[N]) -> M | N: ...
def read_body(model: type[M], otherwise: type[N] | None = None) -> M | N:
    """The body as this model; as the other one, if that is given and none of the first one's fields is there.

    Raises UnsupportedMediaType (415), RequestEntityTooLarge (413), BadRequest (400) or InvalidInput (422).
    """
    if request.mimetype != "application/json":
        raise UnsupportedMediaType("Send JSON, with 'Content-Type: application/json'.")
    request.max_content_length = LARGEST_BODY
    try:
        sent = from_json(request.get_data(cache=False), allow_inf_nan=False)
    except ValueError as error:
        raise BadRequest(f"The body is no JSON: {error}.") from error
    if not isinstance(sent, dict):
        raise InvalidInput("The body must be an object.")
    if otherwise and not sent.keys() & model.model_fields.keys():
        return _validate(otherwise, sent)
    return _validate(model, sent)


def read_query(model: type[M]) -> M:
    """The query of the address. Raises InvalidInput for what is unknown, wrong or given twice."""
    twice = next((name for name, values in request.args.lists() if len(values) > 1), None)
    if twice is not None:
        raise InvalidInput("Give this only once.", twice)
    try:
        return model.model_validate_strings(request.args.to_dict())
    except ValidationError as error:
        raise _stated(error) from error


def program() -> Program:
    """Whose token the request carries, as who changes something."""
    bearer: Bearer = g.bearer
    return Program(bearer.name)


def _validate(model: type[M], sent: dict[str, object]) -> M:
    try:
        return model.model_validate(sent)
    except ValidationError as error:
        raise _stated(error) from error


def _stated(error: ValidationError) -> InvalidInput:
    """The first thing that is wrong; its item's index when the body is a list of events."""
    first = error.errors(include_url=False, include_context=True, include_input=False)[0]
    place: Sequence[int | str] = first["loc"]
    index = None
    if len(place) > 1 and place[0] == "events" and isinstance(place[1], int):
        index, place = place[1], place[2:]
    return InvalidInput(_message(first), _field(place), index)


def _message(first: ErrorDetails) -> str:
    known = {
        "extra_forbidden": "There is no such field.",
        "string_pattern_mismatch": "Control characters are not allowed.",
    }
    return known.get(first["type"], first["msg"].removeprefix("Value error, "))


def _field(place: Sequence[int | str]) -> str | None:
    name = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in place).removeprefix(".")
    return name or None


def _allow(scope: Scope) -> None:
    bearer: Bearer = g.bearer
    if scope not in bearer.scopes:
        raise Forbidden(f"The token lacks the scope {scope}.")
