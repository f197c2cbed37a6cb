"""The section of users: who may sign in, and with which role. Another section assigns their extensions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from dash import html
from dash.development.base_component import Component

from callerid_dash.domain.errors import InvalidInput, NotFound
from callerid_dash.domain.users import Action, Role, User
from callerid_dash.locales import Translator
from callerid_dash.services.accounts.accounts import USERS
from callerid_dash.services.accounts.passwords import random_password
from callerid_dash.services.services import Services
from callerid_dash.ui.kit.answers import done
from callerid_dash.ui.kit.basics import attrs, button, icon, moment, name_text, present
from callerid_dash.ui.kit.context import UiContext
from callerid_dash.ui.kit.dialogs import Arguments, Dialog, opens
from callerid_dash.ui.kit.fields import choice_field, text_field
from callerid_dash.ui.kit.form_dialogs import FormDialog, form_dialog
from callerid_dash.ui.kit.forms import Form, Values
from callerid_dash.ui.kit.sent import id_of, text_of
from callerid_dash.ui.settings.access.secrets_shown import secret_place, show_once
from callerid_dash.ui.settings.parts import add_button, section
from callerid_dash.ui.settings.section import Section
from callerid_dash.ui.text.formats import Formats

ADD, PASSWORD = Form("user-add", shows_secret=True), Form("user-password", shows_secret=True)
EDIT, ACCESS = Form("user-edit"), Form("user-access")


def layout(services: Services, context: UiContext) -> Component:
    """The section."""
    t, viewer = context.words(), context.viewer()
    signed_in = services.accounts.last_sign_ins(viewer)
    return section(
        t("Users"),
        t("Who may sign in and what they may do. Whoever leaves is shut out; what they wrote stays."),
        user_list(services.accounts.all(), signed_in, viewer, t, context.formats()),
        action=add_button(t("Add a user"), "user-add"),
    )


def user_list(
    users: list[User], signed_in: Mapping[int, datetime], viewer: User, t: Translator, formats: Formats
) -> html.Ul:
    """The list of users, those who may sign in first."""
    ordered = sorted(users, key=lambda user: (user.disabled, user.username))
    return html.Ul(
        [_user(user, signed_in.get(user.id), viewer, t, formats) for user in ordered], className="people panel lined"
    )


def role_words(role: Role, t: Translator) -> str:
    """The name of a role."""
    return {Role.AGENT: t("Agent"), Role.SUPERVISOR: t("Supervisor"), Role.ADMIN: t("Administrator")}[role]


def _user(user: User, signed_in: datetime | None, viewer: User, t: Translator, formats: Formats) -> html.Li:
    name = user.display_name or user.username
    numbers = ", ".join(map(formats.digits, user.extensions))
    return html.Li(
        [
            html.Span(name[:1].upper(), className="disc initial", **attrs({"aria-hidden": "true"})),
            html.Div(
                [
                    html.Span(
                        present(
                            html.Strong(name_text(name)),
                            _badge(t("You")) if user.id == viewer.id else None,
                            _badge(t("Shut out"), "is-off") if user.disabled else None,
                        ),
                        className="cluster",
                    ),
                    html.Span(
                        present(
                            name_text(user.username),
                            html.Span(role_words(user.role, t)),
                            html.Span([icon("headset"), " ", t("Extension"), " ", html.Bdi(numbers)])
                            if numbers
                            else None,
                            html.Span([t("Last sign-in"), ": ", moment(signed_in, formats)])
                            if signed_in
                            else html.Span(t("Never signed in")),
                        ),
                        className="cluster muted small",
                    ),
                ],
                className="person-text",
            ),
            html.Div(
                present(
                    _action("pencil", t("Edit"), name, opens("user-edit", user=user.id)),
                    _action("key", t("New password"), name, opens("user-password", user=user.id)),
                    _action("person-check", t("Let in again"), name, opens("user-access", user=user.id))
                    if user.disabled
                    else None
                    if user.id == viewer.id
                    else _action("person-slash", t("Shut out"), name, opens("user-access", user=user.id)),
                ),
                className="buttons ms-auto",
            ),
        ],
        className="person is-disabled" if user.disabled else "person",
        **attrs({"data-username": user.username, "data-role": user.role.value}),
    )


def _badge(words: str, class_name: str = "") -> html.Span:
    return html.Span(words, className=f"badge {class_name}".strip())


def _action(shape: str, words: str, name: str, opening: dict[str, str]) -> html.Button:
    labels = {"aria-label": f"{words}: {name}"}
    return button([icon(shape), html.Span(words)], "btn btn-quiet btn-sm", {**opening, **labels})


def open_add(_services: Services, context: UiContext, _arguments: Arguments) -> Dialog:
    """The form of a new user."""
    t = context.words()
    username = text_field(
        ADD,
        "username",
        t("User name"),
        required=True,
        autofocus=True,
        help_text=t("What they sign in with: letters, digits and . - _ @"),
    )
    name = text_field(
        ADD, "display_name", t("Name"), help_text=t("What colleagues see; the user name when left empty.")
    )
    body = [username, name, _role_field(ADD, Role.AGENT, t), _password_field(ADD, t), secret_place()]
    return form_dialog(ADD, t("Add a user"), body, t, words=t("Add"))


def open_edit(services: Services, context: UiContext, arguments: Arguments) -> Dialog:
    """The form of a user's name and role."""
    t, user = context.words(), _user_at(services, arguments.get("user"))
    name = text_field(EDIT, "display_name", t("Name"), user.display_name, autofocus=True)
    title = t("User %(name)s", name=user.username)
    return form_dialog(EDIT, title, [name, _role_field(EDIT, user.role, t)], t, fixed={"user": user.id})


