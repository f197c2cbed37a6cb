from __future__ import annotations

import pytest

from callerid_dash.domain.audit import AuditAction, AuditEntry, Change, SubjectKind
from callerid_dash.ui.words.audit import action_words, field_words, subject_words
from callerid_dash.ui.words.audit_lines import audit_line
from tests.ui.office import START, by_class, context, text, walk


def entry(
    *changes: Change, action: AuditAction = AuditAction.CHANGED, actor_id: int | None = 1, actor: str = "sara"
) -> AuditEntry:
    return AuditEntry(1, START, actor_id, actor, action, SubjectKind.PROFILE, "7", "Maryam Ahmadi", changes)


def line(made: AuditEntry, language: str = "en", *, named: bool = False) -> object:
    request = context(language=language)
    return audit_line(made, request.words(), request.formats(), named=named)


def tags(tree: object, name: str) -> list[str]:
    return [text(part) for part in walk(tree) if part.__class__.__name__ == name]


def test_a_line_says_who_did_what_when() -> None:
    assert text(by_class(line(entry()), "audit-head")).strip() == "Changed by sara 22 Nov 2026 23:40"


def test_a_change_says_from_what_to_what_in_the_language_of_the_page() -> None:
    changed = entry(Change("kind", "person", "organization"), Change("note", "", "Calls at ten."))
    assert tags(line(changed), "Dt") == ["Kind", "Note"]
    assert tags(line(changed), "Del") == ["before: Person"]
    assert tags(line(changed), "Ins") == ["after: Organization", "after: Calls at ten."]


def test_a_ring_time_is_told_in_words() -> None:
    tree = line(entry(Change("ring_time", "found_out", "40"), Change("ring_time", "40", "never")))
    assert tags(tree, "Dt") == ["Ring time until missed"] * 2
    assert tags(tree, "Del") == ["before: as is found out", "before: 40 seconds"]
    assert tags(tree, "Ins") == ["after: 40 seconds", "after: never"]


def test_of_a_list_only_what_came_and_went_is_told() -> None:
    before = "0912 1 mobile\n021 88 ext. 12 landline office\n021 89 landline"
    after = "021 88 ext. 12 landline office\n021 89 landline (default)\n12x other weekends only (default)"
    tree = line(entry(Change("phones", before, after)))
    assert tags(tree, "Del") == ["before: 0912 1 · Mobile", "before: 021 89 · Landline"]
    assert tags(tree, "Ins") == [
        "after: 021 89 · Landline · Default",
        "after: 12x · Other number · weekends only · Default",
    ]


def test_a_list_in_another_order_says_so() -> None:
    assert tags(line(entry(Change("emails", "a@b.c\nd@e.f", "d@e.f\na@b.c"))), "Dd") == ["in another order"]


def test_markup_and_unknown_fields_are_shown_as_they_are() -> None:
    tree = line(entry(Change("weird", "<b>x</b>", "y")))
    assert tags(tree, "Dt") == ["weird"]
    assert tags(tree, "Del") == ["before: <b>x</b>"]


@pytest.mark.parametrize(("actor_id", "shape"), [(None, "bi-robot"), (0, "bi-terminal"), (1, "bi-person")])
def test_programs_the_command_line_and_people_are_told_apart(actor_id: int | None, shape: str) -> None:
    assert by_class(by_class(line(entry(actor_id=actor_id)), "audit-who"), shape)


@pytest.mark.parametrize(
    ("actor_id", "actor", "shown"),
    [
        (None, "anonymous contacts", "مخاطبان ناشناس"),
        (None, "crm", "crm"),
        (0, "operator", "خط فرمان"),
        (1, "import", "import"),
    ],
)
def test_what_the_product_does_by_itself_is_told_in_the_language_of_the_page(
    actor_id: int | None, actor: str, shown: str
) -> None:
    assert text(by_class(line(entry(actor_id=actor_id, actor=actor), "fa"), "audit-who")).split("توسط ")[1] == shown


