"""The header and the side column of a profile's page. Pure; drawn by kit/tree.js."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from callerid_dash.domain.profiles.numbering import describe_phone
from callerid_dash.domain.profiles.profiles import Profile, ProfileKind
from callerid_dash.locales import Translator
from callerid_dash.ui.kit.basics import (
    Part,
    attrs,
    button,
    hidden,
    icon,
    name_text,
    number_text,
    page_link,
    popover,
    present,
)
from callerid_dash.ui.kit.dialogs import opens
from callerid_dash.ui.kit.moments import moment
from callerid_dash.ui.profile.phones import phone_list
from callerid_dash.ui.profile.view import ProfileView
from callerid_dash.ui.text.colors import paint
from callerid_dash.ui.text.formats import Formats
from callerid_dash.ui.words.owners import owner_badges
from callerid_dash.ui.words.profiles import KIND_SHAPES, profile_kind_words
from callerid_dash.ui.words.records import record_kind_icon, record_kind_words

NEW_RECORD = "new-record"
"""The id of the list of record kinds."""


def profile_head(view: ProfileView, t: Translator, formats: Formats) -> html.Header:
    """Name, kind, color, category, owners, and the actions that the viewer may perform."""
    profile = view.profile
    return html.Header(
        [
            html.Span(icon(f"{KIND_SHAPES[profile.kind]}-fill"), className="avatar disc"),
            html.Div(
                present(
                    _organization(profile),
                    html.H1(name_text(profile.name)),
                    *(html.P(name_text(text), className="muted") for text in profile.beneath_name()),
                    html.Div(_facts(view, t), className="cluster muted"),
                    owner_badges(profile.owners, t),
                ),
                className="d-grid gap-1 text-break",
            ),
            html.Div(_actions(view, t, formats), className="profile-actions buttons"),
        ],
        className="profile-head",
        style=paint(profile.color.hex) if profile.color else {},
    )


def _organization(profile: Profile) -> html.P | None:
    if not profile.organization:
        return None
    name: Component = name_text(profile.organization)
    if profile.organization_id is not None:
        name = page_link(name, f"/profiles/{profile.organization_id}")
    return html.P([icon("building"), " ", name], className="profile-org muted")


def _facts(view: ProfileView, t: Translator) -> list[Component]:
    profile = view.profile
    kind: list[Part] = [icon(KIND_SHAPES[profile.kind]), " ", profile_kind_words(t)[profile.kind]]
    path = " › ".join(node.title for node in view.path)
    return present(
        html.Span(kind, className="fact"),
        html.Span([icon("folder2"), hidden(t("Category")), " ", name_text(path)], className="fact") if path else None,
        html.Span(
            [html.Span(className="swatch"), hidden(t("Color")), " ", name_text(profile.color.title)],
            className="fact",
            title=profile.color.description or None,
        )
        if profile.color
        else None,
        html.Span(
            [icon("incognito"), " ", t("Anonymous contact")],
            className="fact anonymous-mark caution",
            title=t("Made by itself from an unknown caller. Edit it to say who it is."),
        )
        if profile.anonymous
        else None,
    )


def _actions(view: ProfileView, t: Translator, formats: Formats) -> list[Component]:
    key, rights = view.profile.id, view.rights
    return present(
        _call(view, t, formats),
        _new_record(view, t) if rights.record and view.kinds else None,
        _action("pencil", t("Edit"), opens("profile-edit", profile=key)) if rights.edit else None,
        _action("intersect", t("Merge…"), opens("merge", profiles=key)) if rights.merge else None,
        _action("trash", t("Delete"), opens("profile-delete", profile=key), quiet=True) if rights.delete else None,
    )


def _call(view: ProfileView, t: Translator, formats: Formats) -> html.A | None:
    phone = view.default_phone
    if phone is None:
        return None
    number = formats.digits(describe_phone(phone, view.dialing, t.language).national)
    return html.A(
        [icon("telephone-outbound"), html.Span(t("Call"))],
        href=f"tel:{phone.canonical}",
        className="btn btn-primary action",
        title=t("Call %(number)s", number=number),
    )


def _action(shape: str, words: str, opener: dict[str, str], *, quiet: bool = False) -> html.Button:
    return button(
        [icon(shape), html.Span(words)], "btn btn-quiet action is-danger" if quiet else "btn btn-quiet action", opener
    )


def _new_record(view: ProfileView, t: Translator) -> html.Div:
    entries = [
        html.Li(
            html.Button(
                [icon(record_kind_icon(kind)), record_kind_words(kind, t)],
                type="button",
                **attrs(opens("record", profile=view.profile.id, kind=kind.id)),
            )
        )
        for kind in view.kinds
    ]
    return html.Div(
        [
            button(
                [icon("plus-lg"), html.Span(t("New record"))],
                "btn btn-quiet action",
                {"data-popover-target": NEW_RECORD},
            ),
            popover(NEW_RECORD, [html.Ul(entries, className="menu in-columns")], t("New record")),
        ],
    )


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
    shown: list[Component | str] = []
    for phone in person.phones:
        number = number_text(describe_phone(phone, view.dialing, t.language).national, formats)
        shown.append(html.A(number, href=f"tel:{phone.canonical}") if phone.canonical else number)
    return shown


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
