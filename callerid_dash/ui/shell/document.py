"""The HTML document around the page: language, direction, theme and style sheets, set for each request."""

from __future__ import annotations

from html import escape
from typing import Any

from dash import Dash
from dash.development.base_component import Component

from callerid_dash.locales import translator
from callerid_dash.services.services import Services
from callerid_dash.ui.kit.context import UiContext
from callerid_dash.ui.shell import layout as shell
from callerid_dash.ui.shell.bundles import EARLY, SCRIPTS, STYLES, TICKER

_DOCUMENT = """<!DOCTYPE html>
<html lang="{language}" dir="{direction}" data-bs-theme="{bs_theme}" data-theme="{theme}"
  data-plotly="{plotly}" data-ticker="{ticker}">
  <head>
    {metas}
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>{title}</title>
    <link rel="icon" type="image/svg+xml" href="{icon}">
    {early}
    {css}
    {style}
  </head>
  <body>
    {app_entry}
    <footer>{config}{scripts}{own_scripts}{renderer}</footer>
  </body>
</html>"""


class DocumentDash(Dash):
    """A Dash app whose document is in the request's language."""

    def __init__(self, services: Services, context: UiContext, **settings: Any) -> None:
        self._services, self._context = services, context
        super().__init__(**settings)

    def get_layout(self) -> Component:
        """The shell for the signed-in user."""
        return shell.layout(self._services, self._context)

    def interpolate_index(self, **parts: str) -> str:  # type: ignore[override] # Dash names them all
        """The document of this request."""
        t = translator(self._context.language())
        theme, file = self._context.theme(), self._context.static_url
        return _DOCUMENT.format(
            language=escape(t.language),
            direction=t.direction,
            theme=escape(theme),
            bs_theme="dark" if theme == "dark" else "light",
            title=escape(parts["title"]),
            plotly=escape(self._context.vendor_url("plotly.js")),
            ticker=escape(file(TICKER)),
            icon=escape(file("mark.svg")),
            early=_script(file(EARLY)),
            style=f'<link rel="stylesheet" href="{escape(file(STYLES[t.direction]))}">',
            own_scripts=_script(file(SCRIPTS)),
            **{name: parts[name] for name in ("metas", "css", "app_entry", "config", "scripts", "renderer")},
        )


def _script(url: str) -> str:
    return f'<script src="{escape(url)}"></script>'
