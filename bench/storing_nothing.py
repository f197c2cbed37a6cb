"""`python -m bench.storing_nothing`: the product, but call events are only validated, folded and answered."""

from __future__ import annotations

import os
from collections.abc import Sequence

from bench.server import with_empty_callback
from callerid_dash.commands.serving import run
from callerid_dash.domain.calls.calls import CallEvent, fold
from callerid_dash.domain.numbers.phones import parse_number
from callerid_dash.services.calls.ingest import Ingest, Receipt
from callerid_dash.services.live.feed import FeedRow
from callerid_dash.settings import read_settings


def _unstored(ingest: Ingest, events: Sequence[CallEvent]) -> Receipt:
    """Answer as if the events of one new call were stored."""
    call = fold(events)
    number = parse_number(call.caller, ingest.core.snapshot.dialing_at(call.started_at))
    return Receipt(len(events), 0, (FeedRow(call, number),))


if __name__ == "__main__":
    Ingest.submit = _unstored  # type: ignore[method-assign, assignment] # all that differs from the product
    run(read_settings(os.environ), with_empty_callback)
