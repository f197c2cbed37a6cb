"""A profile as one viewer sees its page: the data drawn there that no single service provides, and its redrawing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from dash import Dash, Input, Output, State
from dash.exceptions import PreventUpdate

from callerid_dash.domain.numbers.phones import Dialing
from callerid_dash.domain.profiles.profiles import Category, Holder, Profile, ProfilePhone
from callerid_dash.domain.profiles.records import RecordKind
from callerid_dash.ui.kit import ids
from callerid_dash.ui.kit.scripted import draws


@dataclass(frozen=True, slots=True)
class Rights:
    """What the viewer may do with this profile."""

    edit: bool = False
    record: bool = False
    merge: bool = False
    delete: bool = False


@dataclass(frozen=True, slots=True)
class ProfileView:
    """A profile with its page's data.

    `shared` has the other holders of each number that has any; `people` are the newest of `people_count`.
    """

    profile: Profile
    path: Sequence[Category]
    shared: Mapping[str, Sequence[Holder]]
    rights: Rights
    kinds: Sequence[RecordKind]
    dialing: Dialing
    people: Sequence[Profile] = ()
    people_count: int = 0

    @property
    def default_phone(self) -> ProfilePhone | None:
        """The number to call: the first preferred one of those that can be called, else the first of them."""
        callable_ones = [phone for phone in self.profile.phones if phone.canonical]
        return next((phone for phone in callable_ones if phone.preferred), next(iter(callable_ones), None))


def redraws(app: Dash, store: str, draw: Callable[..., dict[str, object]], *inputs: Input) -> None:
    """Let `draw` make the trees in this store again after changes of the profile or of the inputs.

    It gets the profile's id and the values of the inputs.
    """

    @app.callback(
        Output(store, "data"),
        Input(ids.PROFILE_NEWS, "data"),
        *inputs,
        State(ids.PROFILE_ID, "data"),
        prevent_initial_call=True,
    )
    def follow(_news: object, *given: object) -> dict[str, object]:
        *values, profile_id = given
        if not isinstance(profile_id, int):
            raise PreventUpdate
        return draw(profile_id, *values)

    draws(app, store)
