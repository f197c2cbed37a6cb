"""No form stores anything without its idempotency key."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from callerid_dash.domain.users import Role
from callerid_dash.factory import build_product
from callerid_dash.services.accounts.accounts import OPERATOR
from callerid_dash.settings import Settings
from callerid_dash.store.engine.database import Store
from callerid_dash.store.engine.protocol import Session
from callerid_dash.store.engine.submissions import current
from callerid_dash.ui.shell.dialog_list import OPENERS
from tests.web.conftest import API_TOKEN, PASSWORD
from tests.web.refusals.conftest import Agent, dialog_opener, filled, forms, served

OPENED = {"profile": "1", "user": "1", "category": "1", "color": "1", "number": "09121234567", "profiles": "1,2"}


@pytest.fixture
def admin(empty_duckdb: str) -> Iterator[Agent]:
    """The admin's browser."""
    product = build_product(Settings(database_url=empty_duckdb, admin_password=PASSWORD, api_token=API_TOKEN))
    product.services.accounts.add("sara", PASSWORD, Role.AGENT, OPERATOR)
    client = product.server.test_client()
    client.post("/login", data={"username": "admin", "password": PASSWORD})
    product.services.store.write(lambda _: None)  # the note of the sign-in is written by now
    yield Agent(product, client, product.services.accounts.get("admin"))
    product.close()


def test_every_form_is_sent_with_the_key_of_its_first_button(admin: Agent) -> None:
    every = admin.product.app.callback_map
    senders = {name for name in served(admin.product) if '"error":["ALL"]' in name and '"form":' in name}
    assert senders == set(forms(admin.product).values())
    for name in senders:
        states = [(json.loads(each["id"]), each["property"]) for each in every[name]["state"]]
        assert any("do" in pattern and prop == "value" for pattern, prop in states), name


def test_whatever_a_form_stores_it_stores_under_its_key(admin: Agent, monkeypatch: pytest.MonkeyPatch) -> None:
    keyed: dict[str, bool] = {}
    asked = ""
    write = Store.write

    def watched(store: Store, work: Callable[[Session], Any]) -> Any:
        keyed.setdefault(asked, current() is not None)
        return write(store, work)

    monkeypatch.setattr(Store, "write", watched)
    for asked, callback in forms(admin.product).items():
        sent = {
            **filled(admin.user.id),
            "save": f"the key of {asked}",
            "name": "Ali",
            "rows": "20",
            "on_call": "nothing",
        }
        assert admin.ask(callback, state=sent).status_code < 500, asked
    assert len(keyed) > 10
    assert [form for form, had_key in keyed.items() if not had_key] == []


def test_every_dialog_that_can_be_sent_carries_a_key(admin: Agent) -> None:
    opener, drawn = dialog_opener(admin.product), 0
    for name in OPENERS:
        answer = admin.ask(opener, {"name": name, "args": OPENED})
        if answer.status_code != 200:
            continue  # it opens for something that is not there
        buttons = list(_buttons(answer.get_json()))
        drawn += bool(buttons)
        assert all(button["props"].get("value") for button in buttons), name
    assert drawn > 10


def _buttons(node: object) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        given = node.get("props", {})
        if isinstance(given, dict) and isinstance(given.get("id"), dict) and {"form", "do"} <= given["id"].keys():
            yield node
        node = list(node.values())
    if isinstance(node, list):
        for each in node:
            yield from _buttons(each)
