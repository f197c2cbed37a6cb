"""The dialog `import-take-back`, which undoes a whole import of profiles and says what that means."""

from __future__ import annotations

from dash import Dash, html

from callerid_dash.domain.errors import NotFound
from callerid_dash.domain.users import Action
from callerid_dash.services.services import Services
from callerid_dash.services.shared.authority import authorize
from callerid_dash.ui.jobs.job_host import job_id_of, show_job
from callerid_dash.ui.jobs.taking_back import taken_back_words
from callerid_dash.ui.kit.answers import close_dialog, say
from callerid_dash.ui.kit.basics import name_text
from callerid_dash.ui.kit.context import UiContext
from callerid_dash.ui.kit.dialogs import Arguments, Dialog, cancel_button
from callerid_dash.ui.kit.fields import fixed_field, general_error
from callerid_dash.ui.kit.forms import Form, Values

FORM = Form("import-take-back")


def opener(services: Services, context: UiContext, arguments: Arguments) -> Dialog:
    """The question. Raises Forbidden or NotFound."""
    authorize(context.viewer(), Action.IMPORT)
    job = services.jobs.get(context.viewer(), job_id_of(arguments.get("job")))
    t = context.words()
    return Dialog(
        t("Take back the import"),
        [
            html.P(html.Strong(name_text(job.label))),
            html.P(t("The profiles that it added are removed again; those that it completed become what they were.")),
            html.P(t("Those that somebody has changed or written a record for stay."), className="field-help"),
            html.P(t("This itself cannot be undone, but the file can be imported again."), className="field-help"),
            fixed_field(FORM, "job", str(job.id)),
            general_error(FORM),
        ],
        [cancel_button(t), FORM.button("take-back", t("Take back"), danger=True)],
        size="sm",
        form=FORM.name,
    )


def register(app: Dash, services: Services, context: UiContext) -> None:
    """Add the callback that undoes the import and refreshes its report."""

    def take_back(_do: str, values: Values) -> None:
        t, viewer = context.words(), context.viewer()
        job = services.jobs.get(viewer, job_id_of(values.get("job")))
        step_id = job.result.get("undo_id")
        if not isinstance(step_id, int):
            raise NotFound("This cannot be taken back any more: it is older than a day.")
        outcome = services.undo.undo(step_id, viewer)
        close_dialog()
        say(taken_back_words(outcome, t), t)
        show_job(job)

    FORM.register(app, context, take_back, Action.IMPORT)
