"""The header of a profile's page: name, owners and actions. Pure; drawn by kit/tree.js."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from callerid_dash.domain.profiles.profiles import Profile, ProfileKind
from callerid_dash.locales import Translator
from callerid_dash.ui.kit.basics import attrs, button, hidden, icon, name_text, page_link, popover, present
from callerid_dash.ui.kit.dialogs import opens
from callerid_dash.ui.profile.phones import national
from callerid_dash.ui.profile.view import ProfileView
from callerid_dash.ui.text.colors import paint
from callerid_dash.ui.text.formats import Formats
from callerid_dash.ui.words.owners import owner_badges
from callerid_dash.ui.words.records import record_kind_icon, record_kind_words

NEW_RECORD = "new-record"
"""The id of the list of record kinds."""


def profile_head(view: ProfileView, t: Translator, formats: Formats) -> html.Header:
    """Name, kind, color, category, owners, and the actions that the viewer may perform."""
    profile = view.profile
    person = profile.kind is ProfileKind.PERSON
    return html.Header(
        [
            html.Span(icon("person-fill" if person else "building-fill"), className="avatar disc"),
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
    person = profile.kind is ProfileKind.PERSON
    path = " › ".join(node.title for node in view.path)
    return present(
        html.Span(
            [icon("person" if person else "building"), " ", t("Person") if person else t("Organization")],
            className="fact",
        ),
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
    number = formats.digits(national(phone, view.dialing, t.language).national)
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
