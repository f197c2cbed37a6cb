"""The import of profiles as data: the form, the preview, and the report."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from dash.development.base_component import Component

from callerid_dash.domain.errors import InvalidInput
from callerid_dash.domain.jobs import Job, JobKind, JobState
from callerid_dash.domain.profiles.contacts.contact import Contact, Duplicates, FoundPhone, Unread
from callerid_dash.domain.profiles.contacts.contact_file import ContactFormat as FileForm
from callerid_dash.domain.profiles.contacts.contact_file import ContactReading, read_contacts
from callerid_dash.domain.profiles.profiles import ProfileKind
from callerid_dash.locales import translator
from callerid_dash.services.imports.profiles.duplicates import Classified, EntryStatus
from callerid_dash.services.imports.profiles.service import ContactsPreview, ImportOptions
from callerid_dash.services.jobs.uploads import Upload
from callerid_dash.services.shared.undo import TakenBack, UndoStatus
from callerid_dash.ui.imports.contact_form import contact_form
from callerid_dash.ui.imports.profile_view import profile_import_preview, profile_import_report
from callerid_dash.ui.jobs.taking_back import taken_back_words
from callerid_dash.ui.kit.forms import Form
from callerid_dash.ui.settings.imports.profiles import wanted
from callerid_dash.ui.text.formats import Formats
from tests.ui.office import START, ZONE, attribute, by_class, text, walk

EN, FIGURES = translator("en"), Formats("en", ZONE)
UPLOAD = Upload(UUID(int=7), JobKind.IMPORT_PROFILES, 3, "contacts.csv", 2_048, Path("contacts.csv"))
JOB = Job(UUID(int=7), JobKind.IMPORT_PROFILES, 3, "contacts.csv", JobState.DONE, START, START, 10, 10, ended_at=START)


def form(data: str) -> Component:
    found = read_contacts(data.encode(), ContactReading(), any_columns=True)
    forms = (Form("import-profiles"), Form("reading"))
    return contact_form(forms, UPLOAD, found, ("", ""), [("4", "Customers › Retail")], "preview", EN, FIGURES)


def test_a_workbook_says_which_sheet_was_read_and_needs_no_encoding() -> None:
    read = read_contacts(b"name,phone\nAli,0912\n", ContactReading())
    found = replace(read, form=FileForm.EXCEL, sheet="مخاطبان", encoding="", delimiter="")
    for language, said in (("en", "Sheet “مخاطبان”"), ("fa", "برگهٔ «مخاطبان»")):
        forms, t = (Form("import-profiles"), Form("reading")), translator(language)
        tree = contact_form(forms, UPLOAD, found, ("", ""), [], "preview", t, Formats(language, ZONE))
        assert said in text(tree)
        assert "Excel" in text(tree)
        assert not [part for part in walk(tree) if _is_field(part) and part.id["form"] == "reading"]


def fields(tree: object) -> dict[str, object]:
    """The value of each field of both forms."""
    return {part.id["field"]: getattr(part, "value", None) for part in walk(tree) if _is_field(part)}


def _is_field(part: object) -> bool:
    return isinstance(getattr(part, "id", None), dict) and "field" in getattr(part, "id", {})


def classified(status: EntryStatus, name: str = "Ali", other: tuple[int, str] | None = None) -> Classified:
    contact = Contact(4, (name, "0912"), ProfileKind.PERSON, name, phones=(FoundPhone("09121234567"),))
    key, other_name = other or (None, "")
    return Classified(contact, status, name, key, other_name)


def preview(*found: Classified, **more: object) -> ContactsPreview:
    shown = {status: [each for each in found if each.status is status] for status in EntryStatus}
    counts = {status: len(each) for status, each in shown.items()}
    return ContactsPreview(len(found), counts, shown, (), **more)  # type: ignore[arg-type]


def test_each_column_is_shown_with_what_is_in_it_and_what_it_would_be() -> None:
    tree = form("Name,Cell,Club\nAli <b>,0912,Chess\nSara,0935,\n")
    asked = fields(tree)
    assert [asked[f"column.{place}"] for place in range(3)] == ["name", "mobile", "skip"]
    assert (asked["duplicates"], asked["kind"], asked["upload"]) == ("skip", "person", str(UPLOAD.id))
    (first, *_) = by_class(tree, "contact-examples")
    assert text(first) == "Ali <b> Sara"
    assert "2 entries" in text(tree)
    assert "Found out: ," in str(tree)


def test_of_vcards_no_columns_are_asked() -> None:
    tree = form("BEGIN:VCARD\nFN:Ali\nEND:VCARD\n")
    assert by_class(tree, "contact-columns") == []
    assert not {"delimiter", "column.0"} & {name for name, value in fields(tree).items() if value}


def test_every_field_can_be_chosen_in_both_languages() -> None:
    (chosen, *_) = [
        part for part in walk(form("Name,Cell\nAli,1")) if _is_field(part) and part.id["field"] == "column.0"
    ]
    assert len({option["label"] for option in chosen.options}) == len(chosen.options) == 22


def test_what_would_become_of_entries_is_told_with_the_first_of_them() -> None:
    tree = profile_import_preview(
        preview(
            classified(EntryStatus.NEW),
            classified(EntryStatus.DUPLICATE, other=(5, "Ali R.")),
            classified(EntryStatus.REPEATED, other=(-1, "Ali")),
        ),
        Duplicates.ADD_NUMBERS,
        EN,
        FIGURES,
    )
    statuses = [attribute(part, "data-status") for part in walk(tree) if attribute(part, "data-status")]
    assert statuses == ["new", "duplicate", "repeated"]
    assert text(by_class(tree, "contact-sum")) == "1 profile is added, 2 are completed where something is missing"
    assert [part.href for part in walk(tree) if getattr(part, "href", None)] == ["/profiles/5"]
    assert "line 4" in text(tree)


@pytest.mark.parametrize(
    ("duplicates", "words"), [(Duplicates.SKIP, "1 is skipped"), (Duplicates.CREATE, "1 profile is added")]
)
def test_the_sum_follows_what_is_done_with_those_who_are_there(duplicates: Duplicates, words: str) -> None:
    tree = profile_import_preview(
        preview(classified(EntryStatus.OTHER_NAME, other=(5, "Sara"))), duplicates, EN, FIGURES
    )
    assert text(by_class(tree, "contact-sum")) == words


def test_what_cannot_be_read_says_why_in_the_language_of_the_page() -> None:
    entry = Unread(9, ("<i>Ali</i>", ""), InvalidInput("There is no name.", "name"))
    found = preview(Classified(entry, EntryStatus.REJECTED, reason=entry.reason))
    for language, words in (("en", "There is no name."), ("fa", "نام ندارد.")):
        tree = profile_import_preview(found, Duplicates.SKIP, translator(language), Formats(language, ZONE))
        assert text(by_class(tree, "contact-reason")) == words
    assert "<i>Ali</i>" in text(tree)


def test_organizations_that_come_along_are_named() -> None:
    tree = profile_import_preview(
        preview(classified(EntryStatus.NEW), organizations=("Pars", "Arya")), Duplicates.SKIP, EN, FIGURES
    )
    assert "2 organizations are added" in text(tree)
    assert "Pars, Arya" in text(tree)


def test_the_report_has_the_figures_and_the_file_of_what_was_left_out() -> None:
    done = replace(
        JOB, result={"added": 8, "completed": 0, "skipped": 1, "rejected": 1, "past_calls": 3, "left_out": 2}
    )
    tree = profile_import_report(done, START, EN, FIGURES)
    told = {attribute(part, "data-figure"): text(part) for part in walk(tree) if attribute(part, "data-figure")}
    assert told["added"] == "Profiles added 8"
    assert told["past_calls"] == "Past calls that are theirs now 3"
    assert "organizations" not in told
    links = [part.href for part in walk(tree) if getattr(part, "href", None)]
    assert links == [f"/import/{JOB.id}/rejected.csv", "/profiles"]


def test_an_import_that_was_ended_says_what_stays() -> None:
    tree = profile_import_report(replace(JOB, state=JobState.CANCELLED, result={"added": 8}), START, EN, FIGURES)
    assert "What was added by then stays" in text(tree)


@pytest.mark.parametrize(
    ("status", "offered", "said"), [("possible", 1, False), ("undone", 0, True), ("over", 0, False)]
)
def test_an_import_can_be_taken_back_while_that_is_possible(status: str, offered: int, said: bool) -> None:
    done = replace(JOB, result={"added": 8, "undo_id": 5, "undo": UndoStatus(status)})
    tree = profile_import_report(done, START, EN, FIGURES)
    dialogs = [attribute(part, "data-dialog") for part in walk(tree) if attribute(part, "data-dialog")]
    assert dialogs == ["import-take-back"] * offered
    assert ("This import has been taken back." in text(tree)) is said


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        (None, "Taken back"),
        (TakenBack(1, 0), "1 profile taken back"),
        (TakenBack(12, 1), "12 profiles taken back, 1 stays because it was changed since"),
        (TakenBack(1, 2), "1 profile taken back, 2 stay because they were changed since"),
    ],
)
def test_what_was_taken_back_is_said_with_what_stays(outcome: TakenBack | None, words: str) -> None:
    assert taken_back_words(outcome, EN) == words


def test_what_the_browser_sends_becomes_a_reading_and_wishes() -> None:
    sent = {"column.1": "phone", "column.0": "name", "column.x": "name", "kind": "organization", "duplicates": "create"}
    reading, options = wanted({**sent, "category": "4", "encoding": "utf-8", "delimiter": None})
    assert reading == ContactReading(None, "utf-8", "", {}, ProfileKind.ORGANIZATION, ("name", "phone"))
    assert options == ImportOptions(Duplicates.CREATE, category_id=4)
    with pytest.raises(InvalidInput):
        wanted({**sent, "duplicates": "burn"})
