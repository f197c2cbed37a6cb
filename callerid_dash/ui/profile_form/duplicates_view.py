"""The possible duplicates of a profile while it is typed: a panel of profiles, and a hint for each number. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from callerid_dash.domain.profiles.profiles import Profile, ProfileKind
from callerid_dash.locales import Translator
from callerid_dash.services.shared.directory import Snapshot
from callerid_dash.ui.kit.basics import attrs, button, hidden, icon, name_text, number_text, present
from callerid_dash.ui.kit.dialogs import opens
from callerid_dash.ui.profile_form.possible_duplicates import NumberKnown, PossibleDuplicates
from callerid_dash.ui.text.formats import Formats

Adding = dict[str, str]
"""The arguments of the dialog that adds a number to a profile; empty when there is none to add."""


def duplicates_panel(
    duplicates: PossibleDuplicates,
    adding: Sequence[Adding],
    snapshot: Snapshot,
    t: Translator,
    *,
    asked: bool,
) -> list[Component]:
    """The profiles, each with the actions to take instead, and `adding` for each; empty without profiles.

    `asked`: the user tried to save, so the panel asks; the style sheet then shows the button that saves anyway.
    """
    if not duplicates.profiles:
        return []
    title = t("Is it one of these?") if asked else t("Already in the address book")
    held = len(duplicates.holders)
    rows = [
        _profile(profile, args, snapshot, t, by_number=place < held)
        for place, (profile, args) in enumerate(zip(duplicates.profiles, adding, strict=True))
    ]
    panel = html.Section(
        [
            html.Strong([icon("people-fill"), " ", title], className="d-block"),
            html.Ul(rows, className="duplicates-list"),
        ],
        className="duplicates is-asking" if asked else "duplicates",
        role="alert" if asked else "status",
        **attrs({"aria-label": title}),
    )
    return [panel]


def number_hint(known: NumberKnown, t: Translator, formats: Formats) -> list[Component]:
    """How the number was understood, who else has it, and what saving it does to earlier calls."""
    described = known.described
    if described is None:
        words = t("This is no valid number. It is kept as you wrote it, and no call will match it.")
        return [html.Span([icon("exclamation-triangle"), " ", words], className="caution fw-semibold")]
    place = " · ".join(filter(None, (described.place, described.operator)))
    others = t(", ").join(profile.name for profile in known.holders)
    past = t.n(
        "%(n)s earlier call of this number will be theirs.",
        "%(n)s earlier calls of this number will be theirs.",
        known.past_calls,
    )
    return present(
        html.Span([hidden(t("Understood as")), " ", number_text(described.national, formats)])
        if described.national != known.written
        else None,
        html.Span(name_text(place)) if place else None,
        html.Span(
            [icon("exclamation-triangle-fill"), " ", t("Also on:"), " ", name_text(others)],
            className="caution fw-semibold",
        )
        if others
        else None,
        html.Span(past, className="hint-past") if known.past_calls else None,
    )


def _profile(profile: Profile, args: Adding, snapshot: Snapshot, t: Translator, *, by_number: bool) -> html.Li:
    person = profile.kind is ProfileKind.PERSON
    path = snapshot.category_path(profile.category.id) if profile.category else []
    organization = profile.organization if profile.organization != profile.name else ""
    about = [
        html.Span(name_text(words))
        for words in (organization, *profile.beneath_name(), " › ".join(node.title for node in path))
        if words
    ]
    why = t("has this number") if by_number else t("similar name")
    return html.Li(
        [
            html.Span(
                icon("person" if person else "building"),
                title=t("Person") if person else t("Organization"),
            ),
            html.Div(
                [
                    html.Span(
                        [
                            html.Span(name_text(profile.name), className="fw-semibold"),
                            html.Span(why, className="duplicates-why"),
                        ],
                        className="cluster",
                    ),
                    html.Span(about, className="cluster small"),
                ],
                className="duplicates-text",
            ),
            _instead(profile, args, t),
        ],
        **attrs({"data-profile-id": str(profile.id)}),
    )


def _instead(profile: Profile, args: Adding, t: Translator) -> html.Button:
    """The button that continues with this profile; what was typed here is discarded."""
    if args:
        words, target = t("Add to this one instead"), opens("add-number", **args)
    else:
        words, target = t("Edit this one instead"), opens("profile-edit", profile=profile.id)
    return button(words, "btn btn-quiet btn-sm", target)
