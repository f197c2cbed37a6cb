"""The history on a profile's page: its filters and the matching entries, refreshed after changes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import dash_bootstrap_components as dbc
from dash import Dash, Input, Output, State, dcc, html
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from callerid_dash.domain.errors import CallerIdError, Forbidden, NotFound
from callerid_dash.domain.numbers.phones import PhoneNumber
from callerid_dash.domain.profiles.numbering import describe
from callerid_dash.domain.profiles.records import Record
from callerid_dash.domain.users import Action, Subject, User, can
from callerid_dash.locales import Translator
from callerid_dash.services.records.timeline import MOST_PER_PAGE, Entry, TimelineFilter
from callerid_dash.services.services import Services
from callerid_dash.ui.kit import ids
from callerid_dash.ui.kit.answers import error_words
from callerid_dash.ui.kit.basics import attrs, icon
from callerid_dash.ui.kit.context import UiContext
from callerid_dash.ui.kit.scripted import answer_store, plain
from callerid_dash.ui.profile.timeline import HISTORY, HistoryView, timeline
from callerid_dash.ui.text.dates import day_text, end_of, parse_day, start_of
from callerid_dash.ui.words.records import record_kind_words
from callerid_dash.ui.words.visibility import visibility_words

ALL = "all"
FIELDS = {"kind": ALL, "author": ALL, "text": "", "from": "", "to": ""}
"""The filters with their default values, which filter nothing."""
_PLACE, _PROBLEM = "profile-history", "profile-history-problem"
_CALLS, _RECORDS, _OPEN = "calls", "records", "open"


def field(name: str) -> str:
    """The id of a filter."""
    return f"history-{name}"


def section(services: Services, context: UiContext, profile_id: int) -> html.Section:
    """The section with its filters; the callback draws the entries into it."""
    t = context.words()
    return html.Section(
        [
            dcc.Store(id=ids.HISTORY_SHOWN),
            *answer_store(ids.PROFILE_HISTORY, parts(services, context, profile_id, HISTORY.step, {})),
            html.H2([icon("clock-history"), " ", t("History")]),
            _filters(services, context, t),
            html.Div(id=_PROBLEM, className="field-error", role="alert"),
            html.Div(id=_PLACE, className="history-days"),
        ],
        className="profile-history panel",
        **attrs({"aria-label": t("History")}),
    )


def register(app: Dash, services: Services, context: UiContext) -> None:
    """Draw the entries again when a filter changes, older ones are requested, or the data changes."""

    @app.callback(
        Output(ids.PROFILE_HISTORY, "data"),
        Input(ids.PROFILE_NEWS, "data"),
        Input(ids.HISTORY_SHOWN, "data"),
        *(Input(field(name), "value") for name in FIELDS),
        State(ids.PROFILE_ID, "data"),
        prevent_initial_call=True,
    )
    def follow(_news: object, shown: object, *given: object) -> dict[str, object]:
        *values, profile_id = given
        most = HISTORY.wanted(shown) or HISTORY.step
        if not isinstance(profile_id, int):
            raise PreventUpdate
        try:
            return parts(services, context, profile_id, most, dict(zip(FIELDS, values, strict=True)))
        except NotFound:
            raise PreventUpdate from None  # the header says so


def parts(
    services: Services, context: UiContext, profile_id: int, most: int, values: dict[str, object]
) -> dict[str, object]:
    """The trees of at most `most` entries that match the filters. Raises NotFound."""
    t, viewer = context.words(), context.viewer()
    typed = {name: str(value or "").strip() for name, value in values.items() if value != FIELDS[name]}
    try:
        wanted = wanted_of(typed, context)
        entries, more = newest(services, viewer, profile_id, wanted, most)
    except (Forbidden, NotFound):
        raise
    except CallerIdError as error:
        return {_PROBLEM: [error_words(error, t)]}
    view = history_view(services, context, viewer, profile_id, entries)
    trees = timeline(view(any(typed.values()), more and len(entries) < HISTORY.most), t, context.formats())
    return {_PROBLEM: [], _PLACE: plain(trees)}


def newest(
    services: Services, viewer: User, profile_id: int, wanted: TimelineFilter, most: int
) -> tuple[list[Entry], bool]:
    """At most `most` of the newest entries, and whether there are older ones."""
    found: list[Entry] = []
    cursor: str | None = None
    while True:
        page = services.timeline.page(viewer, profile_id, wanted, cursor, min(most - len(found), MOST_PER_PAGE))
        found += page.items
        cursor = page.next_cursor
        if cursor is None or len(found) >= most:
            return found, cursor is not None


def wanted_of(typed: dict[str, str], context: UiContext) -> TimelineFilter:
    """The filters' values as a `TimelineFilter`. Raises InvalidInput for an invalid date."""
    formats, zone = context.formats(), context.zone
    kind, author = typed.get("kind", ""), typed.get("author", "")
    first = parse_day(typed.get("from", ""), "from", formats)
    last = parse_day(typed.get("to", ""), "to", formats)
    return TimelineFilter(
        calls=kind in ("", _CALLS),
        records=kind != _CALLS,
        kind=int(kind) if kind.isdecimal() else None,
        open_tasks=kind == _OPEN,
        author=int(author) if author.isdecimal() else None,
        text=typed.get("text", ""),
        since=start_of(first, zone) if first else None,
        before=end_of(last, zone) if last else None,
    )


