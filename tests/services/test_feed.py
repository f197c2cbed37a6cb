"""The live feed: who sees which rows, in which order, and what a poll costs."""

from __future__ import annotations

from callerid_dash.domain.calls import fold
from callerid_dash.domain.phones import Dialing, parse_number
from callerid_dash.domain.profiles import Holder, Owner, OwnerRole, ProfileKind
from callerid_dash.domain.users import Role, User, Visibility
from callerid_dash.services.feed import Feed, FeedDelta, FeedRow
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


def test_live_calls_are_on_top_then_the_newest() -> None:
    feed = Feed(lambda: Visibility.ALL)
    feed.publish(
        [
            row(event("ringing", 0, "live, older")),
            row(*answered_call("ended, older", 10)),
            row(event("queued", 20, "live, newer")),
            row(*answered_call("ended, newer", 30)),
        ]
    )
    assert shown(feed) == ["live, newer", "live, older", "ended, newer", "ended, older"]


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
        Visibility.ALL: ["neither", "my customer", "my phone"],
        Visibility.OWN_EXTENSION: ["my phone"],
        Visibility.OWN_PROFILES: ["my customer"],
        Visibility.OWN_EXTENSION_OR_PROFILES: ["my customer", "my phone"],
    }
    for rule, visible in expected.items():
        feed = Feed(lambda rule=rule: rule)  # type: ignore[misc]
        feed.publish(calls)
        assert shown(feed, AGENT) == visible
        assert shown(feed, SUPERVISOR) == expected[Visibility.ALL]


def test_only_the_newest_rows_are_kept_and_no_live_one_is_lost() -> None:
    feed = Feed(lambda: Visibility.ALL, kept=3)
    feed.publish([row(event("ringing", 0, "live"))])
    for i in range(1, 10):
        feed.publish([row(*answered_call(f"c{i}", i))])
    assert shown(feed) == ["live", "c9", "c8"]


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
    feed = Feed(lambda: Visibility.OWN_PROFILES, kept=2)
    assert feed.changed(None) is None
    start = feed.cursor
    feed.publish([row(*answered_call("a"))])
    feed.tell(["profiles"])
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
