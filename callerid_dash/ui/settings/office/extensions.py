"""The section that assigns extensions to users."""

from __future__ import annotations

from collections.abc import Mapping

from dash import Dash, html
from dash.development.base_component import Component

from callerid_dash.domain.errors import NotFound
from callerid_dash.domain.users import Action, User
from callerid_dash.locales import Translator
from callerid_dash.services.office.lines_and_extensions import owners_of
from callerid_dash.services.services import Services
from callerid_dash.services.shared.authority import authorize
from callerid_dash.ui.kit.basics import name_text, number_text
from callerid_dash.ui.kit.context import UiContext
from callerid_dash.ui.kit.dialogs import Arguments, Dialog, cancel_button
from callerid_dash.ui.kit.fields import fixed_field, general_error, searched_field, text_field
from callerid_dash.ui.kit.forms import Form, Values
from callerid_dash.ui.settings import parts
from callerid_dash.ui.settings.office.lines import chip
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
    authorize(context.viewer(), Action.CHANGE_SETTINGS)
    t, number, now = context.words(), arguments.get("number", ""), services.directory.snapshot
    owner = owners_of(now).get(number)
    new = not number or (arguments.get("new") == "1" and owner is None)
    if not new and owner is None:
        raise NotFound("This extension is nobody's any more.")
    users = [(str(u.id), _words(u)) for u in now.users.values() if not u.disabled]
    chosen = searched_field(
        FORM, "user", t("User"), users, str(owner.id) if owner else None, required=True, clearable=False, t=t
    )
    if owner:
        body = [fixed_field(FORM, "number", number), fixed_field(FORM, "seen", str(owner.id)), chosen]
    else:
        written = text_field(
            FORM,
            "number",
            t("Extension"),
            number,
            required=True,
            direction="ltr",
            help_text=t("As the telephone system sends it."),
            autofocus=not number,
        )
        body = [fixed_field(FORM, "new", "1"), written, chosen]
    return Dialog(
        t("Add an extension") if new else t("Whose phone is %(number)s?", number=context.formats().digits(number)),
        [*body, general_error(FORM)],
        [cancel_button(t), FORM.button("save", t("Save"), primary=True)],
        form=FORM.name,
    )


def _words(user: User) -> str:
    if user.display_name and user.display_name != user.username:
        return f"{user.display_name} ({user.username})"
    return user.username


def open_remove(services: Services, context: UiContext, arguments: Arguments) -> Dialog:
    """The question before an extension is removed, which names its user."""
    authorize(context.viewer(), Action.CHANGE_SETTINGS)
    t, number = context.words(), arguments.get("number", "")
    owner = owners_of(services.directory.snapshot).get(number)
    if owner is None:
        raise NotFound("This extension is nobody's any more.")
    question = t(
        "Take extension %(number)s from %(name)s?",
        number=context.formats().digits(number),
        name=owner.display_name or owner.username,
    )
    words = [t("Its calls stay. Under a rule by extension this user sees them no longer.")]
    return parts.asking(REMOVE, question, words, t("Remove"), t, number=number, seen=str(owner.id))


def register(app: Dash, services: Services, context: UiContext) -> None:
    """Add the callbacks of both forms."""

    def save(_do: str, values: Values) -> None:
        t, number = context.words(), parts.text_of(values, "number")
        user_id = parts.optional_id(values.get("user"))
        if values.get("new"):
            services.office.extensions.add(number, user_id, context.viewer())
        else:
            services.office.extensions.give(number, user_id, context.viewer(), parts.id_of(values.get("seen")))
        parts.done(t("Saved."), t)

    def remove(_do: str, values: Values) -> None:
        t, seen = context.words(), parts.id_of(values.get("seen"))
        services.office.extensions.remove(parts.text_of(values, "number"), context.viewer(), seen)
        parts.done(t("Removed."), t)

    FORM.register(app, context, save, Action.CHANGE_SETTINGS)
    REMOVE.register(app, context, remove, Action.CHANGE_SETTINGS)


SECTION = Section(
    "extensions",
    lambda t: t("Extensions"),
    "headset",
    Action.CHANGE_SETTINGS,
    layout,
    register,
    {"extension": open_extension, "extension-remove": open_remove},
    follows="settings",
)
