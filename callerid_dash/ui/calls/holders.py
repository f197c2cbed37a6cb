"""The yellow triangle of a shared number, and the list of the profiles that have it.

For a call, the list also chooses the profile under which it is shown (`ui/shell/choosing.py`) and offers to merge.
"""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from callerid_dash.domain.profiles.profiles import Holder
from callerid_dash.locales import Translator
from callerid_dash.services.live.feed import FeedRow
from callerid_dash.ui.kit.basics import attrs, button, hidden, icon, name_text, popover, present
from callerid_dash.ui.kit.dialogs import opens
from callerid_dash.ui.text.formats import Formats
from callerid_dash.ui.words.owners import owner_badges


def shared_mark(
    anchor: str,
    holders: Sequence[Holder],
    others: int,
    t: Translator,
    formats: Formats,
    *,
    shown: Holder | None = None,
    row: FeedRow | None = None,
) -> html.Span | None:
    """The triangle with the number of `others`, which opens the list of `holders`; None if nobody else has the number.

    `anchor` is the id of the list, unique on the page; the list marks `shown`. `row` is the call, if it is about one.
    """
    if others < 1:
        return None
    words = t.n("%(n)s other profile has this number", "%(n)s other profiles have this number", others)
    if row and not shown:
        words = t.n("%(n)s profile has this number", "%(n)s profiles have this number", others)
    title = t("Profiles with this number")
    return html.Span(
        [
            button(
                [
                    icon("exclamation-triangle-fill"),
                    html.Span(formats.number(others), **attrs({"aria-hidden": "true"})),
                    hidden(words),
                ],
                "shared",
                {"data-popover-target": anchor},
                title=words,
            ),
            popover(
                anchor,
                present(
                    html.P(title, className="pop-head"),
                    html.Ul([_holder(holder, shown, row, t) for holder in holders], className="holders"),
                    _more(holders, row, t),
                ),
                title,
                "holders-pop",
            ),
        ],
    )


def _more(holders: Sequence[Holder], row: FeedRow | None, t: Translator) -> html.Div | None:
    """Further actions for the holders of a call's number."""
    if row is None:
        return None
    usual = _choose(row, "", [icon("arrow-counterclockwise"), t("As usual")]) if row.chosen_id is not None else None
    ids = ",".join(str(holder.id) for holder in holders)
    merge = button(
        [icon("intersect"), t("Merge these profiles…")], "holder-do text-button", opens("merge", profiles=ids)
    )
    parts = present(usual, merge if len(holders) > 1 else None)
    return (
        html.Div(parts, className="holders-more d-flex flex-wrap justify-content-between border-top mt-1 pt-1")
        if parts
        else None
    )


def _choose(row: FeedRow, profile_id: str, children: list[Component | str], title: str = "") -> html.Button:
    return button(
        children,
        "holder-do text-button",
        {"data-choose": str(row.call.id), "data-holder": profile_id},
        title=title or None,
    )


def _shown(shape: str, words: str) -> html.Span:
    return html.Span([icon(shape), " ", words], className="holder-shown muted small text-nowrap")


def _under_this_one(holder: Holder, row: FeedRow, t: Translator) -> Component:
    if holder.id == row.chosen_id:
        return _shown("pin-angle-fill", t("shown, as chosen"))
    words = t("Show this call under %(name)s", name=holder.name)
    about = html.Span(
        [t("Show this call under this profile:"), " ", name_text(holder.name)], className="visually-hidden"
    )
    return _choose(row, str(holder.id), [icon("pin-angle"), t("Choose"), about], words)


def _holder(holder: Holder, shown: Holder | None, row: FeedRow | None, t: Translator) -> html.Li:
    color = holder.color
    is_chosen = row is not None and row.chosen_id == holder.id  # the end of the line says so
    is_shown = shown is not None and holder.id == shown.id and not is_chosen
    organization = holder.organization if holder.organization != holder.name else ""
    had = html.Span(t("had this number then"), className="muted small") if row and row.former_id == holder.id else None
    link = html.A(
        present(
            html.Span(
                className="swatch",
                title=color.title if color else None,
                style={"--edge": color.hex if color else "transparent"},  # otherwise it inherits the row's
            ),
            html.Span(
                present(
                    html.Span(name_text(holder.name), className="holder-name fw-semibold"),
                    html.Span(name_text(organization), className="muted small") if organization else None,
                    had,
                    owner_badges(holder.owners, t),
                ),
                className="flex-fill d-grid gap-1",
            ),
            _shown("check2", t("shown")) if is_shown else None,
        ),
        href=f"/profiles/{holder.id}",
        **attrs({"data-nav": "true", "data-profile-id": str(holder.id)}),
    )
    return html.Li(present(link, _under_this_one(holder, row, t) if row else None))
