"""The menu of saved views in the head of the call log. Pure; `assets/call_log/call_log.js` draws it."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from callerid_dash.locales import Translator
from callerid_dash.store.calls.call_views import CallView
from callerid_dash.ui.call_log.query import view_address
from callerid_dash.ui.kit import ids
from callerid_dash.ui.kit.basics import attrs, button, hidden, icon, name_text, page_link, popover, present
from callerid_dash.ui.kit.dialogs import opens


def views_tool(t: Translator) -> html.Div:
    """The button and its empty popover."""
    words = t("Views")
    return html.Div(
        [
            button(
                [icon("bookmark"), html.Span(words, id=ids.CALL_VIEW_NAME)],
                "tool views-tool",
                {"data-popover-target": "call-views"},
                title=t("Saved views"),
            ),
            popover(
                "call-views",
                [html.P(t("Saved views"), className="pop-head"), html.Div(id=ids.CALL_VIEWS)],
                t("Saved views"),
            ),
        ]
    )


def view_name(chosen: CallView | None, t: Translator) -> list[Component | str]:
    """The label of the button."""
    return [name_text(chosen.name)] if chosen else [t("Views")]


def views_menu(
    views: Sequence[CallView], viewer_id: int, chosen: CallView | None, may_update: bool, t: Translator
) -> list[Component]:
    """The viewer's views, the views that others share, and the actions for the current filters and columns."""
    listed = [_view(view, view.user_id == viewer_id, view == chosen, t) for view in views]
    nothing = html.P(t("Choose filters and columns, then save them here under a name."), className="px-2 pb-2")
    update = None
    if chosen and may_update:
        update = html.Button(
            [icon("floppy"), html.Span(t("Update “%(name)s” to what is shown", name=chosen.name))],
            type="button",
            **attrs({"data-view-update": str(chosen.id)}),
        )
    save = html.Button(
        [icon("bookmark-plus"), html.Span(t("Save as a new view…"))], type="button", **attrs({"data-view-save": ""})
    )
    return present(
        html.Ul(listed, className="menu saved-views") if listed else nothing,
        html.Div(present(update, save), className="menu saved-views-do"),
    )


def _view(view: CallView, mine: bool, chosen: bool, t: Translator) -> html.Li:
    told = None
    if view.shared:
        told = t("shared with all") if mine else t("by %(name)s", name=view.username)
    change = button(
        [icon("pencil"), hidden(f"{t('Rename or delete')}: {view.name}")],
        "tool",
        opens("call-view-edit", view=view.id),
        title=t("Rename or delete"),
    )
    current = {"aria-current": "true"} if chosen else {}
    words = present(name_text(view.name), html.Span(told, className="muted small d-block") if told else None)
    return html.Li(
        present(
            page_link(
                present(html.Span(words), icon("check2") if chosen else None),
                view_address(view.query, view.id),
                names={"data-view": str(view.id), **current},
            ),
            change if mine else None,
        )
    )
