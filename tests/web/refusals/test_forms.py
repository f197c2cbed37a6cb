"""Forms that a user may not send are refused, and leave an audit line."""

from __future__ import annotations

from callerid_dash.domain.profiles.profiles import OwnerRole, ProfileDraft, ProfileKind
from callerid_dash.services.accounts.accounts import OPERATOR
from tests.web.conftest import PASSWORD
from tests.web.refusals.conftest import FIELDS, REFERENCES, Agent, filled, forms

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


def test_an_owner_who_is_somebody_else_is_not_put_out_by_hand(agent: Agent) -> None:
    services, form = agent.product.services, forms(agent.product)["profile-edit"]
    draft = ProfileDraft(ProfileKind.PERSON, "Ali", owners={OwnerRole.SALES: services.accounts.get("admin").id})
    profile = services.profiles.create(draft, OPERATOR).profile
    before = agent.stored()
    sent = {"profile": str(profile.id), "version": "1", "key": "a form", "kind": "person", "shown_as": "Ali"}
    assert agent.ask(form, state={**sent, "owners.sales": str(agent.user.id)}).status_code == 403
    assert agent.stored() == before
    assert agent.refused() == [form]


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
