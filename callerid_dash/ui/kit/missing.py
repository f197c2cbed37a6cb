"""Messages shown when there is nothing to see, each with a link that leads on."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from callerid_dash.locales import Translator
from callerid_dash.ui.kit.basics import icon, name_text, page_link, present


def no_page(t: Translator) -> html.Div:
    """The message for an unknown address."""
    return _nothing("signpost-split", t("There is no page at this address"), t("Check the address, or go back."), t)


def no_profile(t: Translator) -> html.Div:
    """The message for a profile that does not exist, or no longer exists."""
    return _nothing(
        "person-slash", t("There is no such profile"), t("It may have been deleted or joined with another one."), t
    )


def merged_profile(profile_id: int, name: str, t: Translator) -> html.Div:
    """The message for a profile that was merged into another one."""
    link = page_link(name_text(name), f"/profiles/{profile_id}")
    return _nothing("intersect", t("This profile has been merged with another one"), link, t)


def forbidden(t: Translator) -> html.Div:
    """The message for a page that this role may not see."""
    return _nothing("shield-lock", t("This page is not for your role"), t("Ask an administrator if you need it."), t)


def nothing_here(shape: str, title: str | Component, *parts: Component | str | None) -> html.Div:
    """An icon, a heading, sentences and a link that leads on."""
    heading = html.H2(title) if isinstance(title, str) else title
    said = [html.P(part) if isinstance(part, str) else part for part in present(*parts)]
    return html.Div([icon(shape), heading, *said], className="empty nothing-here")


def _nothing(shape: str, title: str, text: str | Component, t: Translator) -> html.Div:
    way_on = page_link(t("Go to the live calls"), "/", "btn btn-primary")
    return nothing_here(shape, html.H1(title), html.P(text), way_on)