def history_view(
    services: Services, context: UiContext, viewer: User, profile_id: int, entries: list[Entry]
) -> Callable[[bool, bool], HistoryView]:
    """A function that makes this viewer's view of the entries; its arguments are `filtered` and `more`."""
    snapshot, t = services.directory.snapshot, context.words()
    names = {user.id: user.display_name or user.username for user in snapshot.users.values()}
    people = {extension: names[user.id] for user in snapshot.users.values() for extension in user.extensions}

    def may_change(record: Record) -> bool:
        return can(viewer.role, Action.CHANGE_RECORD, Subject(mine=record.author_id == viewer.id))

    def may_finish(record: Record) -> bool:
        mine = viewer.id in (record.author_id, record.assignee_id)
        return can(viewer.role, Action.CHANGE_RECORD, Subject(mine=mine))

    def national(number: PhoneNumber | str) -> str:
        return describe(number, context.dialing, t.language).national

    return lambda filtered, more: HistoryView(
        profile_id=profile_id,
        entries=entries,
        now=datetime.now(UTC),
        lines=snapshot.lines,
        people=people,
        may_change=may_change,
        may_finish=may_finish,
        may_record=can(viewer.role, Action.WRITE_RECORDS),
        national=national,
        filtered=filtered,
        more=more,
        visibility=visibility_words(viewer, snapshot.visibility, t),
    )


def _filters(services: Services, context: UiContext, t: Translator) -> html.Div:
    snapshot = services.directory.snapshot
    kinds = [(str(kind.id), record_kind_words(kind, t)) for kind in snapshot.record_kinds.values()]
    what = [
        (ALL, t("Everything")),
        (_CALLS, t("Calls")),
        (_RECORDS, t("Records")),
        (_OPEN, t("Still to be done")),
        *kinds,
    ]
    authors = sorted((user.username, user.id) for user in snapshot.users.values())
    example = t("like %(example)s", example=day_text(date(2026, 3, 21), context.formats()))
    return html.Div(
        [
            _choice("kind", t("Kind"), what),
            _choice("author", t("Written by"), [(ALL, t("Anybody")), *((str(key), name) for name, key in authors)]),
            _typed("text", t("Words in subject or text"), "dir-auto", t("Search the records")),
            _typed("from", t("From"), "dir-ltr", example),
            _typed("to", t("To"), "dir-ltr", example),
        ],
        className="history-filters",
        role="search",
        **attrs({"aria-label": t("Filter the history")}),
    )


def _choice(name: str, words: str, choices: list[tuple[str, str]]) -> html.Label:
    options = [{"value": key, "label": label} for key, label in choices]
    return html.Label(
        [html.Span(words, className="field-label"), dbc.Select(id=field(name), options=options, value=ALL)],
        className=f"field filter-{name}",
    )


def _typed(name: str, words: str, direction: str, placeholder: str) -> html.Label:
    given: Component = dbc.Input(
        id=field(name),
        type="text",
        value="",
        debounce=300,
        placeholder=placeholder,
        class_name=direction,
        maxlength=200,
    )
    return html.Label([html.Span(words, className="field-label"), given], className=f"field filter-{name}")