def open_password(services: Services, context: UiContext, arguments: Arguments) -> Dialog:
    """The form of a new password."""
    t, user = context.words(), _user_at(services, arguments.get("user"))
    ends = html.P(t("Everywhere where %(name)s is signed in, the session ends.", name=user.username))
    body = [ends, _password_field(PASSWORD, t, autofocus=True), secret_place()]
    title = t("New password for %(name)s", name=user.username)
    return form_dialog(PASSWORD, title, body, t, words=t("Set password"), fixed={"user": user.id})


def open_access(services: Services, context: UiContext, arguments: Arguments) -> Dialog:
    """The question before a user is disabled or enabled, with the consequences."""
    t, user = context.words(), _user_at(services, arguments.get("user"))
    title, fixed = t("Let %(name)s in again?", name=user.username), {"user": user.id}
    words, do, label = t("They can sign in with their password as before."), "allow", t("Let in again")
    if not user.disabled:
        title = t("Shut %(name)s out?", name=user.username)
        words = t("Their sessions end at once. What they own and wrote stays, and you can let them in again.")
        do, label = "shut-out", t("Shut out")
    danger = not user.disabled
    return form_dialog(ACCESS, title, [html.P(words)], t, do=do, words=label, danger=danger, size="sm", fixed=fixed)


def _add(services: Services, context: UiContext, _do: str, values: Values) -> None:
    t, given = context.words(), text_of(values, "password")
    password = given or random_password()
    user = services.accounts.add(
        text_of(values, "username"), password, _role(values), context.viewer(), text_of(values, "display_name")
    )
    if given:
        done(t("%(name)s may sign in now.", name=user.username), t)
    else:
        show_once(t("User %(name)s", name=user.username), t("The password for the first sign-in:"), password, t)


def _edit(services: Services, context: UiContext, _do: str, values: Values) -> None:
    t, user = context.words(), _user_at(services, values.get("user"))
    services.accounts.update(user.id, text_of(values, "display_name"), _role(values), context.viewer())
    done(t("Saved."), t)


def _set_password(services: Services, context: UiContext, _do: str, values: Values) -> None:
    t, viewer, given = context.words(), context.viewer(), text_of(values, "password")
    user = _user_at(services, values.get("user"))
    password = given or random_password()
    services.accounts.set_password(user.id, password, viewer)
    if user.id == viewer.id:
        context.stay_signed_in(_user_at(services, user.id))
    if given:
        done(t("%(name)s has a new password.", name=user.username), t)
    else:
        show_once(t("User %(name)s", name=user.username), t("The new password:"), password, t)


def _set_access(services: Services, context: UiContext, do: str, values: Values) -> None:
    t, user = context.words(), _user_at(services, values.get("user"))
    services.accounts.set_disabled(user.id, do == "shut-out", context.viewer())
    if do == "shut-out":
        done(t("%(name)s is shut out.", name=user.username), t)
    else:
        done(t("%(name)s may sign in again.", name=user.username), t)


def _role_field(form: Form, role: Role, t: Translator) -> html.Div:
    helps = t("Agents take calls, supervisors see everything, administrators also change settings.")
    choices = [(each.value, role_words(each, t)) for each in Role]
    return choice_field(form, "role", t("Role"), choices, role.value, help_text=helps)


def _password_field(form: Form, t: Translator, *, autofocus: bool = False) -> html.Div:
    helps = t("Left empty, one is made up and shown once.")
    return text_field(
        form, "password", t("Password"), kind="password", direction="ltr", help_text=helps, autofocus=autofocus
    )


def _role(values: Values) -> Role:
    try:
        return Role(text_of(values, "role"))
    except ValueError as error:
        raise InvalidInput("Choose from the list.", "role") from error


def _user_at(services: Services, sent: object) -> User:
    user = services.directory.snapshot.users.get(id_of(sent))
    if user is None:
        raise NotFound("There is no such user.")
    return user


SECTION = Section(
    key="users",
    words=lambda t: t("Users"),
    icon="people",
    action=Action.MANAGE_USERS,
    layout=layout,
    dialogs=(
        FormDialog(ADD, open_add, _add, Action.MANAGE_USERS),
        FormDialog(EDIT, open_edit, _edit, Action.MANAGE_USERS),
        FormDialog(PASSWORD, open_password, _set_password, Action.MANAGE_USERS),
        FormDialog(ACCESS, open_access, _set_access, Action.MANAGE_USERS),
    ),
    follows=USERS,
)
