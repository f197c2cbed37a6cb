"""The dialogs for one number of a profile: `phone` adds or changes it, `phone-remove` asks before removing it.

A number is identified by its raw text and extension, not by its position, which another user's save may change. The
form is stale only when that number itself has changed.
"""

from __future__ import annotations

from dataclasses import replace

from dash import html

from callerid_dash.domain.errors import InvalidInput, NotFound, Stale
from callerid_dash.domain.profiles.profiles import PhoneDraft, PhoneKind, Profile, ProfilePhone
from callerid_dash.domain.users import Action, User
from callerid_dash.locales import Translator
from callerid_dash.services.profiles.changes import ProfileChanges, draft_of, is_draft_of
from callerid_dash.services.profiles.profiles import Saved
from callerid_dash.services.services import Services
from callerid_dash.services.shared.authority import authorize
from callerid_dash.ui.kit.answers import done
from callerid_dash.ui.kit.basics import name_text, number_text, present
from callerid_dash.ui.kit.context import UiContext
from callerid_dash.ui.kit.dialogs import Arguments, Dialog
from callerid_dash.ui.kit.fields import choice_field, fields_row, switch_field, text_field
from callerid_dash.ui.kit.form_dialogs import FormDialog, form_dialog
from callerid_dash.ui.kit.forms import Form, Values
from callerid_dash.ui.kit.sent import id_of, text_of
from callerid_dash.ui.profile_form.frame import say_saved
from callerid_dash.ui.words.phones import phone_kind_words

_EDIT, _REMOVE = Form("phone"), Form("phone-remove")


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


def phone_dialog(profile: Profile, phone: ProfilePhone | None, t: Translator) -> Dialog:
    """The form of a number, empty for a new one."""
    shown = phone or ProfilePhone(0, "", None)
    kinds = [(kind.value, phone_kind_words(kind, t)) for kind in PhoneKind]
    guess = [] if phone else [("", t("As the number says"))]
    number = text_field(
        _EDIT,
        "number",
        t("Number"),
        shown.raw,
        required=True,
        kind="tel",
        direction="ltr",
        autofocus=True,
        help_text=t("In any spelling; it is kept as you write it."),
    )
    body = [
        number,
        fields_row(
            choice_field(_EDIT, "kind", t("Kind"), [*guess, *kinds], shown.kind.value if phone else ""),
            text_field(_EDIT, "extension", t("Extension"), shown.extension, direction="ltr"),
        ),
        text_field(_EDIT, "label", t("Label"), shown.label, help_text=t("Such as reception, home or weekends only")),
        switch_field(_EDIT, "preferred", t("The default number of its kind"), shown.preferred),
    ]
    title = t("Edit number") if phone else t("Add a number")
    return form_dialog(_EDIT, title, body, t, fixed=_fixed(profile, phone))


def removal_dialog(profile: Profile, phone: ProfilePhone, context: UiContext) -> Dialog:
    """The question that names the number to be removed and the consequences."""
    t, formats = context.words(), context.formats()
    extension = t("ext. %(extension)s", extension=formats.digits(phone.extension)) if phone.extension else None
    named = present(number_text(phone.raw, formats), extension, name_text(profile.name))
    matched = [each.canonical for each in profile.phones if each.identity != phone.identity]
    follows = t("New calls of this number will no longer be shown under this profile. Its history stays.")
    lost = phone.canonical and phone.canonical not in matched
    body = [
        html.P([part for each in named for part in (each, " · ")][:-1], className="goes fw-semibold"),
        html.P(follows) if lost else None,
    ]
    return form_dialog(
        _REMOVE,
        t("Remove this number?"),
        body,
        t,
        do="remove",
        words=t("Remove the number"),
        danger=True,
        fixed=_fixed(profile, phone),
    )


def _save(services: Services, context: UiContext, _do: str, values: Values) -> None:
    say_saved(_saved(services, context.viewer(), values), context)


def _saved(services: Services, viewer: User, values: Values) -> Saved:
    draft = PhoneDraft(
        text_of(values, "number"),
        _kind(text_of(values, "kind")),
        text_of(values, "label"),
        values.get("preferred") is True,
        text_of(values, "extension"),
    )
    if not draft.number.strip():
        raise InvalidInput("A number is needed.", "number")
    if not text_of(values, "before"):
        return services.profiles.add_phone(_profile_id(values.get("profile")), draft, viewer)
    profile, phone = _meant(services, values)
    phones = tuple(draft if is_draft_of(each, phone) else each for each in draft_of(profile).phones)
    try:
        return services.profiles.update(profile.id, profile.version, ProfileChanges(phones=phones), viewer)
    except InvalidInput as error:
        raise error.at((error.field or "").rpartition(".")[2]) from error


def _remove(services: Services, context: UiContext, _do: str, values: Values) -> None:
    t, (profile, phone) = context.words(), _meant(services, values)
    left = tuple(each for each in draft_of(profile).phones if not is_draft_of(each, phone))
    services.profiles.update(profile.id, profile.version, ProfileChanges(phones=left), context.viewer())
    done(t("Removed %(number)s", number=context.formats().digits(phone.raw)), t)


def _meant(services: Services, values: Values) -> tuple[Profile, ProfilePhone]:
    """The current profile and the number that the form was opened for. Raises NotFound or Stale."""
    profile = services.profiles.get(_profile_id(values.get("profile")))
    for phone in profile.phones:
        if phone.raw == text_of(values, "before") and _state(phone) == text_of(values, "state"):
            return profile, phone
    raise Stale("Somebody else has changed this number meanwhile. Look at it again before you save.")


def _fixed(profile: Profile, phone: ProfilePhone | None) -> dict[str, object]:
    """Hidden values that identify the profile and number that the form was opened for."""
    return {"profile": profile.id} | ({"before": phone.raw, "state": _state(phone)} if phone else {})


def _state(phone: ProfilePhone) -> str:
    """All changeable parts of a number as one text, for comparison."""
    return repr(replace(phone, id=0, canonical=None))


def _profile(services: Services, context: UiContext, arguments: Arguments) -> Profile:
    authorize(context.viewer(), Action.EDIT_PROFILES)
    return services.profiles.get(_profile_id(arguments.get("profile")))


def _at(profile: Profile, position: str) -> ProfilePhone:
    place = id_of(position)
    if place >= len(profile.phones):
        raise NotFound("This number is not on the profile any more.")
    return profile.phones[place]


def _profile_id(given: object) -> int:
    return id_of(given, NotFound("There is no such profile."))


def _kind(text: str) -> PhoneKind | None:
    if text and text not in set(PhoneKind):
        raise InvalidInput("There is no such thing.", "kind")
    return PhoneKind(text) if text else None


DIALOGS = (FormDialog(_EDIT, opener, _save), FormDialog(_REMOVE, removal_opener, _remove))
