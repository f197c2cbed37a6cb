"""The pages of the product: Dash, and nothing but Dash."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import Dash, Input, Output, html

from callerid_dash.services.suite import Services
from callerid_dash.ui import (
    choosing,
    dialogs,
    dialogs_add,
    dialogs_bulk,
    dialogs_call,
    dialogs_call_views,
    dialogs_delete,
    dialogs_merge,
    dialogs_missed,
    dialogs_phone,
    dialogs_record,
    export_host,
    ids,
    job_host,
    menu_host,
    router,
    search_box,
    taking_back,
)
from callerid_dash.ui.context import UiContext
from callerid_dash.ui.dialog_list import OPENERS
from callerid_dash.ui.document import EARLY_SCRIPT, DocumentDash, assets_folder
from callerid_dash.ui.profile_dialogs import openers
from callerid_dash.ui.scripted import scripted

if TYPE_CHECKING:
    from flask import Flask

__all__ = ["UiContext", "create_dash"]


def create_dash(server: Flask, services: Services, context: UiContext) -> Dash:
    """Mount the pages on the server. Several apps may live in one process; nothing here is global."""
    app = DocumentDash(
        context,
        name="callerid_dash",
        server=server,
        title="callerid-dash",
        update_title=None,
        serve_locally=True,
        assets_folder=str(assets_folder()),
        assets_ignore=EARLY_SCRIPT.replace(".", r"\."),
        # Pages come and go, so callbacks name parts that are not always there.
        suppress_callback_exceptions=True,
    )
    app.layout = html.Div()  # checked at the first request, whoever sends it; what is served is the shell
    scripted(app, "toast", Output(ids.TOAST_SHOWN, "data"), Input(ids.TOAST, "data"))
    menu_host.register(app, services, context)
    search_box.register(app, services, context)
    dialogs_add.register(app, services, context)
    dialogs_bulk.register(app, services, context)
    dialogs_call.register(app, services, context)
    dialogs_call_views.register(app, services, context)
    dialogs_phone.register(app, services, context)
    dialogs_record.register(app, services, context)
    dialogs_merge.register(app, services, context)
    dialogs_missed.register(app, services, context)
    dialogs_delete.register(app, services, context)
    choosing.register(app, services, context)
    openers.register(app, services, context)
    dialogs.register(app, services, context, OPENERS)
    job_host.register(app, services, context)
    taking_back.register(app, services, context)
    export_host.register(app, services, context)
    router.register(app, services, context)
    return app
