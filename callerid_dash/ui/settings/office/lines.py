"""The section of our own numbers."""

from __future__ import annotations

from collections.abc import Mapping

from dash import html
from dash.development.base_component import Component

from callerid_dash.domain.errors import NotFound
from callerid_dash.domain.users import Action
from callerid_dash.locales import Translator
from callerid_dash.services.services import Services
from callerid_dash.ui.kit.basics import button, icon, name_text, number_text
from callerid_dash.ui.kit.context import UiContext
from callerid_dash.ui.kit.dialogs import Arguments, Dialog, opens
from callerid_dash.ui.kit.fields import text_field
from callerid_dash.ui.kit.form_dialogs import FormDialog, form_dialog
from callerid_dash.ui.kit.forms import Form, Values
from callerid_dash.ui.kit.sent import text_of
from callerid_dash.ui.settings import parts
from callerid_dash.ui.settings.section import Section
from callerid_dash.ui.text.formats import Formats

FORM = Form("line")
REMOVE = Form("line-remove")


def layout(services: Services, context: UiContext) -> Component:
    """The section."""
    suggested = services.office.lines.suggested(context.viewer())
    return view(services.directory.snapshot.lines, suggested, context.words(), context.formats())


def view(lines: Mapping[str, str], suggested: Mapping[str, int], t: Translator, formats: Formats) -> Component:
    """The list, and suggestions from calls."""
    rows: list[Component] = [
        parts.row(
            parts.main(name_text(title), number_text(number, formats)),
            parts.tools(
                parts.tool("pencil", t("Rename"), "line", number=number),
                parts.tool("trash", t("Remove"), "line-remove", number=number),
            ),
        )
        for number, title in lines.items()
    ]
    chips = [chip("line", number, calls, t, formats) for number, calls in suggested.items()]
    nothing = parts.empty(
        "signpost-2", t("No line has a title yet"), t("Rows show the bare number of a line until it has one.")
    )
    return parts.section(
        t("Lines"),
        t("Our own numbers that people call, with the titles that everybody reads: Front desk, Sales, …"),
        parts.suggestions(t("Called lately, without a title"), chips),
        parts.card(html.Ul(rows, className="settings-list") if rows else nothing),
        action=parts.add_button(t("Add a line"), "line"),
    )


def chip(dialog: str, number: str, calls: int, t: Translator, formats: Formats) -> html.Button:
    """The button that adds a number found in calls."""
    count = t.n("%(n)s call", "%(n)s calls", calls)
    return button(
        [icon("plus"), number_text(number, formats), html.Span(count, className="muted small")],
        "chip-button btn btn-quiet btn-sm rounded-pill",
        {**opens(dialog, number=number, new=1), "data-focus": f"{dialog} {number}"},
    )


def code_field(form: Form, label: str, number: str, t: Translator) -> Component:
    """The field of a new line or extension; it has the focus unless the number was found in calls."""
    help_text = t("As the telephone system sends it.")
    return text_field(
        form, "number", label, number, required=True, direction="ltr", help_text=help_text, autofocus=not number
    )


def open_line(services: Services, context: UiContext, arguments: Arguments) -> Dialog:
    """The dialog that adds a line, or changes its title."""
    t, number, lines = context.words(), arguments.get("number", ""), services.directory.snapshot.lines
    named = text_field(FORM, "title", t("Title"), lines.get(number, ""), required=True, autofocus=bool(number))
    if number in lines:
        title = t("Rename line %(number)s", number=context.formats().digits(number))
        return form_dialog(FORM, title, [named], t, fixed={"number": number, "seen": lines[number]})
    if number and arguments.get("new") != "1":
        raise NotFound("There is no such line on the list any more.")
    return form_dialog(FORM, t("Add a line"), [code_field(FORM, t("Number"), number, t), named], t, fixed={"new": 1})


def open_remove(services: Services, context: UiContext, arguments: Arguments) -> Dialog:
    """The question before a line is removed, which says that only its title is deleted."""
    t, number = context.words(), arguments.get("number", "")
    title = services.directory.snapshot.lines.get(number)
    if title is None:
        raise NotFound("There is no such line on the list any more.")
    words = [t("Calls keep the number and show it instead of the title.")]
    question = t("Remove “%(title)s” from the list?", title=title)
    return parts.asking(REMOVE, question, words, t("Remove"), t, number=number, seen=title)


def _save(services: Services, context: UiContext, _do: str, values: Values) -> None:
    number, title, viewer = text_of(values, "number"), text_of(values, "title"), context.viewer()
    if values.get("new"):
        services.office.lines.add(number, title, viewer)
    else:
        services.office.lines.change(number, title, viewer, text_of(values, "seen"))
    parts.saved(context.words())


def _remove(services: Services, context: UiContext, _do: str, values: Values) -> None:
    services.office.lines.remove(text_of(values, "number"), context.viewer(), text_of(values, "seen"))
    t = context.words()
    parts.saved(t, t("Removed."))


SECTION = Section(
    "lines",
    lambda t: t("Lines"),
    "signpost-2",
    Action.CHANGE_SETTINGS,
    layout,
    dialogs=(
        FormDialog(FORM, open_line, _save, Action.CHANGE_SETTINGS),
        FormDialog(REMOVE, open_remove, _remove, Action.CHANGE_SETTINGS),
    ),
    follows="settings",
)
