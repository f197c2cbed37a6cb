"""Buttons outside of Dash's own components that ask something of a callback: see assets/profile/profile.js."""

from __future__ import annotations

import json


def asks(store: str, **arguments: object) -> dict[str, str]:
    """The attributes (for `attrs`) of a button that puts these arguments into a dcc.Store."""
    return {"data-asks": store, "data-args": json.dumps(arguments)}
