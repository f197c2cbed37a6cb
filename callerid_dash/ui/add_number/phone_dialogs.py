"""The dialogs for one number of a profile: `phone` adds or changes it, `phone-remove` asks before removing it.

A number is identified by its raw text and extension, not by its position, which another user's save may change. The
form is stale only when that number itself has changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from dash import Dash, html

from callerid_dash.domain.errors import InvalidInput, NotFound, Stale
from callerid_dash.domain.profiles.profiles import PhoneDraft, PhoneKind, Profile, ProfilePhone
from callerid_dash.domain.users import Action
from callerid_dash.locales import Translator
from callerid_dash.services.profiles.changes import ProfileChanges, draft_of, is_draft_of
from callerid_dash.services.profiles.profiles import Saved
from callerid_dash.services.services import Services
from callerid_dash.services.shared.authority import authorize
from callerid_dash.services.shared.paging import storable
from callerid_dash.ui.kit.answers import close_dialog, say
from callerid_dash.ui.kit.basics import name_text, number_text, present
from callerid_dash.ui.kit.context import UiContext
from callerid_dash.ui.kit.dialogs import Arguments, Dialog, Opener, cancel_button
from callerid_dash.ui.kit.fields import choice_field, fields_row, fixed_field, general_error, switch_field, text_field
from callerid_dash.ui.kit.forms import Form, Values
from callerid_dash.ui.profile_form.frame import say_saved
from callerid_dash.ui.words.phones import phone_kind_words

_EDIT, _REMOVE = Form("phone"), Form("phone-remove")


def register(app: Dash, services: Services, context: UiContext) -> None:
    """Add the callbacks of both forms."""

    def save(_do: str, values: Values) -> None:
        say_saved(_save(services, context, values), context)

    def remove(_do: str, values: Values) -> None:
        profile, phone = _meant(services, values)
        left = tuple(each for each in draft_of(profile).phones if not is_draft_of(each, phone))
        changes = ProfileChanges(phones=left)
        services.profiles.update(profile.id, profile.version, changes, context.viewer())
        t = context.words()
        close_dialog()
        say(t("Removed %(number)s", number=context.formats().digits(phone.raw)), t)

    _EDIT.register(app, context, save)
    _REMOVE.register(app, context, remove)


def opener(services: Services, context: UiContext, arguments: Arguments) -> Dialog:
    """The form of a new number, or with `position` of the number at that position."""
    profile = _profile(services, context, arguments)
    phone = _at(profile, arguments["position"]) if arguments.get("position") else None
    return phone_dialog(profile, phone, context.words())


def removal_opener(services: Services, context: UiContext, arguments: Arguments) -> Dialog:
    """The question before a number is removed."""
    profile = _profile(services, context, arguments)
    phone = _at(profile, arguments.get("position", ""))
    return removal_dialog(profile, phone, context)


OPENERS: Mapping[str, Opener] = {"phone": opener, "phone-remove": removal_opener}


def phone_dialog(profile: Profile, phone: ProfilePhone | None, t: Translator) -> Dialog:
    """The form of a number, empty for a new one."""
    shown = phone or ProfilePhone(0, "", None)
    kinds = [(kind.value, phone_kind_words(kind, t)) for kind in PhoneKind]
    guess = [] if phone else [("", t("As the number says"))]
    body = [
        general_error(_EDIT),
        *_fixed(_EDIT, profile, phone),
        text_field(
            _EDIT,
            "number",
            t("Number"),
            shown.raw,
            required=True,
            kind="tel",
            direction="ltr",
            autofocus=True,
            help_text=t("In any spelling; it is kept as you write it."),
        ),
        fields_row(
            choice_field(_EDIT, "kind", t("Kind"), [*guess, *kinds], shown.kind.value if phone else ""),
            text_field(_EDIT, "extension", t("Extension"), shown.extension, direction="ltr"),
        ),
        text_field(_EDIT, "label", t("Label"), shown.label, help_text=t("Such as reception, home or weekends only")),
        switch_field(_EDIT, "preferred", t("The default number of its kind"), shown.preferred),
    ]
    title = t("Edit number") if phone else t("Add a number")
    footer = [cancel_button(t), _EDIT.button("save", t("Save"), primary=True)]
    return Dialog(title, list(body), list(footer), form=_EDIT.name)


def removal_dialog(profile: Profile, phone: ProfilePhone, context: UiContext) -> Dialog:
    """The question that names the number to be removed and the consequences."""
    t, formats = context.words(), context.formats()
    extension = t("ext. %(extension)s", extension=formats.digits(phone.extension)) if phone.extension else None
    named = present(number_text(phone.raw, formats), extension, name_text(profile.name))
    matched = [each.canonical for each in profile.phones if each.identity != phone.identity]
    follows = t("New calls of this number will no longer be shown under this profile. Its history stays.")
    body = [
        general_error(_REMOVE),
        *_fixed(_REMOVE, profile, phone),
        html.P([part for each in named for part in (each, " · ")][:-1], className="goes fw-semibold"),
        *([html.P(follows)] if phone.canonical and phone.canonical not in matched else []),
    ]
    footer = [cancel_button(t), _REMOVE.button("remove", t("Remove the number"), danger=True)]
    return Dialog(t("Remove this number?"), list(body), list(footer), form=_REMOVE.name)


def _save(services: Services, context: UiContext, values: Values) -> Saved:
    viewer = context.viewer()
    draft = PhoneDraft(
        _text(values, "number"),
        _kind(_text(values, "kind")),
        _text(values, "label"),
        values.get("preferred") is True,
        _text(values, "extension"),
    )
    if not draft.number.strip():
        raise InvalidInput("A number is needed.", "number")
    if not _text(values, "before"):
        return services.profiles.add_phone(_id(values), draft, viewer)
    profile, phone = _meant(services, values)
    phones = tuple(draft if is_draft_of(each, phone) else each for each in draft_of(profile).phones)
    try:
        return services.profiles.update(profile.id, profile.version, ProfileChanges(phones=phones), viewer)
    except InvalidInput as error:
        raise error.at((error.field or "").rpartition(".")[2]) from error


def _meant(services: Services, values: Values) -> tuple[Profile, ProfilePhone]:
    """The current profile and the number that the form was opened for. Raises NotFound or Stale."""
    profile = services.profiles.get(_id(values))
    for phone in profile.phones:
        if phone.raw == _text(values, "before") and _state(phone) == _text(values, "state"):
            return profile, phone
    raise Stale("Somebody else has changed this number meanwhile. Look at it again before you save.")


def _fixed(form: Form, profile: Profile, phone: ProfilePhone | None) -> list[html.Div]:
    """Hidden fields that identify the profile and number that the form was opened for."""
    given = {"profile": str(profile.id)}
    if phone:
        given |= {"before": phone.raw, "state": _state(phone)}
    return [html.Div(fixed_field(form, name, value), hidden="hidden") for name, value in given.items()]


def _state(phone: ProfilePhone) -> str:
    """All changeable parts of a number as one text, for comparison."""
    return repr(replace(phone, id=0, canonical=None))


def _profile(services: Services, context: UiContext, arguments: Arguments) -> Profile:
    authorize(context.viewer(), Action.EDIT_PROFILES)
    return services.profiles.get(_whole(arguments.get("profile", "")))


def _at(profile: Profile, position: str) -> ProfilePhone:
    place = _whole(position)
    if place >= len(profile.phones):
        raise NotFound("This number is not on the profile any more.")
    return profile.phones[place]


def _id(values: Values) -> int:
    return _whole(_text(values, "profile"))


def _whole(text: str) -> int:
    value = int(text) if text.isascii() and text.isdecimal() and len(text) < 12 else -1  # noqa: PLR2004
    if value < 0 or not storable(value):
        raise NotFound("There is no such profile.")
    return value


def _kind(text: str) -> PhoneKind | None:
    if text and text not in set(PhoneKind):
        raise InvalidInput("There is no such thing.", "kind")
    return PhoneKind(text) if text else None


def _text(values: Values, name: str) -> str:
    value = values.get(name)
    return value if isinstance(value, str) else ""
