"""Calls of a switchboard in the served product: in the list, the export, the database and the log."""

from __future__ import annotations

from pathlib import Path

from tests.parts.fake_asterisk import HANGUP, NEW_CALL, SECRET, FakeAsterisk, Peer
from tests.serving import running_product, wait_for

RECORDED = Path(__file__).parents[1] / "sources" / "asterisk" / "ami_recordings" / "iax2-22" / "phone_of_the_branch.txt"
PASSWORD_OF_THE_TRUNK = "s3cret-of-the-trunk"
PRIVATE = "02144440000"


def say_the_caller_is_private(peer: Peer) -> None:
    peer.say(NEW_CALL.replace("02188881111", PRIVATE).replace("Context", "CallerIDName: Hidden\r\nContext"))
    question = peer.asked()
    peer.say(f"Response: Success\r\nActionID: {question['ActionID']}\r\nValue: prohib_passed_screen\r\n\r\n")
    peer.say(HANGUP)


def test_phones_are_named_and_what_must_not_be_shown_is_nowhere(tmp_path: Path) -> None:
    def play(peer: Peer) -> None:
        peer.welcome()
        say_the_caller_is_private(peer)
        peer.say(RECORDED.read_bytes().replace(b"\n", b"\r\n") + b"\r\n\r\n")
        peer.say(
            NEW_CALL.replace("1.1", "1.5")
            .encode()
            .replace(b"Context", b"CallerIDName: \xce\xeb\xfc\xe3\xe0\r\nContext")
        )
        peer.stay()

    fake = FakeAsterisk(play)
    settings = fake.settings
    environ = {
        "CALLERID_AMI_HOST": settings.host,
        "CALLERID_AMI_PORT": str(settings.port),
        "CALLERID_AMI_USERNAME": settings.username,
        "CALLERID_AMI_SECRET": SECRET,
        "CALLERID_AMI_INCOMING_CONTEXTS": "from-trunk",
        "CALLERID_REGION": "RU",
        "CALLERID_AREA_CODE": "",
        "CALLERID_TIMEZONE": "Europe/Moscow",
    }
    try:
        with running_product(tmp_path, **environ) as product:
            wait_for(lambda: len(product.api("GET", "/api/v1/calls")["items"]) == 3, 20)
            listed = product.api("GET", "/api/v1/calls")["items"]
            exported = product.command("export", "calls").stdout
        log = product.log()
    finally:
        fake.close()
    callers = {call["call_id"]: call for call in listed}
    assert (callers["1.1"]["caller"]["kind"], callers["1.1"]["outcome"]) == ("withheld", "missed")
    assert callers["1.5"]["caller_name"] == "Ольга"
    assert "101" in {call["extension"] for call in listed}
    kept = b"".join(file.read_bytes() for file in tmp_path.glob("callerid.duckdb*"))
    for hidden in (PASSWORD_OF_THE_TRUNK, PRIVATE, PRIVATE[1:], "Hidden"):
        assert hidden not in f"{listed}{exported}{log}"
        assert hidden.encode() not in kept
    assert "Ольга" in exported
    assert "Ольга".encode() in kept, "what is stored would be found"
