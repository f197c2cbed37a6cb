"""The section in which admins import profiles: they upload a file and check its preview; a job imports it."""

from __future__ import annotations

import re

from dash import ALL, Dash, Input, Output, State, ctx, html
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from callerid_dash.domain.errors import CallerIdError, Forbidden, InvalidInput
from callerid_dash.domain.jobs import Job, JobKind
from callerid_dash.domain.profiles.contacts.contact import Duplicates
from callerid_dash.domain.profiles.contacts.contact_file import LARGEST, ContactReading
from callerid_dash.domain.profiles.profiles import ProfileKind
from callerid_dash.domain.users import Action
from callerid_dash.locales import Translator
from callerid_dash.services.imports.profiles.service import ImportOptions
from callerid_dash.services.jobs.rejected_rows import Telling
from callerid_dash.services.services import Services
from callerid_dash.services.shared.authority import authorize
from callerid_dash.ui.imports.contact_form import contact_form, unread_form
from callerid_dash.ui.imports.profile_view import profile_import_preview, profile_import_report
from callerid_dash.ui.imports.shell import refused
from callerid_dash.ui.jobs.job_host import job_id_of
from callerid_dash.ui.kit.answers import error_words
from callerid_dash.ui.kit.context import UiContext
from callerid_dash.ui.kit.forms import Form, Values
from callerid_dash.ui.kit.sent import optional_id, text_of, values_of
from callerid_dash.ui.settings.imports import taking_back as import_taking_back
from callerid_dash.ui.settings.imports.frame import ImportFrame
from callerid_dash.ui.settings.section import Section
from callerid_dash.ui.words.contacts import contact_field_words
from callerid_dash.ui.words.profiles import leaf_choices

FORM = Form("import-profiles")
READING = Form("import-profiles-reading")
"""The form for how the file is read; a change redraws all questions."""
FILE, DESK, PREVIEW = "profile-file", "profile-file-desk", "profile-file-preview"
_COLUMN = re.compile(r"column\.([0-9]{1,4})")


FRAME = ImportFrame(
    JobKind.IMPORT_PROFILES,
    FORM,
    FILE,
    DESK,
    profile_import_report,
    title=lambda t: t("Import of profiles"),
    about=lambda t: t(
        "Bring in an address book: of Google, Outlook, a telephone or a spreadsheet. You see first what would "
        "become of it; a file that is imported twice adds nothing."
    ),
    files=lambda t, formats: t(
        "Choose a file or drop it here: CSV, Excel or vCard, up to %(most)s MB.", most=formats.number(LARGEST >> 20)
    ),
)


def register(app: Dash, services: Services, context: UiContext) -> None:
    """Add the callbacks of the section."""
    FRAME.register(app, services, context, desk, start)

    @app.callback(
        Output(DESK, "children", allow_duplicate=True),
        Input({"form": READING.name, "field": ALL}, "value"),
        State({"form": FORM.name, "field": ALL}, "value"),
        State(FILE, "data"),
        prevent_initial_call=True,
    )
    def read_otherwise(_said: list[object], _fields: list[object], sent: object) -> Component:
        authorize(context.viewer(), Action.IMPORT)
        said, before = values_of(ctx.inputs_list[0]), values_of(ctx.states_list[0])
        if not said or all(value == before.get(name) for name, value in said.items()):
            raise PreventUpdate  # new fields trigger this callback without a change
        return desk(services, context, sent, said)

    @app.callback(Output(PREVIEW, "children"), Input({"form": FORM.name, "field": ALL}, "value"), State(FILE, "data"))
    def look(_values: list[object], sent: object) -> list[Component]:
        authorize(context.viewer(), Action.IMPORT)
        return previewed(services, context, sent, values_of(ctx.inputs_list[0]))


def desk(services: Services, context: UiContext, sent: object, said: Values | None = None) -> Component:
    """The questions about the uploaded file; without a file, the upload area."""
    t, viewer, said = context.words(), context.viewer(), said or {}
    if not sent:
        return FRAME.chooser(context)
    how = text_of(said, "encoding"), text_of(said, "delimiter")
    try:
        upload = services.imports.profiles.whole(viewer, job_id_of(sent))
    except Forbidden:
        raise
    except CallerIdError as error:
        return html.Div([refused(error_words(error, t)), FRAME.chooser(context)])
    try:
        found = services.imports.profiles.read(viewer, upload.id, ContactReading(None, *how))
    except InvalidInput as error:
        return unread_form((FORM, READING), upload, how, error_words(error, t), t, context.formats())
    leaves = leaf_choices(services.directory.snapshot)
    return contact_form((FORM, READING), upload, found, how, leaves, PREVIEW, t, context.formats())


def previewed(services: Services, context: UiContext, sent: object, values: Values) -> list[Component]:
    """The preview of the import, or why the file cannot be imported with these settings."""
    t = context.words()
    if not sent or not values:
        raise PreventUpdate
    try:
        reading, options = wanted(values)
        preview = services.imports.profiles.preview(context.viewer(), job_id_of(sent), reading, options)
    except Forbidden:
        raise
    except CallerIdError as error:
        return [refused(_said(error, t))]
    return profile_import_preview(preview, options.duplicates, t, context.formats())


def start(services: Services, context: UiContext, values: Values) -> Job:
    """Start the import with the form's values."""
    t = context.words()
    reading, options = wanted(values)
    telling: Telling[InvalidInput] = Telling(
        (t("Line in the file"), t("Reason")), lambda reason: error_words(reason, t)
    )
    upload_id = job_id_of(values.get("upload"))
    return services.imports.profiles.start(context.viewer(), upload_id, reading, options, telling)


def wanted(values: Values) -> tuple[ContactReading, ImportOptions]:
    """The reading and the options in the form's values. Raises InvalidInput."""
    fields = sorted((int(found[1]), name) for name in values if (found := _COLUMN.fullmatch(name)))
    kind, duplicates = text_of(values, "kind"), text_of(values, "duplicates")
    if kind not in set(ProfileKind) or duplicates not in set(Duplicates):
        raise InvalidInput("Choose from the lists.")
    reading = ContactReading(
        encoding=text_of(values, "encoding"),
        delimiter=text_of(values, "delimiter"),
        kind=ProfileKind(kind),
        fields=tuple(text_of(values, name) for _, name in fields),
    )
    return reading, ImportOptions(Duplicates(duplicates), category_id=optional_id(values.get("category")))


def _said(error: CallerIdError, t: Translator) -> str:
    """The error's message with the fields' names on the page."""
    words: dict[object, str] = {field.value: name for field, name in contact_field_words(t).items()}
    values = {name: words.get(value, value) if name == "field" else value for name, value in error.values.items()}
    return t(error.message, **values)


SECTION = Section(
    "import-profiles",
    FRAME.title,
    "person-lines-fill",
    Action.IMPORT,
    FRAME.layout,
    register,
    [import_taking_back.DIALOG],
)
