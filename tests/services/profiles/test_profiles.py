"""Profiles: validation, notifications, and search."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import pytest

from callerid_dash.domain.errors import Forbidden, InvalidInput, NotFound, Stale
from callerid_dash.domain.profiles.profiles import OwnerRole, PhoneDraft, PhoneKind, Profile, ProfileDraft, ProfileKind
from callerid_dash.domain.users import Role, User
from callerid_dash.services.core import Core
from callerid_dash.services.live.caller_lookup import Matcher
from callerid_dash.services.live.change_notifications import Notifications
from callerid_dash.services.profiles.changes import ProfileChanges
from callerid_dash.services.profiles.profiles import Profiles
from callerid_dash.services.profiles.search import ProfileFinder
from callerid_dash.services.shared.directory import Directory
from callerid_dash.store.accounts import accounts
from callerid_dash.store.engine.database import Store
from callerid_dash.store.engine.protocol import Session
from callerid_dash.store.office import directory as small_tables
from callerid_dash.store.profiles import holders
from tests.scenes import API, add_category, add_color

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
PERSON = ProfileDraft(ProfileKind.PERSON, "Ali")
COMPANY = ProfileDraft(ProfileKind.ORGANIZATION, "Pars")
NUMBER = "+982188881111"


@dataclass(frozen=True)
class Office:
    """The objects that profiles refer to."""

    sara: User
    gone: User
    gold: int
    branch: int
    leaf: int
    other_leaf: int


@pytest.fixture
def office(store: Store, directory: Directory) -> Office:
    def work(session: Session) -> tuple[int | None, ...]:
        sara = accounts.add_user(session, "sara", "Sara", Role.AGENT, "")
        gone = accounts.add_user(session, "gone", "Gone", Role.AGENT, "")
        session.script(f"UPDATE users SET disabled = TRUE WHERE id = {gone}")
        branch = add_category(session, None, 0, "Customers")
        return (
            sara,
            gone,
            add_color(session, 0, "VIP", "", "#ffd700"),
            branch,
            add_category(session, branch, 1, "Retail"),
            add_category(session, branch, 2, "Wholesale"),
        )

    sara, gone, gold, branch, leaf, other = (key or 0 for key in store.write(work))
    directory.reload()
    users = directory.snapshot.users
    return Office(users[sara], users[gone], gold, branch, leaf, other)


@dataclass(frozen=True)
class RecordingNotifications(Notifications):
    """Records the numbers of each notification, one set for each change."""

    heard: list[set[str]] = field(default_factory=list)

    def profiles_changed(self, session: Session, ids: Iterable[int], numbers: Iterable[str | None] = ()) -> None:
        listed = list(numbers)
        session.after_commit(lambda: self.heard.append({number for number in listed if number}))
        super().profiles_changed(session, ids, listed)


@pytest.fixture
def notifications(core: Core) -> RecordingNotifications:
    return RecordingNotifications(core.matcher, core.feed)


@pytest.fixture
def heard(notifications: RecordingNotifications) -> list[set[str]]:
    """The numbers in the notifications, one set for each change."""
    return notifications.heard


@pytest.fixture
def profiles(core: Core, notifications: RecordingNotifications) -> Profiles:
    return Profiles(replace(core, notifications=notifications, clock=lambda: NOON))


def with_phones(draft: ProfileDraft, *numbers: str) -> ProfileDraft:
    return replace(draft, phones=tuple(PhoneDraft(number) for number in numbers))


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


def names(found: Collection[Profile]) -> list[str]:
    return [profile.name for profile in found]


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


def test_what_does_not_exist_is_not_found(profiles: Profiles) -> None:
    for key in (1, -1, 1 << 70):
        with pytest.raises(NotFound):
            profiles.get(key)
        with pytest.raises(NotFound):
            profiles.update(key, 1, ProfileChanges(), API)
        with pytest.raises(NotFound):
            profiles.add_phone(key, PhoneDraft(NUMBER), API)


def test_absent_fields_stay_and_empty_ones_are_cleared(profiles: Profiles, office: Office) -> None:
    draft = replace(
        with_phones(PERSON, NUMBER),
        color_id=office.gold,
        note="n",
        owners={OwnerRole.SALES: office.sara.id, OwnerRole.OTHER: office.sara.id},
    )
    before = profiles.create(draft, API).profile
    same = profiles.update(before.id, 1, ProfileChanges(), API).profile
    assert same == replace(before, version=2, phones=same.phones)
    assert [replace(p, id=0) for p in same.phones] == [replace(p, id=0) for p in before.phones]
    changes = ProfileChanges(color_id=None, note="", owners={OwnerRole.SALES: None})
    after = profiles.update(before.id, 2, changes, API).profile
    assert (after.color, after.note, [o.role for o in after.owners]) == (None, "", [OwnerRole.OTHER])
    assert after.name == "Ali"


def test_a_stale_version_is_refused_and_changes_nothing(profiles: Profiles) -> None:
    before = profiles.create(PERSON, API).profile
    saved = profiles.update(before.id, before.version, ProfileChanges(name="Reza"), API).profile
    with pytest.raises(Stale):
        profiles.update(before.id, before.version, ProfileChanges(name="Hassan"), API)
    assert profiles.get(before.id) == saved


def test_a_name_made_of_parts_follows_them_and_a_given_one_stays(profiles: Profiles) -> None:
    made = profiles.create(ProfileDraft(ProfileKind.PERSON, first_name="Ali", last_name="Karimi"), API).profile
    assert profiles.update(made.id, 1, ProfileChanges(texts={"last_name": "Rezaei"}), API).profile.name == "Ali Rezaei"
    given = profiles.create(ProfileDraft(ProfileKind.PERSON, "The Boss", first_name="Ali"), API).profile
    assert profiles.update(given.id, 1, ProfileChanges(texts={"first_name": "Reza"}), API).profile.name == "The Boss"


def test_what_a_profile_had_already_may_stay(
    profiles: Profiles, store: Store, directory: Directory, office: Office
) -> None:
    before = profiles.create(
        replace(PERSON, category_id=office.leaf, owners={OwnerRole.SALES: office.sara.id}), API
    ).profile

    def reorganize(session: Session) -> None:
        session.script(f"UPDATE users SET disabled = TRUE WHERE id = {office.sara.id}")
        add_category(session, office.leaf, 0, "Below")

    store.write(reorganize)
    directory.reload()
    after = profiles.update(before.id, 1, ProfileChanges(note="n"), API).profile
    assert after == replace(before, version=2, note="n")


def test_a_number_keeps_its_meaning_when_the_area_code_changes(
    profiles: Profiles, store: Store, directory: Directory
) -> None:
    before = profiles.create(with_phones(PERSON, "88881111"), API).profile
    store.write(lambda session: small_tables.set_setting(session, "area_code", "31"))
    directory.reload()
    after = profiles.update(before.id, 1, ProfileChanges(note="n"), API).profile
    assert [p.canonical for p in after.phones] == [NUMBER]


def test_a_number_is_added_once(profiles: Profiles, heard: list[set[str]]) -> None:
    profile = profiles.create(with_phones(PERSON, "0912 123 4567"), API).profile
    heard.clear()
    after = profiles.add_phone(profile.id, PhoneDraft("88881111", PhoneKind.FAX), API).profile
    assert [(p.raw, p.kind) for p in after.phones] == [
        ("0912 123 4567", PhoneKind.MOBILE),
        ("88881111", PhoneKind.FAX),
    ]
    assert heard == [{"+989121234567", NUMBER}]
    with pytest.raises(InvalidInput, match="already on the profile") as caught:
        profiles.add_phone(profile.id, PhoneDraft("021-88881111"), API)
    assert caught.value.field == "number"
    assert profiles.get(profile.id) == after


def test_members_follow_the_new_name_of_their_organization(
    profiles: Profiles, finder: ProfileFinder, matcher: Matcher, store: Store, heard: list[set[str]]
) -> None:
    company = profiles.create(COMPANY, API).profile
    ali = profiles.create(with_phones(replace(PERSON, organization_id=company.id), NUMBER), API).profile
    assert ali.organization == "Pars"
    assert [h.organization for h in matcher.holders([NUMBER])[NUMBER]] == ["Pars"]
    heard.clear()
    profiles.update(company.id, 1, ProfileChanges(name="Arya"), API)
    assert heard == [{NUMBER}]
    assert [h.organization for h in matcher.holders([NUMBER])[NUMBER]] == ["Arya"]
    assert names(finder.search("arya").items) == ["Arya", "Ali"]
    assert finder.search("pars").items == ()
    with store.read() as session:
        assert holders.outdated(session) == []


def test_only_persons_belong_to_organizations_and_only_to_those(profiles: Profiles) -> None:
    company, ali = profiles.create(COMPANY, API).profile, profiles.create(PERSON, API).profile
    for draft in (replace(COMPANY, organization_id=company.id), replace(PERSON, organization_id=ali.id)):
        with pytest.raises(InvalidInput) as caught:
            profiles.create(draft, API)
        assert caught.value.field == "organization"
    profiles.update(ali.id, 1, ProfileChanges(organization_id=company.id), API)
    with pytest.raises(InvalidInput) as caught:
        profiles.update(company.id, 1, ProfileChanges(kind=ProfileKind.PERSON), API)
    assert caught.value.field == "kind"


def test_the_others_on_a_shared_number_are_told(profiles: Profiles) -> None:
    first = profiles.create(with_phones(PERSON, "021 8888 1111", "0912 123 4567"), API).profile
    second = profiles.create(with_phones(COMPANY, NUMBER), API).profile
    assert {n: [h.id for h in found] for n, found in profiles.shared_numbers(first).items()} == {NUMBER: [second.id]}


def test_an_import_is_checked_whole_before_anything_is_stored(
    profiles: Profiles, finder: ProfileFinder, heard: list[set[str]]
) -> None:
    with pytest.raises(InvalidInput) as caught:
        profiles.import_drafts([PERSON, with_phones(PERSON, "anonymous")])
    assert (caught.value.index, caught.value.field) == (1, "phones[0].number")
    assert finder.search("").items == ()
    drafts = [with_phones(replace(PERSON, name=f"n{i}"), f"0912{i:07}") for i in range(6_000)]
    ids = profiles.import_drafts(drafts)
    assert [profiles.get(ids[i]).name for i in (0, 4_999, 5_000, 5_999)] == ["n0", "n4999", "n5000", "n5999"]
    assert sum(map(len, heard)) == 6_000
    assert profiles.import_drafts([]) == []
