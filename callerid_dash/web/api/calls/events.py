"""`POST /api/v1/call-events`: phone systems and scripts report calls here."""

from __future__ import annotations

from callerid_dash.domain.scopes import Scope
from callerid_dash.services.calls.ingest import Ingest, Receipt
from callerid_dash.web.api.answers import ReceiptOut
from callerid_dash.web.api.models import EventIn, EventsIn
from callerid_dash.web.api.operations import Operations, read_body


def add_events(operations: Operations, ingest: Ingest) -> None:
    """The route that takes events."""

    @operations.add("POST", "/call-events", scope=Scope.EVENTS_WRITE, body=(EventsIn, EventIn), answer=ReceiptOut)
    def report_events() -> Receipt:
        """Report one event or up to 1,000; answered when they are durable."""
        sent = read_body(EventsIn, EventIn)
        events = sent.events if isinstance(sent, EventsIn) else [sent]
        return ingest.submit([event.to_event() for event in events])
