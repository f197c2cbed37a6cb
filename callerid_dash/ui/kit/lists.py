"""Lists: load more rows, refresh after changes, announce new rows, select rows, fold filters.

A `PagedList` lists what the address requests and continues by cursor; `assets/kit/list.js` draws it. A `GrowingList`
is redrawn with more entries each time. Only `assets/kit/selection.js` knows which rows are selected. The page chooses
the service and draws the rows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from dash import Dash, Input, Output, State, dcc, html
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from callerid_dash.domain.errors import InvalidInput
from callerid_dash.locales import Translator
from callerid_dash.ui.kit.basics import attrs, button, hidden, icon
from callerid_dash.ui.kit.ids import LOCATION
from callerid_dash.ui.kit.scripted import answer_store, asks, draws
from callerid_dash.ui.text.formats import Formats

ListAnswer = dict[str, object]
"""The data of a list for the script: `rows` as component trees and `next`, the cursor of the following page. The first
page also has the page's own data, and `parts`: trees by the id of the element around the list that shows them.
"""


@dataclass(frozen=True, slots=True)
class PagedList:
    """The list in the element `name`. `assets/kit/list.js` owns its children, not React.

    Its stores: NAME-listed holds the first page for the address, NAME-more a following page, NAME-asked the cursor of
    the page that the user wants to see; a new value of NAME-news refreshes the list.
    """

    name: str

    @property
    def news(self) -> str:
        """The store that refreshes the list."""
        return f"{self.name}-news"

    def stores(self) -> list[Component]:
        """The stores, which the page must contain."""
        answers = (*answer_store(f"{self.name}-listed"), *answer_store(f"{self.name}-more"))
        return [dcc.Store(id=f"{self.name}-asked"), dcc.Store(id=self.news), *answers]

    def follows(self, topic: str) -> dict[str, str]:
        """The attributes (for `attrs`) of an element on the page: news of this topic refreshes the list."""
        return {"data-topic": topic, "data-refresh": self.news}

    def more_button(self, words: str) -> html.Div:
        """The button that loads the next page, while there is one."""
        more = button(words, "btn btn-quiet", {"data-more": self.name}, hidden="hidden")
        return html.Div(more, className="more")

    def register(
        self, app: Dash, first: Callable[[str], ListAnswer], following: Callable[[str, str], ListAnswer]
    ) -> None:
        """Add the callbacks: `first` lists an address; `following` continues it from a cursor."""

        def named(search: str, answer: ListAnswer) -> ListAnswer:
            return {"list": self.name, "search": search, **answer}

        @app.callback(Output(f"{self.name}-listed", "data"), Input(LOCATION, "search"), Input(self.news, "data"))
        def show(search: object, _news: object) -> ListAnswer:
            return named(searched(search), first(searched(search)))

        @app.callback(
            Output(f"{self.name}-more", "data"),
            Input(f"{self.name}-asked", "data"),
            State(LOCATION, "search"),
            prevent_initial_call=True,
        )
        def show_more(asked: object, search: object) -> ListAnswer:
            cursor = asked.get("cursor") if isinstance(asked, dict) else None
            if not isinstance(cursor, str):
                raise PreventUpdate
            try:
                return named(searched(search), following(searched(search), cursor))
            except InvalidInput as error:
                raise PreventUpdate from error  # none of our pages sends this

        draws(app, f"{self.name}-listed", "listed")
        draws(app, f"{self.name}-more", "listedMore")


@dataclass(frozen=True, slots=True)
class GrowingList:
    """A list that shows `step` entries, then `step` more each time, at most `most`; `store` holds how many."""

    store: str
    step: int
    most: int

    def wanted(self, asked: object) -> int | None:
        """How many entries the browser requests; None if it requests none."""
        shown = asked.get("shown") if isinstance(asked, dict) else None
        return min(shown, self.most) if isinstance(shown, int) and shown > 0 else None

    def more_button(self, shown: int, *words: Component | str, class_name: str = "") -> html.Button:
        """The button that shows more entries."""
        return button(list(words), f"btn btn-quiet {class_name}".strip(), asks(self.store, shown=shown + self.step))


def searched(search: object) -> str:
    """The query of the address from dcc.Location; '' if it is not text."""
    return search if isinstance(search, str) else ""


def new_notice(notice_id: str, words: dict[str, str]) -> html.Button:
    """The button that counts the rows not shown yet; `assets/kit/list.js: sayNew` chooses among the words."""
    return button(
        [icon("arrow-up-short"), html.Span(className="new-calls-text")],
        "new-calls",
        {f"data-{kind}": text for kind, text in words.items()},
        id=notice_id,
        hidden="hidden",
    )


def select_row(key: str, name: str, t: Translator, class_name: str = "") -> html.Button:
    """A button that selects one row."""
    return _box(t("Select %(name)s", name=name), {"data-select": key}, class_name)


def select_page(t: Translator) -> html.Button:
    """A button that selects all shown rows, or none."""
    words = t("Select all that are shown")
    return _box(words, {"data-selected": "page", "title": words})


def selected_count(t: Translator) -> html.Span:
    """How many rows are selected."""
    return html.Span(className="selected-count", role="status", **attrs({"data-words": t("{count} selected")}))


def selected_button(do: str, shape: str, words: str) -> html.Button:
    """A button that acts on the selected rows; the page's script knows the action as `do`."""
    return button([icon(shape), " ", words], "btn btn-quiet btn-sm", {"data-selected": do})


def _box(words: str, names: dict[str, str], class_name: str = "") -> html.Button:
    return button(
        [icon("check-lg"), hidden(words)],
        f"select tool flex-shrink-0 {class_name}".strip(),
        {"aria-checked": "false", **names},
        role="checkbox",
    )


def fold_button(button_id: str, folded_id: str) -> html.Button:
    """The button that unfolds the filters; its words come with the page's data."""
    return html.Button(
        id=button_id,
        type="button",
        className="btn btn-quiet filters-fold",
        **attrs({"aria-expanded": "false", "aria-controls": folded_id}),
    )


def fold_words(count: int, t: Translator, formats: Formats) -> list[Component | str]:
    """The words of the button: how many filters are active."""
    return [icon("funnel"), " ", t("Filters (%(count)s)", count=formats.number(count)) if count else t("Filters")]
