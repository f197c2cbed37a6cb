"""Small parts that every page uses: icons, hidden words, numbers, popovers, times."""

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
    """Attributes such as data-* and aria-*, whose names are not Python identifiers, for a component's `**`."""
    return dict(names)


def icon(name: str, *, flips: bool = False) -> html.I:
    """A Bootstrap icon. Screen readers skip it: say its meaning in words. `flips`: right-to-left pages mirror it."""
    shape = f"bi bi-{name} flips" if flips else f"bi bi-{name}"
    return html.I(className=shape, **attrs({"aria-hidden": "true"}))


def hidden(text: str) -> html.Span:
    """Text for screen readers only."""
    return html.Span(text, className="visually-hidden")


@overload
def present(*parts: Component | Sequence[Component | None] | None) -> list[Component]: ...
@overload
def present(*parts: Part | Sequence[Part]) -> list[Component | str]: ...
def present(*parts: Any) -> Any:
    """The parts that are neither None nor empty text, in order; a list of components only is typed as such."""
    # No test of truth: a component without children is false.
    flat = [part for group in parts for part in (group if isinstance(group, list | tuple) else [group])]
    return [part for part in flat if part is not None and part != ""]


def name_text(name: str) -> html.Bdi:
    """A name in any script, isolated from the direction of the text around it."""
    return html.Bdi(name)


def number_text(number: str, formats: Formats) -> html.Bdi:
    """A telephone number: always left to right."""
    return html.Bdi(formats.digits(number), dir="ltr", className="number")


def popover(anchor: str, children: list[Component], label: str, class_name: str = "") -> html.Div:
    """A popover beside the button whose `data-popover-target` is `anchor` (see assets/kit/page.js)."""
    return html.Div(
        children,
        id=anchor,
        role="group",
        className=f"pop {class_name}".strip(),
        **attrs({"data-popover": "auto", "aria-label": label}),
    )


def head_tool(anchor: str, shape: str, words: str, *children: Component) -> html.Div:
    """A button of the page's head, and its popover."""
    return html.Div(
        [
            icon_button(shape, words, {"data-popover-target": anchor}),
            popover(anchor, [html.P(words, className="pop-head"), *children], words),
        ]
    )


def button(words: Part | Sequence[Part], look: str, names: Mapping[str, str] | None = None, **more: Any) -> html.Button:
    """A button that does not send a form; `names` are attributes such as data-* and aria-*."""
    return html.Button(words, type="button", className=look, **attrs(names or {}), **more)


def icon_button(
    shape: str, words: str, names: Mapping[str, str] | None = None, look: str = "tool", **more: Any
) -> html.Button:
    """A button that shows an icon; `words` are its title and its name for screen readers."""
    return button([icon(shape), hidden(words)], look, names, title=words, **more)


def page_link(
    words: Part | Sequence[Part], href: str, look: str = "", names: Mapping[str, str] | None = None, **more: Any
) -> html.A:
    """A link to one of our pages, which opens without a reload of the document (assets/kit/page.js)."""
    return html.A(words, href=href, className=look or None, **attrs({"data-nav": "true", **(names or {})}), **more)


def segment(chosen: bool) -> tuple[str, dict[str, str]]:
    """The look and the attributes of a link that is one of several beside each other, in a btn-group."""
    return ("btn btn-quiet btn-sm active", {"aria-current": "true"}) if chosen else ("btn btn-quiet btn-sm", {})


def wall_link(t: Translator) -> html.A:
    """The link to the wallboard, for users who may see it."""
    words = t("Open the wallboard")
    return html.A([icon("tv"), hidden(words)], href="/wall", target="_blank", className="tool", title=words)


def ticking(kind: str, since: datetime, class_name: str = "", title: str | None = None) -> html.Time:
    """An instant; the browser writes and updates its distance from now: kind 'timer' (02:05) or 'ago' (3 min ago)."""
    return html.Time(
        dateTime=since.isoformat(),
        className=class_name or None,
        title=title,
        **attrs({"data-tick": kind, "data-since": str(round(since.timestamp() * 1000))}),
    )


def moment(instant: datetime, formats: Formats, *, with_day: bool = True) -> html.Span:
    """'22 Nov 2026 20:10 · 3 min ago'; without the day if a heading already shows it."""
    clock = formats.clock(instant)
    written = f"{formats.full_day(instant)} {clock}" if with_day else clock
    return html.Span(
        [
            html.Time(written, dateTime=instant.isoformat(), title=formats.moment(instant)),
            " ",
            ticking("ago", instant, "moment-ago"),
        ],
        className="moment",
    )
