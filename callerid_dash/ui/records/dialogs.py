"""The dialogs `record` and `record-delete`.

`record` creates a record (`profile`, `kind`, optional `call`) or changes one (`record`).
"""

from __future__ import annotations

from datetime import UTC, datetime

from dash import ALL, Dash, Input, Output, State, set_props
from dash.exceptions import PreventUpdate

from callerid_dash.domain.errors import Forbidden, InvalidInput, NotFound, Stale
from callerid_dash.domain.profiles.numbering import describe
from callerid_dash.domain.profiles.records import Record
from callerid_dash.domain.users import Action, Subject, User
from callerid_dash.services.live.feed import FeedRow
from callerid_dash.services.services import Services
from callerid_dash.services.shared.authority import authorize
from callerid_dash.ui.kit.answers import done
from callerid_dash.ui.kit.context import UiContext
from callerid_dash.ui.kit.dialogs import Arguments, Dialog, cancel_button, opens
from callerid_dash.ui.kit.form_dialogs import FormDialog, form_dialog
from callerid_dash.ui.kit.forms import Form, Values
from callerid_dash.ui.kit.sent import clicked
from callerid_dash.ui.records import form
from callerid_dash.ui.records.form import FORM, LABELLED
from callerid_dash.ui.records.typed import (
    Fixed,
    TypedRecord,
    call_id,
    changes_of,
    draft_of,
    kind_of,
    number,
    read_form,
    readable,
    typed_of,
)
from callerid_dash.ui.text.instants import Soon, instant_text, soon
from callerid_dash.ui.words.records import record_kind_words

DELETE = Form("record-delete")
_FIELDS = {"happened_at": "at", "due_at": "due", "call_id": ""}
"""Fields whose names differ between the service and the form."""
_NO_RECORD = "This record does not exist, or not any more."


def opener(services: Services, context: UiContext, arguments: Arguments) -> Dialog:
    """The dialog as it opens. Raises NotFound, or Forbidden for a hidden call and for other users' records."""
    if arguments.get("record"):
        return _changing(services, context, arguments["record"])
    t, formats, viewer = context.words(), context.formats(), context.viewer()
    authorize(viewer, Action.WRITE_RECORDS)
    profile = services.profiles.get(number(arguments.get("profile"), "There is no such profile."))
    call = _call_in_sight(services, viewer, arguments["call"]) if arguments.get("call") else None
    kinds = form.kind_choices(list(services.directory.snapshot.record_kinds.values()))
    kind = next((kind for kind in kinds if str(kind.id) == arguments.get("kind")), kinds[0] if kinds else None)
    if kind is None:
        raise NotFound("There are no kinds of records. An administrator adds them in the settings.")
    fixed = Fixed(
        profile=str(profile.id),
        call=str(call.call.id) if call else "",
        at_now=instant_text(datetime.now(UTC), formats),
        at_call=instant_text(call.call.started_at, formats) if call else "",
    )
    held = TypedRecord(str(kind.id), at=fixed.offered(kind), assignee=str(viewer.id))
    return Dialog(
        title=t("New record"),
        body=[
            form.about(profile, call, _national(call, context), t, formats),
            *form.record_body(held, fixed, kinds, _users(services, None), kind.to_do, t),
        ],
        footer=[cancel_button(t), FORM.button("save", t("Save"), primary=True)],
        size="lg",
        form=FORM.name,
    )


def _changing(services: Services, context: UiContext, record_id: str) -> Dialog:
    t, formats = context.words(), context.formats()
    record = _record(services, context, record_id)
    profile = services.profiles.get(record.profile_id)
    try:
        call = services.calls.log.get(context.viewer(), record.call_id) if record.call_id else None
    except NotFound:
        call = None  # deleted, or hidden from the viewer
    fixed = Fixed(str(profile.id), str(record.id), str(record.version))
    author = services.directory.snapshot.users.get(record.author_id)
    kinds = form.kind_choices(list(services.directory.snapshot.record_kinds.values()), record.kind)
    held = typed_of(record, formats)
    return Dialog(
        title=t("Change record"),
        body=[
            form.about(profile, call, _national(call, context), t, formats),
            form.written_by(record, (author.display_name if author else "") or record.author, t, formats),
            *form.record_body(held, fixed, kinds, _users(services, record.assignee_id), record.kind.to_do, t),
        ],
        footer=[
            form.delete_button(record.id, opens("record-delete", record=record.id), t),
            cancel_button(t),
            FORM.button("save", t("Save"), primary=True),
        ],
        size="lg",
        form=FORM.name,
    )


def delete_opener(services: Services, context: UiContext, arguments: Arguments) -> Dialog:
    """The question that names what will be deleted. Raises NotFound or Forbidden."""
    t = context.words()
    record = _record(services, context, arguments.get("record", ""))
    profile = services.profiles.get(record.profile_id)
    title, body = t("Delete this record?"), form.removal(record, profile.name, t)
    fixed = {"record": record.id}
    return form_dialog(DELETE, title, body, t, do="delete", words=t("Delete"), danger=True, fixed=fixed)


