"""Names in the code page of the office's language."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callerid_dash.domain.files.code_pages import code_page, decoded
from callerid_dash.sources.asterisk.protocol import MessageReader


@pytest.mark.parametrize(
    ("language", "region", "page"),
    [
        ("fa", "DE", "cp1256"),
        ("auto", "IR", "cp1256"),
        ("en", "IR", "cp1256"),
        ("auto", "RU", "cp1251"),
        ("en", "UA", "cp1251"),
        ("auto", "PL", "cp1250"),
        ("auto", "GR", "cp1253"),
        ("auto", "TR", "cp1254"),
        ("auto", "IL", "cp1255"),
        ("auto", "LT", "cp1257"),
        ("auto", "DE", "cp1252"),
        ("en", "US", "cp1252"),
    ],
)
def test_the_code_page_of_an_office(language: str, region: str, page: str) -> None:
    assert code_page(language, region) == page


@pytest.mark.parametrize(
    ("name", "language", "region"),
    [
        ("مریم کاظمی", "fa", "IR"),
        ("Ольга Ковалёва", "auto", "RU"),
        ("Jörg Müller", "auto", "DE"),
        ("Łukasz Żak", "auto", "PL"),
        ("Νίκος", "auto", "GR"),
        ("Şükrü Yılmaz", "auto", "TR"),
        ("山田", "auto", "JP"),
    ],
)
def test_a_name_is_read_as_utf_8_and_else_in_the_offices_code_page(name: str, language: str, region: str) -> None:
    page = code_page(language, region)
    written = name.replace("ی", "ي") if page == "cp1256" else name  # the code page has only the Arabic letter
    for data in (name.encode(), written.encode(page)):
        assert decoded(data, lambda: page) in {name, written}


def test_a_name_that_was_cut_within_a_character_loses_only_that() -> None:
    assert decoded("CallerIDName: سارا".encode()[:-1], lambda: "cp1256") == "CallerIDName: سار"


@pytest.mark.parametrize("data", [b"Anna \x98\x98", "a\ufffdb".encode(), b"\xd0"])
def test_what_cannot_be_read_is_a_question_mark(data: bytes) -> None:
    assert "?" in decoded(data, lambda: "cp1251") or data == b"\xd0"


@given(st.binary(), st.sampled_from(["cp1251", "cp1256", "cp1252", "gb18030", "cp932"]))
def test_the_sign_for_a_lost_character_is_never_kept(data: bytes, page: str) -> None:
    assert "\ufffd" not in decoded(data, lambda: page)


def test_the_code_page_is_asked_anew_for_the_office_may_move() -> None:
    pages = iter(["cp1251", "cp1256"])
    reader = MessageReader(lambda: next(pages))
    said = b"Event: A\r\nCallerIDName: \xd1\xc7\xe3\xc7\r\n\r\n"
    first, second = reader.feed(b"Asterisk Call Manager/5.0.1\r\n" + said + said)
    assert (first["CallerIDName"], second["CallerIDName"]) == ("СЗгЗ", "راما")
