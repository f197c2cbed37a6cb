"""Every dialog by the name that buttons call it by."""

from __future__ import annotations

from collections.abc import Mapping

from callerid_dash.ui import (
    dialogs_add,
    dialogs_bulk,
    dialogs_call,
    dialogs_call_views,
    dialogs_delete,
    dialogs_merge,
    dialogs_missed,
    dialogs_phone,
    dialogs_record,
    dialogs_steps,
)
from callerid_dash.ui.dialogs import Opener
from callerid_dash.ui.profile_dialogs.openers import PROFILE_DIALOGS
from callerid_dash.ui.settings.sections import dialogs as settings_dialogs

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
