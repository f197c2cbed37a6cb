"""FreeSWITCH's JSON records, in any arrangement of documents."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

import pytest

from callerid_dash.domain.calls.calls import Outcome
from callerid_dash.domain.calls.history import PastCall
from callerid_dash.sources.history import lines
from callerid_dash.sources.history.freeswitch import json_documents
from tests.sources.history.reading import calls, entries, last_position, rejected, rows_in, the_call

JSON = "freeswitch-json"
A, B = "51156b0b-f91b-4fd3-9c8f-15226f6098be", "ab0aa08a-ead3-42c6-a365-99553a001fba"
START = datetime(2026, 5, 4, 9, tzinfo=UTC)
HOW = {"incoming_contexts": ("public",)}


def micro(seconds: float | None) -> str:
    return "0" if seconds is None else str(int((START.timestamp() + seconds) * 1_000_000))


def document(answer: float | None = 5.25, bridge: float | None = 5.5, **variables: Any) -> dict[str, Any]:
    told = {
        "direction": "inbound",
        "uuid": A,
        "start_uepoch": micro(0),
        "answer_uepoch": micro(answer),
        "bridge_uepoch": micro(bridge),
        "end_uepoch": micro(60),
        "duration": "60",
        "billsec": "0" if answer is None else str(int(60 - answer)),
        "hangup_cause": "NORMAL_CLEARING",
        "last_app": "bridge",
        "originated_legs": f"{B};Outbound Call;101",
        "last_bridge_to": B,
        **variables,
    }
    first = {"caller_id_number": "09121234567", "caller_id_name": "سارا", "destination_number": "2001"}
    later = {**first, "destination_number": "101", "context": "default"}
    return {
        "core-uuid": "c",
        "variables": {name: quote(value) for name, value in told.items() if value is not None},
        "callflow": [{"caller_profile": later}, {"caller_profile": {**first, "context": "public"}}],
    }


def test_a_document_tells_the_call() -> None:
    call = the_call(JSON, json.dumps(document()), **HOW)
    assert call == PastCall(
        line_no=1,
        external_id=A,
        named=True,
        started_at=START,
        answered_at=START + timedelta(seconds=5.5),
        ended_at=START + timedelta(seconds=60),
        caller="09121234567",
        caller_name="سارا",
        line="2001",
        extension="101",
        rang=("101",),
        queue="",
        cause="normal",
    )


MANY = [document(uuid=f"{number:04}") for number in range(7)]


@pytest.mark.parametrize(
    "content",
    [
        "\n".join(json.dumps(each) for each in MANY),
        "".join(json.dumps(each) for each in MANY),
        json.dumps(MANY),
        json.dumps(MANY, indent=2, ensure_ascii=False),
        "\n\n".join(json.dumps(each, indent="\t") for each in MANY),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("block", [100, 1 << 20])
def test_documents_follow_each_other_in_any_way(
    content: str, block: int, encoding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines, "BLOCK", block)
    told = entries(JSON, content.encode(encoding), **HOW)
    ids = [entry.external_id for entry in told if isinstance(entry, PastCall)]
    assert ids == [f"{number:04}" for number in range(7)]
    assert last_position(told) == len(content.encode(encoding))


@pytest.mark.parametrize(
    "damage", ["{", '{"core-uuid": "c", "variables": {"a": ', "nothing", '{"a": 1, }', "[" * 5000 + "{x"]
)
@pytest.mark.parametrize("between", ["\n", ""])
def test_a_damaged_document_is_rejected_alone(damage: str, between: str) -> None:
    content = json.dumps(document(uuid="1")) + "\n" + damage + between + json.dumps(document(uuid="2"))
    told = entries(JSON, content, **HOW)
    assert [entry.external_id for entry in told if isinstance(entry, PastCall)] == ["1", "2"]
    assert [fault.line_no for fault in rejected(JSON, content, **HOW)] == [2]


def test_an_endless_document_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "BLOCK", 1000)
    monkeypatch.setattr(json_documents, "LONGEST", 5000)
    content = '{"variables": {"a": "' + "x" * 20_000 + '"}}\n' + json.dumps(document())
    assert rows_in(entries(JSON, content, **HOW)) >= 2
    assert sum(isinstance(entry, PastCall) for entry in entries(JSON, content, **HOW)) == 1


def test_lines_are_counted_to_where_a_document_begins() -> None:
    content = json.dumps(document(), indent=1)
    assert [call.line_no for call in calls(JSON, content + "\n" + content, **HOW)] == [1, content.count("\n") + 2]


@pytest.mark.parametrize(
    ("variables", "cause"),
    [
        ({"answer": None, "bridge": None, "hangup_cause": "ORIGINATOR_CANCEL"}, "caller_hung_up"),
        ({"answer": None, "bridge": None, "hangup_cause": "NO_ANSWER"}, "no_answer"),
        ({"bridge": None, "last_app": "playback"}, "caller_hung_up"),
        ({"last_app": "voicemail"}, "voicemail"),
        ({"cc_queue": "support@default"}, "caller_hung_up"),
    ],
)
def test_what_no_person_answered_is_missed(variables: dict[str, Any], cause: str) -> None:
    call = the_call(JSON, json.dumps(document(**variables)), **HOW)
    assert (call.outcome, call.cause, call.extension) == (Outcome.MISSED, cause, "")


@pytest.mark.parametrize("never", ["0", "", "0.0", "NULL"])
def test_an_answer_that_was_never_is_none(never: str) -> None:
    told = document(None, None, answer_uepoch=never, answer_epoch="0", bridge_uepoch=never, bridge_epoch=never)
    call = the_call(JSON, json.dumps(told), **HOW)
    assert (call.outcome, call.answered_at) == (Outcome.MISSED, None)


def test_a_group_rings_several_telephones_of_which_one_answers() -> None:
    legs = f"ARRAY::x;Outbound Call;103|:{B};Outbound Call;101|:y;Outbound Call;20"
    call = the_call(JSON, json.dumps(document(originated_legs=legs)), **HOW)
    assert (call.extension, call.rang) == ("101", ("20", "101", "103"))


def test_a_queue_tells_who_answered_and_when() -> None:
    answered = micro(20)[:-6]
    told = document(answer=0, cc_queue="support@default", cc_agent="102@office", cc_queue_answered_epoch=answered)
    call = the_call(JSON, json.dumps(told), **HOW)
    assert (call.queue, call.extension, call.answered_at) == ("support", "102", START + timedelta(seconds=20))


@pytest.mark.parametrize("variables", [{"direction": "outbound"}, {"sip_auth_username": "101"}])
def test_other_legs_and_calls_of_our_own_are_left_out(variables: dict[str, Any]) -> None:
    told = entries(JSON, json.dumps(document(**variables)), incoming_contexts=())
    assert (rows_in(told), sum(isinstance(entry, PastCall) for entry in told)) == (1, 0)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ('{"a": 1}', "The document has no 'variables': it is no record of a call."),
        ("7", "The document has no 'variables': it is no record of a call."),
        (json.dumps(document(end_uepoch="0")), "The document does not say when the call begins and ends."),
        (json.dumps(document(start_uepoch="x")), "'x' is no date and time."),
        (json.dumps(document(start_uepoch="9" * 40)), f"'{'9' * 40}' is no date and time."),
        (json.dumps(document(end_uepoch=micro(-9))), "The call ends before it begins."),
        (
            json.dumps(document(duration="600")),
            "The call lasts 600 seconds, but 60 lie between its beginning and its end.",
        ),
    ],
)
def test_what_cannot_be_a_call_is_rejected(content: str, reason: str) -> None:
    assert [fault.reason for fault in rejected(JSON, content, **HOW)] == [reason]


def test_another_encoding_is_rejected() -> None:
    content = json.dumps(document(), ensure_ascii=False).replace("%", "").encode().replace("سارا".encode(), b"\xd3")
    (fault,) = rejected(JSON, content, **HOW)
    assert fault.reason == "The document is not written in utf-8; name the file's encoding."
