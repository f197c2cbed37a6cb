"""The dialog that creates or changes a record, as pure functions from its content to components."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields

from dash import html
from dash.development.base_component import Component

from callerid_dash.domain.profiles.profiles import Profile, ProfileKind
from callerid_dash.domain.profiles.records import Record, RecordKind
from callerid_dash.domain.users import User
from callerid_dash.locales import Translator
from callerid_dash.services.live.feed import FeedRow
from callerid_dash.ui.calls.state import state_chip
from callerid_dash.ui.kit.basics import attrs, button, icon, name_text, number_text, present
from callerid_dash.ui.kit.fields import (
    Choice,
    area_field,
    choice_field,
    fields_row,
    fixed_field,
    general_error,
    switch_field,
    text_field,
)
from callerid_dash.ui.kit.forms import Form
from callerid_dash.ui.records.typed import Fixed, TypedRecord
from callerid_dash.ui.text.formats import Formats
from callerid_dash.ui.text.instants import Soon
from callerid_dash.ui.words.records import record_kind_words

FORM = Form("record")
TO_DO_PART = "record-to-do"
STALE_PART = "record-stale"
LABELLED = ("kind", "at", "subject", "text", "due", "assignee", "done")
"""The fields in which two versions of a record may differ."""


def record_body(
    held: TypedRecord,
    fixed: Fixed,
    kinds: Sequence[RecordKind],
    users: Sequence[User],
    to_do: bool,
    t: Translator,
) -> list[Component]:
    """The fields. `kinds` are the kinds to choose, `users` the possible assignees."""
    return present(
        [fixed_field(FORM, each.name, getattr(fixed, each.name)) for each in fields(fixed)],
        html.Div(id=STALE_PART, **attrs({"data-says": ""})),
        general_error(FORM),
        fields_row(
            choice_field(FORM, "kind", t("Kind"), [(str(k.id), record_kind_words(k, t)) for k in kinds], held.kind),
            text_field(FORM, "at", t("Time"), held.at, direction="ltr"),
        ),
        text_field(FORM, "subject", t("Subject"), held.subject, autofocus=True),
        area_field(FORM, "text", t("Text"), held.text, rows=5),
        to_do_part(held, users, to_do, t),
    )


def to_do_part(held: TypedRecord, users: Sequence[User], shown: bool, t: Translator) -> html.Div:
    """The fields that only tasks and appointments have."""
    words = {Soon.TODAY: t("Today"), Soon.TOMORROW: t("Tomorrow"), Soon.WEEK: t("In a week")}
    quick = html.Div(
        [button(words[each], "btn btn-quiet btn-sm", id={"record-soon": each.value}, n_clicks=0) for each in Soon],
        className="record-soon buttons mt-2",
        role="group",
        **attrs({"aria-label": t("Due")}),
    )
    nobody: Choice = ("", t("Nobody"))
    return html.Div(
        [
            fields_row(
                html.Div([text_field(FORM, "due", t("Due"), held.due, direction="ltr"), quick], className="field"),
                choice_field(FORM, "assignee", t("Assigned to"), [nobody, *map(_user, users)], held.assignee),
            ),
            switch_field(FORM, "done", t("Done"), held.done),
        ],
        id=TO_DO_PART,
        className="record-to-do stack border-top pt-3",
        hidden=not shown,
    )


def about(profile: Profile, call: FeedRow | None, national: str, t: Translator, formats: Formats) -> html.Div:
    """The profile and call that the record is about; `national` is the display text of the caller's number."""
    shape = "building" if profile.kind is ProfileKind.ORGANIZATION else "person"
    organization = profile.organization if profile.organization != profile.name else ""
    return html.Div(
        present(
            html.Div(
                present(
                    icon(shape),
                    html.Strong(name_text(profile.name)),
                    html.Span(name_text(organization), className="muted") if organization else None,
                )
            ),
            _call(call, national, t, formats) if call else None,
        ),
        className="record-about inset stack gap-1",
    )