def test_elsewhere_than_on_the_profile_a_line_names_and_links_it() -> None:
    tree = line(entry(), named=True)
    assert text(by_class(tree, "audit-subject")) == "Profile   Maryam Ahmadi"
    assert [part.href for part in walk(tree) if getattr(part, "href", None)] == ["/profiles/7"]


def test_what_is_gone_is_named_without_a_link() -> None:
    tree = line(entry(action=AuditAction.REMOVED), named=True)
    assert [part for part in walk(tree) if getattr(part, "href", None)] == []


def test_every_action_and_subject_has_words_in_both_languages() -> None:
    for language in ("en", "fa"):
        t = context(language=language).words()
        assert all(action_words(action, t) != action.value for action in AuditAction)
        assert all(subject_words(kind, t) != kind.value for kind in SubjectKind)


@pytest.mark.parametrize(
    ("kind", "title", "shown"),
    [
        (SubjectKind.SETTING, "anonymous_contacts", "تنظیم   مخاطبان ناشناس"),
        (SubjectKind.RECORD_KIND, "Note", "نوع سابقه   یادداشت"),
        (SubjectKind.RECORD, "Note", "سابقه   یادداشت"),
        (SubjectKind.RECORD, "Asked for a quote", "سابقه   Asked for a quote"),
        (SubjectKind.COLOR, "Note", "رنگ   Note"),
        (SubjectKind.REQUEST, '{"error":["ALL"],"form":"user-add"}.children', "درخواست   فرم «user-add»"),
        (SubjectKind.CALL, "simulated", "تماس   شبیه‌سازی‌شده"),
        (SubjectKind.REQUEST, "POST /logout", "درخواست   POST /logout"),
    ],
)
def test_what_is_ours_is_named_in_the_language_of_the_page(kind: SubjectKind, title: str, shown: str) -> None:
    made = AuditEntry(1, START, 1, "sara", AuditAction.CHANGED, kind, "7", title, ())
    assert text(by_class(line(made, "fa", named=True), "audit-subject")) == shown


def test_an_order_names_the_list_and_kinds_in_the_language_of_the_page() -> None:
    order = (Change("order", "Note, Visit", "Visit, Note"),)
    made = AuditEntry(1, START, 1, "sara", AuditAction.CHANGED, SubjectKind.RECORD_KIND, "order", "order", order)
    assert text(by_class(line(made, "fa", named=True), "audit-subject")) == "نوع سابقه   کل فهرست"
    assert tags(line(made, "fa"), "Ins") == ["پس از این: Visit، یادداشت"]
    colors = AuditEntry(1, START, 1, "sara", AuditAction.CHANGED, SubjectKind.COLOR, "order", "order", order)
    assert tags(line(colors, "fa"), "Ins") == ["پس از این: Visit، Note"]


def test_what_a_token_may_is_told_in_words() -> None:
    scopes = entry(Change("scopes", "", "calls:read events:write gone:scope"))
    assert tags(line(scopes), "Ins") == ["after: read calls, report calls, gone:scope"]


@pytest.mark.parametrize("field", ["merged", "user", "source", "line", "extension", "color", "password", "scopes"])
def test_fields_that_services_write_have_words(field: str) -> None:
    for language in ("en", "fa"):
        assert field_words(field, context(language=language).words()) != field


def test_instants_and_kinds_of_records_are_told_as_the_page_writes_them() -> None:
    changed = entry(Change("due_at", "", "2026-11-22T20:10:00Z"), Change("kind", "Note", "Our own"))
    tree = line(changed, "fa")
    assert tags(tree, "Ins") == ["پس از این: ۱ آذر ۱۴۰۵ ۲۳:۴۰:۰۰", "پس از این: Our own"]
    assert tags(tree, "Del") == ["پیش از این: یادداشت"]
