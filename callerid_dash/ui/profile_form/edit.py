"""The dialog that changes a profile, even if another user changes or deletes it meanwhile."""

from __future__ import annotations

import json

from dash import html, set_props
from dash.development.base_component import Component

from callerid_dash.domain.errors import InvalidInput, NotFound, Stale
from callerid_dash.domain.profiles.profiles import Profile
from callerid_dash.domain.users import Action
from callerid_dash.services.services import Services
from callerid_dash.services.shared.authority import authorize
from callerid_dash.ui.kit.basics import icon
from callerid_dash.ui.kit.context import UiContext
from callerid_dash.ui.kit.dialogs import Arguments, Dialog, cancel_button
from callerid_dash.ui.kit.form_dialogs import FormDialog
from callerid_dash.ui.kit.forms import Form, Values
from callerid_dash.ui.profile_form import frame
from callerid_dash.ui.profile_form.choices import fixed_owners, organization_names
from callerid_dash.ui.profile_form.frame import part_id, text_in
from callerid_dash.ui.profile_form.typed import (
    TypedProfile,
    changes_of_typed,
    draft_of_typed,
    placed,
    read_typed,
    typed_of,
)
from callerid_dash.ui.profile_form.versions import Named, chosen, differences, united
from callerid_dash.ui.profile_form.versions_view import side_by_side

FORM = Form("profile-edit")
VERSIONS = "versions"
_CHOICE = "choose."


def open_edit(services: Services, context: UiContext, arguments: Arguments) -> Dialog:
    """The dialog for the profile whose id is `profile`."""
    t = context.words()
    authorize(context.viewer(), Action.EDIT_PROFILES)
    profile = services.profiles.get(_profile_id(arguments.get("profile", "")))
    typed = typed_of(profile)
    carried = {
        "profile": str(profile.id),
        "version": str(profile.version),
        "base": json.dumps(_named(services, context, typed).words(typed)),
    }
    return Dialog(
        title=t("Edit: %(name)s", name=profile.name),
        body=frame.body(FORM, services, context, typed, carried, before=profile.owners, exclude=profile.id),
        footer=[
            html.Div(id=part_id(FORM, frame.DUPLICATES), className="duplicates-place"),
            cancel_button(t),
            FORM.button("as-new", t("Save as a new profile"), class_name="only-gone"),
            FORM.button("save", t("Save"), primary=True),
        ],
        size="lg",
        form=FORM.name,
    )


def submit(services: Services, context: UiContext, do: str, values: Values) -> None:
    """Save the typed changes on the version that was read, or the choices between two versions on the newest one."""
    typed, viewer = read_typed(values), context.viewer()
    try:
        if do == "as-new":
            saved = services.profiles.create(draft_of_typed(typed), viewer)
        else:
            typed = _settled(services, context, typed, values)
            profile_id, version = _profile_id(text_in(values, "profile")), _number(text_in(values, "version"))
            saved = services.profiles.update(profile_id, version, changes_of_typed(typed), viewer)
    except InvalidInput as error:
        raise placed(error, typed) from error
    except Stale:
        _show_versions(services, context, typed, values)
    except NotFound:
        set_props(part_id(FORM, VERSIONS), {"children": _gone(context)})
    else:
        frame.say_saved(saved, context)


def _settled(services: Services, context: UiContext, typed: TypedProfile, values: Values) -> TypedProfile:
    """The typed profile with the choices from the newest version; the form then shows that.

    Raises Stale when the choices were made for a version that is no longer the newest.
    """
    choices = {name.removeprefix(_CHOICE): str(value) for name, value in values.items() if name.startswith(_CHOICE)}
    if not choices:
        return typed
    newest = services.profiles.get(_profile_id(text_in(values, "profile")))
    if str(newest.version) != text_in(values, "version"):
        raise Stale("Somebody else has changed this profile meanwhile. Look at it again before you save.")
    settled = chosen(typed_of(newest), typed, choices, context.dialing)
    set_props(part_id(FORM, VERSIONS), {"children": []})
    _draw_fields(services, context, settled, newest)
    return settled


def _show_versions(services: Services, context: UiContext, typed: TypedProfile, values: Values) -> None:
    newest = services.profiles.get(_profile_id(text_in(values, "profile")))
    theirs, t = typed_of(newest), context.words()
    named = _named(services, context, theirs, typed)
    fixed = [f"owners.{role.value}" for role in fixed_owners(context.viewer(), theirs, typed)]
    base = _words_in(text_in(values, "base"))
    both = united(theirs, typed, context.dialing)
    found = differences(named.words(theirs), named.words(typed), base, fixed, t, named.words(both))
    set_props(FORM.field("version"), {"value": str(newest.version)})
    if found:
        who = _last_changed_by(services, context, newest)
        set_props(part_id(FORM, VERSIONS), {"children": side_by_side(FORM, who, found, t)})
    else:  # both users made the same changes
        set_props(part_id(FORM, VERSIONS), {"children": _same(context)})


def _draw_fields(services: Services, context: UiContext, typed: TypedProfile, newest: Profile) -> None:
    fields = frame.fields_of(FORM, services, context, typed, before=newest.owners, exclude=newest.id)
    set_props(part_id(FORM, frame.FIELDS), {"children": fields})


def _last_changed_by(services: Services, context: UiContext, profile: Profile) -> str:
    lines = services.audit.of_profile(context.viewer(), profile.id, limit=1).items
    return lines[0].actor if lines else ""


def _gone(context: UiContext) -> Component:
    t = context.words()
    return html.Section(
        [
            html.Strong([icon("exclamation-triangle-fill"), " ", t("Somebody has deleted this profile meanwhile.")]),
            html.P(t("What you typed is still here; you can save it as a new profile.")),
        ],
        className="versions is-gone is-deleted alert alert-warning stack gap-1",
        role="alert",
    )


def _same(context: UiContext) -> Component:
    t = context.words()
    words = t("Somebody has saved the very same meanwhile. Nothing is left to save; close this window.")
    return html.Section(html.Strong(words), className="versions is-gone alert alert-warning stack gap-1", role="alert")


def _named(services: Services, context: UiContext, *all_typed: TypedProfile) -> Named:
    names = organization_names(services, {typed.organization for typed in all_typed})
    return Named(services.directory.snapshot, names, context.words())


def _words_in(text: str) -> dict[str, str]:
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return {str(name): str(value) for name, value in found.items()} if isinstance(found, dict) else {}


def _profile_id(text: str) -> int:
    number = _number(text)
    if number < 1:
        raise NotFound("There is no such profile.")
    return number


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 18 else 0  # noqa: PLR2004 - fits 64 bits


DIALOG = FormDialog(FORM, open_edit, submit)
