"""The dialog that saves a caller as a person or an organization."""

from __future__ import annotations

import time

from dash import html, set_props

from callerid_dash.domain.calls.network_names import first_and_last
from callerid_dash.domain.errors import InvalidInput
from callerid_dash.domain.profiles.numbering import guess_phone_kind
from callerid_dash.domain.profiles.profiles import ProfileKind
from callerid_dash.domain.users import Action
from callerid_dash.services.profiles.validation import default_category_id
from callerid_dash.services.services import Services
from callerid_dash.services.shared.authority import authorize
from callerid_dash.ui.kit.context import UiContext
from callerid_dash.ui.kit.dialogs import Arguments, Dialog, cancel_button
from callerid_dash.ui.kit.form_dialogs import FormDialog
from callerid_dash.ui.kit.forms import Form, Values
from callerid_dash.ui.profile_form import frame
from callerid_dash.ui.profile_form.caller_asked import AskedCaller, caller_asked
from callerid_dash.ui.profile_form.frame import ASKED, DUPLICATES, duplicates_view, part_id, text_in
from callerid_dash.ui.profile_form.possible_duplicates import find_duplicates
from callerid_dash.ui.profile_form.typed import TypedPhone, TypedProfile, draft_of_typed, placed, read_typed

FORM = Form("profile-new")
DOUBLE_CLICK = 800
"""Milliseconds for which a question must be on screen before saving again answers it."""


def open_new(services: Services, context: UiContext, arguments: Arguments) -> Dialog:
    """`kind`: person or organization; `call` or `number`: the caller, optional.

    The network's name for an unknown caller is filled in, to be changed or saved.
    """
    t, viewer = context.words(), context.viewer()
    authorize(viewer, Action.EDIT_PROFILES)
    named = arguments.get("call") or arguments.get("number")
    caller = caller_asked(services, viewer, arguments) if named else None
    suggested = caller.suggested_name if caller else ""
    first_name, last_name = first_and_last(suggested)
    typed = TypedProfile(
        name=suggested,
        first_name=first_name,
        last_name=last_name,
        kind=ProfileKind.ORGANIZATION if arguments.get("kind") == ProfileKind.ORGANIZATION else ProfileKind.PERSON,
        category=str(default_category_id(services.directory.snapshot) or ""),
        phones=(_phone(caller),) if caller else (),
    )
    duplicates = duplicates_view(services, context, typed, find_duplicates(services, typed, t.language))
    return Dialog(
        title=t("New profile"),
        body=frame.body(FORM, services, context, typed, {"seen": ""}),
        footer=[
            html.Div(duplicates, id=part_id(FORM, DUPLICATES), className="duplicates-place"),
            html.Div(id=part_id(FORM, ASKED), className="duplicates-place"),
            cancel_button(t),
            FORM.button("anyway", t("Save anyway"), class_name="only-asking"),
            FORM.button("save", t("Save"), primary=True),
        ],
        size="lg",
        form=FORM.name,
    )


def submit(services: Services, context: UiContext, do: str, values: Values) -> None:
    """Store the typed profile; if it is valid and has possible duplicates, ask first."""
    typed = read_typed(values)
    try:
        draft = draft_of_typed(typed)
        services.profiles.check(draft, context.viewer())
        if _asks_first(services, context, do, typed, values):
            return
        saved = services.profiles.create(draft, context.viewer())
    except InvalidInput as error:
        raise placed(error, typed) from error
    frame.say_saved(saved, context)


def _asks_first(services: Services, context: UiContext, do: str, typed: TypedProfile, values: Values) -> bool:
    """Show the possible duplicates, unless the same ones were shown and the user saved again or chose "anyway"."""
    duplicates = find_duplicates(services, typed, context.words().language)
    if not duplicates.profiles:
        return False
    now = round(time.time() * 1000)
    stamp, _, shown_at = text_in(values, "seen").rpartition("@")
    shown = stamp == duplicates.stamp and shown_at.isdecimal()
    if shown and (do == "anyway" or now - int(shown_at) > DOUBLE_CLICK):
        return False
    set_props(FORM.field("seen"), {"value": f"{duplicates.stamp}@{shown_at if shown else now}"})
    panel = duplicates_view(services, context, typed, duplicates, asked=True)
    set_props(part_id(FORM, ASKED), {"children": panel})
    return True


def _phone(caller: AskedCaller) -> TypedPhone:
    kind = guess_phone_kind(caller.number).value if caller.number.canonical else ""
    return TypedPhone(caller.written, kind)


DIALOG = FormDialog(FORM, open_new, submit)
