"""A form: its fields, the places of their errors, and one callback that sends them to a service.

Fields are found by pattern-matching ids {"form", "field"}, errors by {"form", "error"}, buttons by {"form", "do"}.
What a field looks like is `ui/components/fields.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from dash import ALL, Dash, Input, Output, State, ctx, html
from dash.exceptions import PreventUpdate

from callerid_dash.domain.errors import CallerIdError, Forbidden, InvalidInput
from callerid_dash.domain.users import Action
from callerid_dash.services.authority import authorize
from callerid_dash.ui.answers import error_words
from callerid_dash.ui.components.basics import attrs
from callerid_dash.ui.context import UiContext

Values = Mapping[str, object]
"""What the fields hold, by name: text, numbers, booleans, lists, or None where nothing was chosen."""
Submit = Callable[[str, Values], None]
"""Does what the button `do` asks for, or raises a stated error."""
GENERAL = ""
"""The error place for what belongs to no field."""


@dataclass(frozen=True, slots=True)
class Form:
    """A form by its name, which is unique on the page."""

    name: str

    def field(self, name: str) -> dict[str, str]:
        """The id of a field."""
        return {"form": self.name, "field": name}

    def error(self, name: str) -> dict[str, str]:
        """The id of the place where a field's error is said."""
        return {"form": self.name, "error": name}

    def button(
        self, do: str, words: str, *, primary: bool = False, danger: bool = False, class_name: str = ""
    ) -> html.Button:
        """A button that sends the form; Enter in a field presses the primary one."""
        look = "btn-primary" if primary else "btn-danger" if danger else "btn-quiet"
        return html.Button(
            words,
            id={"form": self.name, "do": do},
            type="button",
            n_clicks=0,
            className=f"btn {look} {class_name}".strip(),
            **attrs({"data-primary": self.name} if primary else {}),
        )

    def register(self, app: Dash, context: UiContext, submit: Submit, action: Action | None = None) -> None:
        """Have every button of the form call `submit` with what the fields hold, and show what was wrong.

        A form with an `action` is refused to whoever may not, before anything in it is read; without one it depends on
        what the form is about, and the service decides alone.
        """

        @app.callback(
            Output({"form": self.name, "error": ALL}, "children"),
            Input({"form": self.name, "do": ALL}, "n_clicks"),
            State({"form": self.name, "field": ALL}, "value"),
            running=[(Output({"form": self.name, "do": ALL}, "disabled"), True, False)],
            prevent_initial_call=True,
        )
        def send(_clicks: list[int | None], _values: list[object]) -> list[str]:
            if not ctx.triggered_id or not ctx.triggered[0]["value"]:
                raise PreventUpdate  # the buttons have only just appeared
            if action:
                authorize(context.viewer(), action)
            values = {state["id"]["field"]: state.get("value") for state in ctx.states_list[0]}
            messages = self.attempt(context, submit, str(ctx.triggered_id["do"]), values)
            return place_errors(messages, [output["id"]["error"] for output in ctx.outputs_list])

    def attempt(self, context: UiContext, submit: Submit, do: str, values: Values) -> dict[str, str]:
        """Send the form; the words for what was wrong, by field."""
        try:
            submit(do, values)
        except Forbidden:
            raise
        except CallerIdError as error:
            field = error.field if isinstance(error, InvalidInput) and error.field else GENERAL
            return {field: error_words(error, context.words())}
        return {}


def place_errors(messages: Mapping[str, str], places: list[str]) -> list[str]:
    """The words for each place; what has no place of its own is said in the general one."""
    homeless = " ".join(words for field, words in messages.items() if field not in places)
    return [" ".join(filter(None, (messages.get(place, ""), homeless if place == GENERAL else ""))) for place in places]
