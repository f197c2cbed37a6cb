"""Lists: how a page asks for more, lists again when there is news, says what is new, and lets rows be selected.

A `PagedList` lists what the address asks for and goes on by a cursor; `assets/kit/list.js` draws it. A `GrowingList`
is drawn anew with more entries each time. Which rows are selected is known by `assets/kit/selection.js` alone. Which
service is asked and what a row looks like is the page's.
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

ListAnswer = dict[str, object]
"""What the script draws of a list: `rows` as component trees and `next`, the cursor of what follows; of the first page
also `parts`, trees by the id of the element around the list that they are drawn into, and whatever the page adds."""


@dataclass(frozen=True, slots=True)
class PagedList:
    """The list in the element `name`. Its children belong to `assets/kit/list.js`, not to React.

    Of its stores, NAME-listed holds the first page of what the address asks for, NAME-more a page behind it, NAME-asked
    the cursor of the page that somebody wants to see; a new value of NAME-news lists again.
    """

    name: str

    @property
    def news(self) -> str:
        """The store that lists again."""
        return f"{self.name}-news"

    def stores(self) -> list[Component]:
        """What the page has to contain."""
        answers = (*answer_store(f"{self.name}-listed"), *answer_store(f"{self.name}-more"))
        return [dcc.Store(id=f"{self.name}-asked"), dcc.Store(id=self.news), *answers]

    def follows(self, topic: str) -> dict[str, str]:
        """The attributes (for `attrs`) of an element on the page: news of this topic lists again."""
        return {"data-topic": topic, "data-refresh": self.news}

    def more_button(self, words: str) -> html.Div:
        """What asks for the next page, while there is one."""
        more = button(words, "btn btn-quiet", {"data-more": self.name}, hidden="hidden")
        return html.Div(more, className="more")

    def register(
        self, app: Dash, first: Callable[[str], ListAnswer], following: Callable[[str, str], ListAnswer]
    ) -> None:
        """List what `first` answers to an address, and behind it what `following` answers to address and cursor."""

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
                raise PreventUpdate from error  # no page of ours asks so

        draws(app, f"{self.name}-listed", "listed")
        draws(app, f"{self.name}-more", "listedMore")


@dataclass(frozen=True, slots=True)
class GrowingList:
    """A list that shows `step` entries, and so many more each time, at the most `most`; `store` holds how many."""

    store: str
    step: int
    most: int

    def wanted(self, asked: object) -> int | None:
        """How many entries the browser asks for; None where it asks for none."""
        shown = asked.get("shown") if isinstance(asked, dict) else None
        return min(shown, self.most) if isinstance(shown, int) and shown > 0 else None

    def more_button(self, shown: int, *words: Component | str, class_name: str = "") -> html.Button:
        """What asks for more than those that are shown."""
        return button(list(words), f"btn btn-quiet {class_name}".strip(), asks(self.store, shown=shown + self.step))


def searched(search: object) -> str:
    """What dcc.Location says that the address asks for."""
    return search if isinstance(search, str) else ""


def new_notice(notice_id: str, words: dict[str, str]) -> html.Button:
    """The button that says how many rows are not shown yet; `assets/kit/list.js: sayNew` chooses among the words."""
    return button(
        [icon("arrow-up-short"), html.Span(className="new-calls-text")],
        "new-calls",
        {f"data-{kind}": text for kind, text in words.items()},
        id=notice_id,
        hidden="hidden",
    )


def select_row(key: str, name: str, t: Translator, class_name: str = "") -> html.Button:
    """Selects one row."""
    return _box(t("Select %(name)s", name=name), {"data-select": key}, class_name)


def select_page(t: Translator) -> html.Button:
    """Selects all rows that are shown, or none."""
    words = t("Select all that are shown")
    return _box(words, {"data-selected": "page", "title": words})


def selected_count(t: Translator) -> html.Span:
    """How many are selected."""
    return html.Span(className="selected-count", role="status", **attrs({"data-words": t("{count} selected")}))


def selected_button(do: str, shape: str, words: str) -> html.Button:
    """Does something with the selected rows; `do` is its name in the page's script."""
    return button([icon(shape), " ", words], "btn btn-quiet btn-small", {"data-selected": do})


def _box(words: str, names: dict[str, str], class_name: str = "") -> html.Button:
    return button(
        [icon("check-lg"), hidden(words)],
        f"select {class_name}".strip(),
        {"aria-checked": "false", **names},
        role="checkbox",
    )
