"""The hits of a search for profiles: one line each, easy to tell apart. The caller decides what a hit does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from callerid_dash.domain.numbers.phones import Dialing
from callerid_dash.domain.profiles.numbering import describe
from callerid_dash.domain.profiles.profiles import Profile, ProfileKind, ProfilePhone
from callerid_dash.locales import Translator
from callerid_dash.services.shared.directory import Snapshot
from callerid_dash.ui.kit.basics import hidden, icon, name_text, number_text, present
from callerid_dash.ui.kit.context import UiContext
from callerid_dash.ui.text.colors import paint
from callerid_dash.ui.words.owners import owner_badges

_PHONES = 2
"""The most numbers shown for each hit."""


def hit_parts(profile: Profile, directory: Snapshot, context: UiContext) -> list[Component]:
    """The content of a profile's line: kind, name, organization, category, color, owners, numbers."""
    t = context.words()
    organization = profile.organization if profile.organization != profile.name else ""
    path = directory.category_path(profile.category.id) if profile.category else []
    place = " › ".join(node.title for node in path)
    under = present(
        html.Span(name_text(organization)) if organization else None,
        html.Span(name_text(place)) if place else None,
        html.Span([hidden(t("Color")), " ", name_text(profile.color.title)]) if profile.color else None,
    )
    return present(
        html.Span(className="hit-color", style=paint(profile.color.hex)) if profile.color else None,
        kind_mark(profile.kind, t),
        html.Span(
            present(
                html.Span(profile.name, className="hit-name fw-semibold text-truncate", dir="auto"),
                html.Span(under, className="hit-under d-flex flex-wrap muted small") if under else None,
                owner_badges(profile.owners, t),
            ),
            className="hit-text",
        ),
        html.Span(_phones(profile.phones, context), className="hit-phones") if profile.phones else None,
    )


def hit_list(lines: Sequence[html.Li], similar: int, t: Translator) -> html.Ul:
    """The lines; the last `similar` of them match only approximately and follow a heading that says so."""
    exact = len(lines) - similar
    return html.Ul(present(*lines[:exact], similar_head(t) if similar else None, *lines[exact:]), className="hits")


def similar_head(t: Translator, **more: Any) -> html.Li:
    """The heading of the profiles that match only approximately."""
    look = "similar-head muted small fw-semibold pt-3 px-3"
    return html.Li([icon("magic"), " ", t("Written similarly")], className=look, **more)


def kind_mark(kind: ProfileKind, t: Translator) -> html.Span:
    """The icon of a person or an organization."""
    person = kind is ProfileKind.PERSON
    words = t("Person") if person else t("Organization")
    return html.Span([icon("person" if person else "building"), hidden(words)], className="muted", title=words)


def national(phone: ProfilePhone, dialing: Dialing, language: str) -> str:
    """The number in local notation; an invalid one as its raw text."""
    return describe(phone.canonical, dialing, language).national if phone.canonical else phone.raw


def _phones(phones: Sequence[ProfilePhone], context: UiContext) -> list[Component]:
    formats, t = context.formats(), context.words()
    shown = [number_text(national(phone, context.dialing, t.language), formats) for phone in phones[:_PHONES]]
    more = len(phones) - len(shown)
    left = html.Span(t("and %(count)s more", count=formats.number(more)), className="muted small") if more > 0 else None
    return present(*shown, left)
