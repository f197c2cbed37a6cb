"""The section in which admins import past calls: they upload a file and check its preview; a job imports it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dash import Dash, Input, Output, State
from dash.development.base_component import Component

from callerid_dash.domain.errors import CallerIdError, Forbidden, InvalidInput
from callerid_dash.domain.jobs import Job, JobKind
from callerid_dash.domain.local_times import AmbiguousTime
from callerid_dash.domain.users import Action
from callerid_dash.services.imports.calls.service import FileFormat
from callerid_dash.services.services import Services
from callerid_dash.services.shared.authority import authorize
from callerid_dash.ui.imports.call_form import MAPPED, call_form, questions
from callerid_dash.ui.imports.preview import import_preview, rejects_words
from callerid_dash.ui.imports.report import import_report
from callerid_dash.ui.imports.shell import refused
from callerid_dash.ui.jobs.job_host import job_id_of
from callerid_dash.ui.kit import ids
from callerid_dash.ui.kit.answers import error_words
from callerid_dash.ui.kit.context import UiContext
from callerid_dash.ui.kit.forms import Form, Values
from callerid_dash.ui.kit.sent import text_of
from callerid_dash.ui.settings.imports.frame import ImportFrame
from callerid_dash.ui.settings.section import Section

FORM = Form("import-calls")
_FIELDS = ("format", "encoding", "zone", "twice", "mapping")
FRAME = ImportFrame(
    JobKind.IMPORT_CALLS,
    FORM,
    ids.IMPORT_SENT,
    ids.IMPORT_DESK,
    import_report,
    title=lambda t: t("Import of calls"),
    about=lambda t: t(
        "Take in the history of this or another telephone system. You see first what a file would give; a file "
        "that is imported twice adds nothing."
    ),
    files=lambda t, _formats: t("Choose a file or drop it here: CSV or JSON, up to 2 GB."),
)


def register(app: Dash, services: Services, context: UiContext) -> None:
    """Add the callbacks of the section."""

    @app.callback(
        Output(ids.IMPORT_PREVIEW, "children"),
        Output(ids.IMPORT_MAPPING, "hidden"),
        *(Input(FORM.field(name), "value") for name in _FIELDS),
        State(FORM.field("upload"), "value"),
    )
    def look(*sent: object) -> tuple[Component, bool]:
        authorize(context.viewer(), Action.IMPORT)
        *said, upload = sent
        return previewed(services, context, dict(zip(_FIELDS, said, strict=True)), upload), sent[0] != MAPPED

    FRAME.register(app, services, context, desk, start)


def start(services: Services, context: UiContext, values: Values) -> Job:
    """Start the import with the form's values."""
    form = format_of(values, services.imports.calls.read_mapping)
    telling = rejects_words(context.words(), context.formats())
    return services.imports.calls.start(context.viewer(), job_id_of(values.get("upload")), form, telling)


def desk(services: Services, context: UiContext, sent: object) -> Component:
    """The questions about the uploaded file; without a file, the upload area."""
    t = context.words()
    try:
        upload = services.imports.uploads.whole(context.viewer(), job_id_of(sent))
    except CallerIdError:
        return FRAME.chooser(context)
    guessed, zone = services.imports.calls.guess(upload), services.directory.snapshot.locality.timezone
    suggested = services.imports.calls.suggested(upload, guessed.encoding)
    asked = questions(FORM, guessed, suggested, services.imports.calls.importing.formats, zone, t)
    return call_form(FORM, upload, asked, t, context.formats())


def previewed(services: Services, context: UiContext, said: Values, upload: object) -> Component:
    """The preview of the file with these settings, or why it cannot be read."""
    t = context.words()
    try:
        form = format_of(said, services.imports.calls.read_mapping)
        preview = services.imports.calls.preview(context.viewer(), job_id_of(upload), form)
    except Forbidden:
        raise
    except CallerIdError as error:
        return refused(error_words(error, t))
    return import_preview(preview, services.directory.snapshot.lines, t, context.formats())


def format_of(said: Values, read_mapping: Callable[[str], Mapping[str, str]]) -> FileFormat:
    """The file's format in the form's values. Raises InvalidInput."""
    twice = text_of(said, "twice")
    if twice not in set(AmbiguousTime):
        raise InvalidInput("There is no such thing.", "twice")
    name = text_of(said, "format")
    return FileFormat(
        name,
        zone=text_of(said, "zone"),
        encoding=text_of(said, "encoding"),
        twice=AmbiguousTime(twice),
        mapping=read_mapping(text_of(said, "mapping")) if name == MAPPED else {},
    )


SECTION = Section("import", FRAME.title, "box-arrow-in-down", Action.IMPORT, FRAME.layout, register)
