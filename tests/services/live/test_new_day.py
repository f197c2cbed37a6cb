from __future__ import annotations

from datetime import date

from callerid_dash.domain.calls.calls import fold
from callerid_dash.domain.numbers.phones import Dialing, parse_number
from callerid_dash.domain.users import Visibility
from callerid_dash.services.live.feed import Feed, FeedRow
from callerid_dash.services.live.new_day import NewDay
from tests.scenes import SUPERVISOR, answered_call


def test_at_midnight_every_page_is_sent_its_rows_again_and_only_then() -> None:
    today = [date(2026, 5, 4)]
    feed = Feed(lambda: Visibility.ALL)
    call = fold(answered_call())
    feed.publish([FeedRow(call, parse_number(call.caller, Dialing()))])
    new_day = NewDay(feed, lambda: today[0])
    cursor = feed.cursor
    new_day.refresh()
    assert feed.since(cursor, SUPERVISOR, 50) is None
    today[0] = date(2026, 5, 5)
    new_day.refresh()
    again = feed.since(cursor, SUPERVISOR, 50)
    assert again
    assert [row.call.id for row in again.changed] == [call.id]
    new_day.refresh()
    assert feed.since(again.cursor, SUPERVISOR, 50) is None
