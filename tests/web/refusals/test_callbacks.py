"""Forbidden requests of a signed-in user: refused, nothing stored, and an audit line.

The tests walk every callback and every dialog of the product, including future ones: whatever is not listed here as
open to agents must refuse them.
"""

from __future__ import annotations

import itertools

from callerid_dash.domain.profiles.profiles import ProfileDraft, ProfileKind
from callerid_dash.domain.profiles.records import RecordDraft
from callerid_dash.domain.users import Program
from callerid_dash.factory import Product
from callerid_dash.services.accounts.accounts import OPERATOR
from callerid_dash.ui.kit import ids
from callerid_dash.ui.settings.sections import SECTIONS
from callerid_dash.ui.shell.dialog_list import OPENERS
from tests.web.refusals.conftest import REFERENCES, Agent, dialog_opener, filled, forms, served

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


def test_nobody_calls_back_without_signing_in(product: Product) -> None:
    stranger = Agent(product, product.server.test_client(), OPERATOR)
    names = served(product)
    assert len(names) > 15
    for name in names:
        assert stranger.ask(name).status_code == 401, name


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
