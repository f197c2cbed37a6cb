"""The section of the kinds of records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dash import Dash, html
from dash.development.base_component import Component

from callerid_dash.domain.errors import NotFound
from callerid_dash.domain.profiles.records import RecordKind
from callerid_dash.domain.users import Action
from callerid_dash.locales import Translator
from callerid_dash.services.office.record_kinds import stamp
from callerid_dash.services.services import Services
from callerid_dash.services.shared.authority import authorize
from callerid_dash.ui.kit.basics import icon, name_text
from callerid_dash.ui.kit.context import UiContext
from callerid_dash.ui.kit.dialogs import Arguments, Dialog, cancel_button
from callerid_dash.ui.kit.fields import fixed_field, general_error, text_field
from callerid_dash.ui.kit.forms import Form, Values
from callerid_dash.ui.settings import parts
from callerid_dash.ui.settings.section import Section
from callerid_dash.ui.text.formats import Formats
from callerid_dash.ui.words.records import record_kind_icon, record_kind_words

FORM = Form("record-kind")
RETIRE = Form("record-kind-retire")
REMOVE = Form("record-kind-remove")


def layout(services: Services, context: UiContext) -> Component:
    """The section."""
    uses = services.office.kinds.uses(context.viewer())
    return view(list(services.directory.snapshot.record_kinds.values()), uses, context.words(), context.formats())


def view(kinds: Sequence[RecordKind], uses: Mapping[int, int], t: Translator, formats: Formats) -> Component:
    """The list in its order, retired ones included."""
    rows: list[Component] = [
        parts.ordered_row(
            kind.id,
            [
                icon(record_kind_icon(kind)),
                parts.main(
                    name_text(record_kind_words(kind, t)),
                    _records(uses.get(kind.id, 0), t, formats),
                    html.Span(t("retired"), className="settings-badge") if kind.retired else None,
                ),
                parts.tools(*_buttons(kind, uses.get(kind.id, 0), (place, len(kinds)), t)),
            ],
            "is-retired" if kind.retired else "",
        )
        for place, kind in enumerate(kinds)
    ]
    return parts.section(
        t("Kinds of records"),
        t("What people can write into the history of a profile, in the order in which it is offered."),
        parts.card(parts.ordered("record-kinds", rows)),
        action=parts.add_button(t("Add a kind"), "record-kind"),
    )


def _buttons(kind: RecordKind, used: int, where: tuple[int, int], t: Translator) -> list[Component]:
    own, moves = kind.key is None, parts.movers(record_kind_words(kind, t), kind.id, where[0], where[1], t)
    retire = (
        parts.tool("arrow-counterclockwise", t("Bring back"), "record-kind-retire", kind=kind.id)
        if kind.retired
        else parts.tool("archive", t("Retire"), "record-kind-retire", kind=kind.id)
    )
    rename = [parts.tool("pencil", t("Rename"), "record-kind", kind=kind.id)] if own else []
    delete = [parts.tool("trash", t("Delete"), "record-kind-remove", kind=kind.id)] if own and not used else []
    return [*moves, *rename, retire, *delete]


def _records(count: int, t: Translator, formats: Formats) -> str:
    return t.n("%(n)s record", "%(n)s records", count, n=formats.number(count)) if count else t("no record")


def open_kind(services: Services, context: UiContext, arguments: Arguments) -> Dialog:
    """Add a kind or rename one."""
    authorize(context.viewer(), Action.CHANGE_SETTINGS)
    t, kind = context.words(), _kind(services, arguments) if arguments.get("kind") else None
    fixed = [fixed_field(FORM, "id", str(kind.id)), fixed_field(FORM, "seen", stamp(kind))] if kind else []
    named = text_field(FORM, "title", t("Title"), kind.title if kind else "", required=True, autofocus=True)
    return Dialog(
        t("Rename a kind") if kind else t("Add a kind"),
        [*fixed, named, general_error(FORM)],
        [cancel_button(t), FORM.button("save", t("Save"), primary=True)],
        form=FORM.name,
    )


def open_retire(services: Services, context: UiContext, arguments: Arguments) -> Dialog:
    """Says what retiring means; bringing back asks as well, since it shows at once on every page."""
    authorize(context.viewer(), Action.CHANGE_SETTINGS)
    t, kind = context.words(), _kind(services, arguments)
    title = record_kind_words(kind, t)
    fixed = [fixed_field(RETIRE, "id", str(kind.id)), fixed_field(RETIRE, "seen", stamp(kind))]
    if kind.retired:
        words, do = t("It is offered again for new records."), t("Bring back")
        question = t("Bring back “%(title)s”?", title=title)
    else:
        words, do = t("It is not offered for new records any more. Records of this kind stay."), t("Retire")
        question = t("Retire “%(title)s”?", title=title)
    return Dialog(
        question,
        [*fixed, html.P(words, className="dialog-words"), general_error(RETIRE)],
        [cancel_button(t), RETIRE.button("bring-back" if kind.retired else "retire", do, primary=True)],
        form=RETIRE.name,
    )


def open_remove(services: Services, context: UiContext, arguments: Arguments) -> Dialog:
    """Only a kind of one's own that no record has."""
    authorize(context.viewer(), Action.CHANGE_SETTINGS)
    t, kind = context.words(), _kind(services, arguments)
    question = t("Delete the kind “%(title)s”?", title=kind.title)
    return parts.asking(
        REMOVE, question, [t("No record is of this kind.")], t("Delete"), t, id=str(kind.id), seen=stamp(kind)
    )


def _kind(services: Services, arguments: Arguments) -> RecordKind:
    kind = services.directory.snapshot.record_kinds.get(parts.id_of(arguments.get("kind")))
    if kind is None:
        raise NotFound("This kind has been deleted meanwhile.")
    return kind


def register(app: Dash, services: Services, context: UiContext) -> None:
    """Add the callbacks of the forms."""

    def save(_do: str, values: Values) -> None:
        t, title, viewer = context.words(), parts.text_of(values, "title"), context.viewer()
        if values.get("id"):
            services.office.kinds.rename(parts.id_of(values["id"]), title, viewer, parts.text_of(values, "seen"))
        else:
            services.office.kinds.add(title, viewer)
        parts.done(t("Saved."), t)

    def retire(do: str, values: Values) -> None:
        t, kind_id = context.words(), parts.id_of(values.get("id"))
        services.office.kinds.set_retired(kind_id, do == "retire", context.viewer(), parts.text_of(values, "seen"))
        parts.done(t("Saved."), t)

    def remove(_do: str, values: Values) -> None:
        t, kind_id = context.words(), parts.id_of(values.get("id"))
        services.office.kinds.remove(kind_id, context.viewer(), parts.text_of(values, "seen"))
        parts.done(t("Deleted."), t)

    FORM.register(app, context, save, Action.CHANGE_SETTINGS)
    RETIRE.register(app, context, retire, Action.CHANGE_SETTINGS)
    REMOVE.register(app, context, remove, Action.CHANGE_SETTINGS)


SECTION = Section(
    "record-kinds",
    lambda t: t("Kinds of records"),
    "journal-text",
    Action.CHANGE_SETTINGS,
    layout,
    register,
    {"record-kind": open_kind, "record-kind-retire": open_retire, "record-kind-remove": open_remove},
    follows="settings",
)
