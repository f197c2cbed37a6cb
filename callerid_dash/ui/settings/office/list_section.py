"""The section of an ordered list: its rows, the dialogs that add, change and remove an entry, and their callbacks.

Each list is a subclass (all are in `lists.py`); the rules for its entries are in its `ListDescription` in the services.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Generic, TypeVar

from dash import Dash
from dash.development.base_component import Component

from callerid_dash.domain.users import Action
from callerid_dash.locales import Translator
from callerid_dash.services.office.ordered_list import ListDescription, OrderedList, stamp
from callerid_dash.services.services import Services
from callerid_dash.store.office.lists import ListEntry
from callerid_dash.ui.kit.basics import name_text, present
from callerid_dash.ui.kit.context import UiContext
from callerid_dash.ui.kit.dialogs import Arguments, Dialog
from callerid_dash.ui.kit.fields import text_field
from callerid_dash.ui.kit.form_dialogs import FormDialog, form_dialog
from callerid_dash.ui.kit.forms import Form, Values
from callerid_dash.ui.kit.sent import id_of, text_of
from callerid_dash.ui.settings import parts
from callerid_dash.ui.settings.section import Section

E = TypeVar("E", bound=ListEntry)


@dataclass(frozen=True, slots=True)
class ListWords:
    """The texts of a list: its title, its purpose, its actions, and the notice while it is empty."""

    title: str
    about: str
    add: str
    change: str
    changing: str = ""
    none_yet: str = ""
    what_for: str = ""


class ListSection(ABC, Generic[E]):
    """A list at `/settings/KEY`. `dialog` names the dialog of an entry; with `-remove`, the one that removes it."""

    key: ClassVar[str]
    dialog: ClassVar[str]
    icon: ClassVar[str]
    of: ListDescription[E]

    def __init__(self) -> None:
        self.form, self.removing = Form(self.dialog), Form(f"{self.dialog}-remove")

    @abstractmethod
    def words(self, t: Translator) -> ListWords:
        """The texts of the list."""

    @abstractmethod
    def removal(self, entry: E, uses: int, t: Translator) -> tuple[str, list[str]]:
        """The question before an entry is removed, and the consequences."""

    def title(self, entry: E, _t: Translator) -> str:
        """The title of an entry."""
        return entry.title

    def lead(self, _entry: E) -> Component | None:
        """The component before an entry's title."""
        return None

    def notes(self, _entry: E, _uses: int, _t: Translator) -> parts.Parts:
        """The notes below an entry's title."""
        return ()

    def row_class(self, _entry: E) -> str:
        """The CSS class of an entry's row."""
        return ""

    def tools(self, entry: E, _uses: int, t: Translator) -> list[Component]:
        """The buttons of an entry's row."""
        return [self.change_tool(entry, t), self.remove_tool(entry, t)]

    def fields(self, entry: E | None, t: Translator) -> list[Component]:
        """The fields of an entry's dialog; `entry` is None for a new one."""
        return [self.title_field(entry, t)]

    def dialogs(self) -> list[FormDialog]:
        """Its dialogs."""
        return [
            FormDialog(self.form, self.open_entry, self.save, Action.CHANGE_SETTINGS),
            FormDialog(self.removing, self.open_removal, self.remove, Action.CHANGE_SETTINGS),
        ]

    def register(self, app: Dash, services: Services, context: UiContext) -> None:
        """Add callbacks other than those of the dialogs."""

    def save(self, services: Services, context: UiContext, _do: str, values: Values) -> None:
        """Add or change an entry."""
        viewer, kept = context.viewer(), self.kept(services)
        given = {name: text_of(values, name) for name in self.of.fields if name in values}
        if values.get("id"):
            kept.change(id_of(values["id"]), given, viewer, text_of(values, "seen"))
        else:
            kept.add(given, viewer)
        parts.saved(context.words())

    def remove(self, services: Services, context: UiContext, _do: str, values: Values) -> None:
        """Remove an entry."""
        entry_id, uses = id_of(values.get("id")), id_of(values.get("uses"))
        self.kept(services).remove(entry_id, context.viewer(), text_of(values, "seen"), uses)
        t = context.words()
        parts.saved(t, t("Deleted."))

    def section(self) -> Section:
        """The list as a section of the settings."""
        return Section(
            self.key,
            lambda t: self.words(t).title,
            self.icon,
            Action.CHANGE_SETTINGS,
            self.layout,
            self.register,
            self.dialogs(),
            follows="settings",
            ordered=self.kept,
        )

    def kept(self, services: Services) -> OrderedList[E]:
        """The service of the list."""
        return services.office.list(self.of)

    def layout(self, services: Services, context: UiContext) -> Component:
        """The section with its current entries."""
        kept, viewer = self.kept(services), context.viewer()
        return self.view(list(kept.entries(viewer).values()), kept.uses(viewer), context.words())

    def view(self, entries: Sequence[E], uses: Mapping[int, int], t: Translator) -> Component:
        """The list in its order."""
        words = self.words(t)
        rows: list[Component] = [
            parts.ordered_row(
                entry.id,
                present(
                    self.lead(entry),
                    parts.main(name_text(self.title(entry, t)), *self.notes(entry, uses.get(entry.id, 0), t)),
                    parts.tools(
                        *parts.movers(self.title(entry, t), entry.id, place, len(entries), t),
                        *self.tools(entry, uses.get(entry.id, 0), t),
                    ),
                ),
                self.row_class(entry),
            )
            for place, entry in enumerate(entries)
        ]
        nothing = parts.empty(self.icon, words.none_yet, words.what_for)
        return parts.section(
            words.title,
            words.about,
            parts.card(parts.ordered(self.key, rows) if rows else nothing),
            action=parts.add_button(words.add, self.dialog),
        )

    def change_tool(self, entry: E, t: Translator) -> Component:
        """The button that opens an entry's dialog."""
        return parts.tool("pencil", self.words(t).change, self.dialog, entry=entry.id)

    def remove_tool(self, entry: E, t: Translator) -> Component:
        """The button that asks whether to remove an entry."""
        return parts.tool("trash", t("Delete"), f"{self.dialog}-remove", entry=entry.id)

    def title_field(self, entry: E | None, t: Translator) -> Component:
        """The field of the title, which has the focus at first."""
        given = entry.title if entry else ""
        return text_field(self.form, "title", t("Title"), given, required=True, autofocus=True)

    def open_entry(self, services: Services, context: UiContext, arguments: Arguments) -> Dialog:
        """The dialog that adds an entry, or changes the given one."""
        t, words = context.words(), self.words(context.words())
        entry = self.asked(services, context, arguments) if arguments.get("entry") else None
        fixed = {"id": entry.id, "seen": stamp(entry)} if entry else {}
        title = words.changing if entry else words.add
        return form_dialog(self.form, title, self.fields(entry, t), t, fixed=fixed)

    def open_removal(self, services: Services, context: UiContext, arguments: Arguments) -> Dialog:
        """The question before an entry is removed."""
        t, entry = context.words(), self.asked(services, context, arguments)
        uses = self.kept(services).uses(context.viewer()).get(entry.id, 0)
        question, costs = self.removal(entry, uses, t)
        fixed = {"id": str(entry.id), "seen": stamp(entry), "uses": str(uses)}
        return parts.asking(self.removing, question, costs, t("Delete"), t, **fixed)

    def asked(self, services: Services, context: UiContext, arguments: Arguments) -> E:
        """The entry that a dialog is about. Raises Forbidden or NotFound."""
        return self.kept(services).entry(id_of(arguments.get("entry")), context.viewer())
