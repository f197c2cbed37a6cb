"""A chart with its heading, its name for screen readers, and its figures as a table.

The page contains the card; `charts/charts.js` draws figure and table later. The browser makes a table's CSV from the
page: cells carry their value for programs in `data-csv`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from callerid_dash.locales import Translator
from callerid_dash.ui.charts.figures import CONFIG, Figure
from callerid_dash.ui.kit.basics import attrs, button, hidden, icon, present
from callerid_dash.ui.kit.scripted import Tree, Words, element, plain
from callerid_dash.ui.text.formats import Formats


@dataclass(frozen=True, slots=True)
class TableCell:
    """A figure in a table: its text for people, and its value for programs."""

    words: Words
    plain: str


def count_cell(value: int, formats: Formats) -> TableCell:
    """A number of calls or callers."""
    return TableCell(formats.number(value), str(value))


def share_cell(value: float | None, formats: Formats) -> TableCell:
    """A share, 0 to 1; None if there is nothing of which it would be one."""
    return TableCell(formats.percent(value), "" if value is None else f"{value:.4f}")


@dataclass(frozen=True, slots=True)
class Chart:
    """The content of a card. `note` is shown with the table; `empty`: there is nothing to draw."""

    figure: Figure
    heads: Sequence[Words]
    rows: Sequence[Sequence[TableCell]]
    note: str = ""
    empty: bool = False


def graph_id(name: str) -> str:
    """The id of a chart's graph."""
    return f"chart-{name}"


def place_id(name: str) -> str:
    """The id of the place for a chart's note and table."""
    return f"chart-{name}-more"


def later_id(name: object, part: str) -> dict[str, object]:
    """The ids of the parts of a chart that is drawn later: its 'frame', and the stores 'graph' and 'now'."""
    return {"chart": name, "later": part}


def chart_card(
    name: str,
    title: str,
    t: Translator,
    class_name: str = "",
    hint: str = "",
    *,
    later: bool = False,
    tools: Sequence[Component] = (),
) -> html.Section:
    """An empty card of a chart. `hint`: the id of the text that explains clicks; `tools`: its menus.

    `later`: the graph, and with it all of Plotly, loads after the list of calls has been drawn (charts/charts.js).
    """
    save = button(
        [icon("image"), hidden(t("Save as a picture: %(title)s", title=title))],
        "tool",
        {"data-picture": graph_id(name), "data-file": name},
        title=t("Save as a picture"),
    )
    graph = dcc.Graph(
        id=graph_id(name),
        figure={"data": [], "layout": _BLANK},
        config=CONFIG,
        className="chart",
        clear_on_unhover=True,
    )
    waiting = {"data-chart-later": name} if later else {}
    as_sent: dict[str, object] = graph.to_plotly_json()
    return html.Section(
        present(
            html.Div(
                [
                    html.H2(title, id=f"chart-{name}-title"),
                    html.Div([save, *tools], className="chart-tools"),
                ],
                className="spread",
            ),
            html.Div(
                None if later else graph,
                id=later_id(name, "frame"),
                className="chart-frame",
                role="img",
                **attrs(
                    {
                        "aria-labelledby": f"chart-{name}-title",
                        **({"aria-describedby": hint} if hint else {}),
                        **waiting,
                    }
                ),
            ),
            dcc.Store(id=later_id(name, "graph"), data=as_sent) if later else None,
            dcc.Store(id=later_id(name, "now")) if later else None,
            html.Div(id=place_id(name), className="chart-more"),
        ),
        className=f"chart-card panel {class_name}".strip(),
        **attrs({"aria-labelledby": f"chart-{name}-title"}),
    )


_BLANK: dict[str, object] = {
    "paper_bgcolor": "rgba(0,0,0,0)",
    "plot_bgcolor": "rgba(0,0,0,0)",
    "xaxis": {"visible": False},
    "yaxis": {"visible": False},
}


def more(name: str, chart: Chart, t: Translator, *, csv: bool = False) -> list[Component]:
    """The parts below a chart: its note and its folded table. `csv`: the browser can save the table."""
    note = html.P(chart.note, className="chart-note muted small") if chart.note else None
    if chart.empty:
        return present(note, html.P(t("No calls in this range."), className="nothing small"))
    return present(note, as_table(name, chart, t, csv=csv))


def as_table(name: str, chart: Chart, t: Translator, *, csv: bool) -> html.Details:
    """The chart's table, folded."""
    return html.Details(
        present(
            html.Summary([icon("table"), " ", t("As a table")]),
            html.Div(as_csv_button(f"table-{name}", name, t), className="d-flex justify-content-end mb-1")
            if csv
            else None,
            html.Div(
                table(f"table-{name}", chart.heads, chart.rows),
                className="chart-table",
                tabIndex=0,
                role="group",
                **attrs({"aria-labelledby": f"chart-{name}-title"}),
            ),
        ),
        className="chart-details",
    )


def as_csv_button(table_id: str, file: str, t: Translator) -> html.Button:
    """A button that saves a table as CSV; the browser writes the file from the page."""
    return button(
        [icon("download"), " ", t("Download as CSV")],
        "btn btn-quiet btn-sm",
        {"data-csv-of": table_id, "data-file": file},
    )


def table(table_id: str, heads: Sequence[Words], rows: Sequence[Sequence[TableCell]]) -> Any:
    """A table whose first column names the rows.

    As data, because making thousands of components takes longer than all else on a page.
    """
    head = element("Tr", [element("Th", plain(words), scope="col") for words in heads])
    body = [element("Tr", [_cell(cell, first=i == 0) for i, cell in enumerate(row)]) for row in rows]
    parts = [element("Thead", head), element("Tbody", body)]
    return element("Table", parts, id=table_id, className="figures-table data-table")


def _cell(cell: TableCell, *, first: bool) -> Tree:
    props: dict[str, object] = {"data-csv": cell.plain, "children": plain(cell.words)}
    return {"type": "Th", "props": {"scope": "row", **props}} if first else {"type": "Td", "props": props}
