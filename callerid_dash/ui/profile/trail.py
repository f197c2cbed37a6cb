"""The changes of a profile: folded at first, fetched when opened."""

from __future__ import annotations

from dash import Dash, Input, Output, State, dcc, html
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from callerid_dash.domain.audit import AuditEntry, SubjectKind
from callerid_dash.locales import Translator
from callerid_dash.services.services import Services
from callerid_dash.services.shared.audit_trail import MOST_PER_PAGE
from callerid_dash.ui.kit import ids
from callerid_dash.ui.kit.basics import attrs, icon
from callerid_dash.ui.kit.context import UiContext
from callerid_dash.ui.kit.lists import GrowingList
from callerid_dash.ui.kit.scripted import answer_store, plain
from callerid_dash.ui.text.formats import Formats
from callerid_dash.ui.words.audit_lines import audit_line

TRAIL = GrowingList(ids.TRAIL_SHOWN, step=10, most=MOST_PER_PAGE)
_PLACE = "profile-trail"


def section(t: Translator) -> html.Details:
    """The folded section; the script reports when it opens."""
    words = t("What was changed")
    return html.Details(
        [
            dcc.Store(id=ids.TRAIL_SHOWN),
            *answer_store(ids.PROFILE_TRAIL),
            html.Summary([icon("journal-text"), " ", words]),
            # It scrolls, so it must be reachable by keyboard.
            html.Div(id=_PLACE, className="profile-trail", tabIndex=0, role="group", **attrs({"aria-label": words})),
        ],
        id="profile-changes",
        className="profile-card panel profile-section",
        **attrs({"data-step": str(TRAIL.step)}),
    )


def register(app: Dash, services: Services, context: UiContext) -> None:
    """Fetch the changes while the section is open."""

    @app.callback(
        Output(ids.PROFILE_TRAIL, "data"),
        Input(ids.PROFILE_NEWS, "data"),
        Input(ids.TRAIL_SHOWN, "data"),
        State(ids.PROFILE_ID, "data"),
        prevent_initial_call=True,
    )
    def follow(_news: object, asked: object, profile_id: object) -> dict[str, object]:
        limit = TRAIL.wanted(asked)
        if limit is None or not isinstance(profile_id, int):
            raise PreventUpdate
        page = services.audit.of_profile(context.viewer(), profile_id, limit=limit, with_records=True)
        more = page.next_cursor is not None and limit < TRAIL.most
        return {_PLACE: plain(trail(page.items, context.words(), context.formats(), more=more))}


def trail(entries: tuple[AuditEntry, ...], t: Translator, formats: Formats, *, more: bool) -> list[Component]:
    """The lines of the changes, and a button for older ones."""
    if not entries:
        return [html.P(t("Nothing has been changed since this is kept."), className="nothing")]
    lines = html.Ul(
        [audit_line(entry, t, formats, named=entry.kind is not SubjectKind.PROFILE) for entry in entries],
        className="audit-lines lined",
    )
    return [lines, TRAIL.more_button(len(entries), t("Older changes"))] if more else [lines]