def _call(call: FeedRow, national: str, t: Translator, formats: Formats) -> html.Div:
    started = call.call.started_at
    return html.Div(
        present(
            icon("telephone-inbound"),
            t("Call"),
            number_text(national, formats) if national else None,
            html.Time(
                f"{formats.full_day(started)} {formats.clock(started)}",
                dateTime=started.isoformat(),
                title=formats.moment(started),
            ),
            state_chip(call.call, t, formats),
        ),
        className="record-call muted small",
    )


def written_by(record: Record, author: str, t: Translator, formats: Formats) -> html.P:
    """The author, and when the record was last changed."""
    words: list[Component | str] = [icon("pencil"), " ", t("Written by"), " ", name_text(author), " · "]
    words.append(f"{formats.full_day(record.happened_at)} {formats.clock(record.happened_at)}")
    if record.updated_at and record.version > 1:
        words += [" · ", t("last changed"), " "]
        words.append(f"{formats.full_day(record.updated_at)} {formats.clock(record.updated_at)}")
    return html.P(words, className="record-author muted small")


def stale(mine: Mapping[str, str], theirs: Mapping[str, str], t: Translator) -> html.Section:
    """Both versions of the fields that differ, each of theirs with a button that takes it over. Words by field."""
    labels = dict(
        zip(
            LABELLED,
            (t("Kind"), t("Time"), t("Subject"), t("Text"), t("Due"), t("Assigned to"), t("Done")),
            strict=True,
        )
    )
    differing = [field for field in LABELLED if mine.get(field, "") != theirs.get(field, "")]
    lines = [
        html.Div(
            [
                html.Dt(labels[field]),
                html.Dd(_version(t("Stored meanwhile"), theirs.get(field, ""), t)),
                html.Dd(_version(t("Yours"), mine.get(field, ""), t)),
                html.Dd(
                    button(t("Take the stored one"), "btn btn-quiet btn-sm", id={"record-take": field}, n_clicks=0)
                ),
            ],
            **attrs({"data-differs": field}),
        )
        for field in differing
    ]
    again = t("Nothing of yours is lost. Take what you want to keep of theirs, then save again.")
    return html.Section(
        [
            html.Strong(
                [icon("exclamation-triangle-fill"), " ", t("Somebody else has changed this record meanwhile.")]
            ),
            html.P(again),
            html.Dl(lines) if lines else html.P(t("What is stored now is the same as yours.")),
        ],
        className="record-stale alert alert-warning",
        role="alert",
    )


def removal(record: Record, profile: str, t: Translator) -> list[Component | str]:
    """What is deleted with a record."""
    return [
        html.P(t("This record will be gone for everybody. It cannot be brought back.")),
        html.Div(
            present(
                html.Strong(record_kind_words(record.kind, t)),
                html.Span(name_text(record.subject)) if record.subject else None,
                html.Span(name_text(profile), className="muted"),
            ),
            className="record-about inset stack gap-1",
        ),
    ]


def kind_choices(kinds: Sequence[RecordKind], current: RecordKind | None = None) -> list[RecordKind]:
    """The kinds to choose, in order, including the record's current kind."""
    offered = [kind for kind in kinds if not kind.retired or (current and kind.id == current.id)]
    return sorted(offered, key=lambda kind: (kind.position, kind.id))


def _version(title: str, words: str, t: Translator) -> list[Component]:
    shown: Component = html.Span(words, dir="auto", className="record-version") if words else html.Em(t("empty"))
    return [html.Span(title, className="muted small d-block"), shown]


def _user(user: User) -> Choice:
    named = user.display_name not in ("", user.username)
    return (str(user.id), f"{user.display_name} ({user.username})" if named else user.username)


def delete_button(record_id: int, opened_by: dict[str, str], t: Translator) -> html.Button:
    """The button that asks whether to delete the record."""
    return button(
        [icon("trash3"), " ", t("Delete…")], "btn btn-quiet me-auto", {**opened_by, "data-record-id": str(record_id)}
    )
