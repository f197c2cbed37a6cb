"""Values from the browser: ids, text, clicks. Anybody can send anything, so that all of it is checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import ctx
from dash.exceptions import PreventUpdate

from callerid_dash.domain.errors import NotFound

_LONGEST_ID = 18
"""The most digits that fit a BIGINT."""


def is_id(given: object) -> bool:
    """Whether this is an id: a whole number that the database can hold."""
    written = str(given)
    return written.isascii() and written.isdecimal() and len(written) <= _LONGEST_ID


def id_of(given: object, otherwise: NotFound | None = None) -> int:
    """An id. Raises NotFound, `otherwise` if given."""
    if not is_id(given):
        raise otherwise or NotFound("There is no such thing.")
    return int(str(given))


def optional_id(given: object) -> int | None:
    """An id, or None for an empty choice. Raises NotFound."""
    return id_of(given) if given not in (None, "", "0") else None


def ids_in(text: object) -> list[int]:
    """The ids in a text with commas, each once."""
    return list(dict.fromkeys(int(part) for part in str(text or "").split(",") if is_id(part)))


def text_of(values: Mapping[str, object], name: str) -> str:
    """The text of a field; '' if missing."""
    given = values.get(name)
    return str(given) if isinstance(given, str | int) and not isinstance(given, bool) else ""


def values_of(sent: Sequence[Mapping[str, Any]]) -> dict[str, object]:
    """The values of a form's fields by name, from the inputs or states of a callback."""
    return {each["id"]["field"]: each.get("value") for each in sent}


def clicked() -> dict[str, Any]:
    """The id of the clicked button. New buttons trigger their callback without a click, which changes nothing."""
    if not ctx.triggered_id or not ctx.triggered[0]["value"]:
        raise PreventUpdate
    return dict(ctx.triggered_id)
