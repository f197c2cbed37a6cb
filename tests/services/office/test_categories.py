"""The tree of categories."""

from __future__ import annotations

import pytest

from callerid_dash.domain.audit import SubjectKind
from callerid_dash.domain.errors import InvalidInput, NotFound, Stale
from callerid_dash.services.office.categories import stamp as category_stamp
from callerid_dash.services.office.office import Office
from callerid_dash.services.services import Services
from tests.services.office.scenes import ADMIN, file_profile, trail


def test_a_tree_grows_and_is_moved(services: Services, office: Office) -> None:
    customers = office.categories.add("Customers", None, ADMIN)
    retail = office.categories.add("Retail", customers, ADMIN)
    others = office.categories.add("Others", None, ADMIN)
    office.categories.change(retail, "Shops", others, ADMIN)
    now = services.directory.snapshot
    assert [node.title for node in now.category_path(retail)] == ["Others", "Shops"]
    assert {leaf.id for leaf in now.leaves} == {customers, retail}
    assert [(c.field, c.after) for c in trail(services, SubjectKind.CATEGORY)[0].changes] == [
        ("title", "Shops"),
        ("parent", "Others"),
    ]


def test_no_category_comes_to_stand_under_itself(services: Services, office: Office) -> None:
    top = office.categories.add("Top", None, ADMIN)
    middle = office.categories.add("Middle", top, ADMIN)
    leaf = office.categories.add("Leaf", middle, ADMIN)
    for parent in (top, middle, leaf):
        with pytest.raises(InvalidInput) as cycle:
            office.categories.change(top, "Top", parent, ADMIN)
        assert cycle.value.field == "parent"
    other = office.categories.add("Other", None, ADMIN)
    office.categories.change(other, "Other", leaf, ADMIN)
    with pytest.raises(InvalidInput):  # another admin's page still shows both as roots
        office.categories.change(top, "Top", other, ADMIN)
    assert [node.id for node in services.directory.snapshot.category_path(other)] == [top, middle, leaf, other]


def test_a_tree_has_a_bottom(office: Office) -> None:
    parent = None
    for level in range(8):
        parent = office.categories.add(f"Level {level}", parent, ADMIN)
    with pytest.raises(InvalidInput) as deep:
        office.categories.add("Deeper", parent, ADMIN)
    assert deep.value.field == "parent"


def test_siblings_have_different_titles(office: Office) -> None:
    customers = office.categories.add("Customers", None, ADMIN)
    office.categories.add("customers", customers, ADMIN)
    with pytest.raises(InvalidInput):
        office.categories.add("CUSTOMERS", None, ADMIN)


def test_two_admins_change_a_category(services: Services, office: Office) -> None:
    key = office.categories.add("Customers", None, ADMIN)
    seen = category_stamp(services.directory.snapshot.categories[key])
    office.categories.change(key, "Clients", None, ADMIN, seen)
    with pytest.raises(Stale):
        office.categories.change(key, "Buyers", None, ADMIN, seen)
    with pytest.raises(Stale):
        office.categories.remove(key, ADMIN, seen)
    office.categories.remove(key, ADMIN)
    with pytest.raises(NotFound):
        office.categories.change(key, "Buyers", None, ADMIN)
    with pytest.raises(InvalidInput) as gone:
        office.categories.add("Below", key, ADMIN)
    assert gone.value.field == "parent"


def test_only_empty_categories_are_deleted(services: Services, office: Office) -> None:
    customers = office.categories.add("Customers", None, ADMIN)
    retail = office.categories.add("Retail", customers, ADMIN)
    profile = file_profile(services, category_id=retail)
    for key in (customers, retail):
        with pytest.raises(InvalidInput, match="still"):
            office.categories.remove(key, ADMIN)
    below = office.categories.add("Below", retail, ADMIN)
    filed = services.profiles.get(profile).category
    assert filed
    assert filed.id == retail, "who is filed in it already stays"
    assert office.categories.uses(ADMIN) == {retail: 1}
    office.categories.remove(below, ADMIN)
    assert below not in services.directory.snapshot.categories


def test_new_profiles_are_filed_in_the_default_category(services: Services, office: Office) -> None:
    office.categories.add("First", None, ADMIN)
    branch = office.categories.add("Branch", None, ADMIN)
    leaf = office.categories.add("Leaf", branch, ADMIN)
    with pytest.raises(InvalidInput):
        office.categories.set_default(branch, ADMIN)
    office.categories.set_default(leaf, ADMIN, seen="")
    with pytest.raises(Stale):
        office.categories.set_default(None, ADMIN, seen="")
    filed = services.profiles.get(file_profile(services)).category
    assert filed
    assert filed.id == leaf
    with pytest.raises(InvalidInput):
        office.categories.remove(office.categories.add("Last", leaf, ADMIN) and leaf, ADMIN)


def test_siblings_are_put_in_order(services: Services, office: Office) -> None:
    top = office.categories.add("Top", None, ADMIN)
    a, b = (office.categories.add(title, top, ADMIN) for title in "AB")
    office.categories.reorder(top, [b, a], ADMIN, seen=[a, b])
    assert [key for key in services.directory.snapshot.categories if key != top] == [b, a]
    with pytest.raises(InvalidInput):
        office.categories.reorder(top, [b, a, top], ADMIN)
