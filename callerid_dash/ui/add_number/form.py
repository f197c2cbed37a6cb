"""The two steps of the dialog `add-number`: find the profile, then check before saving.

Pure; `ui/add_number/dialogs.py` holds the callbacks between the steps.
"""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from callerid_dash.domain.profiles.numbering import describe, guess_phone_kind
from callerid_dash.domain.profiles.profiles import PhoneKind, Profile
from callerid_dash.locales import Translator
from callerid_dash.services.shared.directory import Snapshot
from callerid_dash.ui.kit.basics import attrs, button, hidden, icon, name_text, number_text, present
from callerid_dash.ui.kit.context import UiContext
from callerid_dash.ui.kit.dialogs import opens
from callerid_dash.ui.kit.fields import choice_field, fields_row, fixed_field, general_error, text_field
from callerid_dash.ui.kit.forms import Form
from callerid_dash.ui.profile_form.caller_asked import AskedCaller
from callerid_dash.ui.profiles.hits import hit_list, hit_parts, national
from callerid_dash.ui.words.phones import PHONE_SHAPES, phone_kind_words

FORM = Form("add-number")


def caller_line(caller: AskedCaller, context: UiContext) -> html.Div:
    """The caller whose number is added."""
    described = describe(caller.number, context.dialing, context.language())
    place = " · ".join(part for part in (described.place, described.operator) if part)
    return html.Div(
        present(
            html.Span(icon("telephone-plus"), className="add-mark"),
            html.Strong(number_text(caller.written, context.formats())),
            html.Span(name_text(place), className="muted small") if place else None,
            html.Span(name_text(caller.network_name), className="muted small") if caller.network_name else None,
        ),
        className="add-caller cluster",
    )


def found(
    profiles: Sequence[Profile], similar: int, query: str, caller: AskedCaller, directory: Snapshot, context: UiContext
) -> list[Component]:
    """The hits of a search; the last `similar` match only approximately. Without hits, what to do instead."""
    t = context.words()
    if not query:
        return [html.P(t("Type a part of a name, an organization or a number."), className="nothing")]
    if not profiles:
        return [_nothing_found(caller, t)]
    count = t.n("%(n)s profile", "%(n)s profiles", len(profiles))
    return [
        html.P(count, className="visually-hidden", role="status"),
        hit_list([_hit(profile, directory, context, t) for profile in profiles], similar, t),
    ]


def _hit(profile: Profile, directory: Snapshot, context: UiContext, t: Translator) -> html.Li:
    choose = html.Span(
        [icon("check2"), html.Span(t("Select and close"))], className="hit-choose btn btn-quiet btn-sm flex-shrink-0"
    )
    return html.Li(
        button(
            [*hit_parts(profile, directory, context), choose],
            "hit",
            {"data-hit": str(profile.id)},
            id={"add-number": profile.id},
            n_clicks=0,
        )
    )


def _nothing_found(caller: AskedCaller, t: Translator) -> html.Div:
    return html.Div(
        [
            html.P(t("No profile is called so or has such a number."), role="status"),
            html.Div(save_instead(t, call=caller.call, number=caller.written), className="hits-instead buttons mt-2"),
        ],
        className="nothing",
    )


def save_instead(t: Translator, **caller: str) -> list[Component]:
    """The two buttons that save the caller as a new profile."""
    given = {name: value for name, value in caller.items() if value}
    kinds = {
        "person": ("person-plus", t("Save as person")),
        "organization": ("building-add", t("Save as organization")),
    }
    return [
        button([icon(shape), " ", words], "btn btn-quiet btn-sm", opens("profile-new", kind=kind, **given))
        for kind, (shape, words) in kinds.items()
    ]


def confirmation(
    profile: Profile, caller: AskedCaller, past_calls: int, directory: Snapshot, context: UiContext
) -> list[Component]:
    """The profile with the number added, marked as not saved yet, and notes about the number."""
    t = context.words()
    head = html.Div(hit_parts(profile, directory, context), className="add-profile")
    if is_on(profile, caller):
        return [
            head,
            _numbers(profile, None, context),
            html.P(t("This number is already on the profile."), role="status"),
        ]
    kinds = [(kind.value, phone_kind_words(kind, t)) for kind in PhoneKind]
    return present(
        head,
        _numbers(profile, caller, context),
        fields_row(
            choice_field(FORM, "kind", t("Kind"), kinds, guess_phone_kind(caller.number).value),
            text_field(FORM, "label", t("Label"), placeholder=t("For example: office, assistant"), autofocus=True),
        ),
        html.P([icon("clock-history"), " ", _past(past_calls, context)], className="add-past muted")
        if past_calls
        else None,
        general_error(FORM),
        fixed_field(FORM, "call", caller.call),
        fixed_field(FORM, "number", caller.number.raw),
        fixed_field(FORM, "profile", str(profile.id)),
    )


def is_on(profile: Profile, caller: AskedCaller) -> bool:
    """Whether the profile already has this number."""
    number = caller.number
    if number.canonical is None:
        return any(phone.raw == number.raw for phone in profile.phones)
    same = [phone for phone in profile.phones if phone.canonical == number.canonical]
    return any(phone.extension == (number.extension or "") for phone in same)


def buttons(profile: Profile, caller: AskedCaller, t: Translator) -> list[Component]:
    """The buttons of the second step besides Cancel."""
    again = button(
        [icon("arrow-counterclockwise"), " ", t("Search again")],
        "btn btn-quiet me-auto add-again",
        {"data-search-again": ""},
    )
    return [again] if is_on(profile, caller) else [again, FORM.button("save", t("Save"), primary=True)]


def _past(calls: int, context: UiContext) -> str:
    return context.words().n(
        "%(n)s call of this number will be shown under this profile.",
        "%(n)s calls of this number will be shown under this profile.",
        calls,
    )


def _numbers(profile: Profile, new: AskedCaller | None, context: UiContext) -> html.Ul:
    t, formats = context.words(), context.formats()
    lines = [
        html.Li(
            present(
                _shape(phone.kind, t),
                number_text(national(phone, context.dialing, t.language), formats),
                html.Span(t("ext. %(extension)s", extension=formats.digits(phone.extension)))
                if phone.extension
                else None,
                html.Span(name_text(phone.label), className="phone-label badge") if phone.label else None,
            )
        )
        for phone in profile.phones
    ]
    if new:
        badge = html.Span(t("not saved yet"), className="add-unsaved badge rounded-pill")
        shape = _shape(guess_phone_kind(new.number), t)
        lines.append(html.Li([shape, number_text(new.written, formats), badge], className="add-new"))
    return html.Ul(lines, className="add-phones stack gap-1", **attrs({"aria-label": t("Phones")}))


def _shape(kind: PhoneKind, t: Translator) -> html.Span:
    words = phone_kind_words(kind, t)
    return html.Span([icon(PHONE_SHAPES[kind]), hidden(words)], title=words)
