"""The ids of the page's parts; callbacks, scripts, styles and tests all find them by these names.

Rows of calls carry `data-call-id`, `data-state` (ringing, queued, answered, ended), `data-outcome` and `data-kind`
(mine, known, unknown, withheld, internal).
"""

from __future__ import annotations

LOCATION = "location"
PAGE = "page"
ARRIVAL = "arrival"
"""Store: title and navigation entry of the page that has just been put on screen."""
TITLE = "title-set"

POLL = "poll"
"""The interval; always mounted, so that the feed is followed on every page."""
CURSOR = "cursor"
DELTA = "delta"

HEALTH = "health"
BANNER = "banner"
ANNOUNCER = "announcer"

DIALOG = "dialog"
"""The one modal (`ui/dialogs.py`). What opens it carries `data-dialog` (its name) and `data-args` (JSON)."""
DIALOG_ASKED = "dialog-asked"
TOAST = "toast"
"""Store: what a callback has to say when it is done (`ui/answers.py`)."""
TOAST_SHOWN = "toast-shown"
TOASTS = "toasts"

CALLS = "calls"
"""The list itself. Its children belong to assets/calls.js, not to React."""
CALLS_MOUNTED = "calls-mounted"
CALLS_PAINTED = "calls-painted"
NEW_CALLS = "new-calls"

SETTINGS_BODY = "settings-body"
"""The open section of the settings; a new value of the store SETTINGS_REFRESH draws it again."""
SETTINGS_REFRESH = "settings-refresh"
SETTINGS_SECTION = "settings-section"
