"""The most frequent callers, with their menu: save, add to a profile, open, call back."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from dash import html
from dash.development.base_component import Component

from callerid_dash.domain.numbers.phones import Dialing, NumberKind, parse_number
from callerid_dash.domain.profiles.numbering import describe
from callerid_dash.locales import Translator
from callerid_dash.services.reports.figure_words import Figure, figure_titles
from callerid_dash.services.reports.metrics import records
from callerid_dash.ui.calls.menu import has_menu, menu_attrs
from callerid_dash.ui.calls.row_view import CallerKind
from callerid_dash.ui.charts.card import TableCell, count_cell, table
from callerid_dash.ui.jobs.export_menu import figure_menu
from callerid_dash.ui.kit.basics import attrs, button, hidden, icon, name_text, number_text, page_link, present
from callerid_dash.ui.kit.context import UiContext
from callerid_dash.ui.kit.scripted import plain
from callerid_dash.ui.text.formats import Formats

if TYPE_CHECKING:
    from pandas import DataFrame


def ranks(figure: Figure, frame: DataFrame, context: UiContext, nothing: str) -> html.Section:
    """A list of callers, the first on top, with their missed calls or their calls within a day after one."""
    t, found, again = context.words(), records(frame), figure is Figure.REPEAT_CALLERS
    title = figure_titles(t)[figure]
    heads = [t("Caller"), t("Calls"), t("Within a day") if again else t("Missed calls"), t("Last call")]
    head_id = f"ranks-{figure}-title"
    head = html.Div(
        present(html.H2(title, id=head_id), figure_menu(figure, title, t) if found else None),
        className="spread",
    )
    seen = (context.viewer().id, context.dialing, t, context.formats())
    rows = [_row(each, again, *seen) for each in found]
    body: Component = (
        html.Div(table(f"table-{figure}", heads, rows), className="chart-table ranks")
        if found
        else html.P(nothing, className="nothing small")
    )
    return html.Section([head, body], className="chart-card panel", **attrs({"aria-labelledby": head_id}))


@lru_cache(maxsize=1_024)
def _row(
    each: Any, again: bool, viewer_id: int, dialing: Dialing, t: Translator, formats: Formats
) -> Sequence[TableCell]:
    """The row of a caller, drawn once for all who see the same: few callers change by a call."""
    last_at = each.last_at.to_pydatetime()
    last = html.Time(
        [html.Span(formats.day(last_at)), " ", html.Span(formats.clock(last_at))],
        dateTime=last_at.isoformat(),
        title=formats.moment(last_at),
    )
    return [
        TableCell(plain(_caller(each, viewer_id, dialing, t, formats)), each.number),
        count_cell(each.calls, formats),
        count_cell(each.again if again else each.missed, formats),
        TableCell(plain(last), last_at.isoformat()),
    ]


def _caller(each: Any, viewer_id: int, dialing: Dialing, t: Translator, formats: Formats) -> html.Div:
    holder, number = each.holder, parse_number(each.number, dialing)
    described = describe(number, dialing, t.language)
    kind = _kind(each, number.kind, viewer_id)
    shape, words = {
        CallerKind.MINE: ("telephone-inbound-fill", t("My customer")),
        CallerKind.KNOWN: ("telephone-inbound", t("Known caller")),
        CallerKind.INTERNAL: ("telephone-forward", t("Internal call")),
    }.get(kind, ("telephone", t("Number not registered")))
    national = described.national or each.number
    whom = menu_attrs(kind, each.number, holder.id if holder else None, name=holder.name if holder else national)
    label = {"aria-label": t("%(kind)s: what to do", kind=words)}
    sign: Component = html.Span([icon(shape), hidden(words)], className="call-icon")
    if has_menu(kind, each.number):
        sign = button(icon(shape), "call-icon", {**whom, **label})
    name = page_link(name_text(holder.name), f"/profiles/{holder.id}", "rank-name") if holder else None
    place = html.Span(described.place or described.operator, className="muted small")
    return html.Div(
        [
            sign,
            html.Div(
                present(
                    name,
                    html.Span([number_text(national, formats), " ", place]),
                    html.Span(t("Shared by %(n)s", n=formats.number(each.profiles)), className="muted small")
                    if each.profiles > 1
                    else None,
                ),
                className="d-grid text-start",
            ),
        ],
        className="rank-caller d-flex align-items-center gap-2",
        **attrs({"data-kind": kind.value}),
    )


def _kind(each: Any, number: NumberKind, viewer_id: int) -> CallerKind:
    if each.holder:
        return CallerKind.MINE if each.holder.owned_by(viewer_id) else CallerKind.KNOWN
    return CallerKind.INTERNAL if number is NumberKind.INTERNAL else CallerKind.UNKNOWN
