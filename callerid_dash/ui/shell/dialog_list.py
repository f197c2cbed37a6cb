"""All dialogs by the names that buttons use."""

from __future__ import annotations

from collections.abc import Mapping

from callerid_dash.ui.add_number import dialogs as dialogs_add
from callerid_dash.ui.add_number import phone_dialogs as dialogs_phone
from callerid_dash.ui.call_log import saved_view_dialogs as dialogs_call_views
from callerid_dash.ui.calls import dialogs as dialogs_call
from callerid_dash.ui.kit.dialogs import Opener
from callerid_dash.ui.merge import dialogs as dialogs_merge
from callerid_dash.ui.missed import dialogs as dialogs_missed
from callerid_dash.ui.profile import delete_dialog as dialogs_delete
from callerid_dash.ui.profile_form.openers import PROFILE_DIALOGS
from callerid_dash.ui.profiles import bulk_dialogs as dialogs_bulk
from callerid_dash.ui.records import dialogs as dialogs_record
from callerid_dash.ui.settings.sections import dialogs as settings_dialogs
from callerid_dash.ui.shell import dialog_steps as dialogs_steps

OPENERS: Mapping[str, Opener] = {
    "add-number": dialogs_add.opener,
    "profiles-change": dialogs_bulk.opener,
    "merge": dialogs_merge.opener,
    "missed-close": dialogs_missed.opener,
    "profile-delete": dialogs_delete.opener,
    "call": dialogs_call.opener,
    "steps": dialogs_steps.opener,
    **dialogs_call_views.OPENERS,
    **dialogs_phone.OPENERS,
    **PROFILE_DIALOGS,
    **dialogs_record.OPENERS,
    **settings_dialogs(),
}
