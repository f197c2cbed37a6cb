"""The dialogs `call-view-save` and `call-view-edit`: save the call log's filters as a view, change or delete it."""

from __future__ import annotations

from dash import Dash, Input, html, set_props
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from callerid_dash.domain.errors import NotFound
from callerid_dash.domain.users import Action, User, can
from callerid_dash.locales import Translator
from callerid_dash.services.services import Services
from callerid_dash.services.shared.authority import authorize
from callerid_dash.ui.call_log.query import PATH, plain_query, view_address
from callerid_dash.ui.kit import ids
from callerid_dash.ui.kit.answers import SayErrors, done, say
from callerid_dash.ui.kit.context import UiContext
from callerid_dash.ui.kit.dialogs import Arguments, Dialog, cancel_button
from callerid_dash.ui.kit.fields import fixed_field, general_error, switch_field, text_field
from callerid_dash.ui.kit.form_dialogs import FormDialog, form_dialog
from callerid_dash.ui.kit.forms import Form, Values
from callerid_dash.ui.kit.sent import id_of, text_of

NEW, EDIT = Form("call-view-save"), Form("call-view-edit")


def open_save(_services: Services, context: UiContext, arguments: Arguments) -> Dialog:
    """Ask for a name; the filters and columns are saved with it."""
    viewer, t = context.viewer(), context.words()
    authorize(viewer, Action.SEE_CALLS)
    fixed = {"query": plain_query(arguments.get("search")), "hidden": arguments.get("hidden", "")}
    kept = html.P(t("Filters and columns are kept as they are shown now."))
    body = [kept, *_fields(NEW, "", False, viewer, t)]
    return form_dialog(NEW, t("Save this view"), body, t, words=t("Save view"), size="sm", fixed=fixed)


def open_edit(services: Services, context: UiContext, arguments: Arguments) -> Dialog:
    """Rename, share or delete a view."""
    viewer, t = context.viewer(), context.words()
    authorize(viewer, Action.SEE_CALLS)
    view = services.calls.views.get(viewer, _id(arguments.get("view")))
    body: list[Component | str] = [
        *_fields(EDIT, view.name, view.shared, viewer, t),
        fixed_field(EDIT, "view", str(view.id)),
        general_error(EDIT),
    ]
    footer: list[Component] = [
        EDIT.button("delete", t("Delete"), danger=True),
        cancel_button(t),
        EDIT.button("save", t("Save"), primary=True),
    ]
    return Dialog(t("Saved view"), body, footer, size="sm", form=EDIT.name)


def _save(services: Services, context: UiContext, _do: str, values: Values) -> None:
    t, query = context.words(), plain_query(text_of(values, "query"))
    name, hidden, shared = text_of(values, "name"), text_of(values, "hidden").split(), bool(values.get("shared"))
    view_id = services.calls.views.save(context.viewer(), name, query, hidden, shared=shared)
    set_props(ids.LOCATION, {"search": view_address(query, view_id).removeprefix(PATH)})
    done(t("The view is saved."), t)


def _change(services: Services, context: UiContext, do: str, values: Values) -> None:
    t, viewer, view_id = context.words(), context.viewer(), _id(values.get("view"))
    if do == "delete":
        view, step = services.calls.views.remove(viewer, view_id)
        done(t("View deleted: %(name)s", name=view.name), t, undo_id=step)
        return
    services.calls.views.rename(viewer, view_id, text_of(values, "name"), shared=bool(values.get("shared")))
    done(t("The view is saved."), t)


def register(app: Dash, services: Services, context: UiContext) -> None:
    """Add the callback of the menu. The service checks permissions, which depend on the owner."""

    @app.callback(Input(ids.CALL_VIEW_ASKED, "data"), prevent_initial_call=True)
    def update_view(asked: object) -> None:
        if not isinstance(asked, dict) or not isinstance(asked.get("view"), int):
            raise PreventUpdate
        t, query, hides = context.words(), plain_query(str(asked.get("search"))), str(asked.get("hidden")).split()
        with SayErrors(t):
            view = services.calls.views.update(context.viewer(), asked["view"], query, hides)
            say(t("“%(name)s” shows this from now on.", name=view.name), t)


def _fields(form: Form, name: str, shared: bool, viewer: User, t: Translator) -> list[Component]:
    given: list[Component] = [text_field(form, "name", t("Name"), name, required=True, autofocus=True)]
    if can(viewer.role, Action.SHARE_VIEWS):
        words = t("Everybody sees the calls that they may see, under these filters.")
        given.append(switch_field(form, "shared", t("Share with all"), shared, help_text=words))
    return given


def _id(given: object) -> int:
    return id_of(given, NotFound("There is no such view, or not any more."))


DIALOGS = (FormDialog(NEW, open_save, _save), FormDialog(EDIT, open_edit, _change))
"""The service checks permissions, which depend on the owner."""
