"""Records the events of Asterisk for some calls, for the unit tests of the translation.

`python -m tests.asterisk.rig.record` rewrites tests/sources/asterisk/ami_recordings/*/*.txt, a folder for each driver:
the events that the product reads, in order, one call in each file. All numbers are made up. (`dahdi/` is written by
hand, because there is no analogue line to record.)
"""

from __future__ import annotations

import contextlib
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

from callerid_dash.sources.asterisk.connection import Connection, Timing
from callerid_dash.sources.asterisk.protocol import Message
from tests.asterisk.rig.drivers import EVERY, PJSIP_22, SIP_16, Driver
from tests.asterisk.rig.rig import AsteriskRig, IaxTrunk, Line, SippCall

FOLDER = Path(__file__).parents[2] / "sources" / "asterisk" / "ami_recordings"
CALLER = "02188881111"
IAX = "iax2-22"
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
OVER_THE_TRUNK = ("answered", "busy", "group", "queue")
_OF_NO_USE = {"VarSet", "DeviceStateChange", "QueueMemberStatus", "RTCPSent", "RTCPReceived", "FullyBooted"}


def main() -> None:
    """Record the named drivers, or all."""
    wanted = sys.argv[1:] or [*map(str, EVERY), IAX]
    for driver in EVERY:
        if str(driver) in wanted:
            _record_driver(driver)
    if IAX in wanted:
        _record_trunk()


def _record_driver(driver: Driver) -> None:
    with AsteriskRig(driver) as rig:
        for name, line in LINES.items():
            talk = 3 if line is Line.QUEUE_TIMEOUT else 1
            _record(rig, f"{driver}/{name}", lambda line=line, talk=talk: rig.call(CALLER, line, talk=talk))  # type: ignore[misc]


def _record_trunk() -> None:
    trunk = IaxTrunk()
    with AsteriskRig(PJSIP_22, trunk) as office, AsteriskRig(SIP_16, trunk.turned()) as branch:
        for name in OVER_THE_TRUNK:
            _record(office, f"{IAX}/{name}", lambda name=name: branch.call(CALLER, f"7{LINES[name]}"))  # type: ignore[misc]
        _record(office, f"{IAX}/phone_of_the_branch", lambda: office.call(CALLER, Line.BRANCH))


def _record(rig: AsteriskRig, name: str, call: Callable[[], SippCall]) -> None:
    """Place one call and keep the events meanwhile, without the trunk's password."""
    with listening(rig) as heard:
        call().wait()
        rig.wait_until_gone()
    kept = "\n\n".join(written(message) for message in heard if is_of_use(message))
    file = FOLDER / f"{name}.txt"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(kept.replace(rig.iax_secret, "s3cret-of-the-trunk") + "\n")


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
    """Whether the product may read the event."""
    return message.get("Event", "") not in {"", *_OF_NO_USE}


def written(message: Message) -> str:
    """The event in wire format, without the headers that the product does not read."""
    unread = {"Privilege", "Language", "AccountCode", "DestLanguage", "DestAccountCode"}
    return "\n".join(f"{key}: {value}" for key, value in message.items() if key not in unread)


if __name__ == "__main__":
    main()
