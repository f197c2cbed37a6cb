"""The dialogs of a profile by name, and their callbacks."""

from __future__ import annotations

from collections.abc import Mapping

from dash import Dash

from callerid_dash.services.services import Services
from callerid_dash.ui.kit.context import UiContext
from callerid_dash.ui.kit.dialogs import Opener
from callerid_dash.ui.profile_form import edit, new

PROFILE_DIALOGS: Mapping[str, Opener] = {"profile-new": new.open_new, "profile-edit": edit.open_edit}


def register(app: Dash, services: Services, context: UiContext) -> None:
    """Add the callbacks of both forms."""
    new.register(app, services, context)
    edit.register(app, services, context)