def register(app: Dash, services: Services, context: UiContext) -> None:
    """Add the callbacks that update the form."""

    @app.callback(
        Output(form.TO_DO_PART, "hidden"),
        Output(FORM.field("at"), "value"),
        Input(FORM.field("kind"), "value"),
        State(FORM.field("at"), "value"),
        State(FORM.field("at_now"), "value"),
        State(FORM.field("at_call"), "value"),
        prevent_initial_call=True,
    )
    def follow_kind(kind_id: object, at: str, at_now: str, at_call: str) -> tuple[bool, str]:
        kind = kind_of(kind_id, services.directory.snapshot)
        untouched = bool(at_call) and at in (at_now, at_call)
        offered = Fixed(at_now=at_now, at_call=at_call).offered(kind) if untouched else at
        return not (kind and kind.to_do), offered

    @app.callback(
        Output(FORM.field("due"), "value"), Input({"record-soon": ALL}, "n_clicks"), prevent_initial_call=True
    )
    def choose_soon(_clicks: list[int]) -> str:
        which = str(clicked()["record-soon"])
        if which not in set(Soon):
            raise PreventUpdate
        return instant_text(soon(Soon(which), datetime.now(UTC), context.formats()), context.formats())

    @app.callback(
        Input({"record-take": ALL}, "n_clicks"), State(FORM.field("record"), "value"), prevent_initial_call=True
    )
    def take_over(_clicks: list[int], record_id: str) -> None:
        field = str(clicked()["record-take"])
        theirs = typed_of(_record(services, context, record_id), context.formats())
        if field in LABELLED:
            set_props(FORM.field(field), {"value": getattr(theirs, field)})


def _save(services: Services, context: UiContext, _do: str, values: Values) -> None:
    t, viewer, formats = context.words(), context.viewer(), context.formats()
    typed, fixed = read_form(values)
    snapshot = services.directory.snapshot
    try:
        if fixed.record:
            before = _in_sight(services, viewer, fixed.record)
            changes = changes_of(typed, before, snapshot, formats)
            record = services.records.update(before.id, number(fixed.version, _NO_RECORD), changes, viewer)
        else:
            record = services.records.create(draft_of(typed, fixed, snapshot, formats), viewer)
    except InvalidInput as error:
        raise error.at(_FIELDS.get(error.field or "", error.field)) from error
    except Stale:
        _show_both(services, context, fixed, typed)
        return
    name = services.profiles.get(record.profile_id).name
    done(t("%(kind)s saved for %(name)s.", kind=record_kind_words(record.kind, t), name=name), t)


def _show_both(services: Services, context: UiContext, fixed: Fixed, typed: TypedRecord) -> None:
    """Show the stored version beside the typed one; saving again then overwrites it knowingly."""
    t, snapshot = context.words(), services.directory.snapshot
    now = services.records.get(context.viewer(), number(fixed.record, _NO_RECORD))
    mine, theirs = (readable(each, snapshot, t) for each in (typed, typed_of(now, context.formats())))
    set_props(form.STALE_PART, {"children": form.stale(mine, theirs, t)})
    set_props(FORM.field("version"), {"value": str(now.version)})


def _delete(services: Services, context: UiContext, _do: str, values: Values) -> None:
    t = context.words()
    record = services.records.delete(number(values.get("record"), _NO_RECORD), context.viewer())
    done(t("%(kind)s deleted.", kind=record_kind_words(record.kind, t)), t)


def _record(services: Services, context: UiContext, record_id: str) -> Record:
    """A record that the viewer may change."""
    viewer = context.viewer()
    record = _in_sight(services, viewer, record_id)
    authorize(viewer, Action.CHANGE_RECORD, Subject(mine=record.author_id == viewer.id))
    return record


def _in_sight(services: Services, viewer: User, record_id: str) -> Record:
    """The record. Raises NotFound when it is deleted, Forbidden when it is hidden from the viewer."""
    wanted = number(record_id, _NO_RECORD)
    try:
        return services.records.get(viewer, wanted)
    except NotFound:
        services.records.get(None, wanted)
    raise Forbidden("You may not do this.")


def _users(services: Services, current: int | None) -> list[User]:
    every = services.directory.snapshot.users.values()
    offered = [user for user in every if not user.disabled or user.id == current]
    return sorted(offered, key=lambda user: (user.display_name or user.username).casefold())


def _national(call: FeedRow | None, context: UiContext) -> str:
    return describe(call.number, context.dialing, context.language()).national if call else ""


def _call_in_sight(services: Services, viewer: User, call: str) -> FeedRow:
    try:
        return services.calls.log.get(viewer, call_id(call))
    except NotFound as error:
        raise Forbidden("You may not do this.") from error


DIALOGS = (FormDialog(FORM, opener, _save), FormDialog(DELETE, delete_opener, _delete))
