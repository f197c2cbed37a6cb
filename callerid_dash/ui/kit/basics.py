"""Small parts that every page is made of: icons, hidden words, numbers, popovers, times."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, overload

from dash import html
from dash.development.base_component import Component

from callerid_dash.locales import Translator
from callerid_dash.ui.text.formats import Formats

Part = Component | str | None


def attrs(names: Mapping[str, str]) -> dict[str, Any]:
    """Attributes such as data-* and aria-*, whose names are no Python words, for a component's `**`."""
    return dict(names)


def icon(name: str, *, flips: bool = False) -> html.I:
    """A Bootstrap icon, silent for screen readers; say its meaning in words. `flips`: it points along the line."""
    shape = f"bi bi-{name} flips" if flips else f"bi bi-{name}"
    return html.I(className=shape, **attrs({"aria-hidden": "true"}))


def hidden(text: str) -> html.Span:
    """Words for screen readers only."""
    return html.Span(text, className="visually-hidden")


@overload
def present(*parts: Component | Sequence[Component | None] | None) -> list[Component]: ...
@overload
def present(*parts: Part | Sequence[Part]) -> list[Component | str]: ...
def present(*parts: Any) -> Any:
    """The parts that are there, in order; components alone stay components alone."""
    # Not by truth: a component without children counts as false.
    flat = [part for group in parts for part in (group if isinstance(group, list | tuple) else [group])]
    return [part for part in flat if part is not None and part != ""]


def name_text(name: str) -> html.Bdi:
    """A name in whatever script, kept from disturbing the text around it."""
    return html.Bdi(name)


def number_text(number: str, formats: Formats) -> html.Bdi:
    """A telephone number: always left to right."""
    return html.Bdi(formats.digits(number), dir="ltr", className="number")


def popover(anchor: str, children: list[Component], label: str, class_name: str = "") -> html.Div:
    """What opens beside the button whose `data-popover-target` is `anchor` (see assets/kit/page.js)."""
    return html.Div(
        children,
        id=anchor,
        role="group",
        className=f"pop {class_name}".strip(),
        **attrs({"data-popover": "auto", "aria-label": label}),
    )


def head_tool(anchor: str, shape: str, words: str, *children: Component) -> html.Div:
    """A button of the page's head, and what opens beside it."""
    return html.Div(
        [
            icon_button(shape, words, {"data-popover-target": anchor}),
            popover(anchor, [html.P(words, className="pop-head"), *children], words),
        ]
    )


def button(words: Part | Sequence[Part], look: str, names: Mapping[str, str] | None = None, **more: Any) -> html.Button:
    """A button that sends no form; `names` are its attributes such as data-* and aria-*."""
    return html.Button(words, type="button", className=look, **attrs(names or {}), **more)


def icon_button(
    shape: str, words: str, names: Mapping[str, str] | None = None, look: str = "tool", **more: Any
) -> html.Button:
    """A button that shows an icon; its words are its title, and what screen readers say."""
    return button([icon(shape), hidden(words)], look, names, title=words, **more)


def page_link(
    words: Part | Sequence[Part], href: str, look: str = "", names: Mapping[str, str] | None = None, **more: Any
) -> html.A:
    """A link to a page of ours, which comes without loading the whole document anew (assets/kit/page.js)."""
    return html.A(words, href=href, className=look or None, **attrs({"data-nav": "true", **(names or {})}), **more)


def wall_link(t: Translator) -> html.A:
    """The way to the wallboard, for those who may see it."""
    words = t("Open the wallboard")
    return html.A([icon("tv"), hidden(words)], href="/wall", target="_blank", className="tool", title=words)


def ticking(kind: str, since: datetime, class_name: str = "", title: str | None = None) -> html.Time:
    """An instant whose distance from now the browser writes: kind 'timer' (02:05) or 'ago' (3 min ago)."""
    return html.Time(
        dateTime=since.isoformat(),
        className=class_name or None,
        title=title,
        **attrs({"data-tick": kind, "data-since": str(round(since.timestamp() * 1000))}),
    )
