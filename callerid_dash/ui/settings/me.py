"""The section of a user's own settings: the list of calls, what happens when their phone rings, their password."""

from __future__ import annotations

from dash import Dash, Input, Output, dcc, html
from dash.development.base_component import Component

from callerid_dash.domain.errors import InvalidInput
from callerid_dash.domain.preferences import FEWEST_ROWS, MOST_ROWS, OnCall, Preferences
from callerid_dash.domain.users import Action, User
from callerid_dash.locales import LANGUAGES, Translator
from callerid_dash.services.services import Services
from callerid_dash.services.shared.directory import Snapshot
from callerid_dash.ui.kit import ids
from callerid_dash.ui.kit.answers import say
from callerid_dash.ui.kit.basics import attrs, button, icon, name_text, present, segment
from callerid_dash.ui.kit.context import UiContext
from callerid_dash.ui.kit.fields import Choice, choice_field, general_error, switch_field, text_field
from callerid_dash.ui.kit.forms import Form, Values
from callerid_dash.ui.kit.scripted import scripted
from callerid_dash.ui.settings.section import Section
from callerid_dash.ui.text.formats import Formats
from callerid_dash.ui.words.records import record_kind_words

CALLS, NAME, PASSWORD = Form("my-calls"), Form("my-name"), Form("my-password")
_ROWS = tuple(range(FEWEST_ROWS, MOST_ROWS + 1, 10))


def layout(services: Services, context: UiContext) -> Component:
    """The section."""
    t, viewer, snapshot = context.words(), context.viewer(), services.directory.snapshot
    return html.Div(
        [
            html.H2(t("My settings")),
            calls_card(context.preferences(), viewer, snapshot, t, context.formats()),
            look_card(t, context.theme()),
            account_card(viewer, t),
        ],
        className="my-settings stack gap-3",
    )


def calls_card(
    preferences: Preferences, viewer: User, snapshot: Snapshot, t: Translator, formats: Formats
) -> html.Section:
    """Settings of the list of calls, and of what happens when a call rings at the viewer's extension."""
    rows = sorted({*_ROWS, preferences.rows})
    return html.Section(
        [
            html.H3(t("Calls")),
            choice_field(
                CALLS,
                "rows",
                t("Rows in the list of calls"),
                [(str(count), t("%(count)s rows", count=formats.number(count))) for count in rows],
                str(preferences.rows),
            ),
            _extensions(viewer, t, formats),
            choice_field(
                CALLS,
                "on_call",
                t("When a call comes to my extension"),
                on_call_choices(preferences, snapshot, t),
                _on_call_value(preferences),
                help_text=t("Never over an open dialog or while you type: then a note offers it instead."),
            ),
            html.Div(
                [
                    switch_field(CALLS, "sound", t("Play a sound"), preferences.sound),
                    button([icon("volume-up"), " ", t("Try it")], "btn btn-quiet btn-sm", {"data-try-sound": ""}),
                ],
                className="buttons",
            ),
            switch_field(CALLS, "notification", t("Show a notification of the browser"), preferences.notification),
            _permission(t),
            general_error(CALLS),
            html.Div(CALLS.button("save", t("Save"), primary=True)),
        ],
        className="panel stack p-3",
        **attrs({"data-form": CALLS.name}),
    )


def on_call_choices(preferences: Preferences, snapshot: Snapshot, t: Translator) -> list[Choice]:
    """The choices: nothing, the profile, or a new record of one of the kinds in use."""
    kinds = sorted(snapshot.record_kinds.values(), key=lambda kind: (kind.position, kind.id))
    offered = [kind for kind in kinds if not kind.retired or kind.id == preferences.record_kind]
    return [
        (OnCall.NOTHING.value, t("Do nothing")),
        (OnCall.PROFILE.value, t("Open the caller's profile")),
        *(
            (f"{OnCall.RECORD}:{kind.id}", t("Begin a new record: %(kind)s", kind=record_kind_words(kind, t)))
            for kind in offered
        ),
    ]


def look_card(t: Translator, theme: str) -> html.Section:
    """Language and theme; a change applies at once."""
    languages = [_link(f"/language/{code}", name, code == t.language, code) for code, name in LANGUAGES.items()]
    themes = {"auto": t("Like the system"), "light": t("Light"), "dark": t("Dark")}
    return html.Section(
        [
            html.H3(t("Look")),
            html.Div([html.Span(t("Language"), className="field-label"), html.Div(languages, className="btn-group")]),
            html.Div(
                [
                    html.Span(t("Theme"), className="field-label"),
                    html.Div(
                        [_link(f"/theme/{name}", words, name == theme) for name, words in themes.items()],
                        className="btn-group",
                    ),
                ]
            ),
        ],
        className="panel stack p-3",
    )


