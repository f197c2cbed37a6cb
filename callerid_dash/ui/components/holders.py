"""The yellow triangle of a shared number, and the list of the profiles that have it."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html

from callerid_dash.domain.profiles import Holder
from callerid_dash.locales import Translator
from callerid_dash.ui.components.basics import attrs, hidden, icon, name_text, popover, present
from callerid_dash.ui.components.owners import owner_badges
from callerid_dash.ui.formats import Formats


def shared_mark(
    anchor: str, holders: Sequence[Holder], others: int, t: Translator, formats: Formats, *, shown: Holder | None = None
) -> html.Span | None:
    """The triangle with the number of `others`, opening the list of `holders`; None when nobody else has the number.

    `anchor` is the id of the list, unique on the page; `shown` is marked in it.
    """
    if others < 1:
        return None
    count = formats.number(others)
    words = t.n("%(n)s other profile has this number", "%(n)s other profiles have this number", others, n=count)
    title = t("Profiles with this number")
    return html.Span(
        [
            html.Button(
                [
                    icon("exclamation-triangle-fill"),
                    html.Span(count, **attrs({"aria-hidden": "true"})),
                    hidden(words),
                ],
                type="button",
                className="shared",
                title=words,
                **attrs({"data-popover-target": anchor}),
            ),
            popover(
                anchor,
                [
                    html.P(title, className="pop-head"),
                    html.Ul([_holder(holder, shown, t) for holder in holders], className="holders"),
                ],
                title,
            ),
        ],
        className="shared-by",
    )


def _holder(holder: Holder, shown: Holder | None, t: Translator) -> html.Li:
    color = holder.color
    is_shown = shown is not None and holder.id == shown.id
    organization = holder.organization if holder.organization != holder.name else ""
    return html.Li(
        html.A(
            present(
                html.Span(
                    className="swatch",
                    title=color.title if color else None,
                    style={"--edge": color.hex} if color else None,
                ),
                html.Span(
                    present(
                        html.Span(name_text(holder.name), className="holder-name"),
                        html.Span(name_text(organization), className="holder-org") if organization else None,
                        owner_badges(holder.owners, t),
                    ),
                    className="holder-text",
                ),
                html.Span([icon("check2"), t("shown")], className="holder-shown") if is_shown else None,
            ),
            href=f"/profiles/{holder.id}",
            **attrs({"data-nav": "true", "data-profile-id": str(holder.id)}),
        )
    )
