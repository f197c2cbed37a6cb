"""Profiles over HTTP."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from callerid_dash.domain.profiles.profiles import TEXT_FIELDS, TextField
from callerid_dash.domain.scopes import Scope
from callerid_dash.domain.users import User
from callerid_dash.services.services import Services
from tests.scenes import add_category, add_color
from tests.web.conftest import Program


@pytest.fixture
def gold(services: Services) -> int:
    color = services.store.write(lambda session: add_color(session, 1, "Gold", "VIP", "#d4a017"))
    services.directory.reload()
    return color


@pytest.fixture
def leaf(services: Services) -> int:
    root = services.store.write(lambda session: add_category(session, None, 1, "Customers"))
    below = services.store.write(lambda session: add_category(session, root, 1, "Retail"))
    services.directory.reload()
    return below


def ali(**fields: object) -> dict[str, object]:
    return {
        "kind": "person",
        "first_name": "علی",
        "last_name": "رضایی",
        "phones": [{"number": "09121234567"}],
        **fields,
    }


def test_a_new_profile_is_answered_whole(program: Program, sara: User, gold: int, leaf: int) -> None:
    answer = program.post(
        "/profiles",
        ali(
            category="retail",
            color="gold",
            owners={"sales": "SARA"},
            emails=["ali@example.com"],
            note="first\nsecond",
            phones=[{"number": "۰۹۱۲ ۱۲۳ ۴۵۶۷", "label": "خودش"}, {"number": "02188776655", "kind": "fax"}],
        ),
    )
    made = answer.get_json()
    assert answer.status_code == 201
    assert (made["kind"], made["name"], made["version"]) == ("person", "علی رضایی", 1)
    assert made["category"] == {"id": leaf, "title": "Retail"}
    assert made["color"] == {"id": gold, "title": "Gold", "hex": "#d4a017"}
    assert made["owners"] == {"sales": sara.username, "support": None, "other": None}
    assert [(p["canonical"], p["kind"], p["label"]) for p in made["phones"]] == [
        ("+989121234567", "mobile", "خودش"),
        ("+982188776655", "fax", ""),
    ]
    assert (made["emails"], made["note"]) == (["ali@example.com"], "first\nsecond")
    assert made["created_at"].endswith("Z")
    assert program.get(f"/profiles/{made['id']}").get_json() == made


def test_a_number_may_be_the_default_of_its_kind_and_have_an_extension(program: Program) -> None:
    phones = [{"number": "09121234567"}, {"number": "02188776655", "extension": "۱۲", "preferred": True}]
    made = program.post("/profiles", ali(phones=phones)).get_json()
    assert [(p["extension"], p["preferred"]) for p in made["phones"]] == [(None, False), ("12", True)]
    added = program.post(f"/profiles/{made['id']}/phones", {"number": "02188776656", "preferred": True}).get_json()
    assert [p["preferred"] for p in added["phones"]] == [False, False, True]


def test_color_and_category_may_be_given_by_id_too(program: Program, gold: int, leaf: int) -> None:
    made = program.post("/profiles", ali(color=gold, category=leaf)).get_json()
    assert (made["color"]["id"], made["category"]["id"]) == (gold, leaf)
    assert program.post("/profiles", ali(color="#D4A017")).get_json()["color"]["id"] == gold


WRONG = [
    ({"name": "Ali"}, "kind"),
    (ali(kind="company"), "kind"),
    ({"kind": "organization"}, "name"),
    (ali(name="x" * 201), "name"),
    (ali(name=7), "name"),
    (ali(color="mauve"), "color"),
    (ali(color=99), "color"),
    (ali(color=True), "color"),
    (ali(color=2**70), "color"),
    (ali(category="nowhere"), "category"),
    (ali(owners={"sales": "nobody"}), "owners.sales"),
    (ali(owners={"boss": "sara"}), "owners.boss"),
    (ali(organization_id=99), "organization"),
    (ali(organization_id=2**70), "organization_id"),
    (ali(phones=[{"number": "0912"}, {}]), "phones[1].number"),
    (ali(phones=[{"number": "anonymous"}]), "phones[0].number"),
    (ali(phones="0912"), "phones"),
    (ali(emails=["nonsense"]), "emails[0]"),
    (ali(note="a\x00b"), "note"),
    (ali(id=7), "id"),
]


@pytest.mark.usefixtures("sara", "gold", "leaf")
def test_a_wrong_profile_is_refused_with_its_field(program: Program, subtests: pytest.Subtests) -> None:
    for sent, field in WRONG:
        with subtests.test(field, sent=sent):
            answer = program.post("/profiles", sent)
            assert (answer.status_code, answer.get_json()["error"]["field"]) == (422, field)
    assert program.get("/profiles").get_json()["items"] == []


def test_two_categories_of_one_title_are_not_guessed_between(program: Program, services: Services) -> None:
    for position in (1, 2):
        services.store.write(lambda session, at=position: add_category(session, None, at, "Retail"))  # type: ignore[misc]
    services.directory.reload()
    error = program.post("/profiles", ali(category="Retail")).get_json()["error"]
    assert (error["field"], error["message"]) == ("category", "Several have that title.")


def test_profiles_are_found_by_number_in_any_spelling(program: Program) -> None:
    made = [program.post("/profiles", ali(first_name=name)).get_json()["id"] for name in ("A", "B")]
    found = program.get("/profiles", number="+98 (912) 123-4567").get_json()
    assert ([item["id"] for item in found["items"]], found["next_cursor"]) == (made, None)
    assert program.get("/profiles", number="09120000000").get_json()["items"] == []


def test_profiles_are_found_by_name_page_by_page(program: Program) -> None:
    made = {program.post("/profiles", ali(first_name=f"Ali{n}", phones=[])).get_json()["id"] for n in range(5)}
    seen: list[int] = []
    cursor = None
    for _ in range(3):
        page = program.get("/profiles", q="ali", limit=2, **({"cursor": cursor} if cursor else {})).get_json()
        seen += [item["id"] for item in page["items"]]
        cursor = page["next_cursor"]
    assert cursor is None
    assert sorted(seen) == sorted(made)


WRONG_QUERIES = {
    "limit=0": "limit",
    "limit=101": "limit",
    "limit=x": "limit",
    "limit=1&limit=2": "limit",
    "q=a&number=1": "q",
    "q=%00": "q",
    "page=2": "page",
    "cursor=nonsense": "cursor",
    "number=": "number",
}


def test_a_wrong_query_is_refused(program: Program) -> None:
    for query, field in WRONG_QUERIES.items():
        answer = program.send("GET", f"/api/v1/profiles?{query}")
        assert (answer.status_code, answer.get_json()["error"]["field"]) == (422, field), query


def test_a_change_needs_the_version_that_was_read(program: Program) -> None:
    made = program.post("/profiles", ali()).get_json()
    path = f"/profiles/{made['id']}"
    changed = program.patch(path, {"version": made["version"], "note": "VIP"})
    assert (changed.status_code, changed.get_json()["note"], changed.get_json()["version"]) == (200, "VIP", 2)
    stale = program.patch(path, {"version": made["version"], "note": "late"})
    assert (stale.status_code, stale.get_json()["error"]["code"]) == (409, "stale")
    assert program.patch(path, {"note": "no version"}).get_json()["error"]["field"] == "version"
    assert program.get(path).get_json()["note"] == "VIP"


@pytest.mark.usefixtures("sara", "leaf")
def test_a_change_touches_only_what_it_names(program: Program, gold: int) -> None:
    made = program.post("/profiles", ali(color=gold, owners={"sales": "sara"}, emails=["a@example.com"])).get_json()
    path = f"/profiles/{made['id']}"
    second = program.patch(path, {"version": 1, "trademark": "Rezaei"}).get_json()
    ignored = ("version", "trademark", "updated_at")
    assert {k: v for k, v in second.items() if k not in ignored} == {k: v for k, v in made.items() if k not in ignored}
    third = program.patch(path, {"version": 2, "owners": {"sales": None, "support": "sara"}, "color": None}).get_json()
    assert (third["owners"], third["color"]) == ({"sales": None, "support": "sara", "other": None}, None)
    fourth = program.patch(path, {"version": 3, "emails": None, "phones": [], "owners": None, "last_name": None})
    assert fourth.status_code == 200
    after = fourth.get_json()
    assert (after["emails"], after["phones"], after["last_name"]) == ([], [], "")
    assert after["owners"] == {"sales": None, "support": None, "other": None}
    assert program.patch(path, {"version": 4, "kind": None}).get_json()["error"]["field"] == "kind"


@pytest.mark.parametrize("text", TEXT_FIELDS, ids=lambda text: text.name)
def test_every_text_of_a_profile_can_be_given_and_cleared(program: Program, text: TextField) -> None:
    made = program.post("/profiles", {"kind": text.of.value, "name": "Arman", text.name: "Said"}).get_json()
    path = f"/profiles/{made['id']}"
    assert made[text.name] == program.get(path).get_json()[text.name] == "Said"
    assert program.patch(path, {"version": 1, text.name: None}).get_json()[text.name] == ""


def test_a_number_is_put_on_a_profile(program: Program) -> None:
    made = program.post("/profiles", ali()).get_json()
    answer = program.post(f"/profiles/{made['id']}/phones", {"number": "88776655", "label": "office"})
    assert answer.status_code == 201
    assert answer.get_json()["phones"][1]["canonical"] == "+982188776655"
    again = program.post(f"/profiles/{made['id']}/phones", {"number": "88776655"})
    assert (again.status_code, again.get_json()["error"]["field"]) == (422, "number")


def test_a_profile_that_is_not_there_is_not_found(program: Program) -> None:
    for key in ("999", "0", "9223372036854775807"):
        for answer in (
            program.get(f"/profiles/{key}"),
            program.patch(f"/profiles/{key}", {"version": 1}),
            program.post(f"/profiles/{key}/phones", {"number": "09121234567"}),
        ):
            assert (answer.status_code, answer.get_json()["error"]["code"]) == (404, "not_found")


SCOPES = [
    ("POST", "/call-events", "events:write"),
    ("GET", "/calls", "calls:read"),
    ("GET", "/calls/00000000-0000-0000-0000-000000000000", "calls:read"),
    ("GET", "/profiles", "profiles:read"),
    ("GET", "/profiles/1", "profiles:read"),
    ("POST", "/profiles", "profiles:write"),
    ("PATCH", "/profiles/1", "profiles:write"),
    ("POST", "/profiles/1/phones", "profiles:write"),
]


def test_each_route_needs_its_scope_and_no_other(client: FlaskClient, bearer: Callable[..., dict[str, str]]) -> None:
    for method, path, scope in SCOPES:
        every_other = {each.value for each in Scope} - {scope, Scope.WALL_READ.value}  # a wall link is alone
        refused = client.open(f"/api/v1{path}", method=method, headers=bearer(*every_other), json={})
        assert refused.status_code == 403
        assert refused.get_json()["error"]["message"] == f"The token lacks the scope {scope}."
        allowed = client.open(f"/api/v1{path}", method=method, headers=bearer(scope), json={})
        assert allowed.status_code in (200, 404, 422)
