"""The side column of a profile's page: numbers, addresses, note, the people of an organization. Pure."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from callerid_dash.domain.profiles.profiles import Profile, ProfileKind
from callerid_dash.locales import Translator
from callerid_dash.ui.kit.basics import attrs, button, icon, moment, name_text, number_text, page_link, present
from callerid_dash.ui.kit.dialogs import opens
from callerid_dash.ui.profile.phones import national, phone_list
from callerid_dash.ui.profile.view import ProfileView
from callerid_dash.ui.text.formats import Formats


def profile_aside(view: ProfileView, t: Translator, formats: Formats) -> list[Component]:
    """The sections that this profile has."""
    profile = view.profile
    organization = profile.kind is ProfileKind.ORGANIZATION
    return present(
        _section("phones", t("Phones"), "telephone", phone_list(view, t, formats), _add_phone(view, t)),
        _section("emails", t("E-mail"), "envelope", _emails(profile)) if profile.emails else None,
        _section("note", t("Note"), "sticky", html.P(profile.note, className="note", dir="auto"))
        if profile.note
        else None,
        _people(view, t, formats) if organization else None,
        _dates(profile, t, formats),
    )


def _section(fact: str, title: str, shape: str, body: Component, action: Component | None = None) -> html.Section:
    head = html.Div(present(html.H2([icon(shape), " ", title]), action), className="spread mb-1")
    return html.Section([head, body], className="profile-section", **attrs({"data-fact": fact}))


def _add_phone(view: ProfileView, t: Translator) -> html.Button | None:
    if not view.rights.edit:
        return None
    return button(
        [icon("plus-lg"), " ", t("Add a number")], "section-action text-button", opens("phone", profile=view.profile.id)
    )


def _emails(profile: Profile) -> html.Ul:
    return html.Ul(
        [html.Li(html.A(html.Bdi(mail), href=f"mailto:{mail}")) for mail in profile.emails], className="emails"
    )


def _people(view: ProfileView, t: Translator, formats: Formats) -> html.Section:
    title = t("People (%(count)s)", count=formats.number(view.people_count))
    if not view.people:
        return _section("people", title, "people", html.P(t("Nobody is filed under it yet."), className="nothing"))
    rest = view.people_count - len(view.people)
    entries = [
        html.Li(
            [
                page_link(name_text(person.name), f"/profiles/{person.id}"),
                html.Span(_reach(person, view, t, formats), className="cluster small"),
            ],
            className="profile-person cluster justify-content-between py-1",
            **attrs({"data-profile-id": str(person.id)}),
        )
        for person in view.people
    ]
    more = t.n("and %(n)s more", "and %(n)s more", rest) if rest else None
    body = html.Div(
        present(html.Ul(entries, className="profile-people"), html.P(more, className="nothing") if more else None)
    )
    return _section("people", title, "people", body)


def _reach(person: Profile, view: ProfileView, t: Translator, formats: Formats) -> list[Component | str]:
    phones = [
        (phone, number_text(national(phone, view.dialing, t.language).national, formats)) for phone in person.phones
    ]
    return [html.A(number, href=f"tel:{phone.canonical}") if phone.canonical else number for phone, number in phones]


def _dates(profile: Profile, t: Translator, formats: Formats) -> html.P | None:
    if profile.created_at is None:
        return None
    changed = profile.updated_at if profile.updated_at != profile.created_at else None
    return html.P(
        present(
            html.Span([t("Added"), " ", moment(profile.created_at, formats)]),
            html.Span([t("Changed"), " ", moment(changed, formats)]) if changed else None,
        ),
        className="cluster muted small px-3 py-2",
    )
