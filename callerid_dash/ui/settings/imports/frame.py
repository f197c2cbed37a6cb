"""The frame of both import sections: a file is uploaded, described by the user and imported in the background."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from dash import Dash, Input, Output, dcc, html, set_props
from dash.development.base_component import Component

from callerid_dash.domain.errors import NotFound
from callerid_dash.domain.jobs import Job, JobKind
from callerid_dash.domain.users import Action
from callerid_dash.locales import Translator
from callerid_dash.services.services import Services
from callerid_dash.services.shared.authority import authorize
from callerid_dash.ui.imports.shell import chooser
from callerid_dash.ui.jobs.job_host import View, job_host, job_id_of, show_job
from callerid_dash.ui.kit.context import UiContext
from callerid_dash.ui.kit.forms import Form, Values
from callerid_dash.ui.settings import parts
from callerid_dash.ui.text.formats import Formats

_SHOWN = timedelta(days=1)
"""How long the report of the last import is shown. Its rejected rows are kept as long."""
Words = Callable[[Translator], str]
Ask = Callable[[Services, UiContext, object], Component]
"""Draws the questions about an uploaded file; without a file, the upload area."""
Start = Callable[[Services, UiContext, Values], Job]


@dataclass(frozen=True, slots=True)
class ImportFrame:
    """One kind of import.

    `sent` is the id of the store that holds the uploaded file's id, `desk` that of the place of the questions. `files`
    says in words which files are accepted.
    """

    kind: JobKind
    form: Form
    sent: str
    desk: str
    report: View
    title: Words
    about: Words
    files: Callable[[Translator, Formats], str]

    def layout(self, services: Services, context: UiContext) -> Component:
        """The section with the viewer's last import, if it is recent."""
        t, last = context.words(), services.jobs.latest(context.viewer(), self.kind)
        recent = last is not None and (last.running or last.updated_at > datetime.now(UTC) - _SHOWN)
        return parts.section(
            self.title(t),
            self.about(t),
            dcc.Store(id=self.sent),
            job_host(last if recent else None, self.report, services, context),
            html.Div(self.chooser(context), id=self.desk, className="import-desk"),
        )

    def chooser(self, context: UiContext) -> Component:
        """The upload area."""
        return chooser(self.kind, context.words(), self.files(context.words(), context.formats()), self.sent)

    def register(self, app: Dash, services: Services, context: UiContext, ask: Ask, start: Start) -> None:
        """Add the callbacks that ask about an uploaded file and start or discard it."""

        @app.callback(Output(self.desk, "children"), Input(self.sent, "data"), prevent_initial_call=True)
        def arrived(sent: object) -> Component:
            authorize(context.viewer(), Action.IMPORT)
            return ask(services, context, sent)

        def send(do: str, values: Values) -> None:
            if do == "start":
                show_job(start(services, context, values))
            else:
                with suppress(NotFound):  # gone already
                    services.imports.uploads.discard(context.viewer(), job_id_of(values.get("upload")))
            set_props(self.sent, {"data": None})

        self.form.register(app, context, send, Action.IMPORT)
