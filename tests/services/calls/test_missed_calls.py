"""The callback queue: who waits for an answer, in whose list, and what ends the wait."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest

from callerid_dash.domain.audit import AuditAction
from callerid_dash.domain.calls.calls import CallEvent, EventKind
from callerid_dash.domain.errors import Forbidden, InvalidInput, NotFound, Stale
from callerid_dash.domain.profiles.profiles import OwnerRole, PhoneDraft, Profile, ProfileDraft, ProfileKind
from callerid_dash.domain.profiles.records import RecordDraft
from callerid_dash.domain.users import Role, User, Visibility
from callerid_dash.factory import build_services
from callerid_dash.services.calls.callback_queue import WaitingBoard, WaitingCaller
from callerid_dash.services.calls.missed_calls import MISSED, Closed, Missed
from callerid_dash.services.live.caller_lookup import Matcher
from callerid_dash.services.profiles.changes import ProfileChanges
from callerid_dash.services.services import Services
from callerid_dash.services.shared.clock import Clock, now
from callerid_dash.settings import read_settings
from callerid_dash.store.accounts import accounts
from callerid_dash.store.engine.protocol import Session
from callerid_dash.store.office import directory as small_tables
from callerid_dash.store.shared.audit import AuditFilter
from callerid_dash.store.shared.undos import UndoStep
from tests.scenes import API

MOBILE, OTHER, THIRD = "09121234567", "02188881111", "09351112233"
CANONICAL = "+989121234567"
START = datetime.now(UTC).replace(second=30, microsecond=0) - timedelta(hours=3)


@dataclass
class Office:
    """The services of a product with the agents Sara (101) and Omid (102), the supervisor Reza and an admin."""

    services: Services
    sara: User = field(init=False)
    omid: User = field(init=False)
    reza: User = field(init=False)
    boss: User = field(init=False)

    def __post_init__(self) -> None:
        roles = {"sara": Role.AGENT, "omid": Role.AGENT, "reza": Role.SUPERVISOR, "boss": Role.ADMIN}

        def work(session: Session) -> dict[str, int]:
            ids = {name: accounts.add_user(session, name, name.title(), role, "") or 0 for name, role in roles.items()}
            small_tables.set_extension(session, "101", ids["sara"])
            small_tables.set_extension(session, "102", ids["omid"])
            return ids

        ids = self.services.store.write(work)
        self.services.directory.reload()
        users = self.services.directory.snapshot.users
        self.sara, self.omid, self.reza, self.boss = (users[ids[name]] for name in roles)

    def tell(self, call_id: str, caller: str, *steps: tuple[str, float], extension: str = "101") -> None:
        """Ingest the events of a call, each this many minutes after the start."""
        self.services.calls.ingest.submit(
            [
                CallEvent(
                    "pbx",
                    call_id,
                    EventKind(kind),
                    START + timedelta(minutes=minute),
                    caller=caller,
                    extension=extension if kind != "ended" else "",
                )
                for kind, minute in steps
            ]
        )

    def misses(self, call_id: str, caller: str = MOBILE, minute: float = 0, extension: str = "101") -> None:
        self.tell(call_id, caller, ("ringing", minute), ("ended", minute + 0.5), extension=extension)

    def answers(self, call_id: str, caller: str = MOBILE, minute: float = 10, extension: str = "101") -> None:
        self.tell(call_id, caller, ("ringing", minute), ("answered", minute + 0.1), extension=extension)

    def profile(self, number: str, owner: User | None = None, name: str = "Maryam") -> Profile:
        draft = ProfileDraft(
            ProfileKind.PERSON,
            last_name=name,
            phones=(PhoneDraft(number),),
            owners={OwnerRole.SALES: owner.id} if owner else {},
        )
        return self.services.profiles.create(draft, API).profile

    def caller_of(self, number: str) -> WaitingCaller:
        (found,) = [
            caller for caller in self.services.calls.missed.waiting(self.reza).callers if caller.number == number
        ]
        return found

    def phone_call(self, profile: Profile, minute: float, actor: User | None = None) -> int:
        kinds = self.services.directory.snapshot.record_kinds.values()
        kind = next(kind for kind in kinds if kind.is_phone_call)
        happened = START + timedelta(minutes=minute)
        draft = RecordDraft(profile.id, kind.id, "Called back", happened_at=happened)
        return self.services.records.create(draft, actor or self.reza).id

    def numbers(self, viewer: User | None = None, *, mine: bool = False) -> list[str]:
        """The numbers in a list; the count agrees, and so does a freshly loaded queue."""
        viewer = viewer or self.reza
        listed = self.services.calls.missed.waiting(viewer, mine=mine)
        fresh = build_missed(self.services).waiting(viewer, mine=mine)
        assert listed.callers == fresh.callers
        assert listed.total == len(listed.callers) == self.services.calls.missed.waiting_count(viewer, mine=mine)
        if not mine and viewer == self.reza:
            assert self.services.calls.missed.overall()[0] == listed.total
        return [caller.number for caller in listed.callers]

    def late(self, viewer: User | None = None) -> list[str]:
        """The callers who were never called back; the count agrees."""
        viewer = viewer or self.reza
        listed = self.services.calls.missed.waiting(viewer, late=True)
        assert listed.total == len(listed.callers) == self.services.calls.missed.waiting_count(viewer, late=True)
        return [caller.number for caller in listed.callers]

    def caller(self, viewer: User | None = None) -> WaitingCaller:
        (caller,) = self.services.calls.missed.waiting(viewer or self.reza).callers
        return caller

    def close(self, viewer: User, caller: WaitingCaller, reason: str) -> Closed:
        return self.services.calls.missed.close(viewer, {caller.number: caller.last_at}, reason)

    def rule(self, rule: Visibility) -> None:
        self.services.store.write(lambda session: small_tables.set_setting(session, "visibility", rule.value))
        self.services.directory.reload()
        self.services.feed.touch()


def build_missed(services: Services, clock: Clock = now) -> Missed:
    """A second instance, as in another process."""
    from callerid_dash.services.calls.missed_calls import Missed

    core = replace(services.core, matcher=Matcher(services.store, services.directory), clock=clock)
    return Missed(core, WaitingBoard(core))


@pytest.fixture
def office(store_url: str) -> Iterator[Office]:
    services = build_services(read_settings({"CALLERID_DATABASE_URL": store_url}))
    yield Office(services)
    services.store.close()


def test_attempts_of_one_number_are_one_line_with_its_first_and_last(office: Office) -> None:
    for minute, call_id in enumerate(("a", "b", "c")):
        office.misses(call_id, minute=minute)
    caller = office.caller()
    assert (caller.number, caller.attempts) == (CANONICAL, 3)
    assert caller.first_at == START
    assert caller.last_at == START + timedelta(minutes=2)


def test_who_cannot_be_called_back_or_still_rings_is_not_listed(office: Office) -> None:
    office.misses("withheld", "anonymous")
    office.misses("invalid", "12ab")
    office.tell("rings", OTHER, ("ringing", 1))
    assert office.numbers() == []


def test_the_longest_waiting_comes_first_or_the_newest(office: Office) -> None:
    office.misses("a", MOBILE, 0)
    office.misses("b", OTHER, 5)
    office.misses("c", MOBILE, 9)
    newest = office.services.calls.missed.waiting(office.reza, newest_first=True)
    assert office.numbers() == [CANONICAL, "+982188881111"]
    assert [caller.number for caller in newest.callers] == [CANONICAL, "+982188881111"]
    office.misses("d", OTHER, 12)
    newest = office.services.calls.missed.waiting(office.reza, newest_first=True, limit=1)
    assert [caller.number for caller in newest.callers] == ["+982188881111"]
    assert newest.total == 2


def test_a_later_answered_call_ends_the_wait_the_moment_it_is_answered(office: Office) -> None:
    office.misses("a")
    assert office.numbers() == [CANONICAL]
    office.tell("b", MOBILE, ("ringing", 5))
    assert office.numbers() == [CANONICAL]
    office.tell("b", MOBILE, ("answered", 5.1))
    assert office.numbers() == []
    office.misses("c", minute=20)
    assert office.caller().attempts == 1


def test_an_answer_from_before_the_attempt_ends_nothing_even_when_it_is_told_late(office: Office) -> None:
    office.misses("a", minute=10)
    office.answers("earlier", minute=2)
    assert office.numbers() == [CANONICAL]


def test_a_missed_call_that_turns_out_to_have_been_answered_leaves_the_list(office: Office) -> None:
    office.misses("a")
    assert office.numbers() == [CANONICAL]
    office.tell("a", MOBILE, ("answered", 0.2))
    assert office.numbers() == []


def test_calls_of_more_than_thirty_days_ago_wait_no_more(office: Office) -> None:
    office.misses("a", minute=-60 * 24 * 31)
    assert office.numbers() == []
    office.misses("b", minute=-60 * 24 * 29)
    assert office.late() == [CANONICAL]


def test_a_recorded_call_back_ends_the_wait_and_one_from_before_does_not(office: Office) -> None:
    profile = office.profile(MOBILE)
    office.misses("a", minute=10)
    office.phone_call(profile, 3)
    assert office.numbers() == [CANONICAL]
    record = office.phone_call(profile, 9.5)  # the form writes minutes, and the call came at half past this one
    assert office.numbers() == []
    office.services.records.delete(record, office.reza)
    assert office.numbers() == [CANONICAL]


def test_other_records_end_nothing(office: Office) -> None:
    profile = office.profile(MOBILE)
    office.misses("a")
    kind = next(kind for kind in office.services.directory.snapshot.record_kinds.values() if not kind.is_phone_call)
    office.services.records.create(
        RecordDraft(profile.id, kind.id, "A note", happened_at=datetime.now(UTC)), office.reza
    )
    assert office.numbers() == [CANONICAL]


def test_a_call_back_to_another_number_of_the_same_person_counts(office: Office) -> None:
    profile = office.profile(MOBILE)
    phones = (PhoneDraft(MOBILE), PhoneDraft(OTHER))
    office.services.profiles.update(profile.id, profile.version, ProfileChanges(phones=phones), office.reza)
    office.misses("a", OTHER)
    assert office.numbers() == ["+982188881111"]
    office.phone_call(profile, 30)
    assert office.numbers() == []


def test_the_list_follows_names_and_owners(office: Office) -> None:
    office.misses("a")
    assert office.caller().row.holders == ()
    profile = office.profile(MOBILE, office.omid)
    shown = office.caller().row.shown_to(None)
    assert shown is not None
    assert shown.id == profile.id
    assert office.numbers(office.sara) == [CANONICAL]  # it rang at her telephone
    assert office.numbers(office.omid) == [CANONICAL]


def a_full_office(office: Office) -> None:
    """Sara's customer rang at 102, Omid's at 103, an unknown number at 103, and an unassigned customer at 101."""
    office.profile(MOBILE, office.sara)
    office.profile(OTHER, office.omid, "Kaveh")
    office.profile("02177770000", None, "Nobody's")
    office.misses("a", MOBILE, 0, "102")
    office.misses("b", OTHER, 1, "103")
    office.misses("c", THIRD, 2, "103")
    office.misses("d", "02177770000", 3, "101")


@pytest.mark.parametrize(
    ("rule", "sara", "omid"),
    [
        (Visibility.ALL, [0, 2, 3], [0, 1, 2, 3]),
        (Visibility.OWN_EXTENSION, [3], [0]),
        (Visibility.OWN_PROFILES, [0], [1]),
        (Visibility.OWN_EXTENSION_OR_PROFILES, [0, 3], [0, 1]),
    ],
)
def test_agents_have_theirs_as_far_as_the_rule_of_visibility_goes(
    office: Office, rule: Visibility, sara: list[int], omid: list[int]
) -> None:
    a_full_office(office)
    office.rule(rule)
    everybody = [CANONICAL, "+982188881111", "+989351112233", "+982177770000"]
    assert office.numbers(office.sara) == [everybody[i] for i in sara]
    assert office.numbers(office.omid) == [everybody[i] for i in omid]
    assert office.numbers(office.reza) == office.numbers(office.boss) == everybody


def test_supervisors_may_narrow_the_list_to_their_own(office: Office) -> None:
    a_full_office(office)
    office.profile("02166660000", office.reza, "Reza's")
    assert office.numbers(office.reza, mine=True) == []
    office.misses("e", "02166660000", 4, "103")
    assert office.numbers(office.reza, mine=True) == ["+982166660000"]


def test_attempts_that_the_rule_hides_are_not_counted(office: Office) -> None:
    office.misses("a", MOBILE, 0, "102")
    office.misses("b", MOBILE, 5, "101")
    office.rule(Visibility.OWN_EXTENSION)
    assert office.caller(office.reza).attempts == 2
    caller = office.caller(office.sara)
    assert (caller.attempts, caller.first_at) == (1, START + timedelta(minutes=5))


def test_a_closed_caller_waits_no_more_until_they_call_again_and_both_are_in_the_audit_trail(office: Office) -> None:
    office.misses("a")
    caller = office.caller(office.sara)
    office.close(office.sara, caller, "  Wrong   number ")
    assert office.numbers() == office.numbers(office.sara) == []
    (closed,) = office.services.calls.missed.closed_lately(office.sara)
    assert (closed.closing.reason, closed.closing.closer, closed.may_reopen) == ("Wrong number", "sara", True)
    (line,) = office.services.audit.page(office.boss, AuditFilter(action=AuditAction.CLOSED)).items
    assert (line.actor, line.title, line.changes[0].after) == ("sara", CANONICAL, "Wrong number")
    office.misses("b", minute=20)
    assert office.caller().attempts == 1


def test_an_attempt_that_came_while_the_reason_was_written_still_waits(office: Office) -> None:
    office.misses("a")
    seen = office.caller(office.sara)
    office.misses("b", minute=2)
    office.close(office.sara, seen, "Asked by mail")
    assert office.caller().first_at == START + timedelta(minutes=2)


def test_closing_is_taken_back_once_by_whoever_did_it_or_a_supervisor(office: Office) -> None:
    office.misses("a")
    caller = office.caller()
    step = office.close(office.sara, caller, "Wrong number").undo_id
    (seen_by_omid,) = office.services.calls.missed.closed_lately(office.omid)
    assert not seen_by_omid.may_reopen
    with pytest.raises(Forbidden):
        office.services.undo.undo(step, office.omid)
    office.services.undo.undo(step, office.reza)
    assert office.numbers() == [CANONICAL]
    assert office.services.calls.missed.closed_lately(office.sara) == []
    (line,) = office.services.audit.page(office.boss, AuditFilter(action=AuditAction.UNDONE)).items
    assert (line.actor, line.changes[0].before) == ("reza", "Wrong number")
    with pytest.raises(Stale):
        office.services.undo.undo(step, office.sara)


def test_a_closing_needs_a_reason_and_a_caller_who_waits_in_the_own_list(office: Office) -> None:
    office.profile(MOBILE, office.sara)
    office.misses("a")
    at = office.caller().last_at
    with pytest.raises(InvalidInput) as wrong:
        office.services.calls.missed.close(office.sara, {CANONICAL: at}, "  ")
    assert wrong.value.field == "reason"
    with pytest.raises(InvalidInput):
        office.services.calls.missed.close(office.sara, {CANONICAL: at}, "x" * 501)
    with pytest.raises(Forbidden):
        office.services.calls.missed.close(office.omid, {CANONICAL: at}, "Not mine")
    with pytest.raises(NotFound):
        office.services.calls.missed.close(office.sara, {"+982100000000": at}, "Nobody")
    assert office.numbers() == [CANONICAL]


def test_nothing_is_asked_of_the_database_while_the_feed_stands_still_or_a_telephone_only_rings(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.misses("a")
    assert office.services.calls.missed.waiting_count(office.sara) == 1
    stamp = office.services.calls.missed.stamp

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a query")

    monkeypatch.setattr(office.services.store, "read", refuse)
    assert office.services.calls.missed.waiting_count(office.reza) == 1
    monkeypatch.undo()
    office.tell("b", OTHER, ("ringing", 5))
    monkeypatch.setattr(office.services.store, "read", refuse)
    assert office.services.calls.missed.waiting_count(office.reza) == 1
    assert office.services.calls.missed.stamp == stamp


def test_who_has_waited_too_long_leaves_when_time_has_passed_and_anything_moves(office: Office) -> None:
    later = [START + timedelta(minutes=1)]  # on the day of the call, at any hour of the day
    missed = build_missed(office.services, lambda: later[0])
    office.misses("old", MOBILE, -60 * 24 * 28)
    assert missed.waiting_count(office.reza, late=True) == 1
    later[0] += timedelta(days=4)
    office.misses("new", OTHER, 3)
    assert missed.waiting(office.reza, late=True).callers == ()
    assert [caller.number for caller in missed.waiting(office.reza).callers] == ["+982188881111"]


def test_open_lists_are_drawn_again_when_a_setting_has_changed(office: Office) -> None:
    office.misses("a")
    stamp = office.services.calls.missed.stamp
    office.rule(Visibility.OWN_PROFILES)
    assert office.services.calls.missed.stamp != stamp


DAY = 60 * 24


def test_who_does_not_call_again_for_a_week_was_never_called_back_and_no_badge_counts_them(office: Office) -> None:
    office.misses("old", MOBILE, -8.5 * DAY)
    office.misses("new", OTHER, -6 * DAY)
    assert (office.numbers(), office.late()) == (["+982188881111"], [CANONICAL])
    assert office.services.calls.missed.overall() == (1, START - timedelta(days=6))
    office.misses("again", MOBILE, 1)
    assert office.late() == []
    assert office.caller_of(CANONICAL).first_at == START - timedelta(days=8.5)


def test_a_day_that_begins_makes_callers_late_though_nothing_happens(office: Office) -> None:
    later = [START + timedelta(minutes=1)]  # on the day of the call, at any hour of the day
    missed = build_missed(office.services, lambda: later[0])
    office.misses("a")
    assert missed.waiting_count(office.reza) == 1
    stamp = missed.stamp
    later[0] += timedelta(days=7)
    assert missed.waiting_count(office.reza) == 1  # seven whole days, whatever the hour
    later[0] += timedelta(days=1, hours=3)
    assert (missed.waiting_count(office.reza), missed.waiting_count(office.reza, late=True)) == (0, 1)
    assert missed.stamp != stamp


def test_an_admin_says_when_and_open_pages_follow(office: Office) -> None:
    office.misses("old", MOBILE, -8.5 * DAY)
    office.misses("new", OTHER, -2.5 * DAY)
    rules = office.services.office.rules
    rules.set_missed_days("۳۰", office.boss, seen="7")
    assert office.numbers() == [CANONICAL, "+982188881111"]
    rules.set_missed_days("1", office.boss)
    assert office.late() == [CANONICAL, "+982188881111"]
    line = office.services.audit.page(office.boss, AuditFilter(action=AuditAction.CHANGED)).items[0]
    assert [(c.field, c.before, c.after) for c in line.changes] == [("missed_days", "30", "1")]
    for wrong in ("0", "31", "a week", "", "-1", "1.5", "9" * 5000):
        with pytest.raises(InvalidInput) as error:
            rules.set_missed_days(wrong, office.boss)
        assert error.value.field == "days"
    with pytest.raises(Stale):
        rules.set_missed_days("5", office.boss, seen="7")


def test_an_agent_from_whom_newer_attempts_are_hidden_goes_by_those_they_see(office: Office) -> None:
    office.misses("old", MOBILE, -9 * DAY, "101")
    office.misses("new", MOBILE, 0, "102")
    office.rule(Visibility.OWN_EXTENSION)
    assert (office.numbers(office.sara), office.late(office.sara)) == ([], [CANONICAL])
    assert (office.numbers(office.omid), office.late(office.omid)) == ([CANONICAL], [])
    assert (office.numbers(), office.late()) == ([CANONICAL], [])


def test_those_of_today_come_first_however_long_others_wait(office: Office) -> None:
    zone = office.services.directory.snapshot.locality.zone
    noon = datetime.now(zone).replace(hour=12, minute=0, second=0, microsecond=0)
    missed = build_missed(office.services, lambda: noon)
    noon_minute = (noon - START).total_seconds() / 60
    for call_id, caller, days, minute in (("a", MOBILE, 2, 0), ("b", OTHER, 0, -30), ("c", THIRD, 0, -60)):
        office.misses(call_id, caller, noon_minute - days * DAY + minute)
    office.misses("again", "02177770000", noon_minute - 3 * DAY)
    office.misses("and again", "02177770000", noon_minute - 10)
    longest, newest = (missed.waiting(office.reza, newest_first=order) for order in (False, True))
    numbers = [[caller.number for caller in each.callers] for each in (longest, newest)]
    assert numbers[0] == ["+982177770000", "+989351112233", "+982188881111", CANONICAL]
    assert numbers[1] == ["+982177770000", "+982188881111", "+989351112233", CANONICAL]
    assert longest.today == newest.today == 3


def test_several_are_closed_and_taken_back_in_one_step(office: Office) -> None:
    for minute, number in enumerate((MOBILE, OTHER, THIRD)):
        office.misses(number, number, minute)
    office.misses("late", "02177770000", -9 * DAY)
    seen = [
        *office.services.calls.missed.waiting(office.sara).callers,
        *office.services.calls.missed.waiting(office.sara, late=True).callers,
    ]
    office.answers("answered meanwhile", THIRD)
    closed = office.services.calls.missed.close(office.sara, {c.number: c.last_at for c in seen}, "Public holiday")
    assert closed == Closed(closed.undo_id, 3)
    assert (office.numbers(), office.late()) == ([], [])
    assert len(office.services.audit.page(office.boss, AuditFilter(action=AuditAction.CLOSED)).items) == 3
    assert {each.closing.undo_id for each in office.services.calls.missed.closed_lately(office.sara)} == {
        closed.undo_id
    }
    office.services.undo.undo(closed.undo_id, office.reza)
    assert (office.numbers(), office.late()) == ([CANONICAL, "+982188881111"], ["+982177770000"])
    assert len(office.services.audit.page(office.boss, AuditFilter(action=AuditAction.UNDONE)).items) == 3


def test_of_several_of_whom_one_is_somebody_else_s_none_is_closed(office: Office) -> None:
    office.profile(OTHER, office.omid, "Kaveh")
    office.misses("a", MOBILE)
    office.misses("b", OTHER, 1, "103")
    now = datetime.now(UTC)
    with pytest.raises(Forbidden):
        office.services.calls.missed.close(office.sara, {CANONICAL: now, "+982188881111": now}, "Both")
    assert office.numbers() == [CANONICAL, "+982188881111"]
    with pytest.raises(InvalidInput):
        office.services.calls.missed.close(office.sara, {f"+98{i}": now for i in range(1_001)}, "Too many")


def test_a_step_of_an_earlier_version_which_is_about_one_number_is_taken_back(office: Office) -> None:
    office.misses("a")
    step = office.close(office.sara, office.caller(), "Spam").undo_id
    before = {"number": CANONICAL, "reason": "Spam"}
    kept = UndoStep(step, MISSED, datetime.now(UTC), office.sara.id, CANONICAL, before)
    office.services.store.write(lambda session: office.services.calls.missed.take_back(session, office.sara, kept))
    assert office.numbers() == [CANONICAL]
