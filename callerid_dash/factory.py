"""The composition root: settings → store → services → Flask server + Dash app."""

from __future__ import annotations

import atexit
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module

import click
from dash import Dash
from dash.exceptions import DependencyException
from flask import Flask

from callerid_dash.background import Worker
from callerid_dash.domain.calls.sources import Source
from callerid_dash.domain.files.code_pages import code_page
from callerid_dash.domain.numbers.locality import Locality
from callerid_dash.domain.numbers.places import places_of
from callerid_dash.services.accounts.accounts import Accounts
from callerid_dash.services.accounts.sign_in import SignIn
from callerid_dash.services.accounts.tokens import Tokens
from callerid_dash.services.calls.attribution import ADOPTED, Attribution
from callerid_dash.services.calls.call_log import CallLog
from callerid_dash.services.calls.callback_queue import WaitingBoard
from callerid_dash.services.calls.ingest import Ingest
from callerid_dash.services.calls.missed_calls import MISSED, Missed
from callerid_dash.services.calls.origins import Origins
from callerid_dash.services.calls.outages import Outages
from callerid_dash.services.calls.ring_watch import RingWatch
from callerid_dash.services.calls.saved_views import CALL_VIEW, CallViews
from callerid_dash.services.calls.sources import Sources
from callerid_dash.services.calls.test_call import CallSimulation
from callerid_dash.services.core import core_over
from callerid_dash.services.exports.figures import FigureExport
from callerid_dash.services.exports.job import ExportJobs
from callerid_dash.services.exports.service import Exporting
from callerid_dash.services.housekeeping import Housekeeping
from callerid_dash.services.imports.calls.job import ImportJobs
from callerid_dash.services.imports.calls.service import Importing
from callerid_dash.services.imports.profiles.job import ProfileImportJobs
from callerid_dash.services.imports.profiles.service import ProfileImport
from callerid_dash.services.imports.profiles.undo import PROFILES_IMPORTED, ImportUndo
from callerid_dash.services.imports.rereading import Rereading
from callerid_dash.services.jobs.jobs import Jobs
from callerid_dash.services.jobs.uploads import Uploads
from callerid_dash.services.live.change_notifications import OthersNotifications
from callerid_dash.services.live.new_day import NewDay
from callerid_dash.services.office.office import build_office
from callerid_dash.services.profiles.auto_contacts import AnonymousContacts
from callerid_dash.services.profiles.bulk_edit import BULK, BulkChanges
from callerid_dash.services.profiles.delete import DELETED, Deleting
from callerid_dash.services.profiles.merge import MERGED, Merging
from callerid_dash.services.profiles.search import ProfileFinder
from callerid_dash.services.records.records import Records
from callerid_dash.services.records.timeline import Timeline
from callerid_dash.services.reports.caller_reports import Callers
from callerid_dash.services.reports.frames import Frames
from callerid_dash.services.reports.reports import Reports
from callerid_dash.services.reports.today import Today
from callerid_dash.services.reports.wallboard import Wallboard
from callerid_dash.services.services import (
    CallServices,
    ExportServices,
    ImportServices,
    ProfileServices,
    ReportServices,
    Services,
)
from callerid_dash.services.shared.clock import Clock, now
from callerid_dash.services.shared.undo import Undo
from callerid_dash.settings import Settings, read_settings
from callerid_dash.sources.asterisk import AmiSettings, AsteriskSource
from callerid_dash.sources.history import READERS, read_mapping
from callerid_dash.sources.history.subprocess_reader import read_in_subprocess
from callerid_dash.store.engine.database import open_store
from callerid_dash.store.engine.protocol import Changed
from callerid_dash.ui import UiContext, create_dash
from callerid_dash.ui.shell.bundles import own_bundles
from callerid_dash.ui.shell.polling import Polls
from callerid_dash.web import dash_requests, polls
from callerid_dash.web.accounts.viewer import current_language, current_theme, current_viewer, sign_in
from callerid_dash.web.own_files import OwnFiles
from callerid_dash.web.setup import init_web
from callerid_dash.web.vendor import style_text, vendor_url

RINGS_LOOKED_AT = 2.0
"""Seconds between checks for calls that have stopped ringing."""


@dataclass(frozen=True, slots=True)
class Product:
    """A whole product in one process. `start` begins to take calls; `close` releases the database."""

    services: Services
    app: Dash
    housekeeping: Housekeeping
    ring_watch: Worker

    @property
    def server(self) -> Flask:
        """The WSGI application."""
        server: Flask = self.app.server
        return server

    def start(self, sources: Sequence[Source] = ()) -> None:
        """Start the configured sources, these sources, and the regular chores.

        From now on the process exits if the database fails for good.
        """
        self.services.store.when_lost(give_up)
        self.services.calls.sources.start([*configured_sources(self.services), *sources])
        self.housekeeping.start()
        self.ring_watch.start()
        self.services.imports.rereading.start()
        region = self.services.directory.snapshot.locality.dialing.region
        background = self.services.store.background  # so that nobody waits for these later
        background.once("places", lambda: places_of(region))
        background.once("pandas", lambda: import_module("pandas"))

    def close(self) -> None:
        """Stop everything that runs, write what waits, close the store. May be called twice."""
        self.services.calls.sources.stop()
        self.services.calls.test_calls.stop()
        self.services.jobs.stop()
        self.housekeeping.stop()
        self.ring_watch.stop()
        self.services.imports.rereading.stop()
        self.services.store.close()


def give_up(message: str) -> None:
    """Exit the process at once, from any thread: nothing can be stored. A supervisor of the process restarts it.

    Acknowledged writes are in the database's log.
    """
    click.echo(f"Error: {message}", err=True)
    os._exit(1)


