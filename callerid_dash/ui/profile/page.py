"""The page of a profile: its header and side column, its history, and its changes.

The content is sent as component trees, which `kit/tree.js` draws into the page's parts: the page shows what other
users save without losing scroll position, open popovers or typed text. `ui/profile/history.py` has the history,
`ui/profile/actions.py` the actions of buttons.
"""

from __future__ import annotations

from dash import Dash, Input, Output, State, dcc, html
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from callerid_dash.domain.errors import NotFound
from callerid_dash.domain.profiles.profiles import Profile, ProfileKind
from callerid_dash.domain.users import Action, Subject, User, can
from callerid_dash.locales import Translator
from callerid_dash.services.live.change_notifications import profile_topic
from callerid_dash.services.services import Services
from callerid_dash.services.shared.authority import authorize
from callerid_dash.ui.kit import ids, missing
from callerid_dash.ui.kit.basics import attrs, icon, name_text, page_link
from callerid_dash.ui.kit.context import UiContext
from callerid_dash.ui.kit.scripted import answer_store, draws, plain
from callerid_dash.ui.profile import actions as profile_actions
from callerid_dash.ui.profile import history as profile_history
from callerid_dash.ui.profile import trail as profile_trail
from callerid_dash.ui.profile.aside import profile_aside
from callerid_dash.ui.profile.head import profile_head
from callerid_dash.ui.profile.view import ProfileView, Rights

PEOPLE = 50
"""The most people of an organization that are listed."""
_HEAD, _ASIDE, _GONE = "profile-head", "profile-aside", "profile-gone"


def layout(services: Services, context: UiContext, profile_id: int) -> Component:
    """The page of one profile, or a notice that it does not exist."""
    t = context.words()
    try:
        drawn = sheet(services, context, profile_id)
        history = profile_history.section(services, context, profile_id)
    except NotFound:
        successor = _successor(services, profile_id)
        return missing.merged_profile(successor.id, successor.name, t) if successor else missing.no_profile(t)
    follows = {"data-topic": profile_topic(profile_id), "data-refresh": ids.PROFILE_NEWS}
    return html.Article(
        [
            dcc.Store(id=ids.PROFILE_ID, data=profile_id),
            dcc.Store(id=ids.PROFILE_NEWS),
            dcc.Store(id=ids.PROFILE_ASKED),
            *answer_store(ids.PROFILE_SHEET, drawn),
            html.Div(id=_GONE, role="status"),
            html.Div(id=_HEAD, className="profile-card panel lined"),
            html.Div(
                [
                    html.Div(
                        [
                            html.Div(id=_ASIDE, className="profile-card panel lined"),
                            profile_trail.section(t),
                        ],
                        className="profile-side stack",
                    ),
                    history,
                ],
                className="profile-columns stack",
            ),
        ],
        className="profile",
        **attrs({"data-profile-page": str(profile_id), **follows}),
    )


def register(app: Dash, services: Services, context: UiContext) -> None:
    """Add the callbacks of the page."""

    @app.callback(
        Output(ids.PROFILE_SHEET, "data"),
        Input(ids.PROFILE_NEWS, "data"),
        State(ids.PROFILE_ID, "data"),
        prevent_initial_call=True,
    )
    def follow(_news: object, profile_id: object) -> dict[str, object]:
        if not isinstance(profile_id, int):
            raise PreventUpdate
        try:
            return sheet(services, context, profile_id)
        except NotFound:
            return {_GONE: plain([gone_notice(_successor(services, profile_id), context.words())])}

    profile_history.register(app, services, context)
    profile_trail.register(app, services, context)
    profile_actions.register(app, services, context)
    for store in (ids.PROFILE_SHEET, ids.PROFILE_HISTORY, ids.PROFILE_TRAIL):
        draws(app, store)


def sheet(services: Services, context: UiContext, profile_id: int) -> dict[str, object]:
    """The trees of the header and the side column. Raises NotFound."""
    t, formats, viewer = context.words(), context.formats(), context.viewer()
    authorize(viewer, Action.SEE_PROFILES)
    view = profile_view(services, context, viewer, services.profiles.get(profile_id))
    return {
        _GONE: [],
        _HEAD: plain([profile_head(view, t, formats)]),
        _ASIDE: plain(profile_aside(view, t, formats)),
    }


def profile_view(services: Services, context: UiContext, viewer: User, profile: Profile) -> ProfileView:
    """The profile as this viewer sees it."""
    snapshot = services.directory.snapshot
    organization = profile.kind is ProfileKind.ORGANIZATION
    count, people = services.profiles.people(profile.id, PEOPLE) if organization else (0, [])
    return ProfileView(
        profile=profile,
        path=snapshot.category_path(profile.category.id) if profile.category else [],
        shared=services.profiles.shared_numbers(profile),
        rights=rights(viewer, profile),
        kinds=[kind for kind in snapshot.record_kinds.values() if not kind.retired],
        dialing=context.dialing,
        people=people,
        people_count=count,
    )


def rights(viewer: User, profile: Profile) -> Rights:
    """What this viewer may do with the profile."""
    mine = Subject(mine=any(owner.user_id == viewer.id for owner in profile.owners))
    return Rights(
        edit=can(viewer.role, Action.EDIT_PROFILES, mine),
        record=can(viewer.role, Action.WRITE_RECORDS, mine),
        merge=can(viewer.role, Action.MERGE_PROFILES, mine),
        delete=can(viewer.role, Action.DELETE_PROFILES, mine),
    )


def gone_notice(successor: Profile | None, t: Translator) -> html.Div:
    """The notice on the page of a profile that no longer exists; `successor` is the profile that it was merged into."""
    if successor is None:
        title = html.Strong(t("This profile has been deleted."))
        way_on = html.P(t("What you see is how it was."))
    else:
        title = html.Strong(t("This profile has been merged with another one."))
        link = page_link(name_text(successor.name), f"/profiles/{successor.id}")
        way_on = html.P([t("What you see is how it was. It goes on here:"), " ", link])
    return html.Div(
        [icon("person-slash"), html.Div([title, way_on])], className="gone-notice alert alert-warning d-flex gap-3"
    )


def _successor(services: Services, profile_id: int) -> Profile | None:
    went_to = services.profiles.merging.went_to(profile_id)
    if went_to is None:
        return None
    try:
        return services.profiles.get(went_to)
    except NotFound:
        return None
