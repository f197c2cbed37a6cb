"""The conditions of `CallFilter` as query parameters, shared by lists, files and reports over HTTP."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, Field, create_model

from callerid_dash.domain.calls.filter import CONDITIONS, Condition
from callerid_dash.web.api import fields

M = TypeVar("M", bound=BaseModel)


def with_conditions(model: type[M]) -> type[M]:
    """The model with a field for each condition that it lacks; a missing parameter is no condition."""
    missing: dict[str, Any] = {each.field: _field(each) for each in CONDITIONS if each.field not in model.model_fields}
    return create_model(model.__name__, __base__=model, __doc__=model.__doc__, __module__=model.__module__, **missing)


def given(query: BaseModel) -> dict[str, Any]:
    """The conditions in a query, by name."""
    return {each.name: getattr(query, each.field) for each in CONDITIONS}


def _field(condition: Condition) -> tuple[Any, Any]:
    alias = condition.name if condition.name != condition.field else None
    return _type(condition) | None, Field(None, alias=alias, description=condition.help or None)


def _type(condition: Condition) -> Any:
    if issubclass(condition.type, StrEnum):
        return Literal[(*(value.value for value in condition.type), *condition.aliases)]
    if condition.within is not None:
        return Annotated[int, Field(ge=condition.within[0], le=condition.within[-1])]
    return {str: fields.Key, int: fields.Id, bool: bool, datetime: fields.QueryInstant}[condition.type]
