"""Possible duplicates of a profile while it is typed: holders of its numbers and profiles with similar names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from dash import html
from dash.development.base_component import Component

from callerid_dash.domain.numbers.phones import Dialing, NumberKind, parse_number
from callerid_dash.domain.profiles.numbering import NumberDescription, describe
from callerid_dash.domain.profiles.profiles import Profile
from callerid_dash.locales import Translator
from callerid_dash.services.services import Services
from callerid_dash.services.shared.directory import Snapshot
from callerid_dash.ui.kit.basics import attrs, button, hidden, icon, name_text, number_text, present
from callerid_dash.ui.kit.dialogs import opens
from callerid_dash.ui.profile_form.typed import TypedPhone, TypedProfile
from callerid_dash.ui.text.formats import Formats
from callerid_dash.ui.words.profiles import KIND_SHAPES, profile_kind_words

_SIMILAR = 4
_ROWS_LOOKED_UP = 12
"""The most rows whose numbers are looked up; nobody types more at once."""


@dataclass(frozen=True, slots=True)
class NumberKnown:
    """What is known about the number in a row, typed as `written`; `described` is None for an invalid number."""

    written: str
    described: NumberDescription | None
    holders: tuple[Profile, ...] = ()
    past_calls: int = 0


@dataclass(frozen=True, slots=True)
class PossibleDuplicates:
    """`holders` have one of the numbers, `similar` have a similar name; `numbers` is by row."""

    holders: tuple[Profile, ...] = ()
    similar: tuple[Profile, ...] = ()
    numbers: Mapping[int, NumberKnown] = field(default_factory=dict)

    @property
    def profiles(self) -> tuple[Profile, ...]:
        """All of them, holders of a number first."""
        return (*self.holders, *self.similar)

    @property
    def stamp(self) -> str:
        """A text that changes when other profiles are found."""
        return ",".join(str(profile.id) for profile in self.profiles)


def find_duplicates(services: Services, typed: TypedProfile, language: str) -> PossibleDuplicates:
    """Look up the possible duplicates of a new profile."""
    numbers = known_numbers(services, typed, language)
    holders = {profile.id: profile for known in numbers.values() for profile in known.holders}
    similar = services.profiles.finder.similar(typed.full_name, typed.kind, limit=_SIMILAR) if typed.full_name else []
    return PossibleDuplicates(tuple(holders.values()), tuple(p for p in similar if p.id not in holders), numbers)


def known_numbers(
    services: Services, typed: TypedProfile, language: str, exclude: int | None = None
) -> dict[int, NumberKnown]:
    """Look up only the numbers, by row; `exclude` is the profile that is being changed."""
    dialing = services.directory.snapshot.locality.dialing
    written = [(row, phone) for row, phone in enumerate(typed.phones) if phone.number.strip()][:_ROWS_LOOKED_UP]
    return {row: _known(services, phone, dialing, language, exclude) for row, phone in written}


def number_for(profile: Profile, typed: TypedProfile, dialing: Dialing) -> str | None:
    """The first typed number that this profile does not have yet."""
    has = {phone.canonical or phone.raw for phone in profile.phones}
    missing = (n for n in typed.numbers if (parse_number(n, dialing).canonical or n.strip()) not in has)
    return next(missing, None)


def _known(services: Services, phone: TypedPhone, dialing: Dialing, language: str, exclude: int | None) -> NumberKnown:
    number = parse_number(phone.number, dialing)
    if number.canonical is None:
        return NumberKnown(phone.number.strip(), None)
    # An internal number has holders like any other, but no past calls of an unknown caller.
    past = services.calls.attribution.past_calls(number.canonical) if number.kind is not NumberKind.INTERNAL else 0
    holders = tuple(profile for profile in services.profiles.finder.by_number(phone.number) if profile.id != exclude)
    return NumberKnown(phone.number.strip(), describe(number, dialing, language), holders, past)


def duplicates_panel(
    duplicates: PossibleDuplicates,
    numbers: Sequence[str | None],
    snapshot: Snapshot,
    t: Translator,
    *,
    asked: bool,
) -> list[Component]:
    """The profiles, each with the action to take instead; empty without profiles.

    `numbers` has for each a number that it could get, or None. `asked`: the user tried to save, so the panel asks; the
    style sheet then shows the button that saves anyway.
    """
    if not duplicates.profiles:
        return []
    title = t("Is it one of these?") if asked else t("Already in the address book")
    held = len(duplicates.holders)
    rows = [
        _profile(profile, number, snapshot, t, by_number=place < held)
        for place, (profile, number) in enumerate(zip(duplicates.profiles, numbers, strict=True))
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


def _profile(profile: Profile, number: str | None, snapshot: Snapshot, t: Translator, *, by_number: bool) -> html.Li:
    path = snapshot.category_words(profile.category.id) if profile.category else ""
    organization = profile.organization if profile.organization != profile.name else ""
    about = [html.Span(name_text(words)) for words in (organization, *profile.beneath_name(), path) if words]
    why = t("has this number") if by_number else t("similar name")
    return html.Li(
        [
            html.Span(icon(KIND_SHAPES[profile.kind]), title=profile_kind_words(t)[profile.kind]),
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
            _instead(profile, number, t),
        ],
        **attrs({"data-profile-id": str(profile.id)}),
    )


def _instead(profile: Profile, number: str | None, t: Translator) -> html.Button:
    """The button that continues with this profile; what was typed here is discarded."""
    if number:
        words, target = t("Add to this one instead"), opens("add-number", profile=profile.id, number=number)
    else:
        words, target = t("Edit this one instead"), opens("profile-edit", profile=profile.id)
    return button(words, "btn btn-quiet btn-sm", target)
