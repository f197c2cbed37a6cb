"""The form of a profile as data: its fields, the draft that it makes, and two versions side by side."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from dash.development.base_component import Component

from callerid_dash.domain.errors import InvalidInput
from callerid_dash.domain.profiles.numbering import describe
from callerid_dash.domain.profiles.profiles import (
    TEXTS,
    Category,
    OwnerRole,
    PhoneDraft,
    PhoneKind,
    Profile,
    ProfileKind,
    ProfilePhone,
)
from callerid_dash.domain.users import Role, User
from callerid_dash.locales import translator
from callerid_dash.services.profiles.changes import changed_draft, draft_of
from callerid_dash.services.shared.directory import Snapshot
from callerid_dash.ui.kit.forms import Form
from callerid_dash.ui.profile_form.choices import fixed_owners
from callerid_dash.ui.profile_form.duplicates_view import duplicates_panel, number_hint
from callerid_dash.ui.profile_form.form import OwnerChoice, ProfileChoices, organization_options, profile_fields
from callerid_dash.ui.profile_form.possible_duplicates import NumberKnown, PossibleDuplicates, number_for
from callerid_dash.ui.profile_form.typed import (
    TypedPhone,
    TypedProfile,
    changes_of_typed,
    draft_of_typed,
    placed,
    read_typed,
    typed_of,
)
from callerid_dash.ui.profile_form.versions import BOTH, MINE, THEIRS, Named, chosen, differences, united
from callerid_dash.ui.profile_form.versions_view import side_by_side
from callerid_dash.ui.words.profiles import profile_field_words
from tests.ui.office import DIALING, DIRECTORY, GOLD, REZA, SARA, attribute, by_class, context, owner, text, walk

FORM = Form("f")
T = translator("en")
CUSTOMERS, RETAIL = Category(1, None, 1, "Customers"), Category(2, 1, 1, "Retail")
SNAPSHOT = Snapshot(users=DIRECTORY.users, colors={1: GOLD}, categories={1: CUSTOMERS, 2: RETAIL})
MARYAM = Profile(
    id=7,
    kind=ProfileKind.PERSON,
    name="Dr. Maryam Ahmadi",
    version=3,
    prefix="Dr.",
    first_name="Maryam",
    last_name="Ahmadi",
    trademark="kept unseen",
    organization_id=5,
    organization="Arman Trading",
    category=RETAIL,
    color=GOLD,
    owners=(owner(SARA), owner(REZA, OwnerRole.OTHER)),
    phones=(
        ProfilePhone(1, "0912 123 4567", "+989121234567", "", PhoneKind.MOBILE, "private", preferred=True),
        ProfilePhone(2, "88881111", "+982188881111", "12", PhoneKind.LANDLINE),
    ),
    emails=("maryam@example.com",),
    note="likes tea",
)
CHOICES = ProfileChoices(
    categories=[("2", "Customers › Retail")],
    colors=[GOLD],
    organizations=[("5", "Arman Trading")],
    owners={role: OwnerChoice([("1", "Sara Karimi (sara)")]) for role in OwnerRole},
)


def drawn(typed: TypedProfile, choices: ProfileChoices = CHOICES) -> list[Component]:
    return profile_fields(FORM, typed, choices, T, {})


def held(parts: list[Component]) -> dict[str, object]:
    """The value of every field by name, as the browser sends it."""
    given = {}
    for part in walk(parts):
        key = getattr(part, "id", None)
        if isinstance(key, dict) and "field" in key:
            given[key["field"]] = getattr(part, "value", None)
    return given


def test_a_form_that_nobody_touched_changes_nothing() -> None:
    sent = read_typed(held(drawn(typed_of(MARYAM))))
    changes = changes_of_typed(sent)
    after, before = changed_draft(MARYAM, changes), draft_of(MARYAM)
    assert replace(after, name="") == replace(before, name="")
    assert after.name == ""  # made of its parts again


def test_a_name_that_is_not_made_of_its_parts_stays() -> None:
    boss = replace(MARYAM, name="The Boss")
    sent = read_typed(held(drawn(typed_of(boss))))
    assert changed_draft(boss, changes_of_typed(sent)).name == "The Boss"


def test_an_organization_goes_through_the_form_unchanged() -> None:
    firm = Profile(5, ProfileKind.ORGANIZATION, "Arman Trading", 1, trademark="Arman", category=RETAIL)
    assert changed_draft(firm, changes_of_typed(read_typed(held(drawn(typed_of(firm)))))) == draft_of(firm)


def test_the_form_asks_for_every_text_by_the_name_that_it_has_on_the_page() -> None:
    texts: dict[str, Any] = dict.fromkeys(TEXTS, "said")
    parts = drawn(TypedProfile(**texts))
    labels = {attribute(part, "data-field"): text(part).strip() for part in walk(parts)}
    assert {name: held(parts)[name] for name in TEXTS} == dict.fromkeys(TEXTS, "said")
    assert {name: labels[name] for name in TEXTS} == {name: profile_field_words(T)[name] for name in TEXTS}


def test_spare_rows_are_there_and_hidden_and_empty_ones_do_not_count() -> None:
    (phones,) = [part for part in walk(drawn(TypedProfile())) if attribute(part, "data-field") == "phones"]
    rows = by_class(phones, "form-row")
    assert [bool(getattr(row, "hidden", False)) for row in rows] == [False, *[True] * 5]
    typed = TypedProfile(
        phones=(TypedPhone(), TypedPhone("88881111", extension="7"), TypedPhone(kind="fax")), emails=("", " ")
    )
    draft = draft_of_typed(typed)
    assert draft.phones == (PhoneDraft("88881111", None, "", False, "7"),)
    assert draft.emails == ()


@pytest.mark.parametrize(
    ("field", "typed", "place"),
    [
        ("phones[0].number", TypedProfile(phones=(TypedPhone(), TypedPhone("1"))), "phones[1]"),
        ("phones[1].extension", TypedProfile(phones=(TypedPhone("1"), TypedPhone(), TypedPhone("2"))), "phones[2]"),
        ("emails[0]", TypedProfile(emails=("", "x")), "emails[1]"),
        ("phones", TypedProfile(), "phones"),
        ("name", TypedProfile(kind=ProfileKind.ORGANIZATION), "name"),
        ("name", TypedProfile(), "first_name"),
        ("name", TypedProfile(shown_as="x"), "shown_as"),
        ("category", TypedProfile(), "category"),
    ],
)
def test_an_error_is_said_where_it_was_typed(field: str, typed: TypedProfile, place: str) -> None:
    assert placed(InvalidInput("wrong", field), typed).field == place


def test_every_place_of_an_error_is_in_the_form() -> None:
    keys = [getattr(part, "id", None) for part in walk(drawn(typed_of(MARYAM)))]
    places = {key["error"] for key in keys if isinstance(key, dict) and "error" in key}
    assert places >= {
        *("kind", "name", "prefix", "first_name", "last_name", "trademark", "organization", "category", "color"),
        *("owners.sales", "owners.support", "owners.other", "phones", "phones[0]", "phones[7]", "emails", "note"),
    }  # fmt: skip


def test_what_was_sent_by_hand_is_judged_like_anything() -> None:
    odd = {"kind": 5, "phones[2].number": ["x"], "phones[1].preferred": "yes", "category": "x", "note": None}
    assert read_typed(odd) == TypedProfile(phones=(TypedPhone(),) * 3, category="x")
    for wrong in (
        TypedProfile(category="x"),
        TypedProfile(color="1" * 40),
        TypedProfile(owners={OwnerRole.SALES: "-1"}),
    ):
        with pytest.raises(InvalidInput):
            draft_of_typed(wrong)
    with pytest.raises(InvalidInput):
        draft_of_typed(TypedProfile(phones=(TypedPhone("1", kind="pigeon"),)))


def test_what_the_other_kind_has_is_neither_stored_nor_taken_away() -> None:
    typed = TypedProfile(kind=ProfileKind.ORGANIZATION, name="Arman", first_name="Sara", organization="5")
    draft = draft_of_typed(typed)
    assert (draft.name, draft.first_name, draft.organization_id) == ("Arman", "", None)
    assert changes_of_typed(typed)["texts"].keys() == {"trademark"}
    assert changes_of_typed(typed_of(MARYAM))["texts"].keys() == {"prefix", "first_name", "last_name"}


def test_an_owner_who_may_not_be_changed_is_shown_and_sent_along() -> None:
    owners = {**CHOICES.owners, OwnerRole.OTHER: OwnerChoice(fixed="reza")}
    parts = drawn(typed_of(MARYAM), replace(CHOICES, owners=owners))
    assert held(parts)["owners.other"] == "2"
    assert [text(part).strip() for part in by_class(parts, "fixed-value")] == ["reza"]
    agent, supervisor = SARA, User(9, "boss", "", Role.SUPERVISOR)
    now = TypedProfile(owners={OwnerRole.SALES: "1", OwnerRole.OTHER: "2"})
    for wanted, fixed in (
        (TypedProfile(), [OwnerRole.OTHER]),  # gives away her own, and may not take his away
        (replace(now, owners={**now.owners, OwnerRole.SUPPORT: "1"}), []),
        (replace(now, owners={**now.owners, OwnerRole.SUPPORT: "2"}), [OwnerRole.SUPPORT]),
    ):
        assert fixed_owners(agent, now, wanted) == fixed
        assert fixed_owners(supervisor, now, wanted) == []


def test_organizations_that_were_found_fit_what_was_typed() -> None:
    assert organization_options([("5", "شرکت آرمان")], "شركت") == [
        {"value": "5", "label": "شرکت آرمان", "search": "شركت شرکت آرمان"}
    ]


def test_a_number_says_how_it_is_understood_and_what_follows() -> None:
    formats = context().formats()
    described = describe("+982188881111", DIALING, "en")
    known = NumberKnown("88881111", described, (MARYAM,), 1_200)
    words = text(number_hint(known, T, formats))
    assert described.national in words
    assert "Dr. Maryam Ahmadi" in words
    assert "1,200 earlier calls of this number will be theirs." in words
    assert "no valid number" in text(number_hint(NumberKnown("rubbish", None), T, formats))
    assert number_hint(NumberKnown(described.national, replace(described, place="", operator="")), T, formats) == []


def test_likenesses_are_shown_with_what_can_be_done_instead() -> None:
    firm = Profile(9, ProfileKind.ORGANIZATION, "<b>Ahmadi</b>", 1)
    adding = [{}, {"profile": "9", "number": "88881111"}]
    parts = duplicates_panel(PossibleDuplicates(holders=(MARYAM,), similar=(firm,)), adding, SNAPSHOT, T, asked=True)
    assert by_class(parts, "is-asking")
    words = text(parts)
    for expected in ("Arman Trading", "Customers › Retail", "has this number", "similar name", "<b>Ahmadi</b>"):
        assert expected in words
    buttons = [part for part in walk(parts) if attribute(part, "data-dialog")]
    assert [(attribute(part, "data-dialog"), attribute(part, "data-args")) for part in buttons] == [
        ("profile-edit", '{"profile": "7"}'),
        ("add-number", '{"profile": "9", "number": "88881111"}'),
    ]
    assert duplicates_panel(PossibleDuplicates(), [], SNAPSHOT, T, asked=True) == []


def test_the_number_to_add_is_one_that_the_other_does_not_have() -> None:
    typed = TypedProfile(phones=(TypedPhone("۰۹۱۲ ۱۲۳ ۴۵۶۷"), TypedPhone("88882222")))
    assert number_for(MARYAM, typed, DIALING) == "88882222"
    assert number_for(MARYAM, TypedProfile(phones=(TypedPhone("+98 21 8888 1111"),)), DIALING) is None


def test_versions_differ_field_by_field_and_propose_what_each_has_changed() -> None:
    base = typed_of(MARYAM)
    theirs = replace(base, last_name="Karimi", note="likes coffee", owners={OwnerRole.SALES: "1"})
    mine = replace(base, note="likes\r\nwater", emails=("", "m@example.com"), phones=(*base.phones, TypedPhone("1559")))
    named = Named(SNAPSHOT, {"5": "Arman Trading"}, T)
    found = differences(named.words(theirs), named.words(mine), named.words(base), ["owners.other"], T)
    assert [(each.field, each.choice) for each in found] == [
        ("last_name", THEIRS),
        ("owners.other", None),
        ("phones", MINE),
        ("emails", MINE),
        ("note", MINE),
    ]
    parts = side_by_side(FORM, "omid", found, T)
    options = [option for part in walk(parts) for option in getattr(part, "options", ())]
    words = text([parts, *(option["label"] for option in options)])
    assert [option["disabled"] for option in options if option.get("disabled")] == [True]
    for expected in ("omid has saved", "likes coffee", "likes", "water", "1559", "ext. 12", "default", "Karimi"):
        assert expected in words
    choices = {each.field: each.choice or THEIRS for each in found}
    both = chosen(theirs, mine, choices, DIALING)
    assert (both.last_name, both.note, both.owners) == ("Karimi", "likes\r\nwater", {OwnerRole.SALES: "1"})
    assert both.phones == mine.phones
    assert chosen(theirs, mine, dict.fromkeys(choices, THEIRS), DIALING).phones == theirs.phones


def test_what_both_have_added_can_be_kept_together() -> None:
    base = typed_of(MARYAM)
    theirs = replace(base, phones=(*base.phones, TypedPhone("1559"), TypedPhone("88882222")), note="likes coffee")
    mine = replace(base, phones=(*base.phones, TypedPhone("021 8888 2222", label="door")), note="likes water")
    mine = replace(mine, emails=("m@example.com",))
    named, both = Named(SNAPSHOT, {}, T), united(theirs, mine, DIALING)
    theirs_, mine_, base_ = map(named.words, (theirs, mine, base))
    found = differences(theirs_, mine_, base_, [], T, named.words(both))
    assert [(each.field, each.choice, bool(each.both)) for each in found] == [
        ("phones", BOTH, True),
        ("emails", MINE, False),
        ("note", MINE, True),
    ]
    labels = [
        option["label"] for part in walk(side_by_side(FORM, "", found, T)) for option in getattr(part, "options", ())
    ]
    assert sum("Both" in text(label) for label in labels) == 2
    kept = chosen(theirs, mine, {"phones": BOTH, "note": BOTH}, DIALING)
    assert [phone.number for phone in kept.phones] == [*(p.number for p in base.phones), "021 8888 2222", "1559"]
    assert (kept.note, kept.emails) == ("likes coffee\n\nlikes water", ("m@example.com",))


def test_the_same_in_other_white_space_is_no_difference() -> None:
    named = Named(SNAPSHOT, {}, T)
    one, other = (
        named.words(TypedProfile(note="a\r\nb ")),
        named.words(TypedProfile(note="a\nb", phones=(TypedPhone(),))),
    )
    assert differences(one, other, {}, [], T) == []
