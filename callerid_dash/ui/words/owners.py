"""The owners of a profile, with the role of each."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html

from callerid_dash.domain.profiles.profiles import Owner, OwnerRole
from callerid_dash.locales import Translator
from callerid_dash.ui.kit.basics import attrs, name_text


def owner_badges(owners: Sequence[Owner], t: Translator) -> html.Ul | None:
    """One badge per owner, in the order of the roles; None without owners."""
    if not owners:
        return None
    words = owner_words(t)
    order = list(OwnerRole)
    badges = [
        html.Li(
            [html.Span(words[owner.role], className="owner-role"), " ", name_text(owner.username)],
            className="owner",
            **attrs({"data-role": owner.role.value}),
        )
        for owner in sorted(owners, key=lambda owner: order.index(owner.role))
    ]
    return html.Ul(badges, className="owners", **attrs({"aria-label": t("Owners")}))


def owner_words(t: Translator) -> dict[OwnerRole, str]:
    """The name of each role."""
    return {OwnerRole.SALES: t("Sales"), OwnerRole.SUPPORT: t("Support"), OwnerRole.OTHER: t("Other")}
