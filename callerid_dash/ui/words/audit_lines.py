"""Lines of the audit trail: who did what and when, and each field's values before and after. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from callerid_dash.domain.audit import AuditAction, AuditEntry, Change, SubjectKind
from callerid_dash.locales import Translator
from callerid_dash.ui.kit.basics import attrs, hidden, icon, moment, name_text, page_link, present
from callerid_dash.ui.text.formats import Formats
from callerid_dash.ui.words.audit import (
    COMMAND_LINE,
    LISTS,
    action_words,
    actor_words,
    field_words,
    order_words,
    subject_words,
    title_words,
    value_words,
)

_SHAPES = {
    AuditAction.ADDED: "plus-lg",
    AuditAction.CHANGED: "pencil",
    AuditAction.REMOVED: "trash",
    AuditAction.MERGED: "intersect",
    AuditAction.ATTRIBUTED: "telephone-forward",
    AuditAction.CLOSED: "check2-circle",
    AuditAction.UNDONE: "arrow-counterclockwise",
    AuditAction.EXPORTED: "download",
    AuditAction.IMPORTED: "upload",
    AuditAction.REFUSED: "shield-exclamation",
}


def audit_line(entry: AuditEntry, t: Translator, formats: Formats, *, named: bool = False) -> html.Li:
    """One line; `named` adds the subject, where the page does not show it."""
    return html.Li(
        present(
            html.Span(icon(_SHAPES.get(entry.action, "dot")), className="audit-icon muted text-center"),
            html.Div(
                present(
                    html.Span(action_words(entry.action, t), className="fw-semibold"),
                    _subject(entry, t) if named else None,
                    _who(entry, t),
                    moment(entry.at, formats),
                ),
                className="audit-head cluster",
            ),
            html.Dl([_change(entry.kind, change, t, formats) for change in entry.changes], className="audit-changes")
            if entry.changes
            else None,
        ),
        className="audit-line",
        **attrs({"data-audit-action": entry.action.value, "data-audit-id": str(entry.id)}),
    )


def _who(entry: AuditEntry, t: Translator) -> html.Span:
    shape = "robot" if entry.actor_id is None else "terminal" if entry.actor_id == COMMAND_LINE else "person"
    return html.Span([icon(shape), hidden(t("by")), name_text(actor_words(entry, t))], className="audit-who fact")


def _subject(entry: AuditEntry, t: Translator) -> html.Span:
    title: Component = name_text(title_words(entry, t))
    if entry.kind is SubjectKind.PROFILE and entry.subject_id.isdecimal() and entry.action is not AuditAction.REMOVED:
        title = page_link(title, f"/profiles/{entry.subject_id}")
    words = html.Span(subject_words(entry.kind, t), className="muted")
    return html.Span([words, " ", title], className="audit-subject")


def _change(kind: SubjectKind, change: Change, t: Translator, formats: Formats) -> html.Div:
    values: Sequence[Component | str]
    if change.field in LISTS:
        values = _listed(change, t, formats)
    elif change.field == "order":
        values = _from_to(order_words(kind, change.before, t), order_words(kind, change.after, t), t)
    else:
        before, after = (value_words(change.field, value, t, formats) for value in (change.before, change.after))
        values = _from_to(before, after, t)
    return html.Div([html.Dt(field_words(change.field, t)), html.Dd(values)], **attrs({"data-fact": change.field}))


def _from_to(before: str, after: str, t: Translator) -> list[Component]:
    both = before and after
    return present(
        html.Del([hidden(t("before:")), name_text(before)]) if before else None,
        html.Span(icon("arrow-right", flips=True), className="muted small") if both else None,
        html.Ins([hidden(t("after:")), name_text(after)]) if after else None,
    )


def _listed(change: Change, t: Translator, formats: Formats) -> list[Component | str]:
    """The entries removed from a list and those added; unchanged entries are left out."""
    before, after = change.before.splitlines(), change.after.splitlines()
    gone = [html.Del([hidden(t("before:")), _entry(change, line, t, formats)]) for line in before if line not in after]
    come = [html.Ins([hidden(t("after:")), _entry(change, line, t, formats)]) for line in after if line not in before]
    return [*gone, *come] or [html.Span(t("in another order"))]


def _entry(change: Change, line: str, t: Translator, formats: Formats) -> html.Bdi:
    return html.Bdi(value_words(change.field, line, t, formats), dir="auto")
