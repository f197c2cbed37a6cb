"""Tables of contacts: delimiter, encoding, rows, and files that cannot be read."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callerid_dash.domain.errors import InvalidInput
from callerid_dash.domain.profiles.contacts.contact import Contact
from callerid_dash.domain.profiles.contacts.contact_file import (
    ContactFormat,
    ContactReading,
    read_contacts,
)
from tests.domain.profiles.contact_rows import only, read, reasons


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_out(delimiter: str) -> None:
    rows = [["name", "note", "phone"], ["Ali", 'a, b; c | "d"', "0912"], ["Sara", "", "0935"]]
    quoted = [delimiter.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    found = read("\r\n".join(quoted))
    assert found.delimiter == delimiter
    assert [entry.name for entry in found.entries if isinstance(entry, Contact)] == ["Ali", "Sara"]


def test_excels_line_about_the_delimiter_is_understood() -> None:
    found = read("sep=;\nname;phone\nAli;1\n")
    assert (found.delimiter, only(found).line) == (";", 3)


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", codecs.BOM_UTF8),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
        ("utf-16-le", b""),
        ("utf-16-be", b""),
        ("windows-1256", b""),
    ],
)
def test_the_encoding_is_found_out(encoding: str, mark: bytes) -> None:
    text = "name,phone\nعلی گرامی,09121234567\n"
    written = text.replace("ی", "ي") if encoding == "windows-1256" else text
    assert only(read_contacts(mark + written.encode(encoding), ContactReading())).name == "علی گرامی"


@pytest.mark.parametrize(
    ("data", "encoding", "field"),
    [
        ("name,phone\nJürgen,1".encode("latin-1"), "", "encoding"),
        ("name,phone\nعلی,1".encode(), "ascii", "encoding"),
        (b"name,phone\nAli,1", "klingon", "encoding"),
        (b"name,phone\nAli,1", "hex", "encoding"),
        (b"PK\x03\x04....", "", "file"),
        (b"\x89PNG\0\0\0\x01", "", "file"),
        (b"", "", "file"),
        (b"a,b\n1,2", "", "mapping"),
        (b'"name,phone\nAli,1', "", "file"),
        (b"name," * 300 + b"\nAli", "", "file"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_the_reason(data: bytes, encoding: str, field: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        read_contacts(data, ContactReading(encoding=encoding))
    assert caught.value.field == field


@pytest.mark.parametrize("cut", [1, 2])  # in the middle of a letter, and of one that takes two places
def test_a_file_in_utf_16_that_is_cut_off_is_refused_with_the_line(cut: int) -> None:
    with pytest.raises(InvalidInput, match="cut off in line 2") as caught:
        read_contacts("name,phone\nAli 😀".encode("utf-16")[:-cut], ContactReading())
    assert caught.value.field == "file"


def test_latin_text_is_read_when_its_encoding_is_named() -> None:
    assert (
        only(read_contacts("name,phone\nJürgen,1".encode("latin-1"), ContactReading(encoding="latin-1"))).name
        == "Jürgen"
    )


def test_a_misquoted_row_is_reported_and_the_rest_is_read() -> None:
    found = read('name,phone\nAli,1\n"Sara,2\n"Reza",3\nMina,"4" x\nNima,5\n')
    assert [entry.name for entry in found.entries if isinstance(entry, Contact)] == ["Ali", "Reza", "Nima"]
    assert [line for line, _ in reasons(found)] == [3, 5]


def test_a_quotation_mark_that_is_never_closed_swallows_nothing() -> None:
    rows = [f"Ali {number},{number}" for number in range(2_000)]
    rows[3] = '"Ali 3,3'
    found = read("name,phone\n" + "\n".join(rows) + "\n")
    assert len(found.entries) == 2_000
    assert [line for line, _ in reasons(found)] == [5]


def test_a_row_over_several_lines_is_one_row() -> None:
    found = read('name,note,phone\nAli,"one\ntwo",1\nSara,,2\n')
    assert [(entry.line, getattr(entry, "note", None)) for entry in found.entries] == [(2, "one\ntwo"), (4, "")]


def test_rows_that_do_not_fit_are_reported() -> None:
    found = read("name,phone,note\nAli,1,,,\nSara,2,x,y\n,3,\nNi�ma,4,\nMina,5")
    assert [line for line, _ in reasons(found)] == [3, 4, 5, 6]
    assert "4 cells" in reasons(found)[0][1]


def test_a_table_without_heads_keeps_its_first_row() -> None:
    with pytest.raises(InvalidInput):
        read("Ali,09121234567\nSara,09351112222")
    found = read("Ali,09121234567\nSara,09351112222", columns={"1": "name", "2": "mobile"})
    assert [entry.line for entry in found.entries] == [1, 2]
    assert found.heads == ("1", "2")


def test_a_form_that_is_named_is_not_guessed() -> None:
    with pytest.raises(InvalidInput):
        read("name,phone\nAli,1", form=ContactFormat.VCARD)


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused_with_a_reason(text: str) -> None:
    try:
        found = read_contacts(("name,phone\n" + text).encode("utf-8", "ignore"), ContactReading())
    except InvalidInput as error:
        assert error.field  # noqa: PT017 - refused for a reason
    else:
        assert all(entry.line > 1 for entry in found.entries)
