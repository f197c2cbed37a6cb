"""The form that merges profiles: the candidates, the one to keep, the value of each field, what moves. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dash import dcc, html
from dash.development.base_component import Component

from callerid_dash.domain.profiles.profiles import OwnerRole, Profile, ProfileKind
from callerid_dash.locales import Translator
from callerid_dash.services.profiles.merge import Weight
from callerid_dash.services.profiles.merge_rules import BOTH, NOTE, Conflict, conflicts
from callerid_dash.services.shared.directory import Snapshot
from callerid_dash.ui.kit.basics import attrs, button, hidden, icon, name_text, present
from callerid_dash.ui.kit.context import UiContext
from callerid_dash.ui.kit.fields import fixed_field, general_error
from callerid_dash.ui.kit.forms import Form
from callerid_dash.ui.profiles.hits import hit_parts
from callerid_dash.ui.words.profiles import profile_field_words

FORM = Form("merge")
CHOICE = "choice:"
"""Prefix of the fields that choose which profile's value is kept."""
PREVIEWED = "previewed"
"""The field with the id of the profile to keep for which these choices were offered."""
_LONGEST = 90


@dataclass(frozen=True, slots=True)
class MergeView:
    """What the dialog shows: the profiles and the amount of data that belongs to each."""

    profiles: Sequence[Profile]
    weights: Mapping[int, Weight]
    directory: Snapshot


def candidates(view: MergeView, keep_id: int, context: UiContext) -> list[Component]:
    """The profiles, one of which is kept, and the form's hidden fields."""
    t = context.words()
    versions = ",".join(f"{profile.id}:{profile.version}" for profile in view.profiles)
    options = [
        {"value": str(profile.id), "label": html.Span(hit_parts(profile, view.directory, context), className="hit")}
        for profile in view.profiles
    ]
    drops = [
        button(
            [hidden(t("Leave out")), " ", name_text(profile.name), " ", icon("x-lg")],
            "merge-drop text-button muted small fw-normal",
            id={"merge-drop": profile.id},
            n_clicks=0,
            title=t("Leave out %(name)s", name=profile.name),
        )
        for profile in view.profiles
    ]
    return [
        html.P(t("Which profile is kept? The others are added to it and removed."), className="mb-2"),
        html.Div(
            [
                dcc.RadioItems(
                    id=FORM.field("keep"), options=options, value=str(keep_id), className="merge-keep options"
                ),
                html.Div(drops if len(view.profiles) > 1 else [], className="buttons mt-2"),
            ],
            className="merge-profiles",
            role="group",
            **attrs({"aria-label": t("The profile to keep")}),
        ),
        fixed_field(FORM, "profiles", versions),
    ]


def result(
    view: MergeView, keep_id: int, allowed: bool, context: UiContext, chosen: Mapping[str, str] | None = None
) -> list[Component]:
    """The choices to make, and what the merge does. `chosen` holds earlier choices by field."""
    t = context.words()
    if len(view.profiles) < 2:  # noqa: PLR2004
        return [html.P(t("Search for the profile that is the same."), className="nothing merge-alone")]
    if not allowed:
        words = t("Only supervisors merge profiles that have other owners than you.")
        return [html.P([icon("lock"), " ", words], className="merge-refused alert alert-warning", role="status")]
    differing = conflicts(view.profiles, keep_id)
    return present(
        html.P(t("They differ here. Choose what is right:"), className="mb-2") if differing else None,
        html.Div(
            [_choice(conflict, view, t, (chosen or {}).get(conflict.field)) for conflict in differing],
            className="tiled is-wide",
        ),
        fixed_field(FORM, PREVIEWED, str(keep_id)),
        _moves(view, keep_id, context),
        general_error(FORM),
    )


def _choice(conflict: Conflict, view: MergeView, t: Translator, before: str | None) -> Component:
    options = [
        {"value": str(profile.id), "label": html.Span(_value(conflict.field, profile, view, t), dir="auto")}
        for profile in conflict.candidates
    ]
    if conflict.field == NOTE:
        options.insert(0, {"value": str(BOTH), "label": html.Span(t("All notes, one below the other"))})
    offered = [str(option["value"]) for option in options]
    chosen = before if before in offered else offered[0]
    return html.Fieldset(
        [
            html.Legend(profile_field_words(t)[conflict.field], className="field-label"),
            dcc.RadioItems(
                id=FORM.field(f"{CHOICE}{conflict.field}"),
                options=options,
                value=chosen,
                className="merge-options options",
            ),
        ],
        className="merge-choice",
        **attrs({"data-field": conflict.field}),
    )


def _value(field: str, profile: Profile, view: MergeView, t: Translator) -> str:
    if field.startswith("owners."):
        role = OwnerRole(field.removeprefix("owners."))
        return next((owner.username for owner in profile.owners if owner.role is role), "")
    if field == "kind":
        return t("Person") if profile.kind is ProfileKind.PERSON else t("Organization")
    if field == "category":
        path = view.directory.category_path(profile.category.id) if profile.category else []
        return " › ".join(node.title for node in path)
    if field == "color":
        return profile.color.title if profile.color else ""
    words = str(getattr(profile, field))
    return words if len(words) <= _LONGEST else words[:_LONGEST].rstrip() + "…"


def _moves(view: MergeView, keep_id: int, context: UiContext) -> html.Div:
    t = context.words()
    kept = next(profile for profile in view.profiles if profile.id == keep_id)
    others = [profile for profile in view.profiles if profile.id != keep_id]
    held = {phone.identity for phone in kept.phones}
    phones = len({phone.identity for other in others for phone in other.phones} - held)
    emails = len(
        {address.casefold() for other in others for address in other.emails} - {*map(str.casefold, kept.emails)}
    )
    records, calls, members = (
        sum(getattr(view.weights[other.id], what) for other in others) for what in ("records", "calls", "members")
    )
    counted = present(
        t.n("%(n)s number", "%(n)s numbers", phones) if phones else None,
        t.n("%(n)s e-mail address", "%(n)s e-mail addresses", emails) if emails else None,
        t.n("%(n)s record", "%(n)s records", records) if records else None,
        t.n("%(n)s call", "%(n)s calls", calls) if calls else None,
        t.n("%(n)s person", "%(n)s people", members) if members else None,
    )
    moving = t(", ").join(map(str, counted)) or t("nothing else")
    return html.Div(
        [
            html.P([icon("box-arrow-in-right"), " ", html.Span([t("Added to "), name_text(kept.name), ": ", moving])]),
            html.P(
                [
                    icon("x-circle"),
                    " ",
                    html.Span([t("Removed: "), *_names(others, t)]),
                ]
            ),
            html.P([icon("arrow-counterclockwise"), " ", html.Span(t("This can be taken back for a day."))]),
        ],
        className="merge-moves inset stack gap-1 mt-3",
    )


def _names(profiles: Sequence[Profile], t: Translator) -> list[Component | str]:
    parts: list[Component | str] = []
    for profile in profiles:
        parts += [name_text(profile.name), t(", ")]
    return parts[:-1]
