"""Creating profiles: validation, normalized numbers and names, defaults."""

from __future__ import annotations

from dataclasses import replace

import pytest

from callerid_dash.domain.errors import Forbidden, InvalidInput
from callerid_dash.domain.profiles.profiles import OwnerRole, PhoneDraft, PhoneKind, Profile, ProfileDraft, ProfileKind
from callerid_dash.services.profiles.changes import ProfileChanges
from callerid_dash.services.profiles.profiles import Profiles
from callerid_dash.services.profiles.search import ProfileFinder
from callerid_dash.services.shared.directory import Directory
from callerid_dash.store.engine.database import Store
from callerid_dash.store.office import directory as small_tables
from tests.scenes import API
from tests.services.profiles.editing.conftest import NOON, NUMBER, PERSON, Office, with_phones


def refused(profiles: Profiles, finder: ProfileFinder, draft: ProfileDraft) -> str | None:
    """The invalid field of a refused draft; nothing of it may be stored."""
    with pytest.raises(InvalidInput) as caught:
        profiles.create(draft, API)
    assert finder.search("").items == ()
    return caught.value.field


def refused_change(profiles: Profiles, profile: Profile, **changes: object) -> str | None:
    """The invalid field of a refused change; nothing of it may be stored."""
    with pytest.raises(InvalidInput) as caught:
        profiles.update(profile.id, profile.version, ProfileChanges(**changes), API)  # type: ignore[typeddict-item]
    assert profiles.get(profile.id) == profile
    return caught.value.field


def test_a_new_profile_is_answered_as_it_is_stored(profiles: Profiles, office: Office, heard: list[set[str]]) -> None:
    draft = ProfileDraft(
        ProfileKind.PERSON,
        prefix=" Dr. ",
        first_name="Sara",
        last_name="Rezaei",
        color_id=office.gold,
        category_id=office.other_leaf,
        owners={OwnerRole.SUPPORT: office.sara.id},
        phones=(PhoneDraft(" ۰۲۱-۸۸۸۸ ۱۱۱۱ "), PhoneDraft("0912 123 4567", label="private"), PhoneDraft("rubbish 5")),
        emails=(" Sara@Example.com ", "sara@example.com"),
        note="a\r\nb",
    )
    profile = profiles.create(draft, office.sara).profile
    assert profile == profiles.get(profile.id)
    assert (profile.name, profile.prefix, profile.version) == ("Dr. Sara Rezaei", "Dr.", 1)
    assert profile.category
    assert profile.category.title == "Wholesale"
    assert [(o.role, o.username) for o in profile.owners] == [(OwnerRole.SUPPORT, "sara")]
    assert [(p.raw, p.canonical, p.kind, p.label) for p in profile.phones] == [
        ("۰۲۱-۸۸۸۸ ۱۱۱۱", NUMBER, PhoneKind.LANDLINE, ""),
        ("0912 123 4567", "+989121234567", PhoneKind.MOBILE, "private"),
        ("rubbish 5", None, PhoneKind.OTHER, ""),
    ]
    assert (profile.emails, profile.note, profile.created_at) == (("Sara@Example.com",), "a\nb", NOON)
    assert heard == [{NUMBER, "+989121234567"}]


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (replace(PERSON, name=" "), "name"),
        (replace(PERSON, name="\u200c"), "name"),
        (replace(PERSON, name="x" * 201), "name"),
        (replace(PERSON, name="\u202e"), "name"),
        (replace(PERSON, name="A\0li"), "name"),
        (replace(PERSON, name="A\ud800"), "name"),
        (replace(PERSON, trademark="\u0085x\x1b"), "trademark"),
        (replace(PERSON, first_name="\x07"), "first_name"),
        (replace(PERSON, note="x" * 10_001), "note"),
        (replace(PERSON, note="a\x1fb"), "note"),
        (replace(PERSON, emails=("a@b.c", "a b@c.d")), "emails[1]"),
        (replace(PERSON, emails=("a@localhost",)), "emails[0]"),
        (replace(PERSON, category_id=99_999), "category"),
        (replace(PERSON, color_id=99_999), "color"),
        (replace(PERSON, owners={OwnerRole.SALES: 99_999}), "owners.sales"),
        (replace(PERSON, organization_id=99_999), "organization"),
        (replace(PERSON, organization_id=1 << 70), "organization"),
        (with_phones(PERSON, NUMBER, "1" * 65), "phones[1].number"),
        (with_phones(PERSON, "anonymous"), "phones[0].number"),
        (with_phones(PERSON, ""), "phones[0].number"),
        (with_phones(PERSON, NUMBER, "021 88881111"), "phones[1].number"),
        (with_phones(PERSON, *map(str, range(10_000, 10_051))), "phones"),
    ],
)
def test_what_cannot_be_stored_is_refused_by_its_field(
    profiles: Profiles, finder: ProfileFinder, draft: ProfileDraft, field: str
) -> None:
    assert refused(profiles, finder, draft) == field


def test_joiners_in_persian_names_are_letters(profiles: Profiles) -> None:
    assert profiles.create(replace(PERSON, name="علی\u200cرضا"), API).profile.name == "علی\u200cرضا"


