"""The format and encoding that the beginning of a file suggests."""

from __future__ import annotations

import pytest

from callerid_dash.services.imports.calls.file_guess import guess

CDR = '"","0912","021","trunk","","PJSIP/a","","Dial","","2026-09-01 08:00:50","","2026-09-01 08:01:07",7,0,"{}",""'
CEL = '"CHAN_START","2026-09-01 08:00:50","Ali","0912"'
FREESWITCH = '"Ali","0912","2000","default","2026-09-01 08:00:50","","2026-09-01 08:01:07","7","0","NO_ANSWER"'


@pytest.mark.parametrize(
    ("text", "form"),
    [
        (CDR.format("NO ANSWER"), "asterisk-cdr"),
        ("calldate,clid,src,dst,channel,disposition\n1,2,3,4,5,6", "asterisk-cdr"),
        ("start,caller,status\n2026,0912,ANSWERED", "csv"),
        ("start,answer,hangup,cause\n2026,2026,2026,NO_ANSWER", "csv"),
        (CEL, "asterisk-cel"),
        ("eventtype,eventtime\n1,2", "asterisk-cel"),
        (FREESWITCH, "freeswitch-csv"),
        ('\n  {"variables": {}}', "freeswitch-json"),
        ("[{}]", "freeswitch-json"),
        ("when;who\n2026;0912", "csv"),
        ('"never closed\n', "csv"),
        ("", "csv"),
    ],
)
def test_each_format_is_known_by_words_that_only_it_has(text: str, form: str) -> None:
    assert guess(text.encode()) == (form, "utf-8")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1256"])
def test_persian_is_read_in_the_encodings_that_offices_have(encoding: str) -> None:
    assert guess(CDR.format("ANSWERED").replace("PJSIP/a", "رضا").encode(encoding)) == ("asterisk-cdr", encoding)


def test_a_letter_that_is_cut_at_the_end_is_no_other_encoding() -> None:
    assert guess("سلام".encode()[:-1]).encoding == "utf-8"


def test_a_mark_at_the_beginning_changes_nothing() -> None:
    assert guess(b"\xef\xbb\xbf" + CEL.encode()) == ("asterisk-cel", "utf-8")
