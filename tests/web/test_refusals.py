"""Forbidden requests of a signed-in user: refused, nothing stored, and an audit line.

The tests walk every callback and every dialog of the product, including future ones: whatever is not listed here as
open to agents must refuse them.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from callerid_dash.domain.audit import AuditAction, SubjectKind
from callerid_dash.domain.profiles.profiles import OwnerRole, ProfileDraft, ProfileKind
from callerid_dash.domain.profiles.records import RecordDraft
from callerid_dash.domain.users import Program, Role, User
from callerid_dash.factory import Product, build_product
from callerid_dash.services.accounts.accounts import OPERATOR
from callerid_dash.settings import Settings
from callerid_dash.store.engine.protocol import Session
from callerid_dash.store.shared.audit import AuditFilter
from callerid_dash.ui.kit import ids
from callerid_dash.ui.settings.sections import SECTIONS
from callerid_dash.ui.shell.dialog_list import OPENERS
from tests.web.conftest import API_TOKEN, PASSWORD

CALLBACKS = "/_dash-update-component"
OPEN_DIALOGS = {
    "call",
    "call-view-edit",
    "call-view-save",
    "add-number",
    "merge",
    "missed-close",
    "phone",
    "phone-remove",
    "profile-edit",
    "profile-new",
    "record",
    "record-delete",
    "steps",
}
"""Dialogs that agents may open; what they may do in them is decided again when the form is sent."""
OPEN_FORMS = {
    "add-number",
    "call-view-edit",
    "call-view-save",
    "merge",
    "missed-close",
    "my-calls",
    "my-name",
    "my-password",
    "phone",
    "phone-remove",
    "profile",
    "profile-edit",
    "profile-new",
    "record",
    "record-delete",
}
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


def test_nobody_calls_back_without_signing_in(product: Product) -> None:
    stranger = Agent(product, product.server.test_client(), OPERATOR)
    names = served(product)
    assert len(names) > 15
    for name in names:
        assert stranger.ask(name).status_code == 401, name


def test_an_agent_sends_no_form_of_an_admin(agent: Agent) -> None:
    before, every = agent.stored(), forms(agent.product)
    closed = sorted(set(every) - OPEN_FORMS)
    assert {"user-add", "user-password", "token-new", "token-revoke"} <= set(closed)
    admin = agent.product.services.accounts.get("admin")
    answers = {form: agent.ask(every[form], state=filled(admin.id)).status_code for form in closed}
    assert answers == dict.fromkeys(closed, 403)
    assert agent.stored() == before
    assert agent.changes() == 0
    assert set(agent.refused()) <= {every[form] for form in closed}
    assert agent.refused()


def test_a_form_of_an_admin_is_refused_before_it_is_read(agent: Agent) -> None:
    every = forms(agent.product)
    nobody: dict[str, object] = {**dict.fromkeys((*FIELDS, *REFERENCES), "9" * 30), "key": "a form"}
    answers = {form: agent.ask(every[form], state=nobody).status_code for form in set(every) - OPEN_FORMS}
    assert answers == dict.fromkeys(answers, 403)
    assert agent.refused()


def test_an_agent_does_not_get_round_the_question_for_their_old_password(agent: Agent) -> None:
    before, form = agent.stored(), forms(agent.product)["user-password"]
    assert agent.ask(form, state=filled(agent.user.id)).status_code == 403
    assert agent.stored() == before
    assert agent.refused() == [form]


def test_an_agent_puts_no_list_in_order(agent: Agent) -> None:
    before = agent.stored()
    asked = {"list": "categories", "parent": "nonsense", "ids": [1], "seen": [1]}
    every = agent.product.app.callback_map.items()
    [arrange] = [name for name, entry in every if ids.SETTINGS_ORDER in [each["id"] for each in entry["inputs"]]]
    assert agent.ask(arrange, asked).status_code == 403
    assert agent.stored() == before


def test_an_agent_opens_no_dialog_of_an_admin(agent: Agent) -> None:
    opener = dialog_opener(agent.product)
    answers = {}
    for name in set(OPENERS) - OPEN_DIALOGS:
        arguments = dict.fromkeys((*REFERENCES, "only", "key", "profiles", "number"), "1")
        answers[name] = agent.ask(opener, {"name": name, "args": arguments}).status_code
    assert answers == dict.fromkeys(answers, 403)
    assert "user-add" in answers


def test_an_owner_who_is_somebody_else_is_not_put_out_by_hand(agent: Agent) -> None:
    services, form = agent.product.services, forms(agent.product)["profile-edit"]
    draft = ProfileDraft(ProfileKind.PERSON, "Ali", owners={OwnerRole.SALES: services.accounts.get("admin").id})
    profile = services.profiles.create(draft, OPERATOR).profile
    before = agent.stored()
    sent = {"profile": str(profile.id), "version": "1", "key": "a form", "kind": "person", "shown_as": "Ali"}
    assert agent.ask(form, state={**sent, "owners.sales": str(agent.user.id)}).status_code == 403
    assert agent.stored() == before
    assert agent.refused() == [form]


def test_an_agent_sees_no_section_of_an_admin(agent: Agent) -> None:
    [refresh] = [name for name in served(agent.product) if name.startswith(f"{ids.SETTINGS_BODY}.")]
    answers = {
        section.key: agent.ask(refresh, state={ids.SETTINGS_SECTION: section.key}).status_code for section in SECTIONS
    }
    assert answers == {**dict.fromkeys(answers, 403), "me": 200}


def test_no_callback_breaks_or_changes_anything_when_it_is_sent_nonsense(agent: Agent) -> None:
    before = agent.stored()
    nonsense: list[object] = [None, 0, "", "x", [], ["x"], {"id": "x"}, {"name": "record", "args": "x"}]
    asked = itertools.product(served(agent.product), nonsense)
    broken = [(name, value) for name, value in asked if agent.ask(name, value).status_code >= 500]
    assert broken == []
    assert agent.stored() == before
    assert agent.changes() == 0


def test_a_record_out_of_sight_is_refused_and_one_that_is_gone_is_not_found(agent: Agent) -> None:
    services, every = agent.product.services, forms(agent.product)
    profile = services.profiles.create(ProfileDraft(ProfileKind.PERSON, "Somebody else's"), OPERATOR).profile
    kind = next(iter(services.directory.snapshot.record_kinds))
    record = services.records.create(RecordDraft(profile.id, kind, "Not for Sara"), Program("crm"))
    services.office.rules.set_visibility("own_profiles", OPERATOR)
    before = agent.stored()
    opener = dialog_opener(agent.product)
    for name in ("record", "record-delete"):
        sent = {"name": name, "args": {"record": str(record.id)}}
        assert agent.ask(opener, sent).status_code == 403
        assert agent.ask(every[name], state={**filled(1), "record": str(record.id)}).status_code == 403
    assert agent.ask(every["record"], state={**filled(1), "record": "999"}).status_code == 200
    assert agent.stored() == before
    assert agent.refused() == [opener, every["record"], opener, every["record-delete"]]


def test_the_audit_trail_is_for_admins(agent: Agent) -> None:
    [look] = [name for name in served(agent.product) if f"{ids.AUDIT_LINES}.children" in name]
    assert agent.ask(look, "").status_code == 403
    assert agent.refused() == [look]


def test_a_loop_of_refusals_cannot_fill_the_trail(agent: Agent) -> None:
    form = forms(agent.product)["user-add"]
    for _ in range(60):
        assert agent.ask(form, state=filled(1)).status_code == 403
    assert 1 <= len(agent.refused()) <= 30


def test_a_form_of_somebody_elses_password_is_refused_and_said_in_json(agent: Agent) -> None:
    admin = agent.product.services.accounts.get("admin")
    answer = agent.ask(forms(agent.product)["user-password"], state=filled(admin.id))
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (403, "forbidden")
    assert agent.product.services.accounts.sign_in.authenticate("admin", PASSWORD, "192.0.2.1") == admin


def test_ones_own_password_changes_and_this_browser_stays_signed_in(agent: Agent) -> None:
    elsewhere = agent.product.server.test_client()
    elsewhere.post("/login", data={"username": "sara", "password": PASSWORD})
    sent = {"old": PASSWORD, "password": "another password", "again": "another password"}
    answer = agent.ask(forms(agent.product)["my-password"], state=dict(sent))
    assert answer.status_code == 200
    assert agent.client.get("/").status_code == 200
    assert elsewhere.get("/").status_code == 303
    assert agent.product.services.accounts.sign_in.authenticate("sara", "another password", "192.0.2.1")