def build_services(settings: Settings, clock: Clock = now) -> Services:
    """Open the store and build the services on it. Raises StoreUnavailable or BadSettings.

    `clock` is the time for everything that shows the present: today's figures, the wall, callers who wait.
    """
    core = core_over(open_store(settings.database_url), Locality(settings.dialing, settings.timezone), clock)
    ingest = Ingest(core, AnonymousContacts(core).auto_create)
    ingest.load_feed()
    others = OthersNotifications(core.store, core.feed)

    def read_again(changed: Changed) -> None:
        if changed is not None:
            ingest.load_calls(changed)
            return
        before = core.directory.snapshot
        core.directory.reload()
        core.matcher.forget_all()
        ingest.load_feed()
        if core.directory.snapshot != before:
            core.feed.touch()  # a rule, a title or a color shows on every row
        others.catch_up()

    core.store.watch(read_again)
    attribution, missed, call_views = Attribution(core), Missed(core, WaitingBoard(core)), CallViews(core)
    merging, deleting, bulk = Merging(core), Deleting(core), BulkChanges(core)
    undo = Undo(
        core.store,
        {
            ADOPTED: attribution.take_back,
            BULK: bulk.take_back,
            MERGED: merging.take_back,
            DELETED: deleting.take_back,
            PROFILES_IMPORTED: ImportUndo(core).take_back,
            MISSED: missed.take_back,
            CALL_VIEW: call_views.take_back,
        },
    )
    outages, finder = Outages(core.store), ProfileFinder(core)
    sources = Sources(outages, core.store.background)
    today = Today(core, Reports(core, outages))
    jobs = Jobs(core.store, settings.folder / "jobs")
    uploads = Uploads(jobs)
    importing = Importing(core, ingest, READERS, read_in_subprocess, settings.ami_incoming_contexts)
    reports = ReportServices(
        core, outages, Callers(core), today, Wallboard(core, today, today.reports, missed, sources)
    )
    return Services(
        settings=settings,
        core=core,
        undo=undo,
        accounts=Accounts(core, Tokens(core, settings.api_token), SignIn(core)),
        calls=CallServices(
            ingest=ingest,
            sources=sources,
            log=CallLog(core),
            views=call_views,
            missed=missed,
            attribution=attribution,
            origins=Origins(core),
            test_calls=CallSimulation(core),
        ),
        profiles=ProfileServices(core, finder, bulk, merging, deleting),
        records=Records(core),
        timeline=Timeline(core),
        reports=reports,
        imports=ImportServices(
            uploads=uploads,
            calls=ImportJobs(jobs, uploads, importing, read_mapping),
            profiles=ProfileImportJobs(jobs, uploads, ProfileImport(core)),
            rereading=Rereading(core),
        ),
        exports=ExportServices(
            Exporting(core, finder), FigureExport(core, Frames(core, reports, reports.callers)), ExportJobs(jobs)
        ),
        office=build_office(core, ingest, deleting, sources.names),
        jobs=jobs,
    )


def build_product(settings: Settings, before_first_user: Callable[[], None] = lambda: None) -> Product:
    """Build everything, ready to start. Creates the first admin if there is none, and prints a one-time password.

    `before_first_user` is called before that, when the database is open, and may raise.
    """
    services = build_services(settings)
    try:
        before_first_user()
        if password := services.accounts.ensure_first_admin(settings):
            click.echo(f"First sign-in: user admin, password {password}")
            click.echo("It is shown only now; `callerid-dash users passwd admin` sets another.")
        server = Flask("callerid_dash", static_folder=None)
        own_files = OwnFiles(own_bundles(style_text))
        sendings = init_web(server, services, own_files, csp_hashes=lambda: app.csp_hashes())  # noqa: PLW0108 - the app comes later
        context = UiContext(
            viewer=current_viewer,
            language=current_language,
            theme=current_theme,
            vendor_url=vendor_url,
            locality=lambda: services.directory.snapshot.locality,
            static_url=own_files.url,
            preferences=lambda: services.directory.snapshot.preferences_of(current_viewer()),
            stay_signed_in=sign_in,
            submitting=lambda form, key, sent: sendings.under(f"user {current_viewer().id}", key, form, sent),
        )
        polls.keep_open(server)
        server.register_blueprint(polls.polls_blueprint(Polls(services, context).answer))
        app = create_dash(server, services, context)
        dash_requests.init(server, app.callback_map, DependencyException)
    except BaseException:
        services.store.close()
        raise
    new_day = NewDay(services.feed, lambda: datetime.now(services.directory.snapshot.locality.zone).date())
    housekeeping = Housekeeping(
        services.calls.ingest,
        services.calls.attribution,
        services.undo,
        services.jobs,
        new_day,
        services.store.background,
    )
    rings = RingWatch(services.core, services.calls.ingest, services.calls.sources.names)
    ring_watch = services.store.background.worker("ring_times", rings.check, every=RINGS_LOOKED_AT)
    return Product(services, app, housekeeping, ring_watch)


def configured_sources(services: Services) -> list[Source]:
    """The sources in the settings."""
    settings = services.settings
    if not settings.ami_host:
        return []
    ami = AmiSettings(
        host=settings.ami_host,
        port=settings.ami_port,
        username=settings.ami_username,
        secret=settings.ami_secret,
        incoming_contexts=settings.ami_incoming_contexts,
        code_page=lambda: code_page(settings.language, services.directory.snapshot.locality.dialing.region),
    )
    return [AsteriskSource(ami, services.calls.ingest, background=services.store.background)]


def create_app(settings: Settings | None = None) -> Dash:
    """The product for another WSGI server: built, started, and closed when the process ends. One process only."""
    product = build_product(settings or read_settings(os.environ))
    product.start()
    atexit.register(product.close)
    return product.app
