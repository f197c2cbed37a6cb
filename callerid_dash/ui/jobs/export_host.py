"""The corner of every page that follows an export: a page's menu starts it, and it stays visible on other pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from dash import Dash, Input, Output, State, ctx, dcc
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from callerid_dash.domain.errors import NotFound
from callerid_dash.domain.files.formats import Format
from callerid_dash.domain.jobs import Job, JobState
from callerid_dash.domain.users import Action
from callerid_dash.services.exports.job import Make
from callerid_dash.services.services import Services
from callerid_dash.services.shared.authority import authorize
from callerid_dash.ui.jobs.export_progress import export_progress, file_href
from callerid_dash.ui.kit import ids
from callerid_dash.ui.kit.answers import SayErrors
from callerid_dash.ui.kit.context import UiContext
from callerid_dash.ui.kit.lists import searched
from callerid_dash.ui.kit.scripted import scripted

_BEAT = 500  # milliseconds


@dataclass(frozen=True, slots=True)
class ExportedList:
    """A list that can be exported: the action that the user must be allowed, and the function that makes the file.

    `make` gets the format and the query of the page's address, which may narrow the list. It may raise a CallerIdError.
    """

    action: Action
    make: Callable[[Services, UiContext, Format, str], Make]


Lists = Mapping[str, ExportedList]
Ready = dict[str, str] | None


def host() -> list[Component]:
    """The components on every page. The session stores which export is followed, so that a reloaded page continues."""
    return [
        dcc.Store(id=ids.EXPORT_ASKED),
        dcc.Store(id=ids.EXPORT_SHOWN, storage_type="session"),
        dcc.Store(id=ids.EXPORT_CANCEL),
        dcc.Store(id=ids.EXPORT_READY),
        dcc.Store(id=f"{ids.EXPORT_READY}-taken"),
        dcc.Interval(id=ids.EXPORT_BEAT, interval=_BEAT, disabled=True),
    ]


def register(app: Dash, services: Services, context: UiContext, lists: Lists) -> None:
    """Start requested exports of these lists and follow them."""

    @app.callback(
        Output(ids.EXPORT_SHOWN, "data"),
        Input(ids.EXPORT_ASKED, "data"),
        State(ids.LOCATION, "search"),
        prevent_initial_call=True,
    )
    def begin(asked: object, search: object) -> str:
        job = started(services, context, lists, asked, searched(search))
        if job is None:
            raise PreventUpdate
        return str(job.id)

    @app.callback(
        Output(ids.EXPORT_VIEW, "children"),
        Output(ids.EXPORT_BEAT, "disabled"),
        Output(ids.EXPORT_READY, "data"),
        Input(ids.EXPORT_SHOWN, "data"),
        Input(ids.EXPORT_BEAT, "n_intervals"),
        Input(ids.EXPORT_CANCEL, "data"),
        prevent_initial_call=True,
    )
    def follow(shown: object, _beats: object, _cancel: object) -> tuple[object, bool, Ready]:
        return followed(services, context, shown, end=ctx.triggered_id == ids.EXPORT_CANCEL)

    scripted(app, "exportReady", Output(f"{ids.EXPORT_READY}-taken", "data"), Input(ids.EXPORT_READY, "data"))


def started(services: Services, context: UiContext, lists: Lists, asked: object, search: str) -> Job | None:
    """Start the export of a list, narrowed by the page's address; None after an error, which is shown to the user."""
    t, viewer = context.words(), context.viewer()
    given = asked if isinstance(asked, dict) else {}
    name, form = str(given.get("list")), str(given.get("form"))
    if name not in lists or form not in set(Format):
        raise NotFound("There is no such list.")
    wanted = lists[name]
    authorize(viewer, wanted.action)
    with SayErrors(t):
        make = wanted.make(services, context, Format(form), search)
        return services.exports.jobs.start(viewer, f"{name.rpartition('/')[2]}.{form}", make)
    return None


def followed(services: Services, context: UiContext, shown: object, *, end: bool) -> tuple[object, bool, Ready]:
    """The state of the export: its component, whether it has ended, and the file."""
    viewer = context.viewer()
    try:
        job = (services.exports.jobs.cancel if end else services.exports.jobs.get)(viewer, UUID(str(shown)))
    except (NotFound, ValueError):
        return [], True, None
    view = export_progress(job, datetime.now(UTC), context.words(), context.formats())
    ready = {"job": str(job.id), "href": file_href(job)} if job.state is JobState.DONE else None
    return view, not job.running, ready
