"""The OpenAPI 3.1 document, generated from the operations and models that handle the requests."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from http import HTTPStatus

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from callerid_dash import __version__
from callerid_dash.store.engine.submissions import KEPT
from callerid_dash.web.api.answers import ErrorOut
from callerid_dash.web.api.operations import KEY, Operation

Json = dict[str, object]
KEPT_HOURS = round(KEPT.total_seconds() / 3600)
_ARGUMENT = re.compile(r"<(?:(?P<type>\w+)(?:\([^)]*\))?:)?(?P<name>\w+)>")
_ARGUMENT_SCHEMAS: dict[str | None, Json] = {
    "int": {"type": "integer", "minimum": 0},
    "uuid": {"type": "string", "format": "uuid"},
}
_KEY_PARAMETER: Json = {
    "name": KEY,
    "in": "header",
    "required": False,
    "schema": {"type": "string", "minLength": 1, "maxLength": 200},
    "description": (
        f"A key of your own for this request, which is then stored once: the same again within {KEPT_HOURS} hours gets "
        "the first answer again, with the header `Idempotent-Replayed: true`; another body under the same key is "
        "refused with 422 and the code `key_reused`. What was answered with an error may be sent again with its key."
    ),
}
_FOR_ALL = (401, 403, 500, 503)
_FOR_BODIES = (400, 413, 415, 422, 429)


def document(operations: Sequence[Operation]) -> str:
    """The document as JSON."""
    paths: dict[str, Json] = {}
    for operation in operations:
        path = paths.setdefault("/api/v1" + _ARGUMENT.sub(r"{\g<name>}", operation.path), {})
        path[operation.method.lower()] = _describe(operation)
    return json.dumps(
        {
            "openapi": "3.1.0",
            "info": {
                "title": "callerid-dash",
                "version": __version__,
                "description": "Report calls, and read calls and the address book. Fields are only ever added.",
            },
            "security": [{"token": []}],
            "paths": paths,
            "components": {
                "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
                "schemas": _schemas(operations),
            },
        },
        ensure_ascii=False,
    )


def _schemas(operations: Iterable[Operation]) -> object:
    sent = {(model, "validation") for operation in operations for model in operation.body}
    answered = {(operation.answer, "serialization") for operation in operations} | {(ErrorOut, "serialization")}
    ordered = sorted(sent | answered, key=lambda pair: pair[0].__name__)
    _, definitions = models_json_schema(ordered, ref_template="#/components/schemas/{model}")  # type: ignore[arg-type]
    return definitions["$defs"]


def _describe(operation: Operation) -> Json:
    described: Json = {
        "operationId": operation.name,
        "summary": operation.summary,
        "description": f"Needs a token with the scope `{operation.scope}`.",
        "responses": _responses(operation),
    }
    parameters = [*_path_parameters(operation), *_query_parameters(operation.query)]
    if operation.writes:
        parameters.append(_KEY_PARAMETER)
    if parameters:
        described["parameters"] = parameters
    if operation.body:
        references = [_reference(model) for model in operation.body]
        schema: Json = references[0] if len(references) == 1 else {"anyOf": references}
        described["requestBody"] = {"required": True, "content": _json(schema)}
    return described


def _responses(operation: Operation) -> Json:
    errors = {*_FOR_ALL, *(_FOR_BODIES if operation.body else ()), *((422,) if operation.query else ())}
    if _ARGUMENT.search(operation.path):
        errors.add(404)
    if operation.method == "PATCH":
        errors.add(409)
    good: Json = {
        str(operation.status): {
            "description": HTTPStatus(operation.status).phrase,
            "content": _json(_reference(operation.answer)),
        }
    }
    bad: Json = {
        str(status): {"description": HTTPStatus(status).phrase, "content": _json(_reference(ErrorOut))}
        for status in sorted(errors)
    }
    return good | bad


def _path_parameters(operation: Operation) -> list[Json]:
    return [
        {"name": found["name"], "in": "path", "required": True, "schema": _ARGUMENT_SCHEMAS[found["type"]]}
        for found in _ARGUMENT.finditer(operation.path)
    ]


def _query_parameters(model: type[BaseModel] | None) -> list[Json]:
    if model is None:
        return []
    schema = model.model_json_schema()
    required = schema.get("required", [])
    return [
        {"name": name, "in": "query", "required": name in required, "schema": each}
        for name, each in schema["properties"].items()
    ]


def _reference(model: type[BaseModel]) -> Json:
    return {"$ref": f"#/components/schemas/{model.__name__}"}


def _json(schema: Json) -> Json:
    return {"application/json": {"schema": schema}}
