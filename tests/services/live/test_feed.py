"""The live feed: visibility and order of its rows, and the cost of a poll."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from callerid_dash.domain.calls.calls import CallEvent, CallState, fold
from callerid_dash.domain.numbers.phones import Dialing, parse_number
from callerid_dash.domain.profiles.profiles import Holder, Owner, OwnerRole, ProfileKind
from callerid_dash.domain.users import Role, User, Visibility
from callerid_dash.services.live.feed import Feed, FeedDelta, FeedRow
from tests.scenes import AGENT, SUPERVISOR, answered_call, event


def row(*events: object, holders: tuple[Holder, ...] = ()) -> FeedRow:
    call = fold(events)  # type: ignore[arg-type]
    return FeedRow(call, parse_number(call.caller, Dialing()), holders)


def holder(profile_id: int, *owners: User) -> Holder:
    return Holder(
        profile_id,
        ProfileKind.PERSON,
        f"profile {profile_id}",
        "",
        None,
        None,
        tuple(Owner(OwnerRole.SALES, user.id, user.username) for user in owners),
    )


def shown(feed: Feed, viewer: User = SUPERVISOR, limit: int = 50) -> list[str]:
    delta = feed.since(None, viewer, limit)
    assert delta
    ids = {r.call.id: r.call.external_id for r in delta.changed}
    return [ids[call_id] for call_id in delta.order]


def talking(call_id: str, second: float) -> FeedRow:
    return row(event("ringing", second, call_id), event("answered", second + 5, call_id))


def test_who_waits_longest_is_on_top_then_those_who_talk_then_the_newest() -> None:
    feed = Feed(lambda: Visibility.ALL)
    feed.publish(
        [
            talking("talking, older", 0),
            row(*answered_call("ended, older", 10)),
            row(event("queued", 20, "waiting, longer")),
            row(event("ringing", 30, "waiting")),
            talking("talking, newer", 35),
            row(*answered_call("ended, newer", 40)),
        ]
    )
    waiting, talks, ended = (
        ["waiting, longer", "waiting"],
        ["talking, newer", "talking, older"],
        ["ended, newer", "ended, older"],
    )
    assert shown(feed) == waiting + talks + ended
    assert [each.call.external_id for each in feed.active()] == waiting + talks


def test_no_number_of_rows_cuts_a_call_that_goes_on() -> None:
    feed = Feed(lambda: Visibility.ALL)
    feed.publish([row(*answered_call(f"ended {i}", 100 + i)) for i in range(5)])
    feed.publish(
        [row(event("queued", i, f"waits {i}")) for i in range(3)] + [talking(f"talks {i}", i) for i in range(3)]
    )
    live = ["waits 0", "waits 1", "waits 2", "talks 2", "talks 1", "talks 0"]
    assert shown(feed, limit=2) == live
    assert shown(feed, limit=7) == [*live, "ended 4"]


def test_whoever_has_waited_since_before_a_flood_stays_in_memory() -> None:
    feed = Feed(lambda: Visibility.ALL, most_ended=3)
    feed.publish([row(event("queued", i, f"waits {i}")) for i in range(9)])
    for i in range(20, 40):
        feed.publish([row(*answered_call(f"ended {i}", i))])
    assert shown(feed) == [*(f"waits {i}" for i in range(9)), "ended 39", "ended 38", "ended 37"]


CALLS = st.lists(
    st.tuples(st.sampled_from(["queued", "ringing", "answered", "ended"]), st.integers(0, 12), st.integers(0, 500)),
    max_size=60,
)


@given(CALLS, st.integers(1, 8), st.integers(1, 8))
def test_whatever_happens_the_order_holds_and_only_ended_calls_are_cut(
    happened: list[tuple[str, int, int]], limit: int, kept: int
) -> None:
    feed, events = Feed(lambda: Visibility.ALL, most_ended=kept), dict[str, list[CallEvent]]()
    for kind, number, second in happened:
        call_id = f"c{number}"
        events.setdefault(call_id, []).append(event(kind, second, call_id))
        feed.publish([row(*events[call_id])])
    delta = feed.since(None, SUPERVISOR, limit)
    assert delta is not None
    rows = {each.call.id: each.call for each in delta.changed}
    calls = [rows[call_id] for call_id in delta.order]
    live = {fold(of_call).id for of_call in events.values() if fold(of_call).state is not CallState.ENDED}
    rank = {CallState.RINGING: 0, CallState.QUEUED: 0, CallState.ANSWERED: 1, CallState.ENDED: 2}
    assert [rank[call.state] for call in calls] == sorted(rank[call.state] for call in calls)
    waiting = [call.started_at for call in calls if rank[call.state] == 0]
    ended = [call.started_at for call in calls if call.state is CallState.ENDED]
    assert waiting == sorted(waiting)
    assert ended == sorted(ended, reverse=True)
    assert live <= set(delta.order)
    assert len(calls) <= max(limit, len(live))


def test_a_current_cursor_yields_nothing_and_a_change_only_itself() -> None:
    feed = Feed(lambda: Visibility.ALL)
    feed.publish([row(event("ringing", 0, "a")), row(event("ringing", 1, "b"))])
    first = feed.since(None, SUPERVISOR, 50)
    assert first
    assert feed.since(first.cursor, SUPERVISOR, 50) is None
    feed.publish([row(event("ringing", 0, "a"), event("answered", 4, "a"))])
    second = feed.since(first.cursor, SUPERVISOR, 50)
    assert second
    assert [r.call.external_id for r in second.changed] == ["a"]
    assert len(second.order) == 2


def test_a_cursor_of_an_earlier_run_yields_everything() -> None:
    before, after = Feed(lambda: Visibility.ALL), Feed(lambda: Visibility.ALL)
    for feed in (before, after):
        feed.publish([row(event("ringing"))])
    old = before.since(None, SUPERVISOR, 50)
    assert old
    new = after.since(old.cursor, SUPERVISOR, 50)
    assert new
    assert len(new.changed) == 1


def test_garbage_for_a_cursor_yields_everything() -> None:
    feed = Feed(lambda: Visibility.ALL)
    feed.publish([row(event("ringing"))])
    for cursor in ("", ":", "x:y", feed.cursor.split(":")[0] + ":-1", feed.cursor + "0x"):
        delta = feed.since(cursor, SUPERVISOR, 50)
        assert delta
        assert len(delta.changed) == 1


def test_agents_see_what_the_rule_shows_them_and_supervisors_everything() -> None:
    other = User(9, "other", "Other", Role.AGENT)
    calls = [
        row(event("ringing", 0, "my phone", extension="101")),
        row(event("ringing", 1, "my customer", extension="102"), holders=(holder(1, AGENT),)),
        row(event("ringing", 2, "neither", extension="102"), holders=(holder(2, other),)),
    ]
    expected = {
        Visibility.ALL: ["my phone", "my customer", "neither"],
        Visibility.OWN_EXTENSION: ["my phone"],
        Visibility.OWN_PROFILES: ["my customer"],
        Visibility.OWN_EXTENSION_OR_PROFILES: ["my phone", "my customer"],
    }
    for rule, visible in expected.items():
        feed = Feed(lambda rule=rule: rule)  # type: ignore[misc]
        feed.publish(calls)
        assert shown(feed, AGENT) == visible
        assert shown(feed, SUPERVISOR) == expected[Visibility.ALL]


def test_only_the_newest_rows_are_kept_and_no_live_one_is_lost() -> None:
    feed = Feed(lambda: Visibility.ALL, most_ended=3)
    feed.publish([row(event("ringing", 0, "live"))])
    for i in range(1, 10):
        feed.publish([row(*answered_call(f"c{i}", i))])
    assert shown(feed) == ["live", "c9", "c8", "c7"]


def test_a_change_of_everything_sends_everything_again() -> None:
    feed = Feed(lambda: Visibility.ALL)
    feed.publish([row(event("ringing", i, f"c{i}")) for i in range(3)])
    cursor = feed.cursor
    feed.touch()
    delta = feed.since(cursor, SUPERVISOR, 50)
    assert delta
    assert len(delta.changed) == 3


def test_each_viewer_sees_a_shared_number_under_their_own_customer() -> None:
    shared = row(event("ringing"), holders=(holder(1), holder(2, AGENT)))
    mine, theirs = shared.shown_to(AGENT), shared.shown_to(SUPERVISOR)
    assert (mine and mine.id, theirs and theirs.id) == (2, 1)


def test_rows_that_are_known_already_are_no_news() -> None:
    feed = Feed(lambda: Visibility.ALL)
    feed.publish([row(event("ringing"))])
    cursor = feed.cursor
    feed.publish([row(event("ringing"))])
    assert feed.cursor == cursor


def test_what_has_changed_is_told_for_all_viewers_and_only_while_all_of_it_is_known() -> None:
    feed = Feed(lambda: Visibility.OWN_PROFILES, most_ended=2)
    assert feed.changed(None) is None
    start = feed.cursor
    feed.publish([row(*answered_call("a"))])
    feed.notify(["profiles"])
    news = feed.changed(start)
    assert news is not None
    assert ([each.call.external_id for each in news.changed], news.topics) == (["a"], ("profiles",))
    assert feed.changed(news.cursor) == FeedDelta(news.cursor, (), ())
    feed.publish([row(*answered_call(key, second)) for second, key in enumerate("bcdef", 100)])
    assert shown(feed) == ["f", "e"]
    assert feed.changed(news.cursor) is None  # some of them are gone
    current = feed.cursor
    feed.touch()
    assert feed.changed(current) is None
