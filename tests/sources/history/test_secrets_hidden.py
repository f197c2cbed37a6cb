"""No reader passes on account secrets from dial strings."""

from __future__ import annotations

import pytest

from callerid_dash.domain.calls.history import Entry, PastCall, Rejected
from tests.sources.history.asterisk_cdr.cdr_rows import row as leg
from tests.sources.history.reading import entries
from tests.sources.history.test_asterisk_cel import BEGIN, END, OTHER, bridged, hung_up
from tests.sources.history.test_asterisk_cel import row as event

SECRET = "s3cret!Pw"
DIALLED = [
    f"IAX2/office:{SECRET}@branch.example/101@from-hq,20",
    f"SIP/desk:{SECRET}@192.0.2.4,20",
    f"SIP/desk:{SECRET}:md5:auth@192.0.2.4!did!from",
    f"PJSIP/101&IAX2/office:{SECRET}@branch/101,20",
]


def told(of: list[Entry]) -> str:
    """All text of the entries."""
    return " ".join(str(entry) + (entry.reason if isinstance(entry, Rejected) else "") for entry in of)


@pytest.mark.parametrize("data", DIALLED)
@pytest.mark.parametrize("end", ["09:01:00", "08:00:00", "", "soon"])
def test_of_detail_records(data: str, end: str) -> None:
    channel = data.partition("&")[2] or data
    named = f"{channel.partition(':')[0]}:{SECRET}@branch-00000001"
    of = entries("asterisk-cdr", leg(lastdata=data, dstchannel="IAX2/branch-0000000b", end=end))
    of += entries("asterisk-cdr", leg(lastdata=data, dstchannel=named, end=end))
    of += entries("asterisk-cdr", leg(start=data, end=end) + "x\0" + leg(lastdata=data) + '"' + leg(lastdata=data))
    assert of
    assert SECRET not in told(of)


@pytest.mark.parametrize("data", DIALLED)
def test_of_channel_events(data: str) -> None:
    dial = event("APP_START", 0.2, appname="Dial", appdata=data)
    phone = event("CHAN_START", 0.5, OTHER, channame="IAX2/branch-0000000b")
    whole = BEGIN + dial + phone + bridged(5, OTHER) + hung_up(60) + END
    of = entries("asterisk-cel", whole + "x," + dial + event("APP_START", 1, eventtime=data) + dial.replace(",", ";"))
    assert [entry for entry in of if isinstance(entry, PastCall)]
    assert [entry for entry in of if isinstance(entry, Rejected)]
    assert SECRET not in told(of)


def test_of_any_csv_file() -> None:
    of = entries("csv", f"soon,{DIALLED[0]}\n", mapping={"started_at": "1", "talk": "2"})
    assert SECRET not in told(of)
    assert "IAX2/office:***@branch.example/101@from-hq" in told(of)
