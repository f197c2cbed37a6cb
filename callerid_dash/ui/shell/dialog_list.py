"""All dialogs by the names that buttons use."""

from __future__ import annotations

from collections.abc import Mapping

from callerid_dash.ui.add_number import dialogs as add_number
from callerid_dash.ui.add_number import phone_dialogs
from callerid_dash.ui.call_log import saved_view_dialogs
from callerid_dash.ui.calls import dialogs as call
from callerid_dash.ui.kit.dialogs import Opener
from callerid_dash.ui.merge import dialogs as merge
from callerid_dash.ui.missed import dialogs as missed
from callerid_dash.ui.profile import delete_dialog
from callerid_dash.ui.profile_form import edit, new
from callerid_dash.ui.profiles import bulk_dialogs
from callerid_dash.ui.records import dialogs as records
from callerid_dash.ui.settings.sections import dialogs as settings_dialogs
from callerid_dash.ui.shell import dialog_steps

DIALOGS = (
    add_number.DIALOG,
    bulk_dialogs.DIALOG,
    merge.DIALOG,
    missed.DIALOG,
    delete_dialog.DIALOG,
    new.DIALOG,
    edit.DIALOG,
    *saved_view_dialogs.DIALOGS,
    *phone_dialogs.DIALOGS,
    *records.DIALOGS,
    *settings_dialogs(),
)
"""The dialogs with a form, which has the dialog's name."""
OPENERS: Mapping[str, Opener] = {
    "call": call.opener,
    "steps": dialog_steps.opener,
    **{dialog.form.name: dialog.opener for dialog in DIALOGS},
}
