"""The tree of categories."""

from __future__ import annotations

import pytest

from callerid_dash.domain.audit import SubjectKind
from callerid_dash.domain.errors import InvalidInput, NotFound, Stale
from callerid_dash.services.office.office import Office
from callerid_dash.services.office.ordered_list import stamp
from callerid_dash.services.services import Services
from tests.services.office.scenes import ADMIN, file_profile, trail


def test_a_tree_grows_and_is_moved(services: Services, office: Office) -> None:
    customers = office.categories.add({"title": "Customers", "parent_id": None}, ADMIN)
    retail = office.categories.add({"title": "Retail", "parent_id": customers}, ADMIN)
    others = office.categories.add({"title": "Others", "parent_id": None}, ADMIN)
    office.categories.change(retail, {"title": "Shops", "parent_id": others}, ADMIN)
    now = services.directory.snapshot
    assert [node.title for node in now.category_path(retail)] == ["Others", "Shops"]
    assert {leaf.id for leaf in now.leaves} == {customers, retail}
    assert [(c.field, c.after) for c in trail(services, SubjectKind.CATEGORY)[0].changes] == [
        ("title", "Shops"),
        ("parent", "Others"),
    ]


def test_no_category_comes_to_stand_under_itself(services: Services, office: Office) -> None:
    top = office.categories.add({"title": "Top", "parent_id": None}, ADMIN)
    middle = office.categories.add({"title": "Middle", "parent_id": top}, ADMIN)
    leaf = office.categories.add({"title": "Leaf", "parent_id": middle}, ADMIN)
    for parent in (top, middle, leaf):
        with pytest.raises(InvalidInput) as cycle:
            office.categories.change(top, {"title": "Top", "parent_id": parent}, ADMIN)
        assert cycle.value.field == "parent"
    other = office.categories.add({"title": "Other", "parent_id": None}, ADMIN)
    office.categories.change(other, {"title": "Other", "parent_id": leaf}, ADMIN)
    with pytest.raises(InvalidInput):  # another admin's page still shows both as roots
        office.categories.change(top, {"title": "Top", "parent_id": other}, ADMIN)
    assert [node.id for node in services.directory.snapshot.category_path(other)] == [top, middle, leaf, other]


def test_a_tree_has_a_bottom(office: Office) -> None:
    parent = None
    for level in range(8):
        parent = office.categories.add({"title": f"Level {level}", "parent_id": parent}, ADMIN)
    with pytest.raises(InvalidInput) as deep:
        office.categories.add({"title": "Deeper", "parent_id": parent}, ADMIN)
    assert deep.value.field == "parent"


def test_siblings_have_different_titles(office: Office) -> None:
    customers = office.categories.add({"title": "Customers", "parent_id": None}, ADMIN)
    office.categories.add({"title": "customers", "parent_id": customers}, ADMIN)
    with pytest.raises(InvalidInput):
        office.categories.add({"title": "CUSTOMERS", "parent_id": None}, ADMIN)


def test_two_admins_change_a_category(services: Services, office: Office) -> None:
    key = office.categories.add({"title": "Customers", "parent_id": None}, ADMIN)
    seen = stamp(services.directory.snapshot.categories[key])
    office.categories.change(key, {"title": "Clients", "parent_id": None}, ADMIN, seen)
    with pytest.raises(Stale):
        office.categories.change(key, {"title": "Buyers", "parent_id": None}, ADMIN, seen)
    with pytest.raises(Stale):
        office.categories.remove(key, ADMIN, seen)
    office.categories.remove(key, ADMIN)
    with pytest.raises(NotFound):
        office.categories.change(key, {"title": "Buyers", "parent_id": None}, ADMIN)
    with pytest.raises(InvalidInput) as gone:
        office.categories.add({"title": "Below", "parent_id": key}, ADMIN)
    assert gone.value.field == "parent"


def test_only_empty_categories_are_deleted(services: Services, office: Office) -> None:
    customers = office.categories.add({"title": "Customers", "parent_id": None}, ADMIN)
    retail = office.categories.add({"title": "Retail", "parent_id": customers}, ADMIN)
    profile = file_profile(services, category_id=retail)
    for key in (customers, retail):
        with pytest.raises(InvalidInput, match="still"):
            office.categories.remove(key, ADMIN)
    below = office.categories.add({"title": "Below", "parent_id": retail}, ADMIN)
    filed = services.profiles.get(profile).category
    assert filed
    assert filed.id == retail, "who is filed in it already stays"
    assert office.categories.uses(ADMIN) == {retail: 1}
    office.categories.remove(below, ADMIN)
    assert below not in services.directory.snapshot.categories


def test_new_profiles_are_filed_in_the_default_category(services: Services, office: Office) -> None:
    office.categories.add({"title": "First", "parent_id": None}, ADMIN)
    branch = office.categories.add({"title": "Branch", "parent_id": None}, ADMIN)
    leaf = office.categories.add({"title": "Leaf", "parent_id": branch}, ADMIN)
    with pytest.raises(InvalidInput):
        office.categories.set_default(branch, ADMIN)
    office.categories.set_default(leaf, ADMIN, seen="")
    with pytest.raises(Stale):
        office.categories.set_default(None, ADMIN, seen="")
    filed = services.profiles.get(file_profile(services)).category
    assert filed
    assert filed.id == leaf
    with pytest.raises(InvalidInput):
        office.categories.remove(office.categories.add({"title": "Last", "parent_id": leaf}, ADMIN) and leaf, ADMIN)


def test_siblings_are_put_in_order(services: Services, office: Office) -> None:
    top = office.categories.add({"title": "Top", "parent_id": None}, ADMIN)
    a, b = (office.categories.add({"title": title, "parent_id": top}, ADMIN) for title in "AB")
    office.categories.reorder([b, a], ADMIN, seen=[a, b], group=top)
    assert [key for key in services.directory.snapshot.categories if key != top] == [b, a]
    with pytest.raises(InvalidInput):
        office.categories.reorder([b, a, top], ADMIN, group=top)
