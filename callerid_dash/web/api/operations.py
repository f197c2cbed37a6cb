"""Declares the API's routes with their scopes, queries and answers, and reads their requests.

Every operation is declared once; the OpenAPI document is generated from the declarations.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, overload

from flask import Blueprint, Response, g, request
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails, from_json
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from callerid_dash.domain.errors import Forbidden, InvalidInput
from callerid_dash.domain.scopes import Scope
from callerid_dash.domain.users import Program
from callerid_dash.services.accounts.tokens import Bearer
from callerid_dash.services.shared.submissions import Sendings
from callerid_dash.store.engine.submissions import StoredBefore

LARGEST_BODY = 4 * 2**20
"""Bytes of the largest request."""

KEY = "Idempotency-Key"
"""The header with the key under which a request is stored once."""
_KEY = re.compile(r"[!-~]{1,200}")

M = TypeVar("M", bound=BaseModel)
N = TypeVar("N", bound=BaseModel)
Handler = Callable[..., Any]
"""Returns a model, or an object from which the answer is read."""
Shown = Callable[[Any], BaseModel]


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

    @property
    def writes(self) -> bool:
        """Does it store anything?"""
        return self.method != "GET"


class Operations:
    """Adds routes to a blueprint and remembers them. A request with a key is stored once."""

    def __init__(self, blueprint: Blueprint, sendings: Sendings) -> None:
        self._blueprint = blueprint
        self._sendings = sendings
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
        shown: Shown | None = None,
    ) -> Callable[[Handler], Handler]:
        """Route to the decorated function, whose docstring is the summary.

        The answer is read from its result, by `shown` if that is given.

        A writing function must return exactly the result of its one write, because the answer is stored with it.
        """

        def decorate(handler: Handler) -> Handler:
            summary = (handler.__doc__ or "").strip()
            name: str = handler.__name__

            def view(**arguments: object) -> Response:
                _allow(scope)
                answered, again = self._answered(
                    operation, lambda: handler(**arguments), shown or answer.model_validate
                )
                response = Response(answered, status=status, mimetype="application/json")
                if again:
                    response.headers["Idempotent-Replayed"] = "true"
                return response

            operation = Operation(method, path, name, summary, scope, answer, status, body, query)
            self._blueprint.add_url_rule(path, name, view, methods=[method])
            self.all.append(operation)
            return handler

        return decorate

    def _answered(self, operation: Operation, handle: Callable[[], object], shown: Shown) -> tuple[str, bool]:
        """The answer as JSON, and whether it was stored before."""

        def words(result: object) -> str:
            return shown(result).model_dump_json()

        key = request.headers.get(KEY) if operation.writes else None
        if key is None:
            return words(handle()), False
        if not _KEY.fullmatch(key):
            raise InvalidInput("A key has 1 to 200 visible ASCII characters.", KEY)
        bearer: Bearer = g.bearer
        sent = (operation.method, request.path, _body())
        try:
            with self._sendings.under(f"token {bearer.id}", key, *sent, answer=words):
                return words(handle()), False
        except StoredBefore as before:
            return before.answer or "", True


@overload
def read_body(model: type[M]) -> M: ...
@overload
def read_body(model: type[M], otherwise: type[N]) -> M | N: ...
def read_body(model: type[M], otherwise: type[N] | None = None) -> M | N:
    """The body as `model`; as `otherwise`, if that is given and the body has none of the first one's fields.

    Raises UnsupportedMediaType (415), RequestEntityTooLarge (413), BadRequest (400) or InvalidInput (422).
    """
    if request.mimetype != "application/json":
        raise UnsupportedMediaType("Send JSON, with 'Content-Type: application/json'.")
    try:
        sent = from_json(_body(), allow_inf_nan=False)
    except ValueError as error:
        raise BadRequest(f"The body is no JSON: {error}.") from error
    if not isinstance(sent, dict):
        raise InvalidInput("The body must be an object.")
    if otherwise and not sent.keys() & model.model_fields.keys():
        return _validate(otherwise, sent)
    return _validate(model, sent)


def _body() -> bytes:
    request.max_content_length = LARGEST_BODY
    return request.get_data()


def read_query(model: type[M]) -> M:
    """The query string as a model. Raises InvalidInput for parameters that are unknown, wrong or given twice."""
    twice = next((name for name, values in request.args.lists() if len(values) > 1), None)
    if twice is not None:
        raise InvalidInput("Give this only once.", twice)
    try:
        return model.model_validate_strings(request.args.to_dict())
    except ValidationError as error:
        raise _stated(error) from error


def program() -> Program:
    """The program whose token the request carries."""
    bearer: Bearer = g.bearer
    return Program(bearer.name)


def _validate(model: type[M], sent: dict[str, object]) -> M:
    try:
        return model.model_validate(sent)
    except ValidationError as error:
        raise _stated(error) from error


def _stated(error: ValidationError) -> InvalidInput:
    """The first validation error, with the item's index if the body is a list of events."""
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
