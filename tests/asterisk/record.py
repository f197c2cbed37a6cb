"""Record what Asterisk says of some calls, for the unit tests of the translation.

`python -m tests.asterisk.record` writes tests/unit/ami_recordings/*.txt anew: the events that the product reads,
as they came, one call a file. The numbers in them are made up.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from pathlib import Path

from callerid_dash.sources.asterisk.connection import Connection, Timing
from callerid_dash.sources.asterisk.protocol import Message
from tests.asterisk.rig import AsteriskRig, Line

FOLDER = Path(__file__).parents[1] / "unit" / "ami_recordings"
CALLER = "02188881111"
LINES = {
    "answered": Line.ANSWERED,
    "nobody": Line.NOBODY,
    "busy": Line.BUSY,
    "group": Line.GROUP,
    "group_in_the_dialplan": Line.MOVED_ON,
    "queue": Line.QUEUE_LOCAL,
    "queue_gives_up": Line.QUEUE_TIMEOUT,
    "voicemail": Line.VOICEMAIL,
    "blind_transfer": Line.TRANSFER,
}
_OF_NO_USE = {"VarSet", "DeviceStateChange", "QueueMemberStatus", "RTCPSent", "RTCPReceived", "Newexten", "FullyBooted"}


def main() -> None:
    """Place each call by itself and keep what was said meanwhile."""
    FOLDER.mkdir(exist_ok=True)
    with AsteriskRig() as rig:
        for name, line in LINES.items():
            with listening(rig) as heard:
                rig.call(CALLER, line, talk=3 if line is Line.QUEUE_TIMEOUT else 1).wait()
                rig.wait_until_gone()
            kept = [message for message in heard if is_of_use(message)]
            (FOLDER / f"{name}.txt").write_text("\n\n".join(map(written, kept)) + "\n")


@contextlib.contextmanager
def listening(rig: AsteriskRig) -> Iterator[list[Message]]:
    """All messages from now to the end of the block."""
    heard: list[Message] = []
    connection = Connection(rig.ami_settings, Timing())
    connection.log_in()

    def collect() -> None:
        with contextlib.suppress(OSError):
            heard.extend(connection.messages())  # extends message by message, as they come

    thread = threading.Thread(target=collect)
    thread.start()
    try:
        yield heard
    finally:
        connection.close()
        thread.join()


def is_of_use(message: Message) -> bool:
    """An event about a call, and of the dialplan only the way into voicemail."""
    event = message.get("Event", "")
    return bool(event) and (event not in _OF_NO_USE or message.get("Application") == "VoiceMail")


def written(message: Message) -> str:
    """As on the wire, without the headers that nobody reads."""
    unread = {"Privilege", "Language", "AccountCode", "DestLanguage", "DestAccountCode"}
    return "\n".join(f"{key}: {value}" for key, value in message.items() if key not in unread)


if __name__ == "__main__":
    main()
