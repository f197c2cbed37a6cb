"""The preview and the report of an import of profiles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from dash import html
from dash.development.base_component import Component

from callerid_dash.domain.jobs import Job, JobState
from callerid_dash.domain.profiles.contacts.contact import Contact, Duplicates
from callerid_dash.locales import Translator
from callerid_dash.services.imports.profiles.duplicates import Classified, EntryStatus
from callerid_dash.services.imports.profiles.service import SHOWN, ContactsPreview
from callerid_dash.services.shared.undo import UndoStatus
from callerid_dash.ui.imports.doubts import import_doubts, lines_of, lines_told
from callerid_dash.ui.imports.shell import counts_of, figure_list, rejected_link, report_card
from callerid_dash.ui.jobs.progress import job_progress
from callerid_dash.ui.kit.answers import error_words
from callerid_dash.ui.kit.basics import attrs, button, icon, name_text, number_text, page_link, present
from callerid_dash.ui.kit.dialogs import opens
from callerid_dash.ui.text.formats import Formats
from callerid_dash.ui.words.contacts import figure_words, status_words

_LONGEST_NAME = 80
_SHAPES = {
    EntryStatus.NEW: "person-plus",
    EntryStatus.SIMILAR: "person-exclamation",
    EntryStatus.DUPLICATE: "person-check",
    EntryStatus.OTHER_NAME: "people",
    EntryStatus.REPEATED: "layers",
    EntryStatus.REJECTED: "x-octagon",
}


def profile_import_preview(
    preview: ContactsPreview, duplicates: Duplicates, t: Translator, formats: Formats
) -> list[Component]:
    """The number of entries of each status; the first entries of each can be unfolded."""
    parts: list[Component | None] = [_sum(preview, duplicates, t)]
    parts += [_status_part(status, preview, t, formats) for status in EntryStatus if preview.counts[status]]
    names = preview.organizations
    if names:
        few = t(", ").join(names[:5]) + (" …" if len(names) > 5 else "")  # noqa: PLR2004
        words = t.n(
            "%(n)s organization is added, because people of the file belong to it: %(names)s",
            "%(n)s organizations are added, because people of the file belong to them: %(names)s",
            len(names),
            names=few,
        )
        parts.append(html.P([icon("building"), " ", words], className="alert alert-light", dir="auto"))
    if preview.doubts:
        parts.append(import_doubts(len(preview.doubts), lines_of(preview.doubts[:SHOWN]), t, formats))
    if preview.shared:
        words = t.n(
            "%(n)s new profile shares a number with somebody of the file.",
            "%(n)s new profiles share a number with somebody of the file.",
            preview.shared,
        )
        parts.append(html.P([icon("exclamation-triangle"), " ", words], className="alert alert-light"))
    return [part for part in parts if part is not None]


def _sum(preview: ContactsPreview, duplicates: Duplicates, t: Translator) -> html.P:
    """One line that sums up what the import would do."""
    counts = preview.counts
    fresh = counts[EntryStatus.NEW] + counts[EntryStatus.SIMILAR]
    known = counts[EntryStatus.DUPLICATE] + counts[EntryStatus.REPEATED]
    others = counts[EntryStatus.OTHER_NAME]
    added = fresh + known + others if duplicates is Duplicates.CREATE else fresh
    completed = known if duplicates is Duplicates.ADD_NUMBERS else 0
    rejected = counts[EntryStatus.REJECTED]
    skipped = preview.total - rejected - added - completed
    words = (
        (added, t.n("%(n)s profile is added", "%(n)s profiles are added", added)),
        (
            completed,
            t.n(
                "%(n)s is completed where something is missing",
                "%(n)s are completed where something is missing",
                completed,
            ),
        ),
        (skipped, t.n("%(n)s is skipped", "%(n)s are skipped", skipped)),
        (rejected, t.n("%(n)s is rejected", "%(n)s are rejected", rejected)),
    )
    told = t(", ").join(text for count, text in words if count)
    return html.P(told or t("Nothing would be added."), className="contact-sum muted")


def profile_import_report(job: Job, now: datetime, t: Translator, formats: Formats) -> Component:
    """The progress of an import and its result."""
    counts = counts_of(job)
    return report_card(
        job,
        job_progress(job, now, t, formats),
        _figures(counts, t, formats) if counts else None,
        *(html.P(words) for words in _says(job, counts, t)),
        import_doubts(counts["doubts"], lines_told(job.result.get("doubts_told")), t, formats)
        if counts.get("doubts")
        else None,
        _ways_on(job, counts, t) if not job.running else None,
    )


def _figures(counts: Mapping[str, int], t: Translator, formats: Formats) -> html.Dl:
    always = ("added", "completed", "skipped", "rejected")
    words = {name: each for name, each in figure_words(t).items() if name in always or counts.get(name)}
    return figure_list(words, counts, formats)


def _says(job: Job, counts: Mapping[str, int], t: Translator) -> list[str]:
    if job.result.get("undo") == UndoStatus.UNDONE:
        return [t("This import has been taken back.")]
    if job.state is JobState.DONE and not counts.get("added") and not counts.get("completed"):
        return [t("Nothing was added.")]
    if job.state in (JobState.CANCELLED, JobState.FAILED):
        return [t("What was added by then stays. Importing the file again adds only what is missing.")]
    return []


def _ways_on(job: Job, counts: Mapping[str, int], t: Translator) -> Component | None:
    left_out = counts.get("left_out", 0)
    words = t.n("%(n)s entry left out, with the reason", "%(n)s entries left out, with the reasons", left_out)
    doubts = counts.get("doubts", 0)
    if doubts and not left_out:
        words = t("All phones to look at, with the reasons")
    links = present(
        rejected_link(job, words) if left_out or doubts else None,
        page_link([icon("person-lines-fill"), " ", t("To the profiles")], "/profiles", "btn btn-quiet"),
        button(
            [icon("arrow-counterclockwise"), " ", t("Take back…")],
            "btn btn-quiet",
            opens("import-take-back", job=job.id),
        )
        if job.result.get("undo") == UndoStatus.POSSIBLE
        else None,
    )
    return html.Div(links, className="import-ways buttons")


def _status_part(status: EntryStatus, preview: ContactsPreview, t: Translator, formats: Formats) -> html.Details:
    title, text = status_words(t)[status]
    count, shown = preview.counts[status], preview.shown[status]
    more = count - len(shown)
    return html.Details(
        [
            html.Summary(
                [
                    icon(_SHAPES[status]),
                    html.Span(title, className="flex-fill fw-semibold"),
                    html.Span(formats.number(count), className="fw-semibold number"),
                ]
            ),
            html.P(text, className="field-help"),
            html.Ul(
                [_entry(each, t, formats) for each in shown],
                className="contact-entries lined",
                tabIndex=0,  # scrollable by keyboard
                **attrs({"aria-label": title}),
            ),
            *(
                [html.P(t("and %(n)s more", n=formats.number(more)), className="field-help contact-more")]
                if more > 0
                else []
            ),
        ],
        className="contact-found",
        **attrs({"data-status": status.value}),
    )


def _entry(each: Classified, t: Translator, formats: Formats) -> html.Li:
    line = html.Span(t("line %(n)s", n=formats.digits(str(each.entry.line))), className="contact-line muted")
    return html.Li(
        present(
            line,
            html.Span(name_text((each.name or _first_cell(each))[:_LONGEST_NAME])),
            html.Span(_numbers(each, t, formats), className="muted"),
            _other(each, t),
        )
    )


def _other(each: Classified, t: Translator) -> html.Span | None:
    if each.status is EntryStatus.REJECTED and each.reason:
        return html.Span(error_words(each.reason, t), className="contact-reason wrong")
    if not each.other_name or each.status is EntryStatus.NEW:
        return None
    name = name_text(each.other_name)
    if each.other_id is not None and each.other_id > 0:
        link = html.A(name, href=f"/profiles/{each.other_id}", target="_blank")
        return html.Span([icon("arrow-right-short", flips=True), link], className="contact-other")
    return html.Span([icon("arrow-right-short", flips=True), name], className="contact-other")


def _numbers(each: Classified, t: Translator, formats: Formats) -> list[Component | str]:
    phones = each.entry.phones if isinstance(each.entry, Contact) else ()
    numbers: list[Component | str] = []
    for phone in phones[:3]:
        numbers += [*([t(", ")] if numbers else []), number_text(phone.number[:40], formats)]
    return [*numbers, *([" …"] if len(phones) > 3 else [])]  # noqa: PLR2004


def _first_cell(each: Classified) -> str:
    cells: Sequence[str] = [cell for cell in each.entry.cells if cell.strip()]
    return " ".join(cells[0].split()) if cells else ""
