"""A profile to read: who it is, who answers for it, how to reach it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dash import html
from dash.development.base_component import Component

from callerid_dash.domain.errors import NotFound
from callerid_dash.domain.numbering import describe
from callerid_dash.domain.profiles import Holder, PhoneKind, Profile, ProfileKind, ProfilePhone
from callerid_dash.locales import Translator
from callerid_dash.services.directory import Snapshot
from callerid_dash.services.suite import Services
from callerid_dash.ui.colors import paint
from callerid_dash.ui.components.basics import attrs, hidden, icon, name_text, number_text, present
from callerid_dash.ui.components.holders import shared_mark
from callerid_dash.ui.components.owners import owner_badges
from callerid_dash.ui.context import UiContext
from callerid_dash.ui.pages import missing


def layout(services: Services, context: UiContext, profile_id: int) -> Component:
    """The page of one profile, or that there is none."""
    try:
        profile = services.profiles.get(profile_id)
    except NotFound:
        return missing.no_profile(context.words())
    return sheet(profile, services.directory.snapshot, services.profiles.shared_numbers(profile), context)


def sheet(
    profile: Profile, directory: Snapshot, shared: Mapping[str, Sequence[Holder]], context: UiContext
) -> html.Article:
    """Everything that is known of the profile; `shared` names the other holders of each number that has any."""
    t = context.words()
    return html.Article(
        present(
            _head(profile, directory, t),
            _section(t("Phones"), "telephone", _phones(profile, shared, context, t)),
            _section(t("E-mail"), "envelope", _emails(profile)),
            _section(t("Note"), "sticky", html.P(profile.note, className="note", dir="auto") if profile.note else None),
        ),
        className="profile",
        style=paint(profile.color.hex) if profile.color else None,
        **attrs({"data-profile-id": str(profile.id)}),
    )


def _head(profile: Profile, directory: Snapshot, t: Translator) -> html.Header:
    person = profile.kind is ProfileKind.PERSON
    kind = t("Person") if person else t("Organization")
    path = directory.category_path(profile.category.id) if profile.category else []
    facts = present(
        html.Span([icon("person" if person else "building"), " ", kind], className="fact"),
        html.Span(
            [icon("folder2"), hidden(t("Category")), " ", name_text(" › ".join(node.title for node in path))],
            className="fact",
        )
        if path
        else None,
        html.Span(
            [html.Span(className="swatch"), " ", name_text(profile.color.title)],
            className="fact",
            title=profile.color.description or None,
        )
        if profile.color
        else None,
    )
    return html.Header(
        present(
            html.Span(icon("person-fill" if person else "building-fill"), className="avatar"),
            html.Div(
                present(
                    _organization(profile),
                    html.H1(name_text(profile.name)),
                    html.P(name_text(profile.trademark), className="trademark") if profile.trademark else None,
                    html.Div(facts, className="profile-facts"),
                    owner_badges(profile.owners, t),
                ),
                className="profile-head-text",
            ),
        ),
        className="profile-head",
    )


def _organization(profile: Profile) -> html.P | None:
    if not profile.organization:
        return None
    name: Component = name_text(profile.organization)
    if profile.organization_id is not None:
        name = html.A(name, href=f"/profiles/{profile.organization_id}", **attrs({"data-nav": "true"}))
    return html.P(name, className="profile-org")


def _section(title: str, shape: str, body: Component | None) -> html.Section | None:
    if body is None:
        return None
    return html.Section([html.H2([icon(shape), " ", title]), body], className="profile-section")


def _emails(profile: Profile) -> html.Ul | None:
    if not profile.emails:
        return None
    return html.Ul([html.Li(html.A(html.Bdi(mail), href=f"mailto:{mail}")) for mail in profile.emails])


def _phones(
    profile: Profile, shared: Mapping[str, Sequence[Holder]], context: UiContext, t: Translator
) -> html.Ul | html.P:
    if not profile.phones:
        return html.P(t("No phone number yet."), className="nothing")
    return html.Ul(
        [_phone(phone, shared.get(phone.canonical or "", ()), context, t) for phone in profile.phones],
        className="phones",
    )


def _phone(phone: ProfilePhone, others: Sequence[Holder], context: UiContext, t: Translator) -> html.Li:
    formats = context.formats()
    described = describe(phone.canonical, context.dialing, t.language) if phone.canonical else None
    national = described.national if described else phone.raw
    place = " · ".join(part for part in (described.place, described.operator) if part) if described else ""
    shape, words = {
        PhoneKind.MOBILE: ("phone", t("Mobile")),
        PhoneKind.LANDLINE: ("telephone", t("Landline")),
        PhoneKind.FAX: ("printer", t("Fax")),
        PhoneKind.OTHER: ("hash", t("Other number")),
    }[phone.kind]
    number: Component = number_text(national, formats)
    if phone.canonical:
        number = html.A(number, href=f"tel:{phone.canonical}", title=t("Call"))
    return html.Li(
        present(
            html.Span([icon(shape), hidden(words)], className="phone-kind", title=words),
            number,
            shared_mark(f"shared-{phone.id}", others, len(others), t, formats),
            html.Span(t("ext. %(extension)s", extension=formats.digits(phone.extension))) if phone.extension else None,
            html.Span(name_text(phone.label), className="phone-label") if phone.label else None,
            html.Span(name_text(place), className="call-place") if place else None,
            html.Span(t("no valid number"), className="phone-invalid") if not phone.canonical else None,
        ),
        className="phone",
    )
