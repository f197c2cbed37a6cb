"""The HTML document around the page: language, direction, theme and style sheets, set for each request."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path, PurePosixPath
from typing import Any

from dash import Dash
from dash.development.base_component import Component

from callerid_dash.locales import translator
from callerid_dash.ui.kit.context import UiContext
from callerid_dash.ui.shell import layout as shell

EARLY_SCRIPTS = ("early.js", "kit/arrivals.js")
"""Scripts that set the theme and the bare window before the first paint, and define functions that other scripts call
while they load.
"""

OWN_LINKS = "|".join(rf"^{re.escape(PurePosixPath(name).name)}$" for name in EARLY_SCRIPTS) + r"|\.css$"
"""The assets that the document itself links in the head, in the order that style sheets need."""

OWN_STYLES = (
    "kit/theme.css",
    "kit/surfaces.css",
    "kit/parts.css",
    "kit/forms.css",
    "kit/dialogs.css",
    "shell/shell.css",
    "live/health.css",
    "shell/popovers.css",
    "shell/search.css",
    "calls/calls.css",
    "calls/cells.css",
    "calls/states.css",
    "calls/list.css",
    "calls/narrow.css",
    "calls/menus.css",
    "profile/profile.css",
    "profile/timeline.css",
    "profiles/profiles.css",
    "profiles/facets.css",
    "call_log/call_log.css",
    "missed/missed.css",
    "missed/waiting.css",
    "profile_form/profile_form.css",
    "add_number/add_number.css",
    "records/records.css",
    "merge/merge.css",
    "settings/settings.css",
    "settings/office.css",
    "settings/people.css",
    "imports/calls.css",
    "imports/profiles.css",
    "charts/charts.css",
    "analytics/analytics.css",
    "live/today.css",
    "jobs/jobs.css",
    "shell/liveness.css",
)
"""Our style sheets in their order: of two equally specific rules, the later one applies."""

_DOCUMENT = """<!DOCTYPE html>
<html lang="{language}" dir="{direction}" data-bs-theme="{bs_theme}" data-theme="{theme}">
  <head>
    {metas}
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>{title}</title>
    <link rel="icon" type="image/svg+xml" href="{icon}">
    {early}
    {vendor}
    {css}
    {own}
  </head>
  <body>
    {app_entry}
    <footer>{config}{scripts}{renderer}</footer>
  </body>
</html>"""


class DocumentDash(Dash):
    """A Dash app whose document is in the request's language."""

    def __init__(self, context: UiContext, **settings: Any) -> None:
        self._context = context
        super().__init__(**settings)

    def get_layout(self) -> Component:
        """The shell for the signed-in user."""
        return shell.layout(self._context)

    def interpolate_index(self, **parts: str) -> str:  # type: ignore[override] # Dash names them all
        """The document of this request."""
        t = translator(self._context.language())
        theme = self._context.theme()
        return _DOCUMENT.format(
            language=escape(t.language),
            direction=t.direction,
            theme=escape(theme),
            bs_theme="dark" if theme == "dark" else "light",
            title=escape(parts["title"]),
            icon=self.get_asset_url("favicon.svg"),
            early="\n    ".join(
                f'<script src="{escape(url)}"></script>'
                for url in (*map(self.get_asset_url, EARLY_SCRIPTS), self._context.script_url("follow.js"))
            ),
            vendor="\n    ".join(_style(self._context.vendor_url(name)) for name in vendor_styles(t.direction)),
            own="\n    ".join(_style(self.get_asset_url(name)) for name in OWN_STYLES),
            **{name: parts[name] for name in ("metas", "css", "app_entry", "config", "scripts", "renderer")},
        )


def vendor_styles(direction: str) -> tuple[str, ...]:
    """The names of the third-party style sheets of a page in this text direction."""
    return ("bootstrap.rtl.css" if direction == "rtl" else "bootstrap.css", "bootstrap-icons.css", "vazirmatn.css")


def assets_folder() -> Path:
    """Our own CSS and JavaScript: inside the installed package, else at the top of the checkout."""
    package = Path(__file__).resolve().parents[2]
    installed = package / "assets"
    return installed if installed.is_dir() else package.parent / "assets"


def _style(url: str) -> str:
    return f'<link rel="stylesheet" href="{escape(url)}">'
