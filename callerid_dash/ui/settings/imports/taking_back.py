"""The dialog `import-take-back`, which undoes a whole import of profiles and says what that means."""

from __future__ import annotations

from dash import html

from callerid_dash.domain.errors import NotFound
from callerid_dash.domain.users import Action
from callerid_dash.services.services import Services
from callerid_dash.ui.jobs.job_host import job_id_of, show_job
from callerid_dash.ui.jobs.taking_back import taken_back_words
from callerid_dash.ui.kit.answers import done
from callerid_dash.ui.kit.basics import name_text
from callerid_dash.ui.kit.context import UiContext
from callerid_dash.ui.kit.dialogs import Arguments, Dialog
from callerid_dash.ui.kit.form_dialogs import FormDialog, form_dialog
from callerid_dash.ui.kit.forms import Form, Values

FORM = Form("import-take-back")


def opener(services: Services, context: UiContext, arguments: Arguments) -> Dialog:
    """The question. Raises Forbidden or NotFound."""
    job = services.jobs.get(context.viewer(), job_id_of(arguments.get("job")))
    t = context.words()
    body = [
        html.P(html.Strong(name_text(job.label))),
        html.P(t("The profiles that it added are removed again; those that it completed become what they were.")),
        html.P(t("Those that somebody has changed or written a record for stay."), className="field-help"),
        html.P(t("This itself cannot be undone, but the file can be imported again."), className="field-help"),
    ]
    return form_dialog(
        FORM,
        t("Take back the import"),
        body,
        t,
        do="take-back",
        words=t("Take back"),
        danger=True,
        size="sm",
        fixed={"job": job.id},
    )


def _take_back(services: Services, context: UiContext, _do: str, values: Values) -> None:
    t, viewer = context.words(), context.viewer()
    job = services.jobs.get(viewer, job_id_of(values.get("job")))
    step_id = job.result.get("undo_id")
    if not isinstance(step_id, int):
        raise NotFound("This cannot be taken back any more: it is older than a day.")
    outcome = services.undo.undo(step_id, viewer)
    done(taken_back_words(outcome, t), t)
    show_job(job)


DIALOG = FormDialog(FORM, opener, _take_back, Action.IMPORT)
