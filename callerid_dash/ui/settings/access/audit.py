"""The section of the audit trail, for admins: who changed what and when, newest first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import dash_bootstrap_components as dbc
from dash import ALL, Dash, Input, Output, Patch, State, ctx, dcc, html
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from callerid_dash.domain.audit import AuditAction, AuditEntry, SubjectKind
from callerid_dash.domain.errors import InvalidInput
from callerid_dash.domain.users import Action, User
from callerid_dash.locales import Translator
from callerid_dash.services.services import Services
from callerid_dash.store.shared.audit import AuditFilter
from callerid_dash.ui.kit import ids
from callerid_dash.ui.kit.answers import error_words
from callerid_dash.ui.kit.basics import attrs, button
from callerid_dash.ui.kit.context import UiContext
from callerid_dash.ui.settings.parts import section
from callerid_dash.ui.settings.section import Section
from callerid_dash.ui.text.dates import day_text, end_of, parse_day, start_of
from callerid_dash.ui.text.formats import Formats
from callerid_dash.ui.words.audit import action_words, subject_words
from callerid_dash.ui.words.audit_lines import audit_line

PER_PAGE = 50
_OPERATOR, _PROGRAMS = "0", "programs"


def layout(services: Services, context: UiContext) -> Component:
    """The section."""
    t, formats = context.words(), context.formats()
    page = services.audit.page(context.viewer(), limit=PER_PAGE)
    users = sorted(services.directory.snapshot.users.values(), key=lambda user: user.username)
    example = t("like %(example)s", example=day_text(formats.local(services.audit.now()).date(), formats))
    return section(
        t("Audit trail"),
        t("Everything that was changed, by whom and when. Nobody can change or delete a line."),
        filters(users, example, t),
        html.Div(id=ids.AUDIT_ERROR, className="field-error", role="alert"),
        html.Ul(lines(page.items, t, formats), id=ids.AUDIT_LINES, className="panel lined px-3 py-1"),
        dcc.Store(id=ids.AUDIT_CURSOR, data=page.next_cursor),
        button(
            t("Show older lines"),
            "btn btn-quiet",
            id=ids.AUDIT_MORE,
            n_clicks=0,
            hidden="hidden" if page.next_cursor is None else None,
        ),
    )


def filters(users: Sequence[User], example: str, t: Translator) -> html.Div:
    """The filters; every change of one searches again."""
    others = [(_OPERATOR, t("Command line")), (_PROGRAMS, t("Programs"))]
    who = [("", t("Everybody")), *((str(user.id), user.username) for user in users), *others]
    kinds = [("", t("Everything")), *((kind.value, subject_words(kind, t)) for kind in SubjectKind)]
    actions = [("", t("All deeds")), *((action.value, action_words(action, t)) for action in AuditAction)]
    return html.Div(
        [
            _choice("who", t("Who"), who),
            _choice("kind", t("What"), kinds),
            _choice("action", t("Deed"), actions),
            _day("since", t("From day"), example),
            _day("until", t("To day"), example),
        ],
        className="audit-filters",
    )


def lines(entries: Sequence[AuditEntry], t: Translator, formats: Formats) -> list[html.Li]:
    """The lines of the audit trail, or a line that says there are none."""
    if not entries:
        return [html.Li(t("Nothing like this has happened."), className="muted py-3")]
    return [audit_line(entry, t, formats, named=True) for entry in entries]


def wanted(sent: Mapping[str, object], formats: Formats) -> AuditFilter:
    """The filter from the fields' values. Raises InvalidInput."""
    given = {name: str(value or "") for name, value in sent.items()}
    who, since, until = (
        given.get("who", ""),
        parse_day(given.get("since", ""), "since", formats),
        parse_day(given.get("until", ""), "until", formats),
    )
    try:
        return AuditFilter(
            kind=SubjectKind(given["kind"]) if given.get("kind") else None,
            actor_id=int(who) if who and who != _PROGRAMS else None,
            action=AuditAction(given["action"]) if given.get("action") else None,
            since=start_of(since, formats.zone) if since else None,
            before=end_of(until, formats.zone) if until else None,
            programs=who == _PROGRAMS,
        )
    except (ValueError, OverflowError) as error:
        raise InvalidInput("Choose from the lists.") from error


def register(app: Dash, services: Services, context: UiContext) -> None:
    """Search again when a field changes, and load older lines on request."""

    @app.callback(
        Output(ids.AUDIT_LINES, "children"),
        Output(ids.AUDIT_CURSOR, "data"),
        Output(ids.AUDIT_MORE, "hidden"),
        Output(ids.AUDIT_ERROR, "children"),
        Input({"audit": ALL}, "value"),
        Input(ids.AUDIT_MORE, "n_clicks"),
        State(ids.AUDIT_CURSOR, "data"),
        prevent_initial_call=True,
    )
    def look(_values: list[object], _clicks: int, cursor: object) -> tuple[object, str | None, bool, str]:
        t, formats = context.words(), context.formats()
        further = ctx.triggered_id == ids.AUDIT_MORE
        if further and not isinstance(cursor, str):
            raise PreventUpdate
        try:
            asked = wanted({entry["id"]["audit"]: entry.get("value") for entry in ctx.inputs_list[0]}, formats)
            page = services.audit.page(context.viewer(), asked, str(cursor) if further else None, PER_PAGE)
        except InvalidInput as error:
            return Patch(), None, True, error_words(error, t)
        shown: object = lines(page.items, t, formats)
        if further:
            shown = Patch()
            shown.extend(lines(page.items, t, formats))
        return shown, page.next_cursor, page.next_cursor is None, ""


def _choice(name: str, label: str, choices: Sequence[tuple[str, str]]) -> html.Label:
    options = [{"value": key, "label": words} for key, words in choices]
    # Without a placeholder, the select shows no text for the empty choice.
    given = dbc.Select(id={"audit": name}, options=options, value="", placeholder=choices[0][1])
    return _labelled(label, given)


def _day(name: str, label: str, example: str) -> html.Label:
    given = dbc.Input(
        id={"audit": name}, type="text", value="", placeholder=example, debounce=True, class_name="dir-ltr"
    )
    return _labelled(label, given)


def _labelled(label: str, given: Component) -> html.Label:
    return html.Label([html.Span(label, className="field-label"), given], **attrs({"data-filter": label}))


SECTION = Section(
    key="audit",
    words=lambda t: t("Audit trail"),
    icon="clipboard-check",
    action=Action.SEE_AUDIT_TRAIL,
    layout=layout,
    register=register,
)
