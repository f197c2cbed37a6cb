"""A profile's numbers and the actions for each. Pure; drawn by assets/kit/tree.js."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from callerid_dash.domain.numbers.phones import Dialing, NumberKind, parse_number
from callerid_dash.domain.profiles.numbering import NumberDescription, describe
from callerid_dash.domain.profiles.profiles import Holder, ProfilePhone
from callerid_dash.locales import Translator
from callerid_dash.ui.calls.holders import shared_mark
from callerid_dash.ui.kit.basics import attrs, hidden, icon, icon_button, name_text, number_text, popover, present
from callerid_dash.ui.kit.dialogs import opens
from callerid_dash.ui.kit.ids import PROFILE_ASKED
from callerid_dash.ui.kit.scripted import asks
from callerid_dash.ui.profile.view import ProfileView
from callerid_dash.ui.text.formats import Formats
from callerid_dash.ui.words.phones import PHONE_SHAPES, phone_kind_words


def national(phone: ProfilePhone, dialing: Dialing, language: str) -> NumberDescription:
    """The number in national format; an invalid one as its raw text."""
    return describe(phone.canonical, dialing, language) if phone.canonical else NumberDescription(phone.raw)


def phone_list(view: ProfileView, t: Translator, formats: Formats) -> html.Ul | html.P:
    """All numbers in order, or a notice that there is none."""
    phones = view.profile.phones
    if not phones:
        return html.P(t("No phone number yet."), className="nothing")
    return html.Ul([_phone(view, place, t, formats) for place in range(len(phones))], className="phones")


def _phone(view: ProfileView, place: int, t: Translator, formats: Formats) -> html.Li:
    phone = view.profile.phones[place]
    others = view.shared.get(phone.canonical or "", ())
    words = phone_kind_words(phone.kind, t)
    return html.Li(
        present(
            html.Span([icon(PHONE_SHAPES[phone.kind]), hidden(words)], className="muted text-center", title=words),
            html.Div(_number(view, phone, place, others, t, formats), className="phone-text cluster"),
            _menu(view, phone, place, t, formats) if view.rights.edit else None,
        ),
        className="phone",
        **attrs({"data-fact": str(place), "data-phone": phone.raw}),
    )


def _number(
    view: ProfileView,
    phone: ProfilePhone,
    place: int,
    others: Sequence[Holder],
    t: Translator,
    formats: Formats,
) -> list[Component]:
    described = national(phone, view.dialing, t.language)
    where = " · ".join(part for part in (described.place, described.operator) if part)
    number: Component = html.Bdi(phone.raw, dir="auto", className="number")  # the raw text, digits included
    if phone.canonical:
        number = html.A(number_text(described.national, formats), href=f"tel:{phone.canonical}", title=t("Call"))
    return present(
        number,
        shared_mark(f"shared-{place}", others, len(others), t, formats),
        html.Span(t("ext. %(extension)s", extension=formats.digits(phone.extension))) if phone.extension else None,
        html.Span(
            [icon("star-fill"), " ", t("Default")],
            className="phone-default muted small",
            title=t("The default number of its kind"),
        )
        if phone.preferred
        else None,
        html.Span(name_text(phone.label), className="phone-label badge") if phone.label else None,
        html.Span(name_text(where), className="call-place") if where else None,
        _invalid(phone, view.dialing, t),
    )


def _invalid(phone: ProfilePhone, dialing: Dialing, t: Translator) -> html.Span | None:
    """A notice that the number is in no numbering plan, and what that means for calls."""
    if phone.canonical and parse_number(phone.canonical, dialing).kind is not NumberKind.INVALID:
        return None
    exactly = t("No numbering plan knows it; a call from exactly these digits is matched to it.")
    nothing = t("Kept as it was written; no call can be matched to it.")
    return html.Span(
        [icon("exclamation-circle"), " ", t("not a valid number")],
        className="wrong small",
        title=exactly if phone.canonical else nothing,
    )


def _menu(view: ProfileView, phone: ProfilePhone, place: int, t: Translator, formats: Formats) -> html.Div:
    key, anchor = view.profile.id, f"phone-menu-{place}"
    title = t("What to do with %(number)s", number=formats.digits(phone.raw))
    make_default = asks(PROFILE_ASKED, do="phone-default", profile=key, number=phone.raw, extension=phone.extension)
    entries = present(
        _entry("pencil", t("Edit number"), opens("phone", profile=key, position=place)),
        _entry("star", t("Make it the default"), make_default) if not phone.preferred else None,
        _entry("trash", t("Remove…"), opens("phone-remove", profile=key, position=place)),
    )
    return html.Div(
        [
            icon_button("three-dots-vertical", title, {"data-popover-target": anchor}, "tool phone-more"),
            popover(anchor, [html.Ul(entries, className="menu")], title),
        ],
        className="phone-actions",
    )


def _entry(shape: str, words: str, does: dict[str, str]) -> html.Li:
    return html.Li(html.Button([icon(shape), words], type="button", **attrs(does)))
