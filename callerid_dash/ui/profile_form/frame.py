"""Parts shared by both dialogs of a profile: the body around the fields, the look-up during typing, the message after
saving.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dash import ALL, Dash, Input, Output, State, ctx, dcc, html
from dash.development.base_component import Component

from callerid_dash.domain.profiles.profiles import Owner, Profile
from callerid_dash.domain.users import Action
from callerid_dash.services.profiles.profiles import Saved
from callerid_dash.services.services import Services
from callerid_dash.services.shared.authority import authorize
from callerid_dash.ui.kit.answers import close_dialog, say
from callerid_dash.ui.kit.basics import attrs
from callerid_dash.ui.kit.context import UiContext
from callerid_dash.ui.kit.fields import Option, fixed_field, general_error
from callerid_dash.ui.kit.forms import Form, Values
from callerid_dash.ui.profile_form.choices import choices_for, organizations
from callerid_dash.ui.profile_form.duplicates_view import Adding, duplicates_panel, number_hint
from callerid_dash.ui.profile_form.form import organization_options, profile_fields
from callerid_dash.ui.profile_form.possible_duplicates import (
    PossibleDuplicates,
    find_duplicates,
    known_numbers,
    number_for,
)
from callerid_dash.ui.profile_form.typed import TypedProfile, read_typed

LOOK = "look"
"""The part (a store) that assets/profile_form/profile_form.js changes after a pause in typing."""
DUPLICATES = "duplicates"
ASKED = "asked"
"""The place for the question that Save asks; it is separate, so that a late look-up cannot remove the question."""
FIELDS = "fields"
_LONGEST_SEARCH = 100


def part_id(form: Form, part: str) -> dict[str, str]:
    """The id of a part of the dialog that is refreshed separately."""
    return {"form": form.name, "part": part}


def body(
    form: Form,
    services: Services,
    context: UiContext,
    typed: TypedProfile,
    carried: Mapping[str, str],
    *,
    before: Iterable[Owner] | None = None,
    exclude: int | None = None,
) -> list[Component | str]:
    """The body of the dialog. `carried` becomes hidden fields; `before` are the owners of the changed profile."""
    return [
        dcc.Store(id=part_id(form, LOOK)),
        *(fixed_field(form, name, value) for name, value in carried.items()),
        html.Div(id=part_id(form, "versions")),
        html.Div(
            fields_of(form, services, context, typed, before=before, exclude=exclude),
            id=part_id(form, FIELDS),
            className="profile-form",
            **attrs({"data-look": form.name}),
        ),
        general_error(form),
    ]


def fields_of(
    form: Form,
    services: Services,
    context: UiContext,
    typed: TypedProfile,
    *,
    before: Iterable[Owner] | None = None,
    exclude: int | None = None,
) -> list[Component]:
    """The fields with their current values."""
    t, formats = context.words(), context.formats()
    numbers = known_numbers(services, typed, t.language, exclude)
    hints = {row: number_hint(known, t, formats) for row, known in numbers.items()}
    choices = choices_for(services, context.viewer(), typed, before)
    return profile_fields(form, typed, choices, t, hints)


def duplicates_view(
    services: Services,
    context: UiContext,
    typed: TypedProfile,
    duplicates: PossibleDuplicates,
    *,
    asked: bool = False,
) -> list[Component]:
    """The possible duplicates, each with the actions to take instead."""
    t, snapshot = context.words(), services.directory.snapshot
    dialing = snapshot.locality.dialing
    adding = [_adding(profile, number_for(profile, typed, dialing)) for profile in duplicates.profiles]
    return duplicates_panel(duplicates, adding, snapshot, t, asked=asked)


def _adding(profile: Profile, number: str | None) -> Adding:
    return {"profile": str(profile.id), "number": number} if number else {}


def look_up(
    services: Services, context: UiContext, values: Values
) -> tuple[list[Component], dict[str, list[Component]]]:
    """The possible duplicates of a new profile, and the hint for each row's number."""
    t, formats = context.words(), context.formats()
    typed, profile = read_typed(values), text_in(values, "profile")
    panel: list[Component] = []
    if profile:
        numbers = known_numbers(services, typed, t.language, int(profile) if profile.isdecimal() else None)
    else:
        duplicates = find_duplicates(services, typed, t.language)
        numbers = dict(duplicates.numbers)
        panel = duplicates_view(services, context, typed, duplicates)
    return panel, {f"phones[{row}]": number_hint(known, t, formats) for row, known in numbers.items()}


def say_saved(saved: Saved, context: UiContext) -> None:
    """Close the dialog and show what was saved."""
    t, past = context.words(), saved.past_calls
    # Isolated: the name may have another direction than the sentence.
    words = t("Saved: %(name)s", name=f"\u2068{saved.profile.name}\u2069")
    if past:
        more = t.n("%(n)s earlier call is theirs now.", "%(n)s earlier calls are theirs now.", past)
        words = f"{words}. {more}"
    close_dialog()
    say(words, t, undo_id=saved.undo_id)


def text_in(values: Values, name: str) -> str:
    """The value of a hidden field; '' if missing."""
    value = values.get(name)
    return value if isinstance(value, str) else ""


def register(form: Form, app: Dash, services: Services, context: UiContext) -> None:
    """Add the callbacks that look up possible duplicates and organizations during typing."""

    @app.callback(
        Output(part_id(form, DUPLICATES), "children"),
        Output({"form": form.name, "hint": ALL}, "children"),
        Input(part_id(form, LOOK), "data"),
        State({"form": form.name, "field": ALL}, "value"),
        prevent_initial_call=True,
    )
    def look(_asked: object, _values: list[object]) -> tuple[list[Component], list[list[Component]]]:
        authorize(context.viewer(), Action.SEE_PROFILES)
        values = {state["id"]["field"]: state.get("value") for state in ctx.states_list[0]}
        panel, hints = look_up(services, context, values)
        return panel, [hints.get(output["id"]["hint"], []) for output in ctx.outputs_list[1]]

    @app.callback(
        Output(form.field("organization"), "options"),
        Input(form.field("organization"), "search_value"),
        State(form.field("organization"), "value"),
        prevent_initial_call=True,
    )
    def find_organizations(words: object, chosen: object) -> list[Option]:
        authorize(context.viewer(), Action.SEE_PROFILES)
        typed = words[:_LONGEST_SEARCH] if isinstance(words, str) else ""
        return organization_options(organizations(services, typed, str(chosen or "")), typed)
