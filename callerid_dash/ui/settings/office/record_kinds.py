"""The section of the kinds of records. A retired kind is not offered any more, and its records stay."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from callerid_dash.domain.profiles.records import RecordKind
from callerid_dash.domain.users import Action
from callerid_dash.locales import Translator
from callerid_dash.services.office.lists import RECORD_KINDS
from callerid_dash.services.office.ordered_list import stamp
from callerid_dash.services.services import Services
from callerid_dash.ui.kit.basics import icon
from callerid_dash.ui.kit.context import UiContext
from callerid_dash.ui.kit.dialogs import Arguments, Dialog
from callerid_dash.ui.kit.form_dialogs import FormDialog, form_dialog
from callerid_dash.ui.kit.forms import Form, Values
from callerid_dash.ui.kit.sent import id_of, text_of
from callerid_dash.ui.settings import parts
from callerid_dash.ui.settings.office.list_section import ListSection, ListWords
from callerid_dash.ui.words.records import record_kind_icon, record_kind_words

RETIRE = Form("record-kind-retire")


class RecordKindSection(ListSection[RecordKind]):
    """Each kind with its number of records. Custom kinds can be renamed, and deleted while they have no records."""

    key, dialog, icon, of = "record-kinds", "record-kind", "journal-text", RECORD_KINDS

    def words(self, t: Translator) -> ListWords:
        """The texts of the list."""
        return ListWords(
            t("Kinds of records"),
            t("What people can write into the history of a profile, in the order in which it is offered."),
            add=t("Add a kind"),
            change=t("Rename"),
            changing=t("Rename a kind"),
        )

    def title(self, entry: RecordKind, t: Translator) -> str:
        """The title; for a built-in kind in the page's language."""
        return record_kind_words(entry, t)

    def lead(self, entry: RecordKind) -> Component:
        """The icon of the kind's records."""
        return icon(record_kind_icon(entry))

    def notes(self, entry: RecordKind, uses: int, t: Translator) -> parts.Parts:
        """The number of its records, and whether it is retired."""
        records = t.n("%(n)s record", "%(n)s records", uses) if uses else t("no record")
        return records, html.Span(t("retired"), className="badge") if entry.retired else None

    def row_class(self, entry: RecordKind) -> str:
        """A retired kind is paler."""
        return "is-retired" if entry.retired else ""

    def tools(self, entry: RecordKind, uses: int, t: Translator) -> list[Component]:
        """The buttons for the actions that this kind allows."""
        own = entry.key is None
        shape, words = ("arrow-counterclockwise", t("Bring back")) if entry.retired else ("archive", t("Retire"))
        return [
            *([self.change_tool(entry, t)] if own else []),
            parts.tool(shape, words, RETIRE.name, entry=entry.id),
            *([self.remove_tool(entry, t)] if own and not uses else []),
        ]

    def removal(self, entry: RecordKind, _uses: int, t: Translator) -> tuple[str, list[str]]:
        """The question before a kind is deleted; only a kind without records can be."""
        return t("Delete the kind “%(title)s”?", title=entry.title), [t("No record is of this kind.")]

    def dialogs(self) -> list[FormDialog]:
        """The dialogs of a list and the one that retires a kind."""
        return [*super().dialogs(), FormDialog(RETIRE, self.open_retire, self.retire, Action.CHANGE_SETTINGS)]

    def open_retire(self, services: Services, context: UiContext, arguments: Arguments) -> Dialog:
        """The question before a kind is retired, or brought back, which takes effect on every page at once."""
        t, kind = context.words(), self.asked(services, context, arguments)
        title, fixed = record_kind_words(kind, t), {"id": kind.id, "seen": stamp(kind)}
        if kind.retired:
            question, words = t("Bring back “%(title)s”?", title=title), t("It is offered again for new records.")
            return form_dialog(
                RETIRE, question, [html.P(words)], t, do="bring-back", words=t("Bring back"), fixed=fixed
            )
        words = t("It is not offered for new records any more. Records of this kind stay.")
        question = t("Retire “%(title)s”?", title=title)
        return form_dialog(RETIRE, question, [html.P(words)], t, do="retire", words=t("Retire"), fixed=fixed)

    def retire(self, services: Services, context: UiContext, do: str, values: Values) -> None:
        """Retire a kind, or bring it back."""
        given = {"retired": do == "retire"}
        self.kept(services).change(id_of(values.get("id")), given, context.viewer(), text_of(values, "seen"))
        parts.saved(context.words())