def account_card(viewer: User, t: Translator) -> html.Section:
    """The display name for colleagues, and the password."""
    return html.Section(
        [
            html.H3(t("Account")),
            html.Div(
                [
                    text_field(NAME, "display_name", t("Name that colleagues see"), viewer.display_name),
                    NAME.button("save", t("Save the name")),
                ],
                className="buttons align-items-end",
                **attrs({"data-form": NAME.name}),
            ),
            html.Div(
                [
                    text_field(PASSWORD, "old", t("Present password"), kind="password", direction="ltr"),
                    text_field(PASSWORD, "password", t("New password"), kind="password", direction="ltr"),
                    text_field(PASSWORD, "again", t("New password again"), kind="password", direction="ltr"),
                    html.P(t("You stay signed in here; everywhere else you are signed out."), className="field-help"),
                    general_error(PASSWORD),
                    html.Div(PASSWORD.button("save", t("Change the password"))),
                ],
                className="stack border-top pt-3",
                **attrs({"data-form": PASSWORD.name}),
            ),
        ],
        className="panel stack p-3",
    )


def register(app: Dash, services: Services, context: UiContext) -> None:
    """Add the callbacks of the forms, and make the browser show its permission for notifications."""

    def save_calls(_do: str, values: Values) -> None:
        t = context.words()
        services.accounts.set_preferences(context.viewer(), preferences_from(values))
        say(t("Saved."), t)

    def save_name(_do: str, values: Values) -> None:
        t, viewer = context.words(), context.viewer()
        services.accounts.set_display_name(viewer.id, str(values.get("display_name") or ""), viewer)
        say(t("Saved."), t)

    def save_password(_do: str, values: Values) -> None:
        t = context.words()
        old, new, again = (str(values.get(name) or "") for name in ("old", "password", "again"))
        if new != again:
            raise InvalidInput("The two differ.", "again")
        context.stay_signed_in(services.accounts.change_own_password(context.viewer(), old, new))
        say(t("You have a new password. Everywhere else you are signed out."), t)

    CALLS.register(app, context, save_calls, Action.CHANGE_OWN_SETTINGS)
    NAME.register(app, context, save_name, Action.CHANGE_OWN_SETTINGS)
    PASSWORD.register(app, context, save_password, Action.CHANGE_OWN_SETTINGS)
    scripted(app, "permission", Output(ids.PERMISSION_SHOWN, "data"), Input(ids.PERMISSION, "data"))


def preferences_from(values: Values) -> Preferences:
    """The preferences in the form's values. Raises InvalidInput naming the field."""
    rows = str(values.get("rows"))
    on_call, _, kind = str(values.get("on_call")).partition(":")
    if not rows.isdecimal():
        raise InvalidInput("Choose from the list.", "rows")
    if on_call not in set(OnCall) or (on_call == OnCall.RECORD) != kind.isdecimal():
        raise InvalidInput("Choose from the list.", "on_call")
    return Preferences(
        rows=int(rows),
        on_call=OnCall(on_call),
        record_kind=int(kind) if kind else None,
        sound=bool(values.get("sound")),
        notification=bool(values.get("notification")),
    )


def _on_call_value(preferences: Preferences) -> str:
    if preferences.on_call is OnCall.RECORD:
        return f"{OnCall.RECORD}:{preferences.record_kind}"
    return preferences.on_call.value


def _extensions(viewer: User, t: Translator, formats: Formats) -> html.P:
    if not viewer.extensions:
        return html.P(
            [icon("headset"), " ", t("You have no extension yet; an admin gives you one.")], className="field-help"
        )
    numbers = html.Bdi(", ".join(map(formats.digits, viewer.extensions)))
    return html.P([icon("headset"), " ", t("Your extension"), ": ", numbers], className="field-help")


def _permission(t: Translator) -> html.Div:
    """The browser's permission for notifications, which only the browser knows (assets/calls/on_call.js)."""
    return html.Div(
        [
            dcc.Store(id=ids.PERMISSION, data=True),
            dcc.Store(id=ids.PERMISSION_SHOWN),
            html.Span(**attrs({"data-permission-words": "", "role": "status"})),
            button(t("Allow notifications"), "btn btn-quiet btn-sm", {"data-ask-permission": ""}, hidden="hidden"),
        ],
        className="field-help buttons",
        **attrs(
            {
                "data-permission": "",
                "data-granted": t("This browser allows notifications."),
                "data-default": t("This browser has not been asked yet."),
                "data-denied": t("This browser refuses notifications; allow them beside the address of the page."),
                "data-impossible": t(
                    "This browser cannot show notifications here; it wants the page to come over https."
                ),
            }
        ),
    )


def _link(href: str, words: str, chosen: bool, language: str | None = None) -> html.A:
    look, current = segment(chosen)
    label = html.Span(name_text(words), lang=language)
    return html.A(
        present(icon("check2") if chosen else None, label),
        href=href,
        className=look,
        **attrs({"data-next": "", **current}),
    )


SECTION = Section(
    key="me",
    words=lambda t: t("My settings"),
    icon="person-gear",
    action=Action.CHANGE_OWN_SETTINGS,
    layout=layout,
    register=register,
)
