"""The definition of a section of the settings, for `sections.py` and for new sections."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from dash import Dash
from dash.development.base_component import Component

from callerid_dash.domain.users import Action
from callerid_dash.locales import Translator
from callerid_dash.services.office.ordered_list import OrderedList
from callerid_dash.services.services import Services
from callerid_dash.ui.kit.context import UiContext
from callerid_dash.ui.kit.form_dialogs import FormDialog


@dataclass(frozen=True, slots=True)
class Section:
    """One page of the settings at `/settings/KEY`.

    `words` names it, `action` says who may see it. `layout` is called again after each change of one of the `follows`
    topics (see `services/live/change_notifications.py`), so fields belong in dialogs, where typed text is kept; a
    section with fields in the page follows nothing. `register` adds callbacks other than those of its `dialogs`; each
    authorizes by itself. `ordered` returns the list whose rows can be reordered.
    """

    key: str
    words: Callable[[Translator], str]
    icon: str
    action: Action
    layout: Callable[[Services, UiContext], Component]
    register: Callable[[Dash, Services, UiContext], None] | None = None
    dialogs: Sequence[FormDialog] = ()
    follows: str = ""
    ordered: Callable[[Services], OrderedList[Any]] | None = None
