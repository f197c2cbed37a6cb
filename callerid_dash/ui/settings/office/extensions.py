"""The section that assigns extensions to users."""

from __future__ import annotations

from collections.abc import Mapping

from dash import html
from dash.development.base_component import Component

from callerid_dash.domain.errors import NotFound
from callerid_dash.domain.users import Action, User
from callerid_dash.locales import Translator
from callerid_dash.services.office.lines_and_extensions import owners_of
from callerid_dash.services.services import Services
from callerid_dash.ui.kit.basics import name_text, number_text
from callerid_dash.ui.kit.context import UiContext
from callerid_dash.ui.kit.dialogs import Arguments, Dialog
from callerid_dash.ui.kit.fields import searched_field
from callerid_dash.ui.kit.form_dialogs import FormDialog, form_dialog
from callerid_dash.ui.kit.forms import Form, Values
from callerid_dash.ui.kit.sent import id_of, optional_id, text_of
from callerid_dash.ui.settings import parts
from callerid_dash.ui.settings.office.lines import chip, code_field
from callerid_dash.ui.settings.section import Section
from callerid_dash.ui.text.formats import Formats

FORM = Form("extension")
REMOVE = Form("extension-remove")


def layout(services: Services, context: UiContext) -> Component:
    """The section."""
    suggested = services.office.extensions.suggested(context.viewer())
    owners = owners_of(services.directory.snapshot)
    return view(owners, suggested, context.words(), context.formats())


def view(owners: Mapping[str, User], suggested: Mapping[str, int], t: Translator, formats: Formats) -> Component:
    """The list by extension, and suggestions from calls."""
    rows: list[Component] = [
        parts.row(
            html.Span(number_text(number, formats), className="settings-code"),
            parts.main(name_text(user.display_name or user.username), name_text(user.username), _out(user, t)),
            parts.tools(
                parts.tool("pencil", t("Change"), "extension", number=number),
                parts.tool("trash", t("Remove"), "extension-remove", number=number),
            ),
        )
        for number, user in sorted(owners.items(), key=lambda pair: (len(pair[0]), pair[0]))
    ]
    chips = [chip("extension", number, calls, t, formats) for number, calls in suggested.items()]
    nothing = parts.empty(
        "headset",
        t("No extension has a user yet"),
        t("Rows show the bare extension that answered, and nobody can be limited to calls of their own phone."),
    )
    return parts.section(
        t("Extensions"),
        t("Whose phone it is: an extension belongs to at most one user, a user may have several."),
        parts.suggestions(t("Rang lately, and nobody's yet"), chips),
        parts.card(html.Ul(rows, className="settings-list") if rows else nothing),
        action=parts.add_button(t("Add an extension"), "extension"),
    )


def _out(user: User, t: Translator) -> html.Span | None:
    return html.Span(t("disabled"), className="badge") if user.disabled else None


def open_extension(services: Services, context: UiContext, arguments: Arguments) -> Dialog:
    """The dialog that adds an extension, or assigns it to another user."""
    t, number, now = context.words(), arguments.get("number", ""), services.directory.snapshot
    owner = owners_of(now).get(number)
    users = [(str(user.id), user.label) for user in now.users.values() if not user.disabled]
    chosen = searched_field(
        FORM, "user", t("User"), users, str(owner.id) if owner else None, required=True, clearable=False, t=t
    )
    if owner:
        title = t("Whose phone is %(number)s?", number=context.formats().digits(number))
        return form_dialog(FORM, title, [chosen], t, fixed={"number": number, "seen": owner.id})
    if number and arguments.get("new") != "1":
        raise NotFound("This extension is nobody's any more.")
    written = code_field(FORM, t("Extension"), number, t)
    return form_dialog(FORM, t("Add an extension"), [written, chosen], t, fixed={"new": 1})


def open_remove(services: Services, context: UiContext, arguments: Arguments) -> Dialog:
    """The question before an extension is removed, which names its user."""
    t, number = context.words(), arguments.get("number", "")
    owner = owners_of(services.directory.snapshot).get(number)
    if owner is None:
        raise NotFound("This extension is nobody's any more.")
    name, digits = owner.display_name or owner.username, context.formats().digits(number)
    question = t("Take extension %(number)s from %(name)s?", number=digits, name=name)
    words = [t("Its calls stay. Under a rule by extension this user sees them no longer.")]
    return parts.asking(REMOVE, question, words, t("Remove"), t, number=number, seen=str(owner.id))


def _save(services: Services, context: UiContext, _do: str, values: Values) -> None:
    number, user_id, viewer = text_of(values, "number"), optional_id(values.get("user")), context.viewer()
    if values.get("new"):
        services.office.extensions.add(number, user_id, viewer)
    else:
        services.office.extensions.change(number, user_id, viewer, id_of(values.get("seen")))
    parts.saved(context.words())


def _remove(services: Services, context: UiContext, _do: str, values: Values) -> None:
    services.office.extensions.remove(text_of(values, "number"), context.viewer(), id_of(values.get("seen")))
    t = context.words()
    parts.saved(t, t("Removed."))


SECTION = Section(
    "extensions",
    lambda t: t("Extensions"),
    "headset",
    Action.CHANGE_SETTINGS,
    layout,
    dialogs=(
        FormDialog(FORM, open_extension, _save, Action.CHANGE_SETTINGS),
        FormDialog(REMOVE, open_remove, _remove, Action.CHANGE_SETTINGS),
    ),
    follows="settings",
)
