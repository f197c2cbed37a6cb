"""An agent's browser, and the callbacks, dialogs and forms of the whole product."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from callerid_dash.domain.audit import AuditAction, SubjectKind
from callerid_dash.domain.users import Role, User
from callerid_dash.factory import Product, build_product
from callerid_dash.services.accounts.accounts import OPERATOR
from callerid_dash.settings import Settings
from callerid_dash.store.engine.protocol import Session
from callerid_dash.store.shared.audit import AuditFilter
from callerid_dash.ui.kit import ids
from tests.web.conftest import API_TOKEN, PASSWORD

CALLBACKS = "/_dash-update-component"


FIELDS: dict[str, object] = {
    "username": "mallory",
    "display_name": "Mallory",
    "role": "admin",
    "password": "correct horse",
    "name": "A name",
    "title": "A title",
    "description": "",
    "hex": "#112233",
    "scopes": ["events:write"],
    "number": "2001",
    "enabled": True,
    "kind": "person",
    "rule": "all",
    "visibility": "all",
    "region": "IR",
    "area_code": "21",
    "timezone": "Asia/Tehran",
    "version": "1",
    "ids": "1",
}
"""Plausible contents of every form, so that only what one may decides the answer."""


REFERENCES = (
    "id",
    "user",
    "token",
    "profile",
    "category",
    "color",
    "record",
    "parent",
    "line",
    "extension",
    "seen",
    "losing",
)


TABLES = [
    "users",
    "user_preferences",
    "extensions",
    "lines",
    "tokens",
    "colors",
    "categories",
    "profiles",
    "phones",
    "emails",
    "record_kinds",
    "records",
    "settings",
    "call_events",
    "calls",
    "missed_closings",
    "call_views",
    "undos",
    "undo_calls",
    "submissions",
]


@pytest.fixture
def product(database: str) -> Iterator[Product]:
    """The whole product, with an agent and one object of each kind to tamper with."""
    product = build_product(Settings(database_url=database, admin_password=PASSWORD, api_token=API_TOKEN))
    services = product.services
    services.accounts.add("sara", PASSWORD, Role.AGENT, OPERATOR)
    services.accounts.tokens.create("pbx", ["events:write"], OPERATOR)
    yield product
    product.close()


@dataclass
class Agent:
    """Sara's browser, and the contents of the store."""

    product: Product
    client: FlaskClient
    user: User

    def ask(self, output: str, value: object = 1, state: dict[str, object] | None = None) -> TestResponse:
        """Call a callback as the browser does, with this value in every input."""
        entry = self.product.app.callback_map[output]
        inputs = [_sent(given, value, {}) for given in entry["inputs"]]
        states = [_sent(given, None, state or {}) for given in entry["state"]]
        first = inputs[0][0] if isinstance(inputs[0], list) else inputs[0]
        key = (
            first["id"]
            if isinstance(first["id"], str)
            else json.dumps(first["id"], separators=(",", ":"), sort_keys=True)
        )
        body = {
            "output": output,
            "outputs": _outputs(output),
            "inputs": inputs,
            "state": states,
            "changedPropIds": [f"{key}.{first['property']}"],
        }
        return self.client.post(CALLBACKS, json=body)

    def stored(self) -> dict[str, list[dict[str, Any]]]:
        """Every row of every table except the audit trail."""

        def read(session: Session) -> dict[str, list[dict[str, Any]]]:
            cursor = session._cursor  # type: ignore[attr-defined]
            return {table: cursor.execute(f"SELECT * FROM {table}").fetchall() for table in TABLES}

        with self.product.services.store.read() as session:
            return read(session)

    def refused(self) -> list[str]:
        """The refusals of Sara in the audit trail, oldest first."""
        wanted = AuditFilter(kind=SubjectKind.REQUEST, action=AuditAction.REFUSED, actor_id=self.user.id)
        return [line.title for line in reversed(self.product.services.audit.page(OPERATOR, wanted, limit=200).items)]

    def changes(self) -> int:
        """The number of audit lines about changes by Sara."""
        lines = self.product.services.audit.page(OPERATOR, AuditFilter(actor_id=self.user.id), limit=200).items
        return sum(line.action is not AuditAction.REFUSED for line in lines)


def _sent(given: dict[str, str], value: object, fields: dict[str, object]) -> Any:
    """One input or state: a pattern stands for one component, or for one component for each field of a form."""
    if not given["id"].startswith("{"):
        return {**given, "value": fields.get(given["id"], value)}
    pattern = {name: part if isinstance(part, str) else None for name, part in json.loads(given["id"]).items()}
    if None not in pattern.values():
        return {"id": pattern, "property": given["property"], "value": value}
    parts: list[dict[str, Any]] = []
    for content in (fields or ["x"]) if "field" in pattern else ["save"]:
        concrete = {name: part or content for name, part in pattern.items()}
        parts.append({"id": concrete, "property": given["property"], "value": fields.get(content, value)})
    return parts


def _outputs(output: str, *, alone: bool = True) -> Any:
    """The outputs as a page names them: of several, without the digest that makes duplicates unique."""
    if output.startswith(".."):
        return [_outputs(each, alone=False) for each in output[2:-2].split("...")]
    name, _, prop = output.rpartition(".")
    prop = prop if alone else prop.partition("@")[0]
    if not name.startswith("{"):
        return {"id": name, "property": prop}
    pattern = json.loads(name)
    concrete = {key: part if isinstance(part, str) else "name" for key, part in pattern.items()}
    one = {"id": concrete, "property": prop}
    return one if concrete == pattern else [one]


@pytest.fixture
def agent(product: Product) -> Agent:
    """Sara, signed in."""
    client = product.server.test_client()
    assert client.post("/login", data={"username": "sara", "password": PASSWORD}).status_code == 303
    product.services.store.write(lambda _: None)  # the note of the sign-in is written by now
    return Agent(product, client, product.services.accounts.get("sara"))


def served(product: Product) -> list[str]:
    """The callbacks on the server."""
    return [name for name, entry in product.app.callback_map.items() if entry.get("callback") is not None]


def forms(product: Product) -> dict[str, str]:
    """The callback of each form by its name."""
    found = {}
    for name, entry in product.app.callback_map.items():
        for given in entry["inputs"]:
            if given["id"].startswith("{") and "do" in (pattern := json.loads(given["id"])) and "form" in pattern:
                found[str(pattern["form"])] = name
    return found


def dialog_opener(product: Product) -> str:
    """The callback that opens dialogs by name."""
    [opener] = [name for name in served(product) if f"{ids.DIALOG}.is_open" in name and f"{ids.DIALOG}.size" in name]
    return opener


def filled(user_id: int) -> dict[str, object]:
    return {**FIELDS, **dict.fromkeys(REFERENCES, "1"), "user": str(user_id), "key": "a form"}
