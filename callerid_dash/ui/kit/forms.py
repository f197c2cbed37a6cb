"""A form: its fields, the places of their errors, and one callback that sends them to a service.

Fields have pattern-matching ids {"form", "field"}, errors {"form", "error"}, buttons {"form", "do"}.
`ui/kit/fields.py` draws the fields.

Each submission has a key, the value of the form's first button. If an answer is lost, the key stays the same, so the
same content submitted again is stored only once. After a submission the buttons get a new key, unless the user has
errors to correct.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

from dash import ALL, Dash, Input, Output, State, ctx, html, no_update
from dash.exceptions import PreventUpdate

from callerid_dash.domain.errors import CallerIdError, Forbidden, InvalidInput, KeyReused
from callerid_dash.domain.users import Action
from callerid_dash.services.shared.authority import authorize
from callerid_dash.store.engine.submissions import StoredBefore
from callerid_dash.ui.kit.answers import close_dialog, error_words, say
from callerid_dash.ui.kit.basics import button
from callerid_dash.ui.kit.context import UiContext

Values = Mapping[str, object]
"""The values of the fields by name: text, numbers, booleans, lists, or None if nothing was chosen."""
Submit = Callable[[str, Values], None]
"""Carries out the button `do`, or raises a stated error."""
_LONGEST_KEY = 100
GENERAL = ""
"""The key of errors that belong to no field."""


@dataclass(frozen=True, slots=True)
class Form:
    """A form; its name is unique on the page. `shows_secret`: its result is shown once and never again."""

    name: str
    shows_secret: bool = False

    def field(self, name: str) -> dict[str, str]:
        """The id of a field."""
        return {"form": self.name, "field": name}

    def error(self, name: str) -> dict[str, str]:
        """The id of the place for a field's error."""
        return {"form": self.name, "error": name}

    def button(
        self, do: str, words: str, *, primary: bool = False, danger: bool = False, class_name: str = ""
    ) -> html.Button:
        """A button that submits the form; Enter in a field presses the primary button."""
        look = "btn-primary" if primary else "btn-danger" if danger else "btn-quiet"
        return button(
            words,
            f"btn {look} {class_name}".strip(),
            {"data-primary": self.name} if primary else {},
            id={"form": self.name, "do": do},
            value=new_key(),
            n_clicks=0,
        )

    def register(self, app: Dash, context: UiContext, submit: Submit, action: Action | None = None) -> None:
        """Call `submit` with the values of the fields when a button is pressed, and show errors.

        With an `action`, the form rejects viewers who may not do it before it reads any value. Without one, the
        permission depends on the subject of the form, and the service alone checks it.
        """

        @app.callback(
            Output({"form": self.name, "error": ALL}, "children"),
            Output({"form": self.name, "do": ALL}, "value"),
            Input({"form": self.name, "do": ALL}, "n_clicks"),
            State({"form": self.name, "field": ALL}, "value"),
            State({"form": self.name, "do": ALL}, "value"),
            running=[(Output({"form": self.name, "do": ALL}, "disabled"), True, False)],
            prevent_initial_call=True,
        )
        def send(
            _clicks: list[int | None], _values: list[object], _keys: list[object]
        ) -> tuple[list[str], list[object]]:
            if not ctx.triggered_id or not ctx.triggered[0]["value"]:
                raise PreventUpdate  # no click: the buttons have just appeared
            if action:
                authorize(context.viewer(), action)
            values = {state["id"]["field"]: state.get("value") for state in ctx.states_list[0]}
            errors, buttons = ctx.outputs_list
            messages, settled = self.attempt(
                context, submit, str(ctx.triggered_id["do"]), values, _key(ctx.states_list[1])
            )
            key = new_key() if settled else no_update
            return place_errors(messages, [output["id"]["error"] for output in errors]), [key] * len(buttons)

    def attempt(
        self, context: UiContext, submit: Submit, do: str, values: Values, key: str = ""
    ) -> tuple[dict[str, str], bool]:
        """Submit the form under this key; returns error messages by field, and whether the key is used up."""
        t = context.words()
        sent = json.dumps([do, values], sort_keys=True, default=str)
        try:
            with context.submitting(self.name, key, sent) if key else nullcontext():
                submit(do, values)
        except Forbidden:
            raise
        except StoredBefore:
            if self.shows_secret:
                words = t(
                    "It was stored the first time. What it made is shown only once: if nobody saw it, make a new one."
                )
                return {GENERAL: words}, True
            close_dialog()
            say(t("This was stored the first time you sent it."), t)
        except KeyReused as error:
            return {GENERAL: error_words(error, t)}, True
        except CallerIdError as error:
            field = error.field if isinstance(error, InvalidInput) and error.field else GENERAL
            return {field: error_words(error, t)}, False
        return {}, True


def new_key() -> str:
    """A key for the next submission."""
    return secrets.token_hex(8)


def _key(buttons: Sequence[Mapping[str, Any]]) -> str:
    """The key of a submission: the value of the form's first button."""
    key = buttons[0].get("value") if buttons else None
    return key if isinstance(key, str) and 1 <= len(key) <= _LONGEST_KEY else ""


def place_errors(messages: Mapping[str, str], places: list[str]) -> list[str]:
    """The message for each place; messages without a place of their own go to the general one."""
    homeless = " ".join(words for field, words in messages.items() if field not in places)
    return [" ".join(filter(None, (messages.get(place, ""), homeless if place == GENERAL else ""))) for place in places]
