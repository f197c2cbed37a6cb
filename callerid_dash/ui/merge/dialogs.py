"""The dialog `merge`, which merges profiles. It opens with `profiles`, comma-separated ids; a search adds more.

The preview depends on the profile to keep and the chosen values; nothing is stored before the button is pressed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dash import ALL, Dash, Input, Output, State, ctx, dcc, html
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from callerid_dash.domain.errors import CallerIdError, InvalidInput
from callerid_dash.domain.profiles.profiles import Profile
from callerid_dash.services.profiles.merge_rules import FIELDS
from callerid_dash.services.services import Services
from callerid_dash.ui.kit.answers import done, error_words, say
from callerid_dash.ui.kit.basics import attrs, button
from callerid_dash.ui.kit.context import UiContext
from callerid_dash.ui.kit.dialogs import Arguments, Dialog, cancel_button
from callerid_dash.ui.kit.fields import search_field
from callerid_dash.ui.kit.form_dialogs import FormDialog
from callerid_dash.ui.kit.forms import Values
from callerid_dash.ui.kit.sent import clicked, optional_id, values_of
from callerid_dash.ui.merge.form import CHOICE, FORM, PREVIEWED, MergeView, candidates, result
from callerid_dash.ui.profiles.hits import hit_parts

IDS = "merge-ids"
PROFILES = "merge-profiles"
RESULT = "merge-result"
QUERY = "merge-query"
FOUND = "merge-found"
_HITS = 8


def opener(services: Services, context: UiContext, arguments: Arguments) -> Dialog:
    """The dialog as it opens. Raises NotFound or InvalidInput."""
    t = context.words()
    ids = _ids(arguments.get("profiles", "").split(","))
    view = _view(services, ids)
    keep_id = min(ids, key=lambda key: next(p.anonymous for p in view.profiles if p.id == key))
    return Dialog(
        title=t("Merge profiles"),
        body=[
            dcc.Store(id=IDS, data=ids),
            html.Div(candidates(view, keep_id, context), id=PROFILES),
            search_field(
                QUERY,
                t("Add another profile: name, organization or number"),
                html.Div(html.Div(**attrs({"data-for": ""})), id=FOUND, className="merge-found"),
                t,
                first=len(ids) == 1,
            ),
            html.Div(id=RESULT),
        ],
        footer=[cancel_button(t), FORM.button("merge", t("Merge"), primary=True)],
        size="lg",  # no form that Enter saves: Enter selects the best hit of the search
    )


def register(app: Dash, services: Services, context: UiContext) -> None:
    """Add the callbacks: search, add and leave out profiles, preview."""

    @app.callback(Output(FOUND, "children"), Input(QUERY, "value"), Input(IDS, "data"), prevent_initial_call=True)
    def search(typed: object, there: object) -> Component:
        query = str(typed or "").strip()
        hits = services.profiles.finder.search(query, _HITS + len(_ids(there))).items if query else ()
        left = [profile for profile in hits if profile.id not in _ids(there)][:_HITS]
        shown = [
            html.Li(
                button(
                    hit_parts(profile, services.directory.snapshot, context),
                    "hit",
                    {"data-hit": str(profile.id)},
                    id={"merge-add": profile.id},
                    n_clicks=0,
                )
            )
            for profile in left
        ]
        nothing = html.P(context.words()("Nothing found"), className="nothing", role="status")
        listed = html.Ul(shown, className="hits") if shown else nothing
        return html.Div(listed if query else [], **attrs({"data-for": query}))

    @app.callback(
        Output(IDS, "data"),
        Output(PROFILES, "children"),
        Output(QUERY, "value"),
        Input({"merge-add": ALL}, "n_clicks"),
        Input({"merge-drop": ALL}, "n_clicks"),
        State(IDS, "data"),
        State(FORM.field("keep"), "value"),
        prevent_initial_call=True,
    )
    def change(
        _added: list[int | None], _dropped: list[int | None], there: object, kept: object
    ) -> tuple[list[int], list[Component], str]:
        [(what, profile_id)] = clicked().items()
        added = [profile_id] if what == "merge-add" else []
        ids, t = [*(key for key in _ids(there) if key != profile_id), *added], context.words()
        try:
            view = _view(services, ids)
            keep_id = to_keep(view.profiles, kept, added)
            return ids, candidates(view, keep_id, context), ""
        except CallerIdError as error:
            say(error_words(error, t), t, wrong=True)
            raise PreventUpdate from error

    @app.callback(
        Output(RESULT, "children"),
        Input(FORM.field("keep"), "value"),
        State(FORM.field("profiles"), "value"),
        State({"form": FORM.name, "field": ALL}, "value"),
    )
    def preview(kept: object, versions: object, _values: list[object]) -> list[Component]:
        ids = list(_versions(versions))
        keep_id = int(str(kept)) if str(kept).isdecimal() else 0
        if keep_id not in ids:
            raise PreventUpdate
        view = _view(services, ids)
        allowed = services.profiles.merging.may_merge(context.viewer(), view.profiles)
        return result(view, keep_id, allowed, context, chosen_before(values_of(ctx.states_list[1]), keep_id))


def _merge(services: Services, context: UiContext, _do: str, values: Values) -> None:
    t, viewer, versions = context.words(), context.viewer(), _versions(values.get("profiles"))
    kept = optional_id(values.get("keep")) or 0
    choices = {field: int(key) for field, key in _choices(values).items()}
    undo_id = services.profiles.merging.merge(kept, list(versions), choices, versions, viewer)
    done(t("Merged into %(name)s", name=services.profiles.get(kept).name), t, undo_id=undo_id)


def to_keep(profiles: Sequence[Profile], kept: object, added: Sequence[int]) -> int:
    """The id of the profile to keep: `kept`, unless the first profile added to only anonymous contacts replaces it."""
    known = [profile.id for profile in profiles if not profile.anonymous]
    if added and known == list(added):
        return known[0]
    return next((profile.id for profile in profiles if str(profile.id) == str(kept)), profiles[0].id)


def chosen_before(values: Values, keep_id: int) -> Mapping[str, str]:
    """The values chosen while this profile was the one to keep; empty if that was another one."""
    return _choices(values) if str(values.get(PREVIEWED)) == str(keep_id) else {}


def _choices(values: Values) -> dict[str, str]:
    given = {field: str(values.get(f"{CHOICE}{field}", "")) for field in FIELDS}
    return {field: key for field, key in given.items() if key.isdecimal()}


def _view(services: Services, ids: Sequence[int]) -> MergeView:
    if len(ids) == 1:
        return MergeView((services.profiles.get(ids[0]),), {}, services.directory.snapshot)
    preview = services.profiles.merging.preview(ids)
    return MergeView(preview.profiles, preview.weights, services.directory.snapshot)


def _ids(given: object) -> list[int]:
    listed = given if isinstance(given, list) else []
    ids = [int(str(each)) for each in listed if str(each).isdecimal()]
    if not ids:
        raise InvalidInput("Choose the profiles to merge.")
    return list(dict.fromkeys(ids))


def _versions(given: object) -> dict[int, int]:
    pairs = (pair.split(":") for pair in str(given or "").split(","))
    return {int(pair[0]): int(pair[1]) for pair in pairs if len(pair) == 2 and all(map(str.isdecimal, pair))}  # noqa: PLR2004


DIALOG = FormDialog(FORM, opener, _merge)
