"""Every dialog by the name that buttons call it by."""

from __future__ import annotations

from collections.abc import Mapping

from callerid_dash.ui.dialogs import Opener

OPENERS: Mapping[str, Opener] = {}
