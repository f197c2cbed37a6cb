"""The merge dialog and its profiles."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from callerid_dash.domain.profiles.profiles import Category, Profile, ProfileKind, ProfilePhone
from callerid_dash.services.profiles.merge import Weight
from callerid_dash.services.profiles.merge_rules import BOTH, conflicts, merged
from callerid_dash.ui.merge.dialogs import chosen_before, to_keep
from callerid_dash.ui.merge.form import MergeView, candidates, result
from tests.ui.office import DIRECTORY, GOLD, REZA, SARA, attribute, by_class, context, owner, text, walk

PERSON = ProfileKind.PERSON
ALI = Profile(
    1,
    PERSON,
    "Ali",
    3,
    phones=(ProfilePhone(1, "0912 123 4567", "+989121234567"),),
    note="first",
    owners=(owner(SARA),),
)
OTHER = Profile(
    2,
    PERSON,
    "Ali Ahmadi",
    5,
    color=GOLD,
    phones=(ProfilePhone(2, "09121234567", "+989121234567"), ProfilePhone(3, "88881111", "+982188881111")),
    note="second",
    owners=(owner(REZA),),
)
VIEW = MergeView((ALI, OTHER), {1: Weight(0, 9, 0), 2: Weight(2, 14, 0)}, DIRECTORY)


def test_each_difference_is_a_choice_that_begins_with_the_kept_profile() -> None:
    shown = result(VIEW, 2, allowed=True, context=context())
    fields = {str(attribute(part, "data-field")): part for part in by_class(shown, "merge-choice")}
    assert list(fields) == ["name", "owners.sales", "note"]
    name: Any = by_class(fields["name"], "merge-options")[0]
    assert [text(option["label"]) for option in name.options] == ["Ali Ahmadi", "Ali"]
    assert name.value == "2"
    note: Any = by_class(fields["note"], "merge-options")[0]
    assert note.value == str(BOTH)


def test_what_was_chosen_stays_when_another_profile_is_added() -> None:
    before = {"previewed": "2", "choice:name": "1", "choice:note": "1", "choice:owners.sales": "9", "keep": "2"}
    third = replace(ALI, id=3, name="A. Ahmadi")
    view = MergeView((ALI, OTHER, third), {**VIEW.weights, 3: Weight(0, 0, 0)}, DIRECTORY)
    shown = result(view, 2, allowed=True, context=context(), chosen=chosen_before(before, 2))
    options: Any = by_class(shown, "merge-options")
    assert [each.value for each in options] == ["1", "2", "1"]  # 9 is none of them
    assert chosen_before(before, 1) == {}


def test_what_moves_and_what_goes_is_counted() -> None:
    moves = text(by_class(result(VIEW, 1, allowed=True, context=context()), "merge-moves"))
    assert "1 number, 2 records, 14 calls" in moves
    assert "Removed:  Ali Ahmadi" in moves


def test_an_extension_makes_another_number_of_it() -> None:
    desks = replace(OTHER, phones=(replace(ALI.phones[0], extension="12"), ALI.phones[0]))
    shown = result(MergeView((ALI, desks), VIEW.weights, DIRECTORY), 1, allowed=True, context=context())
    assert "1 number," in text(by_class(shown, "merge-moves"))


def test_who_may_not_merge_is_told_so_and_chooses_nothing() -> None:
    shown = result(VIEW, 1, allowed=False, context=context())
    assert by_class(shown, "merge-refused")
    assert not by_class(shown, "merge-choice")


def test_the_form_carries_the_versions_that_were_read() -> None:
    parts: list[Any] = list(walk(candidates(VIEW, 1, context())))
    named = [part for part in parts if isinstance(getattr(part, "id", None), dict) and "field" in part.id]
    values = {part.id["field"]: part.value for part in named}
    assert values == {"keep": "1", "profiles": "1:3,2:5"}


@pytest.mark.parametrize(("shown", "fields"), [("Aly Ahmadi", ["first_name"]), ("Mr. A.", ["name", "first_name"])])
def test_a_name_that_is_made_of_its_parts_follows_them(shown: str, fields: list[str]) -> None:
    first = Profile(1, PERSON, "Ali Ahmadi", 1, first_name="Ali", last_name="Ahmadi")
    second = replace(first, id=2, name=shown, first_name="Aly")
    assert [conflict.field for conflict in conflicts((first, second), 1)] == fields
    draft, _ = merged((first, second), 1, {"first_name": 2})
    assert (draft.first_name, draft.name) == ("Aly", "Ali Ahmadi" if "name" in fields else "")


UNNAMED = Profile(3, PERSON, "0912 123 4567", 1, anonymous=True, category=Category(1, None, 1, "To be identified"))


@pytest.mark.parametrize("keep_id", [2, 3])
def test_an_anonymous_contact_has_no_say_in_who_somebody_is(keep_id: int) -> None:
    known = replace(OTHER, kind=ProfileKind.ORGANIZATION, category=Category(2, None, 2, "Customers"))
    assert conflicts((UNNAMED, known), keep_id) == []
    draft, _ = merged((UNNAMED, known), keep_id, {})
    assert (draft.kind, draft.name, draft.category_id) == (known.kind, known.name, 2)
    assert "name" in [conflict.field for conflict in conflicts((UNNAMED, replace(UNNAMED, id=4, name="1559")), 3)]


def test_who_is_found_for_an_anonymous_contact_is_kept() -> None:
    assert to_keep((UNNAMED, ALI), "3", [1]) == 1
    assert to_keep((UNNAMED, replace(UNNAMED, id=4)), "3", [4]) == 3
    assert to_keep((UNNAMED, ALI, OTHER), "3", [2]) == 3  # somebody has chosen so
    assert to_keep((ALI, OTHER), "2", []) == 2
    assert to_keep((ALI, OTHER), "3", []) == 1