def test_marks_of_direction_that_came_along_with_what_was_copied_are_dropped(profiles: Profiles) -> None:
    copied = replace(PERSON, name="\u202bA\u202eli\u202c", trademark="\u200f", note="a\u200f\nb")
    profile = profiles.create(copied, API).profile
    assert (profile.name, profile.trademark, profile.note) == ("Ali", "", "a\nb")
    (phone,) = profiles.create(with_phones(PERSON, "\u202a0912 123 4567\u202c"), API).profile.phones
    assert (phone.raw, phone.canonical) == ("0912 123 4567", "+989121234567")


def test_one_number_with_two_extensions_is_two_phones(profiles: Profiles) -> None:
    profile = profiles.create(with_phones(PERSON, "02188881111;ext=12", "02188881111;ext=13"), API).profile
    assert [(p.canonical, p.extension) for p in profile.phones] == [(NUMBER, "12"), (NUMBER, "13")]


def test_an_extension_may_stand_beside_its_number_or_in_it(profiles: Profiles) -> None:
    phones = (
        PhoneDraft("88881111", extension=" ۱۲ "),
        PhoneDraft("88882222 ext 34"),
        PhoneDraft("nobody", extension="5"),
    )
    profile = profiles.create(replace(PERSON, phones=phones), API).profile
    assert [p.extension for p in profile.phones] == ["12", "34", "5"]
    same = profiles.update(profile.id, 1, ProfileChanges(phones=(PhoneDraft("88881111"),)), API).profile
    assert [p.extension for p in same.phones] == ["12"]
    cleared = (PhoneDraft("88881111", extension=""), PhoneDraft("88882222 ext 34", extension="7"))
    after = profiles.update(profile.id, 2, ProfileChanges(phones=cleared), API).profile
    assert [p.extension for p in after.phones] == ["", "7"]
    assert refused_change(profiles, after, phones=(PhoneDraft(NUMBER, extension="12a"),)) == "phones[0].extension"
    assert refused_change(profiles, after, phones=(PhoneDraft(NUMBER, extension="12345678"),)) == "phones[0].extension"


def test_the_newest_default_number_of_a_kind_is_the_only_one(profiles: Profiles) -> None:
    mobile, other, desk = "0912 123 4567", "0912 123 4568", "88881111"
    draft = replace(PERSON, phones=tuple(PhoneDraft(number, preferred=True) for number in (mobile, other, desk)))
    profile = profiles.create(draft, API).profile
    assert [p.preferred for p in profile.phones] == [True, False, True]
    changes = ProfileChanges(phones=tuple(PhoneDraft(number, preferred=True) for number in (mobile, other, desk)))
    after = profiles.update(profile.id, 1, changes, API).profile
    assert [p.preferred for p in after.phones] == [False, True, True]
    assert [p.preferred for p in profiles.get(profile.id).phones] == [False, True, True]


@pytest.mark.parametrize("part", ["prefix", "first_name", "last_name"])
def test_each_part_of_a_name_says_its_own_error(profiles: Profiles, finder: ProfileFinder, part: str) -> None:
    draft = ProfileDraft(ProfileKind.PERSON, first_name="Ali")
    assert refused(profiles, finder, replace(draft, **{part: "x" * 10_000})) == part  # type: ignore[arg-type]


def test_parts_that_are_too_long_together_are_an_error_of_the_name(profiles: Profiles, finder: ProfileFinder) -> None:
    assert (
        refused(profiles, finder, ProfileDraft(ProfileKind.PERSON, first_name="x" * 150, last_name="y" * 150)) == "name"
    )


def test_markup_is_kept_as_the_text_that_it_is(profiles: Profiles) -> None:
    name = "<img src=x onerror=alert(1)> & Söhne"
    assert profiles.create(replace(PERSON, name=name), API).profile.name == name


def test_a_disabled_user_and_a_category_with_children_cannot_be_chosen(
    profiles: Profiles, finder: ProfileFinder, office: Office
) -> None:
    assert refused(profiles, finder, replace(PERSON, owners={OwnerRole.OTHER: office.gone.id})) == "owners.other"
    assert refused(profiles, finder, replace(PERSON, category_id=office.branch)) == "category"


def test_without_a_category_the_configured_leaf_else_the_first_is_taken(
    profiles: Profiles, store: Store, directory: Directory, office: Office
) -> None:
    def category_of_a_new_one() -> int | None:
        category = profiles.create(PERSON, API).profile.category
        return category.id if category else None

    assert category_of_a_new_one() == office.leaf
    for setting, expected in ((str(office.other_leaf), office.other_leaf), (str(office.branch), office.leaf)):
        store.write(lambda s, setting=setting: small_tables.set_setting(s, "default_category", setting))  # type: ignore[misc]
        directory.reload()
        assert category_of_a_new_one() == expected


def test_without_any_category_a_profile_has_none(profiles: Profiles) -> None:
    assert profiles.create(PERSON, API).profile.category is None


def test_a_disabled_user_changes_nothing(profiles: Profiles, finder: ProfileFinder, office: Office) -> None:
    profile = profiles.create(PERSON, office.sara).profile
    for attempt in (
        lambda: profiles.create(PERSON, office.gone).profile,
        lambda: profiles.update(profile.id, 1, ProfileChanges(name="x"), office.gone).profile,
        lambda: profiles.add_phone(profile.id, PhoneDraft(NUMBER), office.gone).profile,
        lambda: profiles.import_drafts([PERSON], office.gone),
    ):
        with pytest.raises(Forbidden):
            attempt()
    assert finder.search("").items == (profile,)
