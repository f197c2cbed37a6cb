"""The most frequent callers, with their menu: save, add to a profile, open, call back."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from callerid_dash.domain.numbers.phones import NumberKind, parse_number
from callerid_dash.domain.profiles.numbering import describe
from callerid_dash.services.reports.caller_reports import CallerFigures
from callerid_dash.services.reports.figure_words import Figure, figure_titles
from callerid_dash.ui.calls.menu import has_menu, menu_attrs
from callerid_dash.ui.calls.row_view import CallerKind
from callerid_dash.ui.charts.card import TableCell, table
from callerid_dash.ui.jobs.export_menu import figure_menu
from callerid_dash.ui.kit.basics import attrs, button, hidden, icon, name_text, number_text, page_link, present
from callerid_dash.ui.kit.context import UiContext


def ranks(
    figure: Figure, found: Sequence[CallerFigures], context: UiContext, nothing: str, *, again: bool = False
) -> html.Section:
    """A list of callers, the first on top, with their missed calls or (`again`) their calls within a day after one."""
    t = context.words()
    title = figure_titles(t)[figure]
    heads = [t("Caller"), t("Calls"), t("Within a day") if again else t("Missed calls"), t("Last call")]
    head_id = f"ranks-{figure}-title"
    head = html.Div(
        present(html.H2(title, id=head_id), figure_menu(figure, title, t) if found else None),
        className="spread",
    )
    rows = [_row(each, context, again=again) for each in found]
    body: Component = (
        html.Div(table(f"table-{figure}", heads, rows), className="chart-table ranks")
        if found
        else html.P(nothing, className="nothing small")
    )
    return html.Section([head, body], className="chart-card panel", **attrs({"aria-labelledby": head_id}))


def _row(each: CallerFigures, context: UiContext, *, again: bool) -> list[TableCell]:
    formats, sums = context.formats(), each.sums
    other = sums.again if again else sums.missed
    last = html.Time(
        [html.Span(formats.day(sums.last_at)), " ", html.Span(formats.clock(sums.last_at))],
        dateTime=sums.last_at.isoformat(),
        title=formats.moment(sums.last_at),
    )
    return [
        TableCell(_caller(each, context), sums.number),
        TableCell(formats.number(sums.calls), str(sums.calls)),
        TableCell(formats.number(other), str(other)),
        TableCell(last, sums.last_at.isoformat()),
    ]


def _caller(each: CallerFigures, context: UiContext) -> html.Div:
    t, formats, holder = context.words(), context.formats(), each.holder
    number = parse_number(each.sums.number, context.dialing)
    described = describe(number, context.dialing, t.language)
    kind = _kind(each, number.kind, context)
    shape, words = {
        CallerKind.MINE: ("telephone-inbound-fill", t("My customer")),
        CallerKind.KNOWN: ("telephone-inbound", t("Known caller")),
        CallerKind.INTERNAL: ("telephone-forward", t("Internal call")),
    }.get(kind, ("telephone", t("Number not registered")))
    national = described.national or each.sums.number
    whom = menu_attrs(kind, each.sums.number, holder.id if holder else None, name=holder.name if holder else national)
    label = {"aria-label": t("%(kind)s: what to do", kind=words)}
    sign: Component = html.Span([icon(shape), hidden(words)], className="call-icon")
    if has_menu(kind, each.sums.number):
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
                    html.Span(t("Shared by %(n)s", n=formats.number(each.shared)), className="muted small")
                    if each.shared > 1
                    else None,
                ),
                className="d-grid text-start",
            ),
        ],
        className="rank-caller d-flex align-items-center gap-2",
        **attrs({"data-kind": kind.value}),
    )


def _kind(each: CallerFigures, number: NumberKind, context: UiContext) -> CallerKind:
    if each.holder:
        return CallerKind.MINE if each.holder.owned_by(context.viewer().id) else CallerKind.KNOWN
    return CallerKind.INTERNAL if number is NumberKind.INTERNAL else CallerKind.UNKNOWN
