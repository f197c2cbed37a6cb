"""Dialogs with one form: how they open, what they contain besides their fields, and what their buttons do."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from dash import Dash

from callerid_dash.domain.users import Action
from callerid_dash.locales import Translator
from callerid_dash.services.services import Services
from callerid_dash.services.shared.authority import authorize
from callerid_dash.ui.kit.basics import Part, present
from callerid_dash.ui.kit.context import UiContext
from callerid_dash.ui.kit.dialogs import Arguments, Dialog, Opener, cancel_button
from callerid_dash.ui.kit.fields import fixed_field, general_error
from callerid_dash.ui.kit.forms import Form, Values

Handler = Callable[[Services, UiContext, str, Values], None]
"""Carries out the button `do` with the values of the fields, or raises a stated error."""


@dataclass(frozen=True, slots=True)
class FormDialog:
    """A dialog and its form, which have one name.

    With an `action`, viewers who may not do it can neither open nor submit it. Without one, the permission depends on
    the subject of the form: `open` and the service check it.
    """

    form: Form
    open: Opener
    submit: Handler
    action: Action | None = None

    def opener(self, services: Services, context: UiContext, arguments: Arguments) -> Dialog:
        """The dialog as it opens. Raises Forbidden."""
        if self.action:
            authorize(context.viewer(), self.action)
        return self.open(services, context, arguments)

    def register(self, app: Dash, services: Services, context: UiContext) -> None:
        """Add the callback of the form."""
        self.form.register(app, context, partial(self.submit, services, context), self.action)


def form_dialog(
    form: Form,
    title: str,
    body: Sequence[Part | Sequence[Part]],
    t: Translator,
    *,
    do: str = "save",
    words: str = "",
    danger: bool = False,
    size: str = "md",
    fixed: Mapping[str, object] | None = None,
) -> Dialog:
    """A dialog with these fields, Cancel, and the button `do`, which says `words`, or 'Save'.

    `fixed` are hidden values that are sent with the form.
    """
    hidden = [fixed_field(form, name, str(value)) for name, value in (fixed or {}).items()]
    button = form.button(do, words or t("Save"), primary=not danger, danger=danger)
    return Dialog(title, present(hidden, *body, general_error(form)), [cancel_button(t), button], size, form.name)
