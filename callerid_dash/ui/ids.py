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
UNDO_ASKED = "undo-asked"
"""Store: which step somebody wants to take back (assets/dialogs.js)."""

CALLS = "calls"
"""The list itself. Its children belong to assets/calls.js, not to React."""
CALLS_MOUNTED = "calls-mounted"
CALLS_PAINTED = "calls-painted"
NEW_CALLS = "new-calls"

SETTINGS_BODY = "settings-body"
"""The open section of the settings; a new value of the store SETTINGS_REFRESH draws it again."""
SETTINGS_REFRESH = "settings-refresh"
SETTINGS_SECTION = "settings-section"

CALLER_MENU = "caller-menu"
"""The one menu of callers' icons (`ui/menu_host.py`)."""
CALLER_MENU_HEAD = "caller-menu-head"
CALLER_MENU_ENTRIES = "caller-menu-entries"
CALLER_MENU_FILLED = "caller-menu-filled"
CALLER_MENU_AGAIN = "caller-menu-again"
"""Store: a new value draws the entries again."""

SEARCH = "search"
"""The search box of the top bar (`ui/search_box.py`)."""
SEARCH_HITS = "search-hits"

PROFILE_ID = "profile-id"
"""Store: whose page it is."""
PROFILE_NEWS = "profile-news"
"""Store: set when what the page shows has changed, so that all of it is drawn again."""
PROFILE_ASKED = "profile-asked"
"""Store: what a button of the page asks for; `do` names it."""
PROFILE_SHEET = "profile-sheet"
"""Store: component trees by the id of the element that assets/profile.js draws them into; so are the next two."""
PROFILE_HISTORY = "profile-history-data"
PROFILE_TRAIL = "profile-trail-data"
HISTORY_SHOWN = "history-shown"
"""Store: how many entries of the history are shown."""
TRAIL_SHOWN = "trail-shown"
"""Store: how many changes are shown; nothing while they are folded."""

AUDIT_LINES = "audit-lines"
"""The audit trail in the settings; the store AUDIT_CURSOR says where its older lines begin."""
AUDIT_CURSOR = "audit-cursor"
AUDIT_MORE = "audit-more"
AUDIT_ERROR = "audit-error"

PERMISSION = "permission"
"""Store: mounted with the words for what the browser thinks of notifications."""
PERMISSION_SHOWN = "permission-shown"
SETTINGS_ORDER = "settings-order"
"""Store: a new order of one of the lists of the settings (`ui/settings/order.py`)."""
