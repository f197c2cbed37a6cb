"""The pages of the product: Dash, and nothing but Dash."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import Dash, Input, Output, html

from callerid_dash.services.services import Services
from callerid_dash.ui.add_number import dialogs as dialogs_add
from callerid_dash.ui.call_log import saved_view_dialogs as dialogs_call_views
from callerid_dash.ui.calls import dialogs as dialogs_call
from callerid_dash.ui.calls import menu_host
from callerid_dash.ui.jobs import export_host, job_host, taking_back
from callerid_dash.ui.kit import dialogs, ids
from callerid_dash.ui.kit.context import UiContext
from callerid_dash.ui.kit.scripted import scripted
from callerid_dash.ui.merge import dialogs as dialogs_merge
from callerid_dash.ui.profile_form import edit, frame, new
from callerid_dash.ui.profiles import bulk_dialogs as dialogs_bulk
from callerid_dash.ui.records import dialogs as dialogs_record
from callerid_dash.ui.shell import choosing, router, search_box
from callerid_dash.ui.shell.dialog_list import DIALOGS, OPENERS
from callerid_dash.ui.shell.document import DocumentDash
from callerid_dash.ui.shell.job_list import LISTS, VIEWS

if TYPE_CHECKING:
    from flask import Flask

__all__ = ["UiContext", "create_dash"]


def create_dash(server: Flask, services: Services, context: UiContext) -> Dash:
    """Mount the pages on the server. Several apps may live in one process; nothing here is global."""
    app = DocumentDash(
        services,
        context,
        name="callerid_dash",
        server=server,
        title="callerid-dash",
        update_title=None,
        serve_locally=True,
        include_assets_files=False,  # the document links them in bundles
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
    dialogs_record.register(app, services, context)
    dialogs_merge.register(app, services, context)
    choosing.register(app, services, context)
    for form in (new.FORM, edit.FORM):
        frame.register(form, app, services, context)
    for dialog in DIALOGS:
        dialog.register(app, services, context)
    dialogs.register(app, services, context, OPENERS)
    job_host.register(app, services, context, VIEWS)
    taking_back.register(app, services, context)
    export_host.register(app, services, context, LISTS)
    router.register(app, services, context)
    return app
