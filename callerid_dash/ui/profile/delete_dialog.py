"""The dialog `profile-delete`, which says what will be deleted along with a profile."""

from __future__ import annotations

from dash import html

from callerid_dash.domain.errors import NotFound
from callerid_dash.domain.users import Action
from callerid_dash.services.profiles.delete import Going
from callerid_dash.services.services import Services
from callerid_dash.ui.kit.answers import done
from callerid_dash.ui.kit.basics import name_text, present
from callerid_dash.ui.kit.context import UiContext
from callerid_dash.ui.kit.dialogs import Arguments, Dialog
from callerid_dash.ui.kit.form_dialogs import FormDialog, form_dialog
from callerid_dash.ui.kit.forms import Form, Values
from callerid_dash.ui.kit.sent import id_of, text_of

FORM = Form("profile-delete")


def opener(services: Services, context: UiContext, arguments: Arguments) -> Dialog:
    """The question. Raises Forbidden or NotFound."""
    going = services.profiles.deleting.preview(_id(arguments.get("profile")), context.viewer())
    return delete_dialog(going, context)


def _delete(services: Services, context: UiContext, _do: str, values: Values) -> None:
    t = context.words()
    undo_id = services.profiles.deleting.delete(_id(values.get("profile")), context.viewer())
    done(t("Deleted: %(name)s", name=text_of(values, "name")), t, undo_id=undo_id)


def delete_dialog(going: Going, context: UiContext) -> Dialog:
    """What is deleted, what stays, and how long it can be undone."""
    t, profile = context.words(), going.profile

    def n(one: str, many: str, count: int) -> str | None:
        return t.n(one, many, count) if count else None

    goes = present(
        n("%(n)s number", "%(n)s numbers", len(profile.phones)),
        n("%(n)s record", "%(n)s records", going.records),
    )
    lines = present(
        t("With it goes: %(what)s.", what=t(", ").join(map(str, goes))) if goes else None,
        n(
            "%(n)s call becomes one of an unknown caller.",
            "%(n)s calls become those of unknown callers.",
            going.calls_unknown,
        ),
        n(
            "%(n)s call goes to another profile with the same number.",
            "%(n)s calls go to other profiles with the same number.",
            going.calls_to_others,
        ),
        n(
            "%(n)s person belongs to it and stays, without an organization.",
            "%(n)s people belong to it and stay, without an organization.",
            going.members,
        ),
    )
    question = t("Delete %(name)s?", name="\x00").split("\x00")
    body = [
        html.P([question[0], html.Strong(name_text(profile.name)), *question[1:]]),
        html.Ul([html.Li(line) for line in lines], className="delete-goes"),
        html.P(t("This can be taken back for a day."), className="muted"),
    ]
    fixed = {"profile": profile.id, "name": profile.name}
    return form_dialog(FORM, t("Delete profile"), body, t, do="delete", words=t("Delete"), danger=True, fixed=fixed)


def _id(given: object) -> int:
    return id_of(given, NotFound("There is no such profile."))


DIALOG = FormDialog(FORM, opener, _delete, Action.DELETE_PROFILES)
