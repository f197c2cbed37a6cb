"""What stands where there is nothing to see, always with a way on."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from callerid_dash.locales import Translator
from callerid_dash.ui.kit.basics import attrs, icon, name_text


def no_page(t: Translator) -> html.Div:
    """An address that leads nowhere."""
    return _nothing("signpost-split", t("There is no page at this address"), t("Check the address, or go back."), t)


def no_profile(t: Translator) -> html.Div:
    """A profile that does not exist, or no longer."""
    return _nothing(
        "person-slash", t("There is no such profile"), t("It may have been deleted or joined with another one."), t
    )


def merged_profile(profile_id: int, name: str, t: Translator) -> html.Div:
    """A profile that has become part of another one."""
    link = html.A(name_text(name), href=f"/profiles/{profile_id}", **attrs({"data-nav": "true"}))
    return _nothing("intersect", t("This profile has been merged with another one"), link, t)


def forbidden(t: Translator) -> html.Div:
    """A page that is not for this role."""
    return _nothing("shield-lock", t("This page is not for your role"), t("Ask an administrator if you need it."), t)


def _nothing(shape: str, title: str, text: str | Component, t: Translator) -> html.Div:
    return html.Div(
        [
            icon(shape),
            html.H1(title),
            html.P(text),
            html.A(t("Go to the live calls"), href="/", className="btn btn-primary", **attrs({"data-nav": "true"})),
        ],
        className="empty nothing-here",
    )
