"""The dialog `add-number`: find a profile, select it, and add the caller's number to it.

It opens with `call` and/or `number`; with `profile` it starts at the second step. Nothing is stored before Save.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from dash import ALL, Dash, Input, Output, State, dcc, html
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from callerid_dash.domain.errors import InvalidInput, NotFound
from callerid_dash.domain.profiles.profiles import PhoneDraft, PhoneKind, Profile
from callerid_dash.services.profiles.search import Hits
from callerid_dash.services.services import Services
from callerid_dash.ui.add_number.form import FORM, buttons, caller_line, confirmation, found
from callerid_dash.ui.kit.answers import error_words, say
from callerid_dash.ui.kit.basics import attrs
from callerid_dash.ui.kit.context import UiContext
from callerid_dash.ui.kit.dialogs import Arguments, Dialog, cancel_button
from callerid_dash.ui.kit.fields import search_field
from callerid_dash.ui.kit.form_dialogs import FormDialog
from callerid_dash.ui.kit.forms import Values
from callerid_dash.ui.kit.sent import clicked, id_of
from callerid_dash.ui.profile_form.caller_asked import AskedCaller, caller_asked
from callerid_dash.ui.profile_form.frame import say_saved

CALLER = "add-number-caller"
QUERY = "add-number-query"
FOUND = "add-number-found"
CONFIRM = "add-number-confirm"
FOOT = "add-number-foot"
_HITS = 20


def opener(services: Services, context: UiContext, arguments: Arguments) -> Dialog:
    """The dialog as it opens. Raises Forbidden for a hidden call, InvalidInput without a number, NotFound."""
    t = context.words()
    caller = caller_asked(services, context.viewer(), arguments)
    chosen = _profile(services, arguments["profile"]) if arguments.get("profile") else None
    step, more = _second_step(services, context, chosen, caller) if chosen else ([], [])
    return Dialog(
        title=t("Add to a profile"),
        body=[
            dcc.Store(id=CALLER, data={"call": caller.call, "number": caller.number.raw}),
            caller_line(caller, context),
            search_field(
                QUERY,
                t("Name, organization or number"),
                html.Div(id=FOUND, className="add-found"),
                t,
                value=caller.network_name,
                first=chosen is None,
            ),
            html.Div(step, id=CONFIRM, className="add-confirm stack"),
        ],
        footer=[cancel_button(t), html.Div(more, id=FOOT, className="add-foot")],
        size="lg",
        form=FORM.name,
    )


def register(app: Dash, services: Services, context: UiContext) -> None:
    """Add the callbacks: search while typing, selection."""

    @app.callback(Output(FOUND, "children"), Input(QUERY, "value"), State(CALLER, "data"))
    def search(typed: object, asked: object) -> Component:
        caller = caller_asked(services, context.viewer(), _arguments(asked))
        query = str(typed or "").strip()
        hits = services.profiles.finder.search(query, _HITS) if query else Hits((), None)
        shown = found(hits.items, hits.similar, query, caller, services.directory.snapshot, context)
        return html.Div(shown, **attrs({"data-for": query}))

    @app.callback(
        Output(CONFIRM, "children"),
        Output(FOOT, "children"),
        Input({"add-number": ALL}, "n_clicks"),
        State(CALLER, "data"),
        prevent_initial_call=True,
    )
    def select(_clicks: list[int | None], asked: object) -> tuple[list[Component], list[Component]]:
        chosen, t = clicked()["add-number"], context.words()
        caller = caller_asked(services, context.viewer(), _arguments(asked))
        try:
            profile = _profile(services, chosen)
        except NotFound as error:
            say(error_words(error, t), t, wrong=True)
            raise PreventUpdate from error
        return _second_step(services, context, profile, caller)


def _save(services: Services, context: UiContext, _do: str, values: Values) -> None:
    viewer = context.viewer()
    given = {name: str(value or "") for name, value in values.items()}
    caller = caller_asked(services, viewer, given)
    profile = _profile(services, given.get("profile", ""))
    kind = given.get("kind", "")
    draft = PhoneDraft(caller.written, PhoneKind(kind) if kind in set(PhoneKind) else None, given.get("label", ""))
    try:
        saved = services.profiles.add_phone(profile.id, draft, viewer)
    except InvalidInput as error:
        raise error.at(error.field if error.field == "label" else None) from error
    say_saved(saved, context)


def _second_step(
    services: Services, context: UiContext, profile: Profile, caller: AskedCaller
) -> tuple[list[Component], list[Component]]:
    past = services.calls.attribution.past_calls(caller.number.raw) if caller.number.canonical else 0
    shown = confirmation(profile, caller, past, services.directory.snapshot, context)
    return shown, buttons(profile, caller, context.words())


def _profile(services: Services, profile_id: object) -> Profile:
    try:
        return services.profiles.get(id_of(profile_id))
    except NotFound as error:
        raise NotFound("This profile is not there any more. Search again.") from error


def _arguments(asked: object) -> Mapping[str, str]:
    given = cast("dict[object, object]", asked) if isinstance(asked, dict) else {}
    return {str(name): str(value or "") for name, value in given.items()}


DIALOG = FormDialog(FORM, opener, _save)
