"""The translation of AMI events, from recordings of real Asterisks (tests/asterisk/rig/record.py) and single events."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callerid_dash.domain.calls.calls import Call, CallEvent, CallState, Outcome, fold
from callerid_dash.sources.asterisk.causes import cause_of_end
from callerid_dash.sources.asterisk.channels import Channels
from callerid_dash.sources.asterisk.protocol import Message, MessageReader
from callerid_dash.sources.asterisk.translate import AmiTranslator

RECORDINGS = Path(__file__).parent / "ami_recordings"
"""A folder a driver."""
SEEDS = st.integers(0, 2**32)
UNHURRIED = settings(max_examples=40, deadline=None)
CONTEXTS = ("from-trunk", "from-analog")
NOW = datetime(2026, 1, 1, 8, 0, tzinfo=UTC)


def recording(path: Path) -> list[Message]:
    return list(MessageReader().feed(b"Asterisk Call Manager/11.0.0\r\n" + path.read_bytes() + b"\n\n"))


ALL = {f"{path.parent.name}/{path.stem}": recording(path) for path in sorted(RECORDINGS.glob("*/*.txt"))}
EXPECTED: dict[str, tuple[tuple[Outcome, str], str, set[str], str]] = {
    "answered": ((Outcome.ANSWERED, "normal"), "101", {"101"}, ""),
    "nobody": ((Outcome.MISSED, "no_answer"), "", {"103"}, ""),
    "busy": ((Outcome.MISSED, "busy"), "", {"105"}, ""),
    "group": ((Outcome.ANSWERED, "normal"), "101", {"101", "103", "104"}, ""),
    "group_in_the_dialplan": ((Outcome.ANSWERED, "normal"), "101", {"101", "103"}, ""),
    "queue": ((Outcome.ANSWERED, "normal"), "102", {"102"}, "sales"),
    "queue_gives_up": ((Outcome.MISSED, "no_answer"), "", {"103"}, "away"),
    "voicemail": ((Outcome.MISSED, "voicemail"), "", {"103"}, ""),
    "blind_transfer": ((Outcome.ANSWERED, "normal"), "102", {"107", "102"}, ""),
    "phone_of_the_branch": ((Outcome.ANSWERED, "normal"), "101", {"101"}, ""),
    "dahdi/answered": ((Outcome.ANSWERED, "normal"), "7", {"7"}, ""),
    "dahdi/gives_up": ((Outcome.MISSED, "caller_hung_up"), "", {"7"}, ""),
    "dahdi/nobody": ((Outcome.MISSED, "no_answer"), "", {"7"}, ""),
}
"""What each situation comes to, with any driver but where its phones are called otherwise."""


def translator() -> AmiTranslator:
    return AmiTranslator("asterisk", CONTEXTS)


def events_of(messages: Iterable[Message]) -> list[CallEvent]:
    machine = translator()
    return [event for message in messages for event in machine.feed(message, NOW)]


def calls_of(events: Iterable[CallEvent]) -> list[Call]:
    """The calls as the store folds them: a repeated event counts once."""
    kept: dict[str, dict[str, CallEvent]] = {}
    for event in events:
        kept.setdefault(event.call_id, {}).setdefault(event.key, event)
    return [fold(events.values()) for _, events in sorted(kept.items())]


def the_call(messages: Iterable[Message]) -> Call:
    (call,) = calls_of(events_of(messages))
    return call


@pytest.mark.parametrize("name", ALL)
def test_a_recorded_call(name: str) -> None:
    end, extension, rang, queue = EXPECTED.get(name) or EXPECTED[name.partition("/")[2]]
    call = the_call(ALL[name])
    assert (call.state, call.outcome, call.cause) == (CallState.ENDED, *end)
    assert (call.extension, set(call.rang), call.queue) == (extension, rang, queue)
    assert call.caller == "02188881111"


@pytest.mark.parametrize("name", ALL)
def test_a_recorded_call_is_the_same_when_its_caller_is_asked_after(name: str) -> None:
    machine = AmiTranslator("asterisk", CONTEXTS, asks_presentation=True)
    events: list[CallEvent] = []
    for message in ALL[name]:
        events += machine.feed(message, NOW)
        for question in machine.questions():
            events += machine.answer(question.uid, "allowed")
    assert calls_of(events) == [the_call(ALL[name])]


def test_no_secret_of_a_recorded_dial_string_is_told() -> None:
    recorded = ALL["iax2-22/phone_of_the_branch"]
    assert any("s3cret" in message.get("DialString", "") for message in recorded)
    assert "s3cret" not in repr(events_of(recorded))


@pytest.mark.parametrize("name", ALL)
def test_times_are_asterisks_own(name: str) -> None:
    first, last = ALL[name][0], ALL[name][-1]
    call = the_call(ALL[name])
    assert call.started_at.timestamp() == pytest.approx(float(first["Timestamp"]), abs=1e-3)
    assert call.ended_at is not None
    assert call.ended_at.timestamp() <= float(last["Timestamp"]) + 1e-3


def test_without_asterisks_time_it_is_ours() -> None:
    timeless = [
        {key: value for key, value in message.items() if key != "Timestamp"} for message in ALL["pjsip-22/busy"]
    ]
    assert the_call(timeless).started_at == NOW


@UNHURRIED
@given(st.sampled_from(sorted(ALL)), SEEDS)
def test_messages_that_come_twice_change_nothing(name: str, seed: int) -> None:
    random = Random(seed)
    repeated = [message for message in ALL[name] for _ in range(random.randint(1, 3))]
    assert the_call(repeated) == the_call(ALL[name])


@pytest.mark.parametrize("name", ALL)
def test_a_whole_replay_changes_nothing(name: str) -> None:
    messages = ALL[name]
    assert calls_of(events_of(messages) + events_of(messages)) == calls_of(events_of(messages))
    assert the_call([*messages, *messages]) == the_call(messages)


@UNHURRIED
@given(st.permutations(sorted(ALL)), SEEDS)
def test_two_calls_at_once_do_not_mix(names: list[str], seed: int) -> None:
    """Two calls of one switchboard: channel names may repeat on others."""
    one = names[0]
    other = next(name for name in names[1:] if name.partition("/")[0] == one.partition("/")[0])
    mixed = interleaved(ALL[one], ALL[other], Random(seed))
    alone = {call.id: call for call in (the_call(ALL[one]), the_call(ALL[other]))}
    assert {call.id: call for call in calls_of(events_of(mixed))} == alone


@UNHURRIED
@given(st.sampled_from(sorted(ALL)), SEEDS)
def test_whatever_is_missing_or_mangled_it_never_crashes(name: str, seed: int) -> None:
    random, machine = Random(seed), translator()
    for message in ALL[name]:
        mangled = {
            key: random.choice((value, value, "", "x")) for key, value in message.items() if random.random() < 0.9
        }
        machine.feed(mangled, NOW)
    machine.resync(ALL[name], [], NOW)


@pytest.mark.parametrize("name", ALL)
def test_nothing_is_kept_of_calls_that_are_over(name: str) -> None:
    machine = translator()
    for message in ALL[name]:
        machine.feed(message, NOW)
    assert len(machine) == 0


def new_channel(uid: str = "1.1", **headers: str) -> Message:
    message = {
        "Event": "Newchannel",
        "Channel": "PJSIP/trunk-00000001",
        "ChannelState": "4",
        "CallerIDNum": "02188881111",
        "CallerIDName": "<unknown>",
        "Context": "from-trunk",
        "Exten": "2001",
        "Uniqueid": uid,
        "Linkedid": uid,
    }
    return message | headers


def status(uid: str = "1.1", **headers: str) -> Message:
    return (
        new_channel(uid) | {"Event": "Status", "Seconds": "30", "DNID": "2001", "Variable": "FROM_DID=(null)"} | headers
    )


@pytest.mark.parametrize(
    "headers",
    [
        {"Context": "from-internal"},
        {"ChannelState": "0"},
        {"Linkedid": "0.9"},
        {"Channel": "Local/2001@from-trunk-00000001;1"},
    ],
    ids=["another context", "a leg that Asterisk makes", "a leg of another call", "a wire in the dialplan"],
)
def test_not_an_incoming_call(headers: dict[str, str]) -> None:
    assert events_of([new_channel(**headers)]) == []


def test_a_context_may_be_a_pattern() -> None:
    machine = AmiTranslator("asterisk", ("from-pstn", "from-trunk*"))
    assert machine.feed(new_channel(Context="from-trunk-sip-provider"), NOW)
    assert not machine.feed(new_channel("1.2", Context="from-pstn-toheader"), NOW)


@pytest.mark.parametrize("said", ["anonymous", "O", "P", "+98 21 8888 1111", ""])
def test_the_caller_is_what_the_network_said(said: str) -> None:
    (event,) = events_of([new_channel(CallerIDNum=said)])
    assert event.caller == said


def test_an_analogue_line_is_named_by_its_port_and_tells_the_number_late() -> None:
    ring = new_channel(Channel="DAHDI/4-1", Exten="s", CallerIDNum="<unknown>")
    number = ring | {"Event": "NewCallerid", "CallerIDNum": "02188881111"}
    rewritten = number | {"CallerIDNum": "9"}
    call = the_call([ring, number, rewritten])
    assert (call.line, call.caller) == ("DAHDI/4", "02188881111")


def test_a_member_who_is_reached_on_a_mobile_is_still_that_member() -> None:
    channels = Channels()
    channels.add("1.2", "Local/101@from-queue-00000001;2")
    mobile = channels.add("1.3", "PJSIP/trunk-00000001")
    mobile.dial_string, mobile.dialled_by = "09121112233@trunk", "1.2"
    assert channels.extension(mobile) == "101"


def test_parked_callers_do_not_talk_to_each_other() -> None:
    parked = {"Event": "BridgeEnter", "BridgeUniqueid": "lot", "BridgeTechnology": "holding_bridge"}
    phone = {"Channel": "PJSIP/101-00000002", "Uniqueid": "7.7", "Linkedid": "7.7"}
    events = events_of([new_channel(), new_channel() | parked, parked | phone])
    assert [event.event_id for event in events] == ["start"]


@pytest.mark.parametrize(
    ("headers", "found"),
    [
        ({}, True),
        ({"Context": "ext-group", "Variable": "FROM_DID=2001"}, True),
        ({"Context": "ext-group"}, False),
        ({"Context": "from-internal", "Channel": "PJSIP/104-00000001"}, False),
        ({"Application": "AppDial"}, False),
        ({"Linkedid": "0.9"}, False),
    ],
)
def test_which_channels_found_in_progress_are_incoming_calls(headers: dict[str, str], found: bool) -> None:
    events = translator().resync([status(**headers)], [], NOW)
    assert bool(events) is found
    if found:
        assert (events[0].line, events[0].at) == ("2001", NOW - timedelta(seconds=30))


def test_a_call_known_to_be_open_is_recognized_wherever_it_is_by_now() -> None:
    machine = translator()
    known = the_call([new_channel()])
    assert machine.resync([status(Context="ext-group", Exten="s", DNID="")], [known], NOW) == []
    (end,) = machine.feed(new_channel() | {"Event": "Hangup", "Cause": "16"}, NOW)
    assert (end.line, end.caller) == ("2001", "02188881111")


def test_an_answer_that_nobody_heard_is_told_after_reconnecting() -> None:
    machine = translator()
    machine.feed(new_channel(), NOW)
    phone = status("1.2", Linkedid="1.1", Channel="PJSIP/101-00000002", ChannelState="6", BridgeID="b", Context="x")
    events = machine.resync([status(BridgeID="b"), phone], [], NOW)
    assert [(event.event_id, event.extension) for event in events] == [("answered:1.2", "101")]


def test_old_news_after_reconnecting_does_not_begin_a_call_anew() -> None:
    machine = translator()
    phone = status("1.2", Linkedid="1.1", Channel="PJSIP/101-00000002", ChannelState="6", BridgeID="b", Context="x")
    machine.resync([status(BridgeID="b"), phone], [], NOW)
    assert machine.feed(new_channel(), NOW) == []
    (end,) = machine.feed(new_channel() | {"Event": "Hangup", "Cause": "16"}, NOW)
    assert end.cause == "normal"


@pytest.mark.parametrize(
    ("outcomes", "cause"),
    [
        (["busy", "no_answer", "rejected"], "no_answer"),
        (["busy", "rejected"], "rejected"),
        (["unreachable", "busy"], "busy"),
        (["unreachable"], "unreachable"),
        ([], "no_answer"),
    ],
)
def test_the_most_telling_outcome_of_a_group(outcomes: list[str], cause: str) -> None:
    assert cause_of_end("16", answered=False, voicemail=False, hung_up=False, outcomes=outcomes) == cause


def interleaved(one: Sequence[Message], other: Sequence[Message], random: Random) -> list[Message]:
    left, right = list(one), list(other)
    mixed: list[Message] = []
    while left or right:
        source = left if left and (not right or random.random() < 0.5) else right
        mixed.append(source.pop(0))
    return mixed
