"""The lists in the settings, in order. To add another list, see `services/office/lists.py`."""

from __future__ import annotations

from callerid_dash.ui.settings.office import categories
from callerid_dash.ui.settings.office.colors import ColorSection
from callerid_dash.ui.settings.office.record_kinds import RecordKindSection

COLORS = ColorSection()
RECORD_KINDS = RecordKindSection()
SECTIONS = (COLORS.section(), categories.SECTION, RECORD_KINDS.section())
